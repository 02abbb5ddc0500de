// The teacher's page: a plan, the bets of the class, links with a locked seed.
import { make, put } from "./make.js";
import { entry, say } from "./words.js";

/**
 * Show the teacher's page.
 * @param {HTMLElement} place
 * @param {string[]} lessons
 */
export function showTeacher(place, lessons) {
  const rows = entry("teacher.plan").map((/** @type {string[]} */ [time, what]) =>
    make("tr", {}, make("th", { scope: "row", text: time }), make("td", { class: "text", text: what })));
  put(place, make("h1", { text: say("teacher.title") }), make("p", { text: say("teacher.intro") }),
    make("div", { class: "scroll" }, make("table", { class: "plan" }, make("tbody", {}, ...rows))),
    make("h2", { text: say("teacher.locked") }), make("ul", {}, ...lessons.map((name) => {
      const seed = entry(`lessons.${name}.seed`) || 3;
      return make("li", {}, make("a", { href: `#lesson/${name}?seed=${seed}`, text: entry(`lessons.${name}.title`) }));
    })),
    make("h2", { text: say("teacher.count_title") }), make("p", { text: say("teacher.count_intro") }),
    ...lessons.map(counting));
}

/** @param {string} name */
function counting(name) {
  const { title, bet } = entry(`lessons.${name}`), options = Object.keys(bet.options);
  const counts = options.map((option) => Number(sessionStorage.getItem(`lab.count.${name}.${option}`) || 0));
  const shares = options.map(() => make("td", { class: "text" }));
  const bars = options.map(() => make("span", { class: "share" }));
  const tell = () => {
    const sum = counts.reduce((a, b) => a + b, 0);
    counts.forEach((count, k) => {
      bars[k].style.width = `${sum ? (100 * count) / sum : 0}%`;
      put(shares[k], bars[k], sum ? say("teacher.share", { count, sum }) : "");
    });
  };
  const rows = options.map((option, k) => make("tr", {}, make("th", { scope: "row", text: bet.options[option] }),
    make("td", {}, make("input", { type: "number", min: 0, max: 500, value: counts[k], "aria-label": bet.options[option],
      oninput: (/** @type {any} */ event) => {
        counts[k] = Math.max(0, Math.min(500, Math.round(Number(event.target.value)) || 0));
        sessionStorage.setItem(`lab.count.${name}.${option}`, String(counts[k]));
        tell();
      } })), shares[k]));
  tell();
  return make("details", {}, make("summary", { text: title }), make("div", { class: "scroll" },
    make("table", { class: "count" }, make("caption", { text: bet.ask }), make("tbody", {}, ...rows))));
}
