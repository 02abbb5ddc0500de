// A lesson: a question, a bet, the run, the answer to that bet, things to try, the question again.
import { ask, fetchRun, finished, progress } from "./ask.js";
import { equation, evidence, plansOf, question } from "./lesson_parts.js";
import { make, put } from "./make.js";
import { Player } from "./player.js";
import { countAnswers, countBet } from "./tally.js";
import { entry, fillIn, say } from "./words.js";

/** @typedef {{name: string, choices: Record<string, string[]>, next: string | null, settings: URLSearchParams}} Lesson */

/** @param {string} name @param {string} of @returns {string | null} */
const kept = (name, of) => sessionStorage.getItem(`lab.${of}.${name}`);
/** @param {string} name @param {string} of @param {string} value */
const keep = (name, of, value) => sessionStorage.setItem(`lab.${of}.${name}`, value);

/** @param {string} name @returns {boolean} */
export function isFinished(name) {
  return kept(name, "finished") !== null;
}

/**
 * Show a lesson.
 * @param {HTMLElement} place
 * @param {Lesson} lesson
 * @returns {() => void} what stops it when the reader leaves
 */
export function showLesson(place, lesson) {
  const { name } = lesson, words = entry(`lessons.${name}`);
  const steps = make("div", { class: "steps" });
  put(place, make("h1", { text: words.title }), make("p", { class: "soft", text: `${words.short} ${
    say("lesson.minutes", { minutes: words.minutes })}` }), steps);
  const player = make("div", {}), status = make("p", { class: "status", role: "status" });
  const answer = make("div", { class: "answer" }), last = make("div", {});
  let bet = "", before = "", runs = 0, betCounted = false, left = false;
  /** @type {Player | null} */
  let shown = null;
  let tryAgain = () => {};

  /** @param {string} title @param {...any} children */
  const step = (title, ...children) => {
    const section = make("section", { class: "step" }, make("h2", { text: title }), ...children);
    steps.append(section);
    return section;
  };

  step(say("lesson.before"), question(words.question, "before", (value) => {
    if (!before) theBet();
    before = value;
  }));

  function theBet() {
    step(say("lesson.idea"), ...words.idea.map((/** @type {string} */ text) => make("p", { text })));
    if (words.evidence) theEvidence();
    else askForBet(say("lesson.run"), theRun);
  }

  /** @param {string} text @param {() => void} then */
  function askForBet(text, then) {
    const button = make("button", { class: "main", disabled: true, text, onclick: () => {
      button.disabled = true;
      if (!betCounted) countBet(name, bet);
      betCounted = true;
      then();
    } });
    tryAgain = () => (button.disabled = false);
    step(say("lesson.bet"), question(words.bet, "bet", (value) => {
      bet = value;
      button.disabled = runs > 0;
    }), button);
  }

  /** The reader is the analyst: the campaign alone is seen, then what the brand counts, and only then comes the bet. */
  function theEvidence() {
    const { title, go, watch, truth } = words.evidence;
    const place = make("div", {}), told = make("p", { class: "status", role: "status" });
    const button = make("button", { class: "main", text: go, onclick: async () => {
      button.disabled = true;
      const found = await live(told);
      if (!found) {
        button.disabled = false;
        return;
      }
      told.textContent = watch;
      const { lived, opened } = found;
      const alone = new Player({ plain: true, by: lived.colour, charts: plansOf(words, lived.charts, true, 1),
        runs: [{ run: opened[0], label: words.titles[lived.runs[0].title] }] });
      shown = alone;
      put(place, alone.element, toTheEnd(alone));
      let seen = false;
      atTheEnd(alone, () => {
        if (seen) return;
        seen = true;
        step(title, evidence(words, lived));
        askForBet(truth, () => {
          alone.clock.pause();
          runs += 1;
          step(say("lesson.running"), status, player);
          status.textContent = say("lesson.watch");
          play(lived, opened);
        });
      });
      alone.clock.play();
    } });
    step(title, button, told, place);
  }

  /** Live the lesson's worlds. @param {HTMLElement} told @returns {Promise<{lived: any, opened: any[]} | null>} */
  async function live(told) {
    /** @type {Record<string, string>} */
    const choices = {};
    for (const choice of Object.keys(lesson.choices)) {
      const chosen = lesson.settings.get(choice);
      if (chosen) choices[choice] = chosen;
    }
    const seed = Number(lesson.settings.get("seed") || words.seed || 3);
    told.classList.remove("refused");
    told.textContent = say("ui.job_lesson");
    try {
      const { job } = await ask("/api/lesson", { lesson: name, seed, choices });
      const lived = await finished(job, (state) => (told.textContent = progress(state)));
      const opened = await Promise.all(lived.runs.map((/** @type {any} */ each) => fetchRun(each.run)));
      return left ? null : { lived, opened };
    } catch (error) {
      told.textContent = String(/** @type {Error} */ (error).message);
      told.classList.add("refused");
      return null;
    }
  }

  async function theRun() {
    if (!status.isConnected) step(say("lesson.running"), status, player);
    runs += 1;
    if (shown) shown.clock.pause();
    put(player);
    const found = await live(status);
    if (!found) {
      runs -= 1;
      if (!runs) tryAgain();
      return;
    }
    status.textContent = runs > 1 ? "" : say("lesson.watch");
    play(found.lived, found.opened);
  }

  /** @param {any} lived @param {any[]} opened */
  function play(lived, opened) {
    const played = new Player({ plain: true, by: lived.colour, charts: plansOf(words, lived.charts, runs === 1),
      runs: opened.map((run, k) => ({ run, label: words.titles[lived.runs[k].title] })) });
    shown = played;
    const row = toTheEnd(played);
    row.append(make("a", { class: "button", download: "replay.html",
      href: replayLink(lived.runs.map((/** @type {any} */ run) => run.run),
        lived.runs.map((/** @type {any} */ run) => words.titles[run.title]), words.title),
      text: say("ui.save_replay") }));
    put(player, played.element, equation(words, lived, played), row);
    put(answer);
    atTheEnd(played, () => answer.firstChild || theAnswer(lived));
    played.clock.play();
    player.scrollIntoView({ block: "nearest" });
  }

  /** @param {any} lived */
  function theAnswer(lived) {
    const { outcome, figures } = lived;
    status.textContent = "";
    if (!answer.isConnected) step(say("lesson.answer"), answer);
    put(answer, make("p", { class: "result", text: fillIn(words.result[outcome], figures) }),
      make("p", {}, make("b", { text: say("lesson.you_bet", { bet: words.bet.options[bet] }) }), " ",
        fillIn(words.answers[bet][outcome], figures)), words.evidence && evidence(words, lived, true));
    if (!last.isConnected) theRest();
  }

  function theRest() {
    step(say("lesson.notice"), make("ul", {}, ...words.notice.map((/** @type {string} */ text) => make("li", { text }))));
    const selects = Object.entries(lesson.choices).map(([choice, values]) => {
      const select = make("select", { id: `choice-${choice}`, onchange: () => lesson.settings.set(choice, select.value) },
        ...values.map((value) => make("option", { value, text: words.choices[choice][value],
          selected: value === lesson.settings.get(choice) })));
      return make("label", { for: `choice-${choice}` }, `${words.choices[choice].name} `, select);
    });
    const seed = make("input", { id: "choice-seed", type: "number", min: 1, max: 1000,
      value: lesson.settings.get("seed") || words.seed || 3,
      onchange: () => lesson.settings.set("seed", seed.value) });
    const link = make("a", { text: say("ui.link"), href: location.hash, onclick: () => {
      link.setAttribute("href", `#lesson/${name}?${lesson.settings}`);
    } });
    step(say("lesson.try"), make("div", { class: "choices" }, ...selects,
      make("label", { for: "choice-seed" }, `${say("market.seed")} `, seed)),
      make("p", { class: "row" }, make("button", { text: say("lesson.again"), onclick: theRun }), link),
      make("p", { class: "soft small", text: say("lesson.parameters", { text: words.parameters }) }));
    step(say("lesson.after"), question(words.question, "after", (value) => (after = value)),
      make("button", { class: "main", text: say("lesson.submit"), onclick: () => theEnd() }), last);
  }
  let after = "", counted = false;

  function theEnd() {
    if (!after) return;
    const { options, right } = words.question;
    const text = after !== right ? say("lesson.not_yet", { right: options[right] })
      : before === right ? say("lesson.same_right") : say("lesson.changed_right", { before: options[before] });
    keep(name, "finished", "1");
    if (!counted) countAnswers(name, before === right, after === right);
    counted = true;
    put(last, make("p", { class: "result", text }), make("p", { text: say("lesson.done") }),
      make("p", { class: "row" }, lesson.next ? make("a", { class: "button main", href: `#lesson/${lesson.next}`,
        text: say("lesson.next", { title: entry(`lessons.${lesson.next}.title`) }) })
        : make("a", { class: "button main", href: "#market", text: say("lesson.next", { title: say("market.title") }) }),
      make("a", { href: "#lessons", text: say("lesson.all") })));
  }

  return () => {
    left = true;
    if (shown) shown.clock.pause();
  };
}

/** @param {Player} player @param {() => void} then called whenever the last day is reached */
function atTheEnd(player, then) {
  const show = player.clock.show;
  player.clock.show = (time, moved) => {
    show(time, moved);
    if (time >= player.clock.days) then();
  };
}

/** @param {Player} player */
function toTheEnd(player) {
  return make("p", { class: "row" }, make("button", { text: say("ui.to_end"), onclick: () => {
    player.clock.pause();
    player.clock.go(player.clock.days);
  } }));
}

/** @param {string[]} runs @param {string[]} labels @param {string} title @returns {string} */
export function replayLink(runs, labels, title) {
  const query = new URLSearchParams({ runs: runs.join(","), title });
  for (const label of labels) query.append("label", label);
  return `/api/replay?${query}`;
}
