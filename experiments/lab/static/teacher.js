// The teacher's page: a plan for 90 minutes, links with locked seeds, the bets of the class. The address holds it all.
import { classFile, counting, link } from "./class_count.js";
import { make, put } from "./make.js";
import { forgetTally } from "./tally.js";
import { entry, say } from "./words.js";

const WHOLE = 90, MOST = 4, USUAL = ["slow_trust", "commons", "measure"];

/**
 * Show the teacher's page.
 * @param {HTMLElement} place
 * @param {string[]} lessons
 * @param {URLSearchParams} settings of the address: the lessons of the plan, and the counts
 */
export function showTeacher(place, lessons, settings) {
  const wanted = (settings.get("lessons") || "").split(",").filter((name) => lessons.includes(name));
  const chosen = new Set(wanted.length ? wanted.slice(0, MOST) : USUAL.filter((name) => lessons.includes(name)));
  const table = make("tbody", {}), told = make("p", { class: "soft", role: "status" });
  const share = make("a", { text: say("teacher.link") });

  function keep() {
    settings.set("lessons", lessons.filter((name) => chosen.has(name)).join(","));
    const address = `#teacher?${settings}`;
    history.replaceState(null, "", address);
    share.setAttribute("href", address);
  }

  function plan() {
    const { opening, each, market, closing } = entry("teacher.plan");
    const names = lessons.filter((name) => chosen.has(name));
    const left = WHOLE - opening.minutes - market.minutes - closing.minutes;
    const minutes = names.map((_, k) => Math.floor(left / names.length) + (k < left % names.length ? 1 : 0));
    let at = 0;
    const row = (/** @type {number} */ long, /** @type {any} */ ...what) => {
      const cells = [make("th", { scope: "row", text: say("teacher.time", { from: at, to: at + long }) }),
        make("td", { class: "text" }, ...what)];
      at += long;
      return make("tr", {}, ...cells);
    };
    put(table, row(opening.minutes, opening.text),
      ...names.map((name, k) => row(minutes[k], link(name), make("br"), each.text)),
      row(market.minutes, make("a", { href: "#market", text: say("market.title") }), make("br"), market.text),
      row(closing.minutes, closing.text));
  }

  const boxes = lessons.map((name) => {
    const box = make("input", { type: "checkbox", name: "planned", value: name, checked: chosen.has(name), onchange: () => {
      if (box.checked && chosen.size >= MOST) box.checked = false;
      else if (box.checked) chosen.add(name);
      else if (chosen.size > 1) chosen.delete(name);
      else box.checked = true;
      told.textContent = say("teacher.how_many", { most: MOST });
      keep();
      plan();
    } });
    return make("label", { class: "option" }, box, ` ${entry(`lessons.${name}.title`)}`);
  });
  plan();
  const counts = make("div", {}), drawCounts = () => put(counts, ...lessons.map((name) => counting(name, settings, keep)));
  drawCounts();
  put(place, make("h1", { text: say("teacher.title") }), make("p", { text: say("teacher.intro") }),
    make("h2", { text: say("teacher.plan_title") }),
    make("fieldset", {}, make("legend", { text: say("teacher.choose") }), ...boxes), told,
    make("div", { class: "scroll plan-table" }, make("table", { class: "plan" },
      make("caption", { text: say("teacher.plan_caption", { minutes: WHOLE }) }), table)),
    make("h2", { text: say("teacher.locked") }), make("p", { text: say("teacher.locked_intro") }),
    make("ul", {}, ...lessons.map((name) => make("li", {}, link(name)))),
    make("h2", { text: say("teacher.count_title") }), make("p", { text: say("teacher.count_intro") }), counts,
    make("h2", { text: say("teacher.share_title") }), make("p", { text: say("teacher.share_intro") }),
    make("p", { class: "row" }, share,
      make("button", { text: say("teacher.save"), onclick: () => classFile(lessons, settings) }),
      make("button", { text: say("teacher.forget"), onclick: () => {
        forgetTally();
        drawCounts();
      } })));
  keep();
}
