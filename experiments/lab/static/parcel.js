// A run as it comes from the server or lies in a replay file: typed arrays, opened once, then played without a call.
import { say } from "./words.js";

/**
 * @typedef {object} Run
 * @property {any} about the header
 * @property {number} days
 * @property {number} people
 * @property {number} creators
 * @property {Record<string, any>} arrays typed arrays by name
 * @property {Uint32Array} eventStart where each day's events begin
 * @property {Uint32Array} fanStart where each creator's followers begin in `fans`
 * @property {Uint32Array} fans people by the creator whom they follow
 */

/** What an event is, by its number: as `EVENTS` of recorder.py has them. */
export const EVENT = {
  post: 0, labelled: 1, hidden: 2, bought: 3, calledOut: 4, recommended: 5, heard: 6, left: 7, came: 8, lost: 9,
  scandal: 10, crisis: 11, answer: 12,
};

const ARRAYS = {
  uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, int16: Int16Array,
  uint32: Uint32Array, int32: Int32Array, float32: Float32Array,
};

/**
 * Open a parcel.
 * @param {ArrayBuffer} parcel
 * @returns {Promise<Run>}
 */
export async function openParcel(parcel) {
  const bytes = new Uint8Array(parcel);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "NCLB") throw new Error("not a parcel of the lab");
  const length = new DataView(parcel).getUint32(4, true);
  const about = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const stream = new Blob([bytes.subarray(8 + length)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const body = await new Response(stream).arrayBuffer();
  /** @type {Record<string, any>} */
  const arrays = {};
  let place = 0;
  for (const { name, kind, shape, by_day: byDay } of about.arrays) {
    const size = shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
    const array = new ARRAYS[/** @type {keyof typeof ARRAYS} */ (kind)](body, place, size);
    place += array.byteLength;
    if (byDay) {
      const row = size / shape[0];
      for (let k = row; k < size; k++) array[k] += array[k - row]; // wraps round as it was packed
    }
    arrays[name] = array;
  }
  return withLists({
    about, arrays, days: about.days, people: arrays.niche.length, creators: arrays.creator_tier.length,
  });
}

/** @param {any} run @returns {Run} */
function withLists(run) {
  const { event_day: day, follow_start: start, follow_creator: creator } = run.arrays;
  run.eventStart = new Uint32Array(run.days + 2);
  for (const d of day) run.eventStart[d + 1]++;
  for (let d = 0; d <= run.days; d++) run.eventStart[d + 1] += run.eventStart[d];
  run.fanStart = new Uint32Array(run.creators + 1);
  for (const i of creator) run.fanStart[i + 1]++;
  for (let i = 0; i < run.creators; i++) run.fanStart[i + 1] += run.fanStart[i];
  const next = run.fanStart.slice();
  run.fans = new Uint32Array(creator.length);
  for (let p = 0; p < run.people; p++) {
    for (let e = start[p]; e < start[p + 1]; e++) run.fans[next[creator[e]]++] = p;
  }
  return run;
}

/**
 * Return one daily series of the whole market.
 * @param {Run} run
 * @param {string} name
 * @returns {number[]}
 */
export function seriesOf(run, name) {
  const width = run.about.series.length, column = run.about.series.indexOf(name);
  return Array.from({ length: run.days + 1 }, (_, day) => run.arrays.series[day * width + column]);
}

/**
 * Return the trust of one creator's followers, day by day.
 * @param {Run} run
 * @param {number} creator
 * @returns {number[]}
 */
export function followersTrust(run, creator) {
  return Array.from({ length: run.days + 1 }, (_, day) => {
    const value = run.arrays.creator_trust[day * run.creators + creator];
    return value === 65535 ? NaN : value / run.about.fine_steps;
  });
}

/**
 * Return the events of one day.
 * @param {Run} run
 * @param {number} day from 0; what happens on it is seen in the next row of states
 * @returns {{kind: number, who: number, about: number, size: number}[]}
 */
export function eventsOf(run, day) {
  if (day < 0 || day >= run.days) return [];
  const { event_kind: kind, event_who: who, event_about: about, event_size: size } = run.arrays;
  const found = [];
  for (let k = run.eventStart[day]; k < run.eventStart[day + 1]; k++) {
    found.push({ kind: kind[k], who: who[k], about: about[k], size: size[k] / 100 });
  }
  return found;
}

/**
 * Return what a creator is called.
 * @param {Run} run
 * @param {number} creator
 * @returns {string}
 */
export function creatorName(run, creator) {
  const { creator_names: given, tiers, niches } = run.about;
  if (given && given[creator]) return say(`ui.creator_names.${given[creator]}`);
  const tier = say(`ui.tiers.${tiers[run.arrays.creator_tier[creator]]}`);
  return say("ui.creator", { creator: String(creator), tier, niche: niches[run.arrays.creator_niche[creator]] });
}

/**
 * Return the sums of a daily series over the last seven days.
 * @param {number[]} values
 * @returns {number[]}
 */
export function weekly(values) {
  return values.map((_, day) => values.slice(Math.max(0, day - 6), day + 1).reduce((a, b) => a + b, 0));
}
