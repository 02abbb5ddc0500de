// The answer of a campaign: its certainty, each plan's range, the dashboard beside the truth, who to hire, the files.
import { dots } from "./dots.js";
import { make, put } from "./make.js";
import { number, say } from "./words.js";

/**
 * Show what was found.
 * @param {HTMLElement} place
 * @param {string} job
 * @param {any} made
 */
export function showAnswer(place, job, made) {
  const { summary, lines, files } = made, tables = summary.tables, notes = summary.notes ?? []; // earlier answers had none
  const hire = summary.hired_by === summary.best ? say("campaign.hire") : say("campaign.hire_if", { plan: summary.hired_by });
  put(place, make("h2", { text: say("campaign.answer") }), make("p", { class: "result", text: summary.answer }),
    summary.doubts.length > 0 && make("ul", { class: "doubts" }, ...summary.doubts.map((/** @type {string} */ text) => make("li", { text }))),
    ...lines.map((/** @type {string} */ text) => make("p", { text })),
    ranges(tables.plans, summary.currency),
    table(say("campaign.plans_table"), tables.plans),
    make("h3", { text: say("campaign.beside") }), make("p", { text: say("campaign.beside_intro") }),
    beside(tables.beside_dashboard, summary.currency), table(say("campaign.beside"), tables.beside_dashboard),
    tables.hire.rows.length > 0 && make("h3", { text: hire }),
    tables.hire.rows.length > 0 && table(hire, tables.hire, true),
    notes.length > 0 && make("details", {}, make("summary", { text: say("campaign.notes") }),
      make("ul", {}, ...notes.map((/** @type {string} */ text) => make("li", { text })))),
    make("h3", { text: say("campaign.kept") }),
    make("p", { class: "row" }, ...files.map((/** @type {string} */ name) => make("a", { class: "button", href: `/answers/${job}/${name}`,
      target: name.endsWith(".html") ? "_blank" : undefined, rel: "noopener", download: name.endsWith(".html") ? undefined : name,
      text: say(`campaign.files.${name.replace(".", "_")}`) }))),
    make("p", { class: "soft", text: say("campaign.where", { brand: made.brand_folder, answer: made.folder }) }),
    make("pre", { class: "soft small", text: made.commands.again }),
    made.commands.watch && make("p", { class: "soft", text: say("campaign.watch") }),
    made.commands.watch && make("pre", { class: "soft small", text: made.commands.watch }));
  place.scrollIntoView({ block: "start" });
}

/** Each plan's profit: the mean over worlds and what eight of ten lie between. @param {any} plans @param {string} currency */
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
