// Elements of the page. Text goes in as text, never as HTML: a name with tags in it is shown as it is written.

/**
 * Return an element.
 * @param {string} tag
 * @param {Record<string, any>} [given] attributes; `on...` are listeners, `class` and `text` what they say
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function make(tag, given = {}, ...children) {
  return fill(document.createElement(tag), given, children);
}

/**
 * Return an element of SVG.
 * @param {string} tag
 * @param {Record<string, any>} [given]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function draw(tag, given = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), given, children);
}

/** @param {any} element @param {Record<string, any>} given @param {any[]} children */
function fill(element, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Put new children into an element, in place of the old ones.
 * @param {Element} element
 * @param {...(Node | string | null | undefined | false)} children
 */
export function put(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

/** @returns {boolean} whether the reader asked for little motion */
export function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
