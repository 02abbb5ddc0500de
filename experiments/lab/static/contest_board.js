// A contest revealed step by step: the plans, the dashboard's ranking, then the truth from the last place to the first.
import { dots } from "./dots.js";
import { make, put } from "./make.js";
import { number, say } from "./words.js";

/**
 * Show a contest that was decided, nothing of it known yet.
 * @param {HTMLElement} place
 * @param {any} told what it came to
 */
export function showBoard(place, told) {
  const places = told.places, groups = Array.from(new Set(places.map((/** @type {any} */ each) => each.rank))).reverse();
  const last = 2 + groups.length; // plans, dashboard, one step for each place, at last everything side by side
  let step = 0;
  const stage = make("div", { "aria-live": "polite" });
  const next = make("button", { class: "main", onclick: () => go(step + 1) });
  const back = make("button", { text: say("contest.back"), onclick: () => go(step - 1) });
  const all = make("button", { text: say("contest.show_all"), onclick: () => go(last) });
  put(place, make("p", { text: say("contest.rules", { brand: told.brand, money: money(told.budget, told), weeks: told.weeks,
    worlds: told.worlds, teams: places.length }) }), make("p", { class: "row" }, next, back, all), stage);

  /** @param {number} to */
  function go(to) {
    step = Math.max(0, Math.min(to, last));
    back.disabled = step === 0;
    next.disabled = all.disabled = step === last;
    next.textContent = step === 0 ? say("contest.next_dashboard") : step === 1 ? say("contest.next_truth")
      : step < last - 1 ? say("contest.next_place") : say("contest.next_all");
    if (step === 0) put(stage, plans());
    else if (step === 1) put(stage, dashboard());
    else if (step < last) put(stage, truth(groups.slice(0, step - 1)));
    else put(stage, everything());
  }

  function plans() {
    const rows = places.slice().sort((/** @type {any} */ a, /** @type {any} */ b) => a.team.localeCompare(b.team));
    return list(say("contest.step_plans"), ["team", "buys"], rows.map((/** @type {any} */ each) => [each.team, each.does]));
  }

  function dashboard() {
    const rows = places.slice().sort((/** @type {any} */ a, /** @type {any} */ b) => a.dashboard_rank - b.dashboard_rank);
    return make("section", {}, make("h3", { text: say("contest.step_dashboard") }), make("p", { text: say("contest.dashboard_is") }),
      dots(say("contest.dashboard_chart", { currency: told.currency }), rows.map((/** @type {any} */ each) => ({
        name: `${each.dashboard_rank}. ${each.team}`, marks: [{ middle: each.dashboard, colour: "#c2500f", hollow: true }] }))),
      list(say("contest.step_dashboard"), ["dashboard_rank", "team", "dashboard"], rows.map((/** @type {any} */ each) =>
        [each.dashboard_rank, each.team, money(each.dashboard, told, true)])));
  }

  /** @param {number[]} known ranks that are known, the last place first */
  function truth(known) {
    const rows = places.filter((/** @type {any} */ each) => known.includes(each.rank));
    const now = rows.filter((/** @type {any} */ each) => each.rank === known[known.length - 1]);
    return make("section", {}, make("h3", { text: say("contest.step_truth", { rank: known[known.length - 1] }) }),
      ...now.map((/** @type {any} */ each) => make("p", { class: "result" }, make("b", { text: each.team }),
        ` ${say("contest.truly", { money: money(each.added, told, true), dashboard: each.dashboard_rank })}`,
        each.low === null ? "" : ` ${say("contest.between", { low: money(each.low, told, true), high: money(each.high, told, true) })}`)),
      now.length > 1 && make("p", { text: say("contest.tie") }),
      rows.length > now.length && truthChart(rows));
  }

  /** @param {any[]} rows */
  function truthChart(rows) {
    return make("div", {}, dots(say("contest.truth_chart", { currency: told.currency }), rows.map((each) => ({ name: `${each.rank}. ${each.team}`,
      marks: [{ middle: each.added, low: each.low ?? each.added, high: each.high ?? each.added, colour: "#0b4a8f" }] }))),
    list(say("contest.table"), ["rank", "team", "added", "interval"], rows.map((each) =>
      [each.rank, each.team, money(each.added, told, true), interval(each)])));
  }

  /** @param {any} each */
  const interval = (each) => each.low === null ? "–" : `${money(each.low, told, true)} … ${money(each.high, told, true)}`;

  function everything() {
    const heads = ["rank", "team", "added", "interval", "firsts", "dashboard_rank", "dashboard", "cost", "unspent"];
    const rows = places.map((/** @type {any} */ each) => [each.rank, each.team, money(each.added, told, true),
      interval(each), say("contest.firsts", { number: each.firsts, worlds: told.worlds }), each.dashboard_rank, money(each.dashboard, told, true),
      money(each.cost, told), money(each.unspent, told)]);
    return make("section", {}, make("h3", { text: say("contest.step_all") }), ...told.sentences.map((/** @type {string} */ text, /** @type {number} */ k) =>
      make("p", { class: k ? undefined : "result", text })),
      dots(say("contest.both_chart", { currency: told.currency }), places.map((/** @type {any} */ each) => ({
        name: `${each.rank}. ${each.team}`, marks: [{ middle: each.dashboard, colour: "#c2500f", hollow: true },
          { middle: each.added, low: each.low ?? each.added, high: each.high ?? each.added, colour: "#0b4a8f" }] })),
      [[say("campaign.dashboard"), "#c2500f"], [say("campaign.truth"), "#0b4a8f"]]),
      list(say("contest.table"), heads, rows), make("p", { class: "soft", text: say("contest.method", { worlds: told.worlds,
        runs: told.worlds * told.seeds, people: number(told.people) }) }));
  }

  go(0);
}

/** @param {number} value @param {any} told @param {boolean} [signed] */
function money(value, told, signed = false) {
  return `${signed && value > 0 ? "+" : ""}${Math.round(value).toLocaleString("en-US").replace("-", "−")} ${told.currency}`;
}

/** @param {string} title @param {string[]} heads @param {any[][]} rows */
function list(title, heads, rows) {
  return make("div", { class: "scroll board", tabindex: "0" }, make("table", {}, make("caption", { text: title }),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col", class: head === "team" || head === "buys" ? "text" : undefined, text: say(`contest.head.${head}`) })))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((value, k) => make("td", {
      class: heads[k] === "team" || heads[k] === "buys" ? "text" : undefined, text: String(value) })))))));
}
