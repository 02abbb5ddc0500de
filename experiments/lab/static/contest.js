// The contest's page for the teacher: choose a brand, take plans in, run, reveal.
import { ask, finished, progress } from "./ask.js";
import { showBoard } from "./contest_board.js";
import { showHandIn, whatToBuy } from "./hand_in.js";
import { make, put } from "./make.js";
import { say } from "./words.js";

/**
 * Show the contest's page.
 * @param {HTMLElement} place
 * @returns {Promise<() => void>} what ends its looking for new teams
 */
export async function showContest(place) {
  const status = make("p", { class: "status", role: "status" }), rest = make("div", {});
  put(place, make("h1", { text: say("contest.title") }), make("p", { text: say("contest.intro") }), status, rest);
  const [state, known] = await Promise.all([ask("/api/contest"), ask("/api/campaign")]);
  const teams = make("ul", { class: "teams" });
  let seen = "", ended = false;

  /** @param {() => Promise<any>} work */
  async function tellOf(work) {
    status.classList.remove("refused");
    status.textContent = "";
    try {
      return await work();
    } catch (error) {
      status.textContent = String(/** @type {Error} */ (error).message);
      status.classList.add("refused");
      status.scrollIntoView({ block: "nearest" });
      return null;
    }
  }

  const folder = make("input", { id: "contest-brand", type: "text", class: "wide", autocomplete: "off", value: known.samples[0] || "" });
  const begin = make("section", { class: "step" }, make("h2", { text: say("contest.begin_title") }),
    make("p", { text: say("contest.begin_intro") }), make("label", { class: "field", for: "contest-brand" },
      make("span", { text: say("campaign.folder") }), folder),
    make("p", { class: "row" }, ...known.samples.map((/** @type {string} */ name) =>
      make("button", { type: "button", text: name, onclick: () => (folder.value = name) }))),
    make("button", { class: "main", text: say("contest.begin"), onclick: () => tellOf(async () => {
      status.textContent = say("campaign.reading");
      state.job = null;
      show(await ask("/api/contest/begin", { folder: folder.value }));
      status.textContent = "";
    }) }));

  /** @param {any} now */
  function show(now) {
    if (!now.brand) {
      put(rest, begin);
      return;
    }
    const efforts = make("select", { id: "contest-effort" }, ...known.efforts.map((/** @type {string} */ value) =>
      make("option", { value, text: say(`campaign.efforts.${value}`) })));
    const board = make("section", { class: "step" });
    const run = make("button", { class: "main", text: say("contest.run"), onclick: () => tellOf(() => work(board, run, efforts.value)) });
    board.hidden = true;
    put(rest, join(state.shared), make("section", { class: "step" }, make("h2", { text: say("contest.what") }), whatToBuy(now)),
      make("section", { class: "step" }, make("h2", { text: say("contest.hand_in_title") }),
        showHandIn(now, (given) => ask("/api/contest/hand_in", given)), make("h3", { text: say("contest.teams") }), teams),
      make("section", { class: "step" }, make("h2", { text: say("contest.run_title") }), make("p", { text: say("contest.run_intro") }),
        make("div", { class: "choices" }, make("label", { for: "contest-effort" }, `${say("campaign.effort")} `, efforts), run)),
      board, make("p", {}, make("button", { text: say("contest.anew"), onclick: () => put(rest, begin) })));
    list(now);
    if (state.job) tellOf(() => work(board, run, "", state.job)); // begun on an earlier visit
  }

  /** @param {any} now */
  function list(now) {
    const line = JSON.stringify(now.teams);
    if (line === seen && teams.firstChild) return;
    seen = line;
    put(teams, ...now.teams.map((/** @type {any} */ team) => make("li", {}, make("b", { text: team.name }), " ",
      make("button", { text: say("contest.remove"), "aria-label": `${say("contest.remove")}: ${team.name}`, onclick: () => tellOf(async () =>
        list(await ask("/api/contest/remove", { team: team.name }))) }))));
    if (!now.teams.length) put(teams, make("li", { class: "soft", text: say("contest.nobody") }));
  }

  /** @param {HTMLElement} board @param {any} run @param {string} effort @param {string} [begun] the job, where it goes on already */
  async function work(board, run, effort, begun) {
    run.disabled = true;
    const line = make("p", { class: "status", role: "status" }), bar = make("progress", { max: 1, "aria-label": say("campaign.progress") });
    const cancel = make("button", { text: say("campaign.cancel") });
    put(board, make("h2", { text: say("contest.board") }), line, make("p", { class: "row" }, bar, cancel));
    board.hidden = false;
    try {
      const job = begun || (await ask("/api/contest/run", { effort })).job;
      cancel.addEventListener("click", () => ask(`/api/job/${job}/cancel`, {}).catch(() => {}));
      const made = await finished(job, (state) => {
        line.textContent = progress(state);
        if (state.of) bar.value = state.at / state.of;
        else bar.removeAttribute("value");
      }, () => ended);
      if (ended) return;
      const stage = make("div", {});
      put(board, make("h2", { text: say("contest.board") }), stage, make("p", { class: "row" }, ...["contest.html", "contest.csv"].map((name) =>
        make("a", { class: "button", href: `/answers/${job}/${name}`, target: name.endsWith("html") ? "_blank" : undefined, rel: "noopener",
          download: name.endsWith("html") ? undefined : name, text: say(`contest.file_${name.split(".")[1]}`) }))),
      make("p", { class: "soft", text: say("contest.kept", { folder: made.folder }) }));
      showBoard(stage, made.contest);
      board.scrollIntoView({ block: "start" });
    } catch (error) {
      put(board);
      board.hidden = true;
      throw error;
    } finally {
      run.disabled = false;
    }
  }

  async function look() {
    while (!ended && place.isConnected) {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      if (ended || !teams.isConnected) continue;
      try {
        list(await ask("/api/contest"));
      } catch { /* the next look may get an answer */ }
    }
  }

  show(state);
  look();
  return () => (ended = true);
}

/** How others join, where the lab is shared. @param {{address: string, token: string} | null} shared */
function join(shared) {
  if (!shared) return make("p", { class: "soft", text: say("contest.not_shared") });
  return make("section", { class: "step join" }, make("h2", { text: say("contest.join_title") }),
    make("p", { text: say("contest.join_intro") }), make("p", { class: "big", text: shared.address }),
    make("p", { class: "big" }, `${say("contest.token")} `, make("code", { text: shared.token })));
}
