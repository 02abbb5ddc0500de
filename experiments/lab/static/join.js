// The page of somebody who joins a contest: the token, what may be bought, handing in. It knows nothing else of the lab.
import { showHandIn, whatToBuy } from "./hand_in.js";
import { make, put } from "./make.js";
import { learnWords, say } from "./words.js";

const page = /** @type {HTMLElement} */ (document.getElementById("page"));
const place = make("div", {}), said = make("p", { class: "refused", role: "status" });
let token = decodeURIComponent(location.hash.slice(1));

/** @param {string} path @param {any} [body] */
async function call(path, body) {
  const headers = { "X-Join-Token": token, "Content-Type": "application/json" };
  let answer;
  try {
    answer = await fetch(path, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw new Error(say("contest.gone"));
  }
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

async function enter() {
  said.textContent = "";
  try {
    const state = await call("/api/join");
    if (!state.brand) throw new Error(say("contest.not_begun"));
    put(place, make("section", { class: "step" }, make("h2", { text: say("contest.what") }), whatToBuy(state)),
      make("section", { class: "step" }, make("h2", { text: say("contest.hand_in_title") }),
        showHandIn(state, (given) => call("/api/join/hand_in", given))));
  } catch (error) {
    said.textContent = String(/** @type {Error} */ (error).message);
  }
}

async function begin() {
  learnWords(await (await fetch("/api/words")).json());
  const field = make("input", { id: "token", type: "text", autocomplete: "off", autocapitalize: "none", value: token });
  put(place, make("form", { class: "choices", onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    token = field.value.trim().toLowerCase();
    enter();
  } }, make("label", { for: "token" }, `${say("contest.token")} `, field), make("button", { class: "main", text: say("contest.join") })));
  put(page, make("main", { id: "content" }, make("h1", { text: say("contest.title") }), make("p", { text: say("contest.join_what") }), said, place));
  if (token) enter();
}

begin().catch((error) => put(page, make("p", { class: "refused", text: String(error.message) })));
