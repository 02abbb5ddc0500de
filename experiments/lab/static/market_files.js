// Files for the market's page: a scenario and a plan of one's own, refused in a line where they cannot be used.
import { ask } from "./ask.js";
import { asText } from "./brand_form.js";
import { make, put } from "./make.js";
import { say } from "./words.js";

/**
 * Return the place where files are chosen, and what is sent of them.
 * @param {() => any} settings what the page has chosen
 * @param {(settings: any) => void} taken told the settings that a scenario sets
 * @returns {{element: HTMLElement, files: () => any}}
 */
export function marketFiles(settings, taken) {
  /** @type {Record<string, any>} */
  let kept = {};
  const said = make("p", { role: "status" });
  const fields = [["scenario", ".yaml,.yml"], ["plan", ".csv,.tsv,.xlsx"]].map(([kind, accept]) =>
    [kind, make("input", { id: `market-${kind}`, type: "file", accept, onchange: () => look() })]);
  const look = async () => {
    kept = {};
    said.className = "soft";
    put(said);
    try {
      for (const [kind, field] of fields) {
        const file = field.files[0];
        if (file && file.size > 2 ** 18) throw new Error(say("campaign.too_large", { kind, size: file.size, most: 2 ** 18 }));
        if (file) kept[kind] = { name: file.name, data: await asText(file) };
      }
      if (!Object.keys(kept).length) return;
      const found = await ask("/api/market/files", { settings: settings(), files: kept });
      taken(found.settings);
      const lines = Object.entries(found.values).map(([name, value]) => `${name} = ${value}`);
      if (found.plan_rows) lines.push(say("market.files.plan_rows", { rows: found.plan_rows }));
      said.textContent = say("market.files.read", { what: lines.join("; ") || say("market.files.settings") });
    } catch (error) {
      kept = {};
      for (const [, field] of fields) field.value = ""; // so that the same file, mended, can be chosen again
      said.className = "refused";
      said.textContent = String(/** @type {Error} */ (error).message);
    }
  };
  const element = make("details", {}, make("summary", { text: say("market.files.title") }), make("p", { class: "soft", text: say("market.files.intro") }),
    make("div", { class: "choices" }, ...fields.map(([kind, field]) => make("label", { for: field.id }, `${say(`market.files.${kind}`)} `, field))), said);
  return { element, files: () => kept };
}
