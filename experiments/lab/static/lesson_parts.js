// Parts of a lesson's page: the question, its charts, the equation beside the curve, the analyst's evidence.
import { COLOURS } from "./chart.js";
import { make, put } from "./make.js";
import { fillIn, number, say } from "./words.js";

/**
 * Return a question with one answer to choose.
 * @param {{ask: string, options: Record<string, string>}} asked
 * @param {string} group
 * @param {(value: string) => void} chosen
 */
export function question(asked, group, chosen) {
  return make("fieldset", {}, make("legend", { text: asked.ask }), ...Object.entries(asked.options).map(([value, text]) =>
    make("label", { class: "option" }, make("input", { type: "radio", name: group, value, onchange: () => chosen(value) }),
      ` ${text}`)));
}

/**
 * Return a lesson's charts as the player takes them.
 * @param {any} words of the lesson
 * @param {any[]} charts as the server sends them
 * @param {boolean} hidden what comes after the clock is not shown
 * @param {number} [lines] how many of each chart's lines; without it, all
 * @returns {import("./chart.js").Plan[]}
 */
export function plansOf(words, charts, hidden, lines) {
  return charts.map((chart, k) => ({
    title: words[chart.title], unit: words[chart.unit], range: chart.range || undefined, hidden,
    tall: k ? 120 : undefined,
    lines: chart.lines.slice(0, lines).map((/** @type {any} */ line) => ({
      label: words.lines[line.label], dashed: line.dashed,
      values: line.values.map((/** @type {any} */ value) => (value === null ? NaN : value)),
      colour: COLOURS[line.colour === null ? (line.dashed ? 0 : 1) : line.colour],
    })),
    marks: chart.marks.map((/** @type {any} */ mark) => ({ day: mark.day, text: words.marks[mark.text] })),
  }));
}

/**
 * Return the equation beside the curve, with the values of the day that is shown.
 * @param {any} words
 * @param {any} lived
 * @param {import("./player.js").Player} player
 */
export function equation(words, lived, player) {
  const lines = make("div", {});
  const tell = () => {
    const values = lived.equation[player.clock.day];
    if (!values) return;
    put(lines, ...words.equation.lines.map((/** @type {string} */ text) => make("p", { text: fillIn(text, values) })));
  };
  const show = player.clock.show;
  player.clock.show = (time, moved) => {
    show(time, moved);
    if (moved) tell();
  };
  tell();
  return make("section", { class: "equation" }, make("h3", { text: say("lesson.equation") }),
    make("p", { class: "formula", text: words.equation.text }), lines);
}

/**
 * Return what the brand counts as a table, at the end with the truth below.
 * @param {any} words
 * @param {any} lived
 * @param {boolean} [truth]
 */
export function evidence(words, lived, truth = false) {
  const { title, unit, rows, after } = words.evidence;
  const row = (/** @type {string} */ text, /** @type {number} */ value, /** @type {string | undefined} */ kind) =>
    make("tr", { class: kind }, make("th", { scope: "row", text }), make("td", { text: number(value) }));
  return make("div", { class: "scroll" }, make("table", { class: "evidence" },
    make("caption", { text: `${title} (${unit})` }),
    make("tbody", {}, ...lived.evidence.map((/** @type {string} */ key) => row(rows[key], lived.figures[key], undefined)),
      truth && row(after, lived.figures.truth, "truth"))));
}
