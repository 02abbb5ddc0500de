// The bets and answers that were given on this computer, for the teacher's page. They stay in this browser.

/** @typedef {{bets: Record<string, number>, before: number, after: number, readers: number}} Tally */

const PLACE = "lab.tally";

/** @returns {Record<string, Tally>} by lesson */
function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) || "{}") || {};
  } catch {
    return {}; // somebody else's text stands there, or nothing may be kept
  }
}

/** @param {Record<string, Tally>} all */
function write(all) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(all));
  } catch {
    // nothing may be kept: the lesson goes on without being counted
  }
}

/**
 * Return what was counted here of a lesson.
 * @param {string} name
 * @returns {Tally}
 */
export function tallyOf(name) {
  const found = read()[name] || {}, whole = (/** @type {any} */ value) => Math.max(0, Math.round(Number(value)) || 0);
  const bets = Object.fromEntries(Object.entries(found.bets || {}).map(([bet, count]) => [bet, whole(count)]));
  return { bets, before: whole(found.before), after: whole(found.after), readers: whole(found.readers) };
}

/** Count a bet. @param {string} name @param {string} bet */
export function countBet(name, bet) {
  const tally = tallyOf(name);
  tally.bets[bet] = (tally.bets[bet] || 0) + 1;
  write({ ...read(), [name]: tally });
}

/** Count a reader who has answered before and after. @param {string} name @param {boolean} before @param {boolean} after right */
export function countAnswers(name, before, after) {
  const tally = tallyOf(name);
  tally.readers += 1;
  tally.before += before ? 1 : 0;
  tally.after += after ? 1 : 0;
  write({ ...read(), [name]: tally });
}

/** Forget all that was counted here. */
export function forgetTally() {
  write({});
}
