// Handing a plan in: what may be bought, a file or a split of the budget, and what was understood of it.
import { make, put } from "./make.js";
import { number, say } from "./words.js";

const LARGEST_PLAN = 2 ** 18; // bytes, as the server takes them

/** What teams can spend the budget on. @param {any} state @returns {HTMLElement} */
export function whatToBuy(state) {
  const head = (/** @type {string[]} */ names) => make("thead", {}, make("tr", {}, ...names.map((name) =>
    make("th", { scope: "col", text: say(`contest.head.${name}`) }))));
  const row = (/** @type {any[]} */ values) => make("tr", {}, ...values.map((value, k) => make(k ? "td" : "th", { scope: k ? undefined : "row",
    text: typeof value === "number" ? number(value) : value || "–" })));
  return make("div", {}, make("p", { text: say("contest.brand_line", { brand: state.brand, niche: state.niches.join(", "),
    price: `${number(state.price)} ${state.currency}`, money: `${number(state.budget)} ${state.currency}`, weeks: state.weeks }) }),
  make("div", { class: "scroll", tabindex: "0" }, make("table", {}, make("caption", { text: say("contest.channels", { currency: state.currency }) }),
    head(["channel", "cpm", "least"]), make("tbody", {}, ...state.channels.map((/** @type {any} */ each) => row([each.name, each.cpm, each.least]))))),
  state.creators.length > 0 && make("div", { class: "scroll", tabindex: "0" }, make("table", {},
    make("caption", { text: say("contest.creators", { currency: state.currency }) }), head(["handle", "followers", "fee", "niche", "platform"]),
    make("tbody", {}, ...state.creators.map((/** @type {any} */ each) => row([each.handle, each.followers, each.fee, each.niche, each.platform]))))));
}

/**
 * Return the form by which a plan is handed in.
 * @param {any} state
 * @param {(given: any) => Promise<any>} send
 * @returns {HTMLElement}
 */
export function showHandIn(state, send) {
  const team = make("input", { id: "team", type: "text", maxlength: 40, autocomplete: "off" });
  const file = make("input", { id: "plan-file", type: "file", accept: state.endings.join(",") });
  const parts = ["creators", ...state.channels.map((/** @type {any} */ each) => each.name)];
  const shares = parts.map((part) => [part, make("input", { id: `share-${part}`, type: "number", min: 0, max: 100, step: 5, value: 0 })]);
  const said = make("p", { role: "status" });
  const key = keyOf();
  const hand = async (/** @type {any} */ button, /** @type {() => Promise<any>} */ plan) => {
    button.disabled = true;
    said.className = "status";
    said.textContent = say("contest.handing_in");
    try {
      const taken = await send({ team: team.value.trim(), key, ...(await plan()) });
      said.textContent = say("contest.taken", { team: taken.team, does: taken.does, cost: `${number(taken.cost)} ${state.currency}` });
    } catch (error) {
      said.className = "refused";
      said.textContent = String(/** @type {Error} */ (error).message);
    }
    button.disabled = false;
  };
  const byFile = make("button", { text: say("contest.hand_in_file"), onclick: () => hand(byFile, async () => {
    const chosen = file.files[0];
    if (!chosen) throw new Error(say("contest.no_file"));
    if (chosen.size > LARGEST_PLAN) throw new Error(say("campaign.too_large", { kind: chosen.name, size: chosen.size, most: LARGEST_PLAN }));
    return { name: chosen.name, data: base64(new Uint8Array(await chosen.arrayBuffer())) };
  }) });
  const bySplit = make("button", { text: say("contest.hand_in_split"), onclick: () => hand(bySplit, async () => {
    if (!team.value.trim()) throw new Error(say("contest.no_team"));
    const lines = shares.map(([part, field]) => `  ${part}: ${Number(field.value) || 0} %`).join("\n");
    return { name: "split.yaml", data: base64(new TextEncoder().encode(`split:\n${lines}\n`)) };
  }) });
  return make("div", {}, make("label", { for: "team", class: "field" }, make("b", { text: say("contest.team") }), " ", team),
    make("fieldset", { class: "choices" }, make("legend", { text: say("contest.by_split") }), ...shares.map(([part, field]) =>
      make("label", { for: field.id }, `${part.replace("_", " ")}, % `, field)), bySplit),
    make("fieldset", { class: "choices" }, make("legend", { text: say("contest.by_file", { endings: state.endings.join(", ") }) }),
      make("label", { for: "plan-file" }, `${say("contest.plan_file")} `, file), byFile,
      make("a", { class: "button", download: "plan.csv", href: templateOf(state), text: say("contest.template") })), said);
}

/** @param {Uint8Array} bytes @returns {string} */
function base64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** A plan to begin with, as a file. @param {any} state @returns {string} */
function templateOf(state) {
  const creator = state.creators[0], rows = ["team,week,channel,handle,spend,posts,label", "our team,1,paid_social,,100,,"];
  if (creator) rows.push(`our team,1,,${creator.handle},,1,yes`);
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`${rows.join("\n")}\n`)}`;
}

/** The key that keeps others from taking this browser's team. @returns {string} */
function keyOf() {
  const kept = sessionStorage.getItem("lab.contest.key");
  if (kept) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem("lab.contest.key", key);
  return key;
}
