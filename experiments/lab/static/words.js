// The page's words: all of them come from one file, experiments/lab/words/en.yaml, so that it can be translated.

/** @type {any} */
let words = {};

/** @param {any} given the words, as the server or the replay file has them */
export function learnWords(given) {
  words = given;
}

/**
 * Return what stands under a dotted name.
 * @param {string} name
 * @returns {any}
 */
export function entry(name) {
  return name.split(".").reduce((found, part) => (found === undefined || found === null ? found : found[part]), words);
}

/**
 * Return a text with values in place of {names}.
 * @param {string} name
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  const text = entry(name);
  return typeof text === "string" ? fillIn(text, values) : name;
}

/**
 * @param {string} text
 * @param {Record<string, any>} values
 * @returns {string}
 */
export function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? show(values[name]) : whole));
}

/** @param {any} value */
function show(value) {
  if (value === null) return "–";
  return typeof value === "number" ? number(value) : String(value);
}

/**
 * Return a number as people read it: whole when large, two digits when small.
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return Math.round(value).toLocaleString("en-US").replace("-", "−");
  return value.toFixed(size >= 10 ? 1 : 2).replace("-", "−");
}

/** @param {number} value @returns {string} an amount of money */
export function dollars(value) {
  const size = Math.abs(value);
  const text = size >= 1e6 ? `${(size / 1e6).toFixed(2)} M` : Math.round(size).toLocaleString("en-US");
  return `${value < 0 ? "−" : ""}$${text}`;
}
