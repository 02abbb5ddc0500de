// A contest in a file of its own: revealed without a server.
import { showBoard } from "./contest_board.js";
import { make, put } from "./make.js";
import { learnWords, say } from "./words.js";

const told = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("told")).textContent || "");
learnWords(told.words);
const place = make("div", {});
put(/** @type {HTMLElement} */ (document.getElementById("page")), make("main", { id: "content" },
  make("h1", { text: say("contest.file_title", { brand: told.contest.brand }) }), place));
showBoard(place, told.contest);
