// The form of a brand: its twelve questions in the command's own words, refusals beside the fields, files for tables.
import { ask } from "./ask.js";
import { make, put } from "./make.js";
import { say } from "./words.js";

const LARGEST = 2 * 2 ** 20; // bytes of one file, as the server takes them

const ANSWERS = "lab.campaign.answers";

/** What was typed before, while the browser's tab is open. @returns {Record<string, string>} */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(ANSWERS) || "{}") || {};
  } catch {
    return {};
  }
}

export class BrandForm {
  /** @param {any} known questions, tables and endings, as the server lists them */
  constructor(known) {
    this.known = known;
    /** @type {Record<string, {field: any, said: any}>} */
    this.fields = {};
    /** @type {Record<string, any>} */
    this.files = {};
    this.element = make("div", {}, ...known.questions.map((/** @type {any} */ question, /** @type {number} */ k) =>
      this.question(question, k + 1)), this.uploads());
  }

  /** @param {any} asked @param {number} number */
  question(asked, number) {
    const id = `answer-${asked.key}`, said = make("p", { class: "refused", id: `${id}-said`, "aria-live": "polite" });
    const without = asked.assumed === null ? say("campaign.needed") : say("campaign.without", { assumed: asked.assumed });
    const field = make("input", { id, type: "text", class: "wide", autocomplete: "off", placeholder: asked.example,
      "aria-describedby": `${id}-help ${id}-said`, value: kept()[asked.key] || "", onchange: () => this.check(asked.key),
      oninput: () => sessionStorage.setItem(ANSWERS, JSON.stringify(this.answers())) });
    this.fields[asked.key] = { field, said };
    return make("div", { class: "field" }, make("label", { for: id }, make("b", { text: `${number}. ${asked.asks}` })),
      make("p", { class: "soft small", id: `${id}-help`, text: `${asked.purpose} ${say("campaign.such_as", { example: asked.example })} ${without}` }),
      field, said);
  }

  uploads() {
    const endings = this.known.endings.join(",");
    return make("details", {}, make("summary", { text: say("campaign.tables") }),
      make("p", { class: "soft", text: say("campaign.tables_intro", { endings: this.known.endings.join(", ") }) }),
      ...this.known.tables.map((/** @type {any} */ table) => {
        const id = `file-${table.kind}`, field = make("input", { id, type: "file", accept: endings });
        this.files[table.kind] = field;
        return make("div", { class: "field" }, make("label", { for: id }, make("b", { text: table.kind }), ` ${table.purpose}`),
          make("p", { class: "soft small", text: say("campaign.header", { header: table.header }) }), field);
      }));
  }

  /** @returns {Record<string, string>} */
  answers() {
    const given = Object.entries(this.fields).map(([key, { field }]) => [key, field.value.trim()]);
    return Object.fromEntries(given.filter(([, text]) => text));
  }

  /**
   * Return answers and files as they are sent.
   * @returns {Promise<any>}
   */
  async value() {
    /** @type {Record<string, any>} */
    const files = {};
    for (const [kind, field] of Object.entries(this.files)) {
      const file = field.files[0];
      if (!file) continue;
      if (file.size > LARGEST) throw new Error(say("campaign.too_large", { kind, size: file.size, most: LARGEST }));
      files[kind] = { name: file.name, data: await asText(file) };
    }
    return { answers: this.answers(), files };
  }

  /**
   * Ask the lab whether the answers can be used, and say beside each field why not.
   * @param {string} [only] the field that was just left: fields that nobody has come to are not blamed
   * @returns {Promise<boolean>} whether all can be used
   */
  async check(only) {
    const names = Object.fromEntries(Object.entries(this.files).filter(([, field]) => field.files[0])
      .map(([kind, field]) => [kind, { name: field.files[0].name, data: "" }]));
    const { problems } = await ask("/api/campaign/problems", { form: { answers: this.answers(), files: names } });
    for (const [key, { field, said }] of Object.entries(this.fields)) {
      if (only && key !== only && !said.textContent) continue;
      const line = only && !field.value.trim() ? "" : problems[key] || "";
      put(said, line);
      if (line) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    if (!only) /** @type {any} */ (this.element.querySelector("[aria-invalid]"))?.focus();
    return Object.keys(problems).length === 0;
  }
}

/** @param {File} file @returns {Promise<string>} its bytes in base 64 */
export function asText(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ""));
    reader.onerror = () => reject(new Error(say("campaign.unread", { name: file.name })));
    reader.readAsDataURL(file);
  });
}
