// Plan a campaign: a brand by its folder or by twelve answers, up to four plans, the answer with its certainty.
import { ask, finished, progress } from "./ask.js";
import { showAnswer } from "./campaign_answer.js";
import { BrandForm } from "./brand_form.js";
import { make, put } from "./make.js";
import { say } from "./words.js";

/** What was chosen stays while the browser's tab is open. @param {string} name @returns {string} */
const keptOf = (name) => sessionStorage.getItem(`lab.campaign.${name}`) || "";
/** @param {string} name @param {string} value */
const keep = (name, value) => sessionStorage.setItem(`lab.campaign.${name}`, value);

/**
 * Show the campaign's page.
 * @param {HTMLElement} place
 * @returns {Promise<() => void>} what ends its looking at work when the reader leaves
 */
export async function showCampaign(place) {
  let left = false;
  const status = make("p", { class: "status", role: "status" });
  put(place, make("h1", { text: say("campaign.title") }), make("p", { text: say("campaign.intro") }), status);
  const known = await ask("/api/campaign");
  const plans = make("section", { class: "step" }), answer = make("section", { class: "step" });
  const where = choice("brand-from", { form: say("campaign.from_form"), folder: say("campaign.from_folder") }, keptOf("from") || "form",
    (value) => {
      keep("from", value);
      form.element.hidden = value !== "form";
      folder.hidden = value !== "folder";
    });
  const form = new BrandForm(known);
  const path = make("input", { id: "brand-folder", type: "text", class: "wide", list: "samples", autocomplete: "off", value: keptOf("folder"),
    onchange: () => keep("folder", path.value) });
  const folder = make("div", {}, make("label", { for: "brand-folder", class: "field" }, make("span", { text: say("campaign.folder") }),
    path), make("datalist", { id: "samples" }, ...known.samples.map((/** @type {string} */ value) => make("option", { value }))),
    make("p", { class: "row" }, say("campaign.samples"), ...known.samples.map((/** @type {string} */ name) =>
      make("button", { type: "button", text: name, onclick: () => keep("folder", (path.value = name)) }))));
  folder.hidden = keptOf("from") !== "folder";
  form.element.hidden = !folder.hidden;
  const read = make("button", { class: "main", text: say("campaign.read"), onclick: () => tellOf(readBrand) });
  place.append(make("section", { class: "step" }, make("h2", { text: say("campaign.brand") }), where, form.element, folder,
    make("p", { class: "row" }, read)), plans, answer);
  plans.hidden = answer.hidden = true;

  /** @param {() => Promise<void>} work */
  async function tellOf(work) {
    read.disabled = true;
    status.classList.remove("refused");
    status.textContent = say("campaign.reading");
    try {
      await work();
      status.textContent = "";
    } catch (error) {
      refuse(/** @type {Error} */ (error));
    }
    read.disabled = false;
  }

  /** @param {Error} error */
  function refuse(error) {
    status.textContent = error.message;
    status.classList.add("refused");
    status.scrollIntoView({ block: "nearest" });
  }

  /** What stands for the brand in a request. */
  async function brand() {
    return folder.hidden ? { form: await form.value() } : { folder: path.value };
  }

  async function readBrand() {
    plans.hidden = answer.hidden = true;
    if (folder.hidden && !(await form.check())) throw new Error(say("campaign.mend"));
    const asked = await brand();
    const found = await ask("/api/campaign/read", asked);
    showPlans(asked, found);
  }

  /** @param {any} asked @param {any} found */
  function showPlans(asked, found) {
    const boxes = found.plans.map((/** @type {any} */ plan, /** @type {number} */ k) => {
      const box = make("input", { type: "checkbox", id: `plan-${k}`, value: plan.name, checked: k < 3, onchange: () => count() });
      return [box, make("label", { class: "option", for: `plan-${k}` }, box, make("b", { text: ` ${plan.name}` }), " ",
        make("span", { class: "soft", text: plan.does || say("campaign.best_split") }))];
    });
    const splits = make("div", {}), rows = /** @type {any[]} */ ([]);
    const add = make("button", { type: "button", text: say("campaign.add_split"), onclick: () => {
      const fields = known.parts.map((/** @type {string} */ part) => [part, make("input", { type: "number", min: 0, max: 100,
        step: 5, value: 0, id: `split-${rows.length}-${part}` })]);
      const row = { fields, element: make("fieldset", { class: "choices" }, make("legend", { text: say("campaign.your_split") }),
        ...fields.map(([part, field]) => make("label", { for: field.id }, `${say(`campaign.parts.${part}`)}, % `, field)),
        make("button", { type: "button", text: say("campaign.drop_split"), onclick: () => {
          rows.splice(rows.indexOf(row), 1);
          row.element.remove();
          count();
        } })) };
      rows.push(row);
      splits.append(row.element);
      count();
    } });
    const efforts = make("select", { id: "effort" }, ...known.efforts.map((/** @type {string} */ value) =>
      make("option", { value, text: say(`campaign.efforts.${value}`) })));
    const number = make("p", { class: "soft", role: "status" });
    const run = make("button", { class: "main", text: say("campaign.run"), onclick: () => {
      const wanted = { ...asked, plans: boxes.filter(([box]) => box.checked).map(([box]) => box.value),
        splits: rows.map((row) => Object.fromEntries(row.fields.map((/** @type {any} */ [part, field]) =>
          [part, Number(field.value) / 100]))), effort: efforts.value };
      work(run, wanted);
    } });
    const count = () => {
      const chosen = boxes.filter(([box]) => box.checked).length + rows.length;
      number.textContent = say("campaign.chosen", { number: chosen, most: known.most_plans });
      run.disabled = chosen < 1 || chosen > known.most_plans;
      add.disabled = chosen >= known.most_plans;
    };
    count();
    put(plans, make("h2", { text: say("campaign.plans") }), make("p", { text: say("campaign.plans_intro", {
      money: `${Number(found.budget).toLocaleString("en-US")} ${found.currency}`, weeks: found.weeks, name: found.name }) }),
      make("fieldset", {}, make("legend", { text: say("campaign.which") }), ...boxes.map(([, label]) => label)), splits,
      make("p", { class: "row" }, add, number),
      ...found.left_out.map((/** @type {any} */ left) => make("p", { class: "soft", text: say("campaign.left_out", left) })),
      make("div", { class: "choices" }, make("label", { for: "effort" }, `${say("campaign.effort")} `, efforts), run),
      readAs(found));
    plans.hidden = false;
    plans.scrollIntoView({ block: "nearest" });
  }

  /** @param {any} run @param {any} wanted */
  async function work(run, wanted) {
    run.disabled = true;
    await follow(() => ask("/api/campaign/answer", wanted).then(({ job }) => job));
    run.disabled = false;
  }

  /** Show how far an answer is, and then the answer. @param {() => Promise<string>} begin gives the job's name */
  async function follow(begin) {
    const line = make("p", { class: "status", role: "status", text: say("ui.job_waiting") });
    const bar = make("progress", { max: 1, "aria-label": say("campaign.progress") });
    const cancel = make("button", { text: say("campaign.cancel") });
    put(answer, make("h2", { text: say("campaign.answer") }), line, make("p", { class: "row" }, bar, cancel));
    answer.hidden = false;
    answer.scrollIntoView({ block: "nearest" });
    try {
      const job = await begin();
      keep("job", job);
      cancel.addEventListener("click", () => {
        cancel.disabled = true;
        ask(`/api/job/${job}/cancel`, {}).catch(() => {});
      });
      const made = await finished(job, (state) => {
        line.textContent = progress(state);
        if (state.of) bar.value = state.at / state.of;
        else bar.removeAttribute("value");
      }, () => left);
      if (left) return;
      showAnswer(answer, job, made);
    } catch (error) {
      keep("job", "");
      put(answer, make("h2", { text: say("campaign.answer") }),
        make("p", { class: "refused", role: "alert", text: String(/** @type {Error} */ (error).message) }));
    }
  }

  const job = keptOf("job");
  if (job) ask(`/api/job/${job}`).then(() => follow(async () => job), () => keep("job", "")); // of an earlier visit
  return () => (left = true);
}

/** What each column of each file was read as, and what was guessed and assumed. @param {any} found */
function readAs(found) {
  const { columns, rows } = found.read_as;
  const notes = [...found.notes, ...Object.entries(found.assumed).map(([key, what]) => `${key}: ${what}`)];
  return make("details", {}, make("summary", { text: say("campaign.read_as") }),
    rows.length > 0 && make("div", { class: "scroll" }, make("table", {},
      make("thead", {}, make("tr", {}, ...columns.map((/** @type {string} */ text) => make("th", { scope: "col", class: "text", text })))),
      make("tbody", {}, ...rows.map((/** @type {string[]} */ row) => make("tr", {}, ...row.map((text) => make("td", { class: "text", text }))))))),
    notes.length > 0 && make("p", { text: say("campaign.assumed") }), make("ul", {}, ...notes.map((text) => make("li", { text }))));
}

/** @param {string} name @param {Record<string, string>} options @param {string} first @param {(value: string) => void} chosen */
function choice(name, options, first, chosen) {
  return make("fieldset", {}, make("legend", { text: say("campaign.from") }), ...Object.entries(options).map(([value, text]) =>
    make("label", { class: "option" }, make("input", { type: "radio", name, value, checked: value === first,
      onchange: () => chosen(value) }), ` ${text}`)));
}
