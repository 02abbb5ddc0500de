// The charts beside a market: of one run with all its lines, of two runs with one line for each.
import { creatorName, followersTrust, seriesOf, weekly } from "./parcel.js";
import { say } from "./words.js";

/** @typedef {import("./parcel.js").Run} Run */
/** @typedef {{run: Run, label: string, short?: string}} Shown */

const DASHES = [undefined, "8 3", "2 3", "8 3 2 3", "14 3"]; // of the sizes of creators: nobody needs their colours

/** @type {[string, string, number, ((values: number[]) => number[])?][]} words, series, least span, how a day is read */
const CHARTS = [
  ["load", "feed_load", 0.05], ["brand", "brand_trust", 0.05], ["reputation", "reputation", 0.05],
  ["attitude", "attitude", 0.05], ["sentiment", "sentiment", 0.1, weeklyMean], ["sales", "purchases", 0, weekly],
  ["profit", "profit", 0],
];

/**
 * Return the charts of a market.
 * @param {Shown[]} runs one, or two futures
 * @param {number} creator whose followers' trust is shown first; -1: nobody's
 * @returns {import("./chart.js").Plan[]}
 */
export function marketCharts(runs, creator) {
  const { run } = runs[0], many = runs.length > 1;
  const day = runs[runs.length - 1].run.about.forked_on;
  const marks = day === undefined ? [] : [{ day, text: say("ui.from_here") }];
  const lines = (/** @type {(run: Run) => number[]} */ values, /** @type {string} */ name) =>
    runs.map((each, k) => ({ label: many ? each.short || each.label : name, values: values(each.run), dashed: k > 0 }));
  const trust = many ? lines((each) => seriesOf(each, "creator_trust"), "")
    : run.about.tiers.map((/** @type {string} */ tier, /** @type {number} */ k) => ({
      label: say(`ui.tiers.${tier}`), values: seriesOf(run, `trust_${tier}`), dash: DASHES[k] }))
      .filter((/** @type {any} */ line) => line.values.some(Number.isFinite));
  const plans = [{ title: say(many ? "ui.chart_trust_all" : "ui.chart_trust"), unit: say("ui.unit_trust"), lines: trust, marks, least: 0.05 },
    ...CHARTS.map(([key, name, least, read = (values) => values]) => ({
      least,
      title: say(`ui.chart_${key}`), unit: say(`ui.unit_${key}`), marks,
      lines: lines((each) => read(seriesOf(each, name)), say(`ui.line_${name}`)),
    }))];
  if (creator < 0) return plans;
  const name = creatorName(run, creator);
  return [{ title: say("ui.chart_creator", { creator: name }), unit: say("ui.unit_trust"), range: [0, 1], marks,
    lines: lines((each) => followersTrust(each, creator), name) }, ...plans];
}

/**
 * Return the means of a daily series over the last seven days, of those days that have a value.
 * @param {number[]} values
 * @returns {number[]}
 */
export function weeklyMean(values) {
  return values.map((_, day) => {
    const week = values.slice(Math.max(0, day - 6), day + 1).filter(Number.isFinite);
    return week.length ? week.reduce((a, b) => a + b, 0) / week.length : NaN;
  });
}
