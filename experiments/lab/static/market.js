// The market's page: settings, the player, and "from here on": the world parts on a day, both futures side by side.
import { ask, fetchRun, finished, progress } from "./ask.js";
import { replayLink } from "./lesson.js";
import { make, put } from "./make.js";
import { marketFiles } from "./market_files.js";
import { Player } from "./player.js";
import { entry, say } from "./words.js";

/**
 * Show the market's page.
 * @param {HTMLElement} place
 * @param {any} choices what may be chosen, as the server lists it
 * @param {URLSearchParams} settings of the address
 */
export function showMarket(place, choices, settings) {
  const status = make("p", { class: "status", role: "status" }), stage = make("div", {}), forks = make("div", {});
  const form = make("form", { class: "choices", onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    start();
  } });
  const number = (/** @type {string} */ name, /** @type {number} */ least, /** @type {number} */ most) =>
    make("input", { id: `set-${name}`, type: "number", min: least, max: most, required: true,
      value: settings.get(name) || choices.settings[name] });
  const people = number("people", choices.people[0], choices.people[1]);
  const days = number("days", choices.days[0], choices.days[1]), seed = number("seed", 0, 2 ** 32 - 1);
  const strategy = make("select", { id: "set-strategy" }, ...choices.strategies.map((/** @type {string} */ value) =>
    make("option", { value, text: entry(`market.strategies.${value}`) || value,
      selected: value === (settings.get("strategy") || choices.settings.strategy) })));
  const fields = { people, days, seed, strategy };
  form.append(...Object.entries(fields).map(([name, field]) =>
    make("label", { for: `set-${name}` }, `${say(`market.${name}`)} `, field)),
    make("button", { class: "main", text: say("market.start") }));
  const wantedNow = () => ({ people: Number(people.value), days: Number(days.value), seed: Number(seed.value), strategy: strategy.value });
  const own = marketFiles(wantedNow, (said) => {
    for (const [name, field] of Object.entries(fields)) field.value = said[name];
  });
  put(place, make("h1", { text: say("market.title") }), make("p", { text: say("market.intro") }), form, own.element, status, stage, forks);

  /** @type {any} */
  let first = null;
  let player = /** @type {Player | null} */ (null);

  /** @param {() => Promise<void>} work */
  async function tellOf(work) {
    status.classList.remove("refused");
    try {
      await work();
      status.textContent = "";
    } catch (error) {
      status.textContent = String(/** @type {Error} */ (error).message);
      status.classList.add("refused");
    }
  }

  const start = () => tellOf(async () => {
    const wanted = { people: Number(people.value), days: Number(days.value), seed: Number(seed.value),
      strategy: strategy.value };
    const query = new URLSearchParams(Object.entries(wanted).map(([name, value]) => [name, String(value)]));
    history.replaceState(null, "", `#market?${query}`);
    status.textContent = say("ui.job_building");
    const { job } = await ask("/api/market", { settings: wanted, files: own.files() });
    const made = await finished(job, (state) => (status.textContent = progress(state)));
    first = { name: made.run, run: await fetchRun(made.run), label: say("market.as_it_was"), short: say("market.as_it_was") };
    show([first], 0);
  });

  /** @param {any[]} runs @param {number} time */
  function show(runs, time) {
    if (player) player.clock.pause();
    player = new Player({ runs, diary: async (k, who) => {
      const given = who.creator >= 0 ? { creator: who.creator } : { person: who.person };
      const { job } = await ask("/api/diary", { run: runs[k].name, ...given });
      return finished(job, () => {});
    } });
    put(stage, player.element);
    player.clock.go(time);
    showForks(runs);
  }

  /** @param {any[]} runs */
  function showForks(runs) {
    const selects = Object.entries(choices.policies).map(([policy, options]) => {
      const select = make("select", { id: `policy-${policy}` }, make("option", { value: "", text: say("market.no_change") }),
        .../** @type {string[]} */ (options).map((value) => make("option", { value,
          text: entry(policy === "strategy" ? `market.strategies.${value}` : `market.policies.${policy}.${value}`) })));
      return [policy, select];
    });
    const button = make("button", { class: "main", onclick: () => part() });
    const name = () => {
      button.textContent = say("market.fork_button", { day: player ? Math.min(player.clock.day, player.clock.days - 1) : 0 });
    };
    const shown = /** @type {Player} */ (player), before = shown.clock.show;
    shown.clock.show = (time, moved) => {
      before(time, moved);
      if (moved) name();
    };
    const part = () => tellOf(async () => {
      const changes = Object.fromEntries(selects.filter(([, select]) => select.value)
        .map(([policy, select]) => [policy, select.value]));
      const label = selects.filter(([, select]) => select.value).map(([policy, select]) =>
        `${say(`market.policies.${policy}.name`)}: ${select.selectedOptions[0].textContent}`).join("; ");
      const day = Math.min(shown.clock.day, shown.clock.days - 1);
      shown.clock.pause();
      status.textContent = say("ui.job_living");
      const { job } = await ask("/api/fork", { run: first.name, day, changes, title: label });
      const made = await finished(job, (state) => (status.textContent = progress(state)));
      show([first, { name: made.run, run: await fetchRun(made.run), label, short: say("market.changed") }], day);
      stage.scrollIntoView({ block: "nearest" });
      /** @type {Player} */ (player).clock.play();
    });
    name();
    put(forks, make("section", { class: "step" }, make("h2", { text: say("market.fork_title") }),
      make("p", { text: say("market.fork_intro") }),
      make("div", { class: "choices" }, ...selects.map(([policy, select]) =>
        make("label", { for: `policy-${policy}` }, `${say(`market.policies.${policy}.name`)} `, select))),
      make("p", { class: "row" }, button, runs.length > 1 ? make("button", { text: say("market.alone"),
        onclick: () => show([first], shown.clock.day) }) : null,
      make("a", { class: "button", download: "replay.html", text: say("ui.save_replay"),
        href: replayLink(runs.map((each) => each.name), runs.map((each) => each.label), say("market.title")) }))));
  }

  start();
  return () => player && player.clock.pause();
}
