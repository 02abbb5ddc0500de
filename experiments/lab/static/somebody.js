// "Find me somebody": people to whom something happened, how many there are, one after the other.
import { make } from "./make.js";
import { dayOf, find, SOMEBODY } from "./people.js";
import { say } from "./words.js";

/**
 * Return the panel.
 * @param {import("./parcel.js").Run} run in which people are looked up
 * @param {(person: number, day: number) => void} show called with a person, and the day from which their story tells it
 * @returns {HTMLElement}
 */
export function somebody(run, show) {
  const found = new Map(SOMEBODY.map((kind) => [kind, find(run, kind)]));
  const status = make("p", { class: "soft small", role: "status" });
  let place = -1;
  const next = () => {
    const people = found.get(select.value) || [];
    another.disabled = people.length < 2;
    if (!people.length) {
      status.textContent = select.value ? say("ui.nobody") : "";
      return;
    }
    place = (place + 1) % people.length;
    status.textContent = `${say("ui.find_place", { place: place + 1, number: people.length })} ${say(`ui.find_means_${select.value}`)}`;
    show(people[place], dayOf(run, people[place], select.value));
  };
  const select = make("select", { id: "somebody", onchange: () => {
    place = -1;
    next();
  } }, make("option", { value: "", text: say("ui.choose") }), ...SOMEBODY.map((kind) => make("option", { value: kind,
    text: say("ui.find_option", { kind: say(`ui.find_${kind}`), number: (found.get(kind) || []).length }) })));
  const another = make("button", { text: say("ui.find_another"), disabled: true, onclick: next });
  return make("div", { class: "somebody" }, make("label", { for: "somebody" }, `${say("ui.find")} `, select), another, status);
}
