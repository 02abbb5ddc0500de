// Calls to the lab on this machine. Whatever changes something carries the page's token.
import { openParcel } from "./parcel.js";
import { say } from "./words.js";

const token = document.querySelector('meta[name="lab-token"]')?.getAttribute("content") || "";

/**
 * Ask for something as JSON.
 * @param {string} path
 * @param {any} [body] given: sent, as a change
 * @returns {Promise<any>}
 */
export async function ask(path, body) {
  const given = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-Lab-Token": token },
  };
  let answer;
  try {
    answer = await fetch(path, given);
  } catch {
    throw new Error(say("ui.gone"));
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.error || say("ui.gone"));
  return found;
}

/**
 * Wait until a job is done, telling what it does.
 * @param {string} job
 * @param {(state: any) => void} tell
 * @param {() => boolean} [left] whether nobody waits any more
 * @returns {Promise<any>} what the job made; nothing for whoever left
 */
export async function finished(job, tell, left = () => false) {
  for (let wait = 60; ; wait = Math.min(wait * 1.3, 500)) {
    const state = await ask(`/api/job/${job}`);
    if (left()) return null;
    if (state.error) throw new Error(state.error);
    if (state.done) return state.made;
    tell(state);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * Fetch a run.
 * @param {string} run
 * @returns {Promise<import("./parcel.js").Run>}
 */
export async function fetchRun(run) {
  const answer = await fetch(`/api/parcel/${run}`);
  if (!answer.ok) throw new Error((await answer.json()).error);
  return openParcel(await answer.arrayBuffer());
}

/** @param {any} state @returns {string} what a job does, for the reader */
export function progress(state) {
  const seconds = Math.round(state.seconds);
  const days = state.stage.startsWith("plan_") ? "ui.job_runs" : "ui.job_days";
  const part = state.of ? say(days, { day: state.at, days: state.of }) : "";
  return `${say(`ui.job_${state.stage}`)} ${part} ${seconds > 2 ? say("ui.job_seconds", { seconds }) : ""}`.trim();
}
