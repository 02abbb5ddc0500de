// A lesson: a question, a bet, the run, the answer to that bet, things to try, the question again.
import { ask, fetchRun, finished, progress } from "./ask.js";
import { make, put } from "./make.js";
import { Player } from "./player.js";
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
 */
export function showLesson(place, lesson) {
  const { name } = lesson, words = entry(`lessons.${name}`);
  const steps = make("div", { class: "steps" });
  put(place, make("h1", { text: words.title }), make("p", { class: "soft", text: `${words.short} ${
    say("lesson.minutes", { minutes: words.minutes })}` }), steps);
  const player = make("div", {}), status = make("p", { class: "status", role: "status" });
  const answer = make("div", { class: "answer" }), last = make("div", {});
  let bet = "", before = "", runs = 0;

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
    const button = make("button", { class: "main", disabled: true, text: say("lesson.run"), onclick: () => {
      button.disabled = true;
      theRun();
    } });
    step(say("lesson.bet"), question(words.bet, "bet", (value) => {
      bet = value;
      button.disabled = runs > 0;
    }), button);
  }

  async function theRun() {
    if (!runs) step(say("lesson.running"), status, player);
    runs += 1;
    /** @type {Record<string, string>} */
    const choices = {};
    for (const choice of Object.keys(lesson.choices)) {
      const chosen = lesson.settings.get(choice);
      if (chosen) choices[choice] = chosen;
    }
    const seed = Number(lesson.settings.get("seed") || words.seed || 3);
    put(player);
    status.textContent = say("ui.job_lesson");
    try {
      const { job } = await ask("/api/lesson", { lesson: name, seed, choices });
      const lived = await finished(job, (state) => (status.textContent = progress(state)));
      const opened = await Promise.all(lived.runs.map((/** @type {any} */ each) => fetchRun(each.run)));
      status.textContent = runs > 1 ? "" : say("lesson.watch");
      play(lived, opened);
    } catch (error) {
      status.textContent = String(/** @type {Error} */ (error).message);
      status.classList.add("refused");
    }
  }

  /** @param {any} lived @param {any[]} opened */
  function play(lived, opened) {
    status.classList.remove("refused");
    const { chart } = lived;
    const plan = {
      title: words.chart, unit: words.unit, range: chart.range || undefined, hidden: runs === 1,
      lines: chart.lines.map((/** @type {any} */ line) => ({ ...line, label: words.lines[line.label],
        values: line.values.map((/** @type {any} */ value) => (value === null ? NaN : value)),
        colour: line.dashed ? "#0b4a8f" : "#c2500f" })),
      marks: chart.marks.map((/** @type {any} */ mark) => ({ day: mark.day, text: words.marks[mark.text] })),
    };
    const shown = new Player({ plain: true, charts: [plan], runs: opened.map((run, k) =>
      ({ run, label: words.titles[lived.runs[k].title] })) });
    const equation = theEquation(words, lived, shown);
    put(player, shown.element, equation, make("p", { class: "row" },
      make("button", { text: say("ui.to_end"), onclick: () => {
        shown.clock.pause();
        shown.clock.go(shown.clock.days);
      } }), make("a", { class: "button", download: "replay.html",
        href: replayLink(lived.runs.map((/** @type {any} */ run) => run.run),
          lived.runs.map((/** @type {any} */ run) => words.titles[run.title]), words.title),
        text: say("ui.save_replay") })));
    put(answer);
    const show = shown.clock.show;
    shown.clock.show = (time, moved) => {
      show(time, moved);
      if (time >= shown.clock.days && !answer.firstChild) theAnswer(lived);
    };
    shown.clock.play();
    player.scrollIntoView({ block: "nearest" });
  }

  /** @param {any} lived */
  function theAnswer(lived) {
    const { outcome, figures } = lived;
    if (!answer.isConnected) step(say("lesson.answer"), answer);
    put(answer, make("p", { class: "result", text: fillIn(words.result[outcome], figures) }),
      make("p", {}, make("b", { text: say("lesson.you_bet", { bet: words.bet.options[bet] }) }), " ",
        fillIn(words.answers[bet][outcome], figures)));
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
  let after = "";

  function theEnd() {
    if (!after) return;
    const { options, right } = words.question;
    const text = after !== right ? say("lesson.not_yet", { right: options[right] })
      : before === right ? say("lesson.same_right") : say("lesson.changed_right", { before: options[before] });
    keep(name, "finished", "1");
    put(last, make("p", { class: "result", text }), make("p", { text: say("lesson.done") }),
      make("p", { class: "row" }, lesson.next ? make("a", { class: "button main", href: `#lesson/${lesson.next}`,
        text: say("lesson.next", { title: entry(`lessons.${lesson.next}.title`) }) })
        : make("a", { class: "button main", href: "#market", text: say("market.title") }),
      make("a", { href: "#lessons", text: say("lesson.all") })));
  }
}

/**
 * Return a question with one answer to choose.
 * @param {{ask: string, options: Record<string, string>}} asked
 * @param {string} group
 * @param {(value: string) => void} chosen
 */
function question(asked, group, chosen) {
  return make("fieldset", {}, make("legend", { text: asked.ask }), ...Object.entries(asked.options).map(([value, text]) =>
    make("label", { class: "option" }, make("input", { type: "radio", name: group, value, onchange: () => chosen(value) }),
      ` ${text}`)));
}

/** The equation beside the curve, with the values of the day that is shown. @param {any} words @param {any} lived @param {any} player */
function theEquation(words, lived, player) {
  const lines = make("div", {});
  const tell = () => {
    const values = lived.equation[player.clock.day];
    if (!values) return;
    put(lines, ...words.equation.lines.map((/** @type {string} */ text) => make("p", { text: fillIn(text, values) })));
  };
  const show = player.clock.show;
  player.clock.show = (/** @type {number} */ time, /** @type {boolean} */ moved) => {
    show(time, moved);
    if (moved) tell();
  };
  tell();
  return make("section", { class: "equation" }, make("h3", { text: say("lesson.equation") }),
    make("p", { class: "formula", text: words.equation.text }), lines);
}

/** @param {string[]} runs @param {string[]} labels @param {string} title @returns {string} */
export function replayLink(runs, labels, title) {
  const query = new URLSearchParams({ runs: runs.join(","), title });
  for (const label of labels) query.append("label", label);
  return `/api/replay?${query}`;
}
