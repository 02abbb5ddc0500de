// The answer of a campaign: its certainty, each plan's range, the dashboard beside the truth, who to hire, the files.
import { draw, make, put } from "./make.js";
import { ticks } from "./chart.js";
import { number, say } from "./words.js";

const WIDE = 560, LEFT = 170, RIGHT = 20, ROW = 34;

/**
 * Show what was found.
 * @param {HTMLElement} place
 * @param {string} job
 * @param {any} made
 */
export function showAnswer(place, job, made) {
  const { summary, lines, files } = made, tables = summary.tables;
  put(place, make("h2", { text: say("campaign.answer") }), make("p", { class: "result", text: summary.answer }),
    summary.doubts.length > 0 && make("ul", { class: "doubts" }, ...summary.doubts.map((/** @type {string} */ text) => make("li", { text }))),
    ...lines.map((/** @type {string} */ text) => make("p", { text })),
    ranges(tables.plans, summary.currency),
    table(say("campaign.plans_table"), tables.plans),
    make("h3", { text: say("campaign.beside") }), make("p", { text: say("campaign.beside_intro") }),
    beside(tables.beside_dashboard, summary.currency), table(say("campaign.beside"), tables.beside_dashboard),
    tables.hire.rows.length > 0 && make("h3", { text: say("campaign.hire") }),
    tables.hire.rows.length > 0 && table(say("campaign.hire"), tables.hire, true),
    make("h3", { text: say("campaign.kept") }),
    make("p", { class: "row" }, ...files.map((/** @type {string} */ name) => make("a", { class: "button", href: `/answers/${job}/${name}`,
      target: name.endsWith(".html") ? "_blank" : undefined, rel: "noopener", download: name.endsWith(".html") ? undefined : name,
      text: say(`campaign.files.${name.replace(".", "_")}`) }))),
    make("p", { class: "soft", text: say("campaign.where", { brand: made.brand_folder, answer: made.folder }) }),
    make("pre", { class: "soft small", text: `nichecast brand=${made.brand_folder}` }));
  place.scrollIntoView({ block: "start" });
}

/** Each plan's profit: the middle world and what eight of ten lie between. @param {any} plans @param {string} currency */
function ranges(plans, currency) {
  const at = Object.fromEntries(plans.columns.map((/** @type {string} */ name, /** @type {number} */ k) => [name.replace(` ${currency}`, ""), k]));
  return dots(say("campaign.ranges", { currency }), plans.rows.map((/** @type {any[]} */ row) => ({ name: row[0],
    marks: [{ low: row[at.low], high: row[at.high], middle: row[at["profit added"]], colour: "#0b4a8f" }] })));
}

/** What the dashboard says of each plan and what it truly adds. @param {any} rows @param {string} currency */
function beside(rows, currency) {
  return dots(say("campaign.beside_chart", { currency }), rows.rows.map((/** @type {any[]} */ [name, , dashboard, truth]) => ({ name,
    marks: [{ middle: dashboard, colour: "#c2500f", hollow: true }, { middle: truth, colour: "#0b4a8f" }] })),
  [[say("campaign.dashboard"), "#c2500f"], [say("campaign.truth"), "#0b4a8f"]]);
}

/**
 * Return a chart with a row for each name: dots, and lines for ranges.
 * @param {string} title
 * @param {{name: string, marks: {middle: number, low?: number, high?: number, colour: string, hollow?: boolean}[]}[]} rows
 * @param {string[][]} [legend]
 */
export function dots(title, rows, legend = []) {
  const values = rows.flatMap((row) => row.marks.flatMap((mark) => [mark.middle, mark.low ?? mark.middle, mark.high ?? mark.middle]));
  const low = Math.min(0, ...values), high = Math.max(0, ...values), room = (high - low) * 0.05 || 1;
  const x = (/** @type {number} */ value) => LEFT + ((value - low + room) / (high - low + 2 * room)) * (WIDE - LEFT - RIGHT);
  const tall = rows.length * ROW + 40;
  const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${tall}`, role: "img", "aria-label": `${title}. ${rows.map((row) =>
    `${row.name}: ${row.marks.map((mark) => number(mark.middle)).join(", ")}`).join("; ")}` });
  for (const value of ticks(low, high, 4)) {
    svg.append(draw("line", { x1: x(value), x2: x(value), y1: 4, y2: tall - 26, class: value === 0 ? "zero" : "grid" }),
      draw("text", { x: x(value), y: tall - 10, "text-anchor": "middle", class: "tick", text: short(value) }));
  }
  rows.forEach((row, k) => {
    const y = 16 + k * ROW;
    svg.append(draw("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end", class: "name", text: cut(row.name) },
      draw("title", { text: row.name })));
    row.marks.forEach((mark, m) => {
      const level = y + (row.marks.length > 1 ? (m - 0.5) * 11 : 0);
      if (mark.low !== undefined) {
        svg.append(draw("line", { x1: x(mark.low), x2: x(mark.high || 0), y1: level, y2: level, stroke: mark.colour, "stroke-width": 4, opacity: 0.45 }));
      }
      svg.append(draw("circle", { cx: x(mark.middle), cy: level, r: 6, fill: mark.hollow ? "#fff" : mark.colour, stroke: mark.colour, "stroke-width": 2.5 }));
    });
  });
  return make("figure", { class: "chart dots" }, make("figcaption", {}, make("strong", { text: title })), svg,
    legend.length > 0 && make("ul", { class: "legend" }, ...legend.map(([text, colour], k) => make("li", {},
      draw("svg", { width: 14, height: 14, "aria-hidden": "true" }, draw("circle", { cx: 7, cy: 7, r: 5, stroke: colour, "stroke-width": 2.5,
        fill: k === 0 ? "#fff" : colour })), ` ${text}`))));
}

/** @param {string} name */
const cut = (name) => (name.length > 25 ? `${name.slice(0, 24)}…` : name);

/** @param {number} value */
function short(value) {
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  if (size >= 1e6) return `${sign}${+(size / 1e6).toFixed(1)}M`;
  if (size >= 1e3) return `${sign}${+(size / 1e3).toFixed(1)}k`;
  return `${sign}${+size.toFixed(2)}`;
}

/**
 * Return a table of the answer.
 * @param {string} caption
 * @param {{columns: string[], rows: any[][]}} given
 * @param {boolean} [open]
 */
export function table(caption, given, open = false) {
  return make("details", { class: "table", open }, make("summary", { text: say("ui.table") }), make("div", { class: "scroll", tabindex: "0" },
    make("table", {}, make("caption", { text: caption }),
      make("thead", {}, make("tr", {}, ...given.columns.map((text) => make("th", { scope: "col", text })))),
      make("tbody", {}, ...given.rows.map((row) => make("tr", {}, ...row.map((value, k) => k === 0
        ? make("th", { scope: "row", text: String(value) })
        : make("td", { class: typeof value === "string" ? "text" : undefined, text: typeof value === "number" ? number(value) : value ?? "–" }))))))));
}
