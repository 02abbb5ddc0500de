// The lab's page: what stands in the address decides what is shown, so that everything can be linked to.
import { ask } from "./ask.js";
import { showCampaign } from "./campaign.js";
import { showContest } from "./contest.js";
import { isFinished, showLesson } from "./lesson.js";
import { make, put } from "./make.js";
import { showMarket } from "./market.js";
import { showTeacher } from "./teacher.js";
import { entry, learnWords, say } from "./words.js";

const page = /** @type {HTMLElement} */ (document.getElementById("page"));

async function begin() {
  const language = new URLSearchParams(location.search).get("lang") || "en";
  const [words, choices] = await Promise.all([ask(`/api/words?lang=${encodeURIComponent(language)}`), ask("/api/choices")]);
  learnWords(words);
  document.documentElement.lang = language;
  const main = make("main", { id: "content", tabindex: "-1" }), nav = make("nav", { "aria-label": say("ui.title") });
  put(page, make("a", { class: "skip", href: "#content", text: say("ui.skip"), onclick: (/** @type {Event} */ event) => {
    event.preventDefault();
    main.focus();
  } }), make("header", {}, make("a", { class: "brand", href: "#lessons", text: say("ui.title") }), nav), main);
  const names = Object.keys(choices.lessons);
  /** @type {any} */
  let leave = null;

  function route() {
    if (leave) leave();
    const [where, query] = location.hash.slice(1).split("?"), [tab, name] = where.split("/");
    const settings = new URLSearchParams(query || "");
    put(nav, ...["lessons", "market", "campaign", "contest", "teacher"].map((each) => make("a", { href: `#${each}`, text: say(`ui.tabs.${each}`),
      "aria-current": each === (tab === "lesson" || !tab ? "lessons" : tab) ? "page" : undefined })));
    leave = null;
    const place = make("div", {});
    put(main, place);
    if (tab === "market") leave = showMarket(place, choices, settings);
    else if (tab === "campaign") {
      const asked = showCampaign(place);
      leave = () => asked.then((end) => end(), () => {});
      asked.catch(refuse(place));
    }
    else if (tab === "contest") {
      const asked = showContest(place);
      leave = () => asked.then((end) => end(), () => {});
      asked.catch(refuse(place));
    } else if (tab === "teacher") showTeacher(place, names, settings);
    else if (tab === "lesson" && names.includes(name)) {
      const next = names[names.indexOf(name) + 1] || null;
      leave = showLesson(place, { name, choices: choices.lessons[name], next, settings });
    } else home(place);
    document.title = `${main.querySelector("h1")?.textContent || ""} · ${say("ui.title")}`;
    window.scrollTo(0, 0);
  }

  /** @param {HTMLElement} place */
  const refuse = (place) => (/** @type {Error} */ error) =>
    put(place, make("p", { class: "refused", text: String(error.message) }));

  /** @param {HTMLElement} place */
  function home(place) {
    put(place, make("h1", { text: say("lesson.home_title") }), make("p", { text: say("lesson.home_intro") }),
      make("ol", { class: "cards" }, ...names.map((name, k) => make("li", { class: "card" },
        make("h2", {}, make("a", { href: `#lesson/${name}`, text: entry(`lessons.${name}.title`) })),
        make("p", { text: entry(`lessons.${name}.short`) }),
        make("p", { class: "soft", text: `${say("lesson.number", { number: k + 1 })} · ` + say("lesson.minutes", { minutes: entry(`lessons.${name}.minutes`) })
          + (isFinished(name) ? ` · ${say("lesson.finished")}` : "") })))),
      make("section", { class: "card sandbox" }, make("h2", {}, make("a", { href: "#market", text: say("lesson.sandbox") })),
        make("p", { text: say("lesson.sandbox_text") })));
  }

  window.addEventListener("hashchange", route);
  route();
}

begin().catch((error) => put(page, make("p", { class: "refused", text: String(error.message) })));
