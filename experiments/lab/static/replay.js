// A replay: the parcels that lie in this file, played by the same player, without a server.
import { make, put } from "./make.js";
import { openParcel } from "./parcel.js";
import { Player } from "./player.js";
import { learnWords, say } from "./words.js";

async function beginReplay() {
  const told = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("told")).textContent || "");
  learnWords(told.words);
  const bodies = Array.from(document.querySelectorAll("script.parcel"), (script) => script.textContent || "");
  const opened = await Promise.all(bodies.map((text) =>
    openParcel(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer)));
  const player = new Player({ runs: opened.map((run, k) => ({ run, label: told.labels[k] })) });
  put(/** @type {HTMLElement} */ (document.getElementById("page")), make("main", { id: "content" },
    make("h1", { text: told.title }), make("p", { class: "soft", text: say("ui.replay_of") }), player.element));
  player.clock.go(0);
}

beginReplay().catch((error) => put(/** @type {HTMLElement} */ (document.getElementById("page")),
  make("p", { class: "refused", text: String(error.message) })));
