// The player: one run or two side by side, their controls, charts and people. Lessons, market and replays all use it.
import { Chart } from "./chart.js";
import { Clock } from "./clock.js";
import { calm, make, put } from "./make.js";
import { marketCharts } from "./market_charts.js";
import { creatorName, EVENT, seriesOf } from "./parcel.js";
import { stateOf, storyOf } from "./people.js";
import { GREY, Picture, SCALE, SIGNS } from "./picture.js";
import { somebody } from "./somebody.js";
import { dollars, number, say } from "./words.js";

/** @typedef {import("./parcel.js").Run} Run */
/**
 * @typedef {object} Wanted
 * @property {{run: Run, label: string, short?: string}[]} runs
 * @property {boolean} [plain] a lesson's: fewer controls
 * @property {import("./chart.js").Plan[]} [charts] in place of the usual ones
 * @property {string} [by] what people are coloured by at first; without it, trust
 * @property {(run: number, who: {person: number, creator: number}) => Promise<string>} [diary] asks for the full diary
 */

const NEAR = 2; // charts beside the picture; the others stand below

export class Player {
  /** @param {Wanted} wanted */
  constructor(wanted) {
    this.wanted = wanted;
    this.runs = wanted.runs;
    const run = this.runs[0].run;
    this.chosen = { person: -1, creator: run.creators <= 3 ? 0 : -1 };
    this.clock = new Clock(run.days, (time, moved) => this.show(time, moved));
    if (!wanted.plain) this.clock.speed = 8;
    this.clock.changed = () => this.showButton();
    this.stage = make("div", { class: `stage of-${this.runs.length}` });
    this.graphs = make("div", { class: "charts" });
    this.near = make("div", { class: "charts near" });
    this.story = make("section", { class: "story", "aria-live": "polite", tabindex: "0", "aria-label": say("ui.story_label") });
    this.difference = make("p", { class: "difference" });
    const side = make("div", { class: "side" }, this.controls(), this.difference);
    this.element = make("div", { class: `player${wanted.plain ? " plain" : ""}` }, this.stage, side);
    if (wanted.plain) side.append(this.graphs, this.story);
    else {
      this.element.append(this.story, this.near, this.graphs);
    }
    this.makePictures();
    this.makeCharts();
    this.tellStory();
    this.clock.go(0);
    requestAnimationFrame(() => this.clock.go(this.clock.time)); // once the pictures have their size
  }

  makePictures() {
    this.pictures = this.runs.map(({ run, label }, k) => {
      const canvas = make("canvas", { role: "img", tabindex: "0", "aria-label": say("ui.picture_label", { label }) });
      const picture = new Picture(canvas, run);
      picture.chosen = this.chosen;
      picture.by = this.wanted.by || "trust";
      canvas.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        this.choose(picture.whoIsAt(event.offsetX, event.offsetY), k);
      });
      canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.walk(event, k));
      this.stage.append(make("figure", { class: "picture" }, make("figcaption", { text: label }), canvas));
      return picture;
    });
    this.stage.append(this.legend());
  }

  legend() {
    this.colours = make("span", { class: "signs" });
    const signs = make("span", { class: "signs" });
    const few = this.runs[0].run.creators <= 50;
    for (const [name, colour] of /** @type {[string, string][]} */ ([...(few ? [["post", SIGNS.post]] : []),
      ["advert", SIGNS.advert], ["hidden", SIGNS.hidden], ["lost", ""]])) {
      const dot = make("i", { class: colour ? undefined : "ring" });
      dot.style.background = colour;
      signs.append(make("span", {}, dot, ` ${say(`ui.sign_${name}`)}`));
    }
    this.nameColours(this.wanted.by || "trust");
    return make("p", { class: "key" }, this.colours, signs);
  }

  controls() {
    const run = this.runs[0].run, clock = this.clock;
    this.button = make("button", { class: "main", onclick: () => (clock.playing ? clock.pause() : clock.play()) });
    const step = (/** @type {number} */ by) => () => {
      clock.pause();
      clock.go(clock.day + by);
    };
    this.slider = make("input", { type: "range", min: "0", max: String(run.days), step: "1", value: "0",
      "aria-label": say("ui.day_word"), oninput: () => {
        clock.pause();
        clock.go(Number(this.slider.value));
      } });
    this.dayText = make("output", { class: "day" });
    const speeds = make("select", { "aria-label": say("ui.speed"), onchange: () => (clock.speed = Number(speeds.value)) },
      ...[1, 2, 4, 8, 16, 32].map((days) => make("option", { value: days, selected: days === clock.speed,
        text: say("ui.days_a_second", { days }) })));
    const row = make("div", { class: "controls" }, this.button,
      make("button", { onclick: step(-1), "aria-label": say("ui.back"), title: say("ui.back"), text: "‹" }),
      make("button", { onclick: step(1), "aria-label": say("ui.forward"), title: say("ui.forward"), text: "›" }),
      this.slider, this.dayText, speeds);
    this.showButton();
    if (this.wanted.plain) return row;
    return make("div", {}, row, this.choices());
  }

  choices() {
    const run = this.runs[0].run, clock = this.clock;
    const colour = make("select", { id: "colour", onchange: () => {
      for (const picture of this.pictures || []) picture.by = colour.value;
      this.clock.go(this.clock.time);
      this.nameColours(colour.value);
    } }, ...["trust", "attitude", "aware", "owns"].map((by) => make("option", { value: by, text: say(`ui.by_${by}`) })));
    const last = this.runs.length - 1;
    const people = somebody(this.runs[last].run, (person, day) => {
      clock.pause();
      clock.go(Math.max(clock.day, day));
      this.choose({ person, creator: -1 }, last);
    });
    const largest = Array.from({ length: run.creators }, (_, i) => i)
      .sort((a, b) => run.arrays.followers[b] - run.arrays.followers[a]).slice(0, 30);
    const paid = new Set();
    for (let k = 0; k < run.arrays.event_kind.length && paid.size < 30; k++) {
      if (run.arrays.event_kind[k] <= EVENT.hidden && run.arrays.event_about[k] === 0) paid.add(run.arrays.event_who[k]);
    }
    const listed = (/** @type {Iterable<number>} */ rows) => Array.from(rows, (i) =>
      make("option", { value: i, text: creatorName(run, i) }));
    const others = make("optgroup", { label: say("ui.largest_creators") }, ...listed(largest.filter((i) => !paid.has(i))));
    const creator = make("select", { id: "creator", onchange: () => {
      this.choose({ person: -1, creator: creator.value === "" ? -1 : Number(creator.value) }, 0);
    } }, make("option", { value: "", text: say("ui.no_creator") }),
      paid.size && make("optgroup", { label: say("ui.paid_creators") }, ...listed(paid)),
      others);
    this.nameFollowed = (/** @type {number} */ i) => {
      const value = i < 0 ? "" : String(i);
      if (!Array.from(creator.options).some((option) => option.value === value)) others.append(...listed([i]));
      creator.value = value;
    };
    return make("div", { class: "choices" },
      make("label", { for: "colour" }, `${say("ui.colour")} `, colour),
      make("label", { for: "creator" }, `${say("ui.followers_of")} `, creator), people);
  }

  /** Say what the colours mean: only those that the picture uses. @param {string} by */
  nameColours(by) {
    const part = (/** @type {string[]} */ colours, /** @type {string} */ text) => {
      const bar = make("span", { class: "scale", "aria-hidden": "true" }, ...colours.map(() => make("i", {})));
      colours.forEach((colour, k) => (bar.children[k].style.background = colour));
      return make("span", {}, bar, ` ${text}`);
    };
    const steps = by === "aware" || by === "owns" ? SCALE.slice(-1) : SCALE;
    put(this.colours, part(steps, say(`ui.legend_${by}`)),
      by !== "attitude" && part([GREY], say(`ui.legend_${by}_not`)),
      by !== "trust" && part(SCALE, say("ui.legend_creators")));
  }

  makeCharts() {
    const plans = this.wanted.charts || marketCharts(this.runs, this.chosen.creator);
    this.charts = plans.map((plan) => new Chart(plan, plan.tall || (this.wanted.plain ? 190 : 150)));
    const beside = this.wanted.plain ? 0 : NEAR, drawn = this.charts.map((chart) => chart.element);
    put(this.near, ...drawn.slice(0, beside));
    put(this.graphs, ...drawn.slice(beside));
    for (const chart of this.charts) chart.show(this.clock.time);
  }

  /** @param {number} time @param {boolean} moved */
  show(time, moved) {
    for (const picture of this.pictures || []) picture.draw(time);
    for (const chart of this.charts || []) chart.show(time);
    const day = this.clock.day;
    if (this.slider && (moved || time === 0)) this.slider.value = String(day);
    if (this.dayText) this.dayText.textContent = say("ui.day_of", { day, days: this.clock.days });
    if (moved || time === 0) {
      this.compare(day);
      if (!this.clock.playing || calm()) this.tellStory();
    }
  }

  showButton() {
    this.button.textContent = say(this.clock.playing ? "ui.pause" : "ui.play");
    if (!this.clock.playing && this.charts) this.tellStory();
  }

  /** Say in one line how the two futures differ today. @param {number} day */
  compare(day) {
    if (this.runs.length < 2 || this.wanted.plain) return;
    const [one, two] = this.runs.map((each) => each.run);
    const change = (/** @type {string} */ name) => seriesOf(two, name)[day] - seriesOf(one, name)[day];
    const owners = [one, two].map((run) => {
      let count = 0;
      for (let p = 0; p < run.people; p++) count += (run.arrays.state[day * run.people + p] & 2) >> 1;
      return count * run.about.people_per_consumer;
    });
    const signed = (/** @type {number} */ value) => `${value > 0 ? "+" : ""}${number(value)}`;
    const fine = (/** @type {number} */ value) => (value > 0 ? "+" : "") + value.toFixed(3).replace("-", "−");
    const profit = change("profit"), trust = change("creator_trust"), brand = change("brand_trust");
    const same = owners[0] === owners[1] && [profit, trust, brand].every((value) => value === 0);
    this.difference.textContent = same ? say("ui.no_difference", { day }) : say("ui.difference", {
      day, buyers: signed(owners[1] - owners[0]), money: (profit > 0 ? "+" : "") + dollars(profit),
      trust: fine(trust), brand: fine(brand) });
  }

  /** Arrow keys go from person to person. @param {KeyboardEvent} event @param {number} picture */
  walk(event, picture) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key], run = this.runs[picture].run;
    if (!by) return;
    event.preventDefault();
    this.choose({ person: (this.chosen.person + by + run.people) % run.people, creator: -1 }, picture);
  }

  /** @param {{person: number, creator: number}} who @param {number} picture */
  choose(who, picture) {
    const few = this.runs[0].run.creators <= 3;
    if (who.creator < 0 && (few || who.person >= 0)) who.creator = this.chosen.creator; // still followed
    const other = who.creator !== this.chosen.creator && !this.wanted.charts;
    this.chosen = who;
    this.looked = picture;
    for (const each of this.pictures || []) each.chosen = who;
    if (other) this.makeCharts();
    if (this.nameFollowed) this.nameFollowed(who.creator);
    this.clock.go(this.clock.time);
    this.tellStory();
  }

  tellStory() {
    const { person, creator } = this.chosen;
    if (person < 0) {
      const text = creator >= 0 && !this.wanted.charts ? say("ui.creator_chosen",
        { creator: creatorName(this.runs[0].run, creator) }) : say("ui.click_somebody");
      const asked = this.wanted.diary && creator >= 0 ? this.diaryButton({ person: -1, creator }) : null;
      put(this.story, make("p", { class: "soft", text }), asked);
      return;
    }
    const k = this.looked || 0, { run, label } = this.runs[k];
    const days = storyOf(run, person, this.clock.day);
    put(this.story, make("h3", { text: say("ui.person", { person: String(person) }) + (this.runs.length > 1 ? ` · ${label}` : "") }),
      make("p", { text: stateOf(run, person, this.clock.day) }),
      days.length ? make("ol", { class: "days" }, ...days.slice(-12).map(({ day, text }) =>
        make("li", {}, make("b", { text: say("ui.day", { day }) }), ` ${text}`)))
        : make("p", { class: "soft", text: say("ui.nothing_yet") }),
      this.wanted.diary ? this.diaryButton({ person, creator: -1 }) : null);
  }

  /** @param {{person: number, creator: number}} who */
  diaryButton(who) {
    const place = make("div", {});
    const button = make("button", { text: say("ui.full_diary"), onclick: async () => {
      button.disabled = true;
      put(place, make("p", { class: "soft", text: say("ui.living_again") }));
      const ask = /** @type {NonNullable<Wanted["diary"]>} */ (this.wanted.diary);
      try {
        put(place, make("pre", { tabindex: "0", text: await ask(this.looked || 0, who) }));
        place.scrollIntoView({ block: "nearest" });
      } catch (error) {
        put(place, make("p", { class: "refused", text: String(/** @type {Error} */ (error).message) }));
      }
      button.disabled = false;
    } });
    return make("div", {}, button, place);
  }
}
