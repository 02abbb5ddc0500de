// What the parcel knows of one person or creator: whom to look at, and their days in short sentences.
import { creatorName, EVENT, eventsOf } from "./parcel.js";
import { number, say } from "./words.js";

/** @typedef {import("./parcel.js").Run} Run */

export const SOMEBODY = ["betrayed", "won_over", "called_out", "unaffected", "heard"];

/**
 * Return people of a kind, those to whom it happened most first.
 * @param {Run} run
 * @param {string} kind one of SOMEBODY
 * @returns {number[]}
 */
export function find(run, kind) {
  const { event_kind: kinds, event_who: who, event_size: size, trust, attitude } = run.arrays;
  const score = new Float64Array(run.people), last = run.days * run.people, touched = new Uint8Array(run.people);
  for (let k = 0; k < kinds.length; k++) {
    if (kinds[k] < EVENT.bought || kinds[k] > EVENT.lost) continue;
    const p = who[k];
    touched[p] = 1;
    if (kind === "betrayed" && kinds[k] === EVENT.lost) score[p] = Math.max(score[p], size[k]);
    if (kind === "called_out" && kinds[k] === EVENT.calledOut) score[p] += 1;
    if (kind === "heard" && kinds[k] === EVENT.heard) score[p] += 1;
    if (kind === "won_over" && kinds[k] === EVENT.bought) score[p] += 1;
  }
  for (let p = 0; p < run.people; p++) {
    const gain = attitude[last + p] - attitude[p];
    if (kind === "won_over") score[p] = score[p] && gain > 0 ? gain + score[p] : gain > 25 ? gain / 100 : 0;
    if (kind === "unaffected") score[p] = !touched[p] && trust[last + p] !== 255 ? 1000 - Math.abs(gain) : 0;
  }
  const found = Array.from({ length: run.people }, (_, p) => p).filter((p) => score[p] > 0);
  return found.sort((a, b) => score[b] - score[a] || a - b);
}

/**
 * Return the day from which a person's story shows what they were looked up for.
 * @param {Run} run
 * @param {number} person
 * @param {string} kind one of SOMEBODY
 * @returns {number}
 */
export function dayOf(run, person, kind) {
  const wanted = { betrayed: EVENT.lost, won_over: EVENT.bought, called_out: EVENT.calledOut, heard: EVENT.heard }[kind];
  const { event_kind: kinds, event_who: who, event_day: day } = run.arrays;
  for (let k = 0; k < kinds.length; k++) if (kinds[k] === wanted && who[k] === person) return day[k] + 1;
  return 0;
}

/**
 * Return the days of a person in sentences.
 * @param {Run} run
 * @param {number} person
 * @param {number} [upTo] day
 * @returns {{day: number, text: string}[]}
 */
export function storyOf(run, person, upTo = run.days) {
  const found = [];
  for (let day = 0; day < upTo; day++) {
    for (const event of eventsOf(run, day)) {
      if (event.who !== person || event.kind < EVENT.bought || event.kind > EVENT.lost) continue;
      const name = run.about.events[event.kind].replaceAll(" ", "_");
      const creator = event.about >= 0 && event.kind !== EVENT.bought && event.kind !== EVENT.heard
        ? creatorName(run, event.about) : "";
      const bad = event.kind === EVENT.heard && event.size < 0 ? "_bad" : "";
      const key = `ui.story.${name}${bad}${!creator && (event.kind === EVENT.calledOut || event.kind === EVENT.recommended) ? "_brand" : ""}`;
      found.push({ day, text: say(key, { creator, brand: run.about.brands[0], size: number(event.size) }) });
    }
  }
  return found;
}

/**
 * Return how a person stands on a day.
 * @param {Run} run
 * @param {number} person
 * @param {number} day
 * @returns {string}
 */
export function stateOf(run, person, day) {
  const at = day * run.people + person, { trust, attitude, state, follow_start: start, friend_start: friends } = run.arrays;
  const values = {
    trust: trust[at] === 255 ? "–" : number(trust[at] / run.about.steps),
    attitude: number((attitude[at] / run.about.steps) * 2 - 1),
    brand: run.about.brands[0],
    follows: start[person + 1] - start[person],
    friends: friends[person + 1] - friends[person],
  };
  const owns = state[at] & 2 ? say("ui.state_owns", values) : state[at] & 1 ? say("ui.state_knows", values) : "";
  return [say("ui.state", values), owns].filter(Boolean).join(" ");
}
