// The bets of a class and what it answered before and after: typed in by the teacher, beside what was counted here.
import { make, put } from "./make.js";
import { tallyOf } from "./tally.js";
import { entry, say } from "./words.js";

const MOST = 500;
const ANSWERS = ["students", "right_before", "right_after"];

/** @param {string} name of a lesson @returns {HTMLElement} a link that holds its seed */
export function link(name) {
  const seed = entry(`lessons.${name}.seed`) || 3;
  return make("a", { href: `#lesson/${name}?seed=${seed}`, text: `${entry(`lessons.${name}.title`)} (${say("teacher.seed", { seed })})` });
}

/** @param {string} name @param {URLSearchParams} settings @returns {number[]} hands by option, then the answers */
function counted(name, settings) {
  const options = Object.keys(entry(`lessons.${name}.bet.options`)), given = (settings.get(name) || "").split(".");
  return [...options, ...ANSWERS].map((_, k) => Math.max(0, Math.min(MOST, Math.round(Number(given[k])) || 0)));
}

/**
 * Return the table that counts one lesson.
 * @param {string} name
 * @param {URLSearchParams} settings of the address: where the counts are kept
 * @param {() => void} keep called when they have changed
 */
export function counting(name, settings, keep) {
  const { title, bet, question } = entry(`lessons.${name}`), options = Object.keys(bet.options);
  const values = counted(name, settings), here = tallyOf(name);
  const bars = options.map(() => make("span", { class: "share" })), shares = options.map(() => make("td", { class: "text" }));
  const learned = make("p", { role: "status" });
  const tell = () => {
    const hands = options.map((option, k) => values[k] + (here.bets[option] || 0)), sum = hands.reduce((a, b) => a + b, 0);
    hands.forEach((count, k) => {
      bars[k].style.width = `${sum ? (100 * count) / sum : 0}%`;
      put(shares[k], bars[k], sum ? say("teacher.share", { count, sum }) : "");
    });
    const [students, before, after] = values.slice(options.length).map((value, k) =>
      value + [here.readers, here.before, here.after][k]);
    learned.textContent = students ? say("teacher.learned", { students, before, after }) : "";
  };
  const field = (/** @type {number} */ k, /** @type {string} */ label) => make("input", {
    type: "number", min: 0, max: MOST, value: values[k], "aria-label": label,
    oninput: (/** @type {any} */ event) => {
      values[k] = Math.max(0, Math.min(MOST, Math.round(Number(event.target.value)) || 0));
      if (values.some(Boolean)) settings.set(name, values.join("."));
      else settings.delete(name);
      keep();
      tell();
    } });
  const rows = options.map((option, k) => make("tr", {}, make("th", { scope: "row", text: bet.options[option] }),
    make("td", {}, field(k, bet.options[option])), make("td", { text: String(here.bets[option] || 0) }), shares[k]));
  tell();
  const head = ["bet_word", "hands", "here", "share_word"].map((word) => make("th", { scope: "col", text: say(`teacher.${word}`) }));
  const asked = ANSWERS.map((what, k) => make("label", {}, `${say(`teacher.${what}`)} `,
    field(options.length + k, say(`teacher.${what}`))));
  return make("details", { open: values.some(Boolean) }, make("summary", { text: title }), make("div", { class: "scroll" },
    make("table", { class: "count" }, make("caption", { text: bet.ask }), make("thead", {}, make("tr", {}, ...head)),
      make("tbody", {}, ...rows))),
  make("p", { text: say("teacher.answers", { ask: question.ask, right: question.options[question.right] }) }),
  make("div", { class: "choices" }, ...asked), learned);
}

/**
 * Save the counts of all lessons as a table.
 * @param {string[]} lessons
 * @param {URLSearchParams} settings
 */
export function classFile(lessons, settings) {
  const quoted = (/** @type {any} */ value) => `"${String(value).replaceAll('"', '""')}"`;
  const rows = [["lesson", "seed", "what", "answer", "class", "this_computer"]];
  for (const name of lessons) {
    const { bet, seed } = entry(`lessons.${name}`), options = Object.keys(bet.options);
    const values = counted(name, settings), here = tallyOf(name), answers = [here.readers, here.before, here.after];
    options.forEach((option, k) => rows.push([name, seed, "bet", bet.options[option], values[k], here.bets[option] || 0]));
    ANSWERS.forEach((what, k) => rows.push([name, seed, what, "", values[options.length + k], answers[k]]));
  }
  const text = rows.map((row) => row.map(quoted).join(",")).join("\r\n");
  const address = URL.createObjectURL(new Blob([`${text}\r\n`], { type: "text/csv" }));
  make("a", { href: address, download: "class.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
