"""The page's own files: its words are all there, its one script holds together, and nothing in it calls out."""

import re
import shutil
import subprocess

import pytest
import yaml

from experiments.lab.lessons.catalogue import LESSONS
from experiments.lab.lessons.commons import NAMES
from experiments.lab.lessons.one_creator import ADA
from experiments.lab.page import PLAYER, STATIC, WORDS, one_script, replay, words
from experiments.lab.policies import POLICIES, STRATEGIES
from experiments.lab.recorder import EVENTS
from simulation.errors import InputError
from simulation.state.columns import TIERS

SOURCES = {path.name: path.read_text() for path in STATIC.iterdir() if path.name.endswith(".js")}


def at(found, name):
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def test_every_word_that_the_page_says_is_in_the_words_file():
    asked = {name for text in SOURCES.values() for name in re.findall(r'(?:say|entry)\("([\w.]+)"', text)}
    assert len(asked) > 40
    assert sorted(name for name in asked if at(words(), name) is None) == []


def test_words_for_whatever_python_names_are_there_too():
    said = words()
    for name in STRATEGIES:
        assert isinstance(at(said, f"market.strategies.{name}"), str), name
    for policy, options in POLICIES.items():
        for choice in ["name", *([] if policy == "strategy" else options)]:
            assert isinstance(at(said, f"market.policies.{policy}.{choice}"), str), (policy, choice)
    for event in EVENTS[3:10]:
        assert isinstance(at(said, f"ui.story.{event.replace(' ', '_')}"), str), event
    for tier in TIERS:
        assert isinstance(at(said, f"ui.tiers.{tier}"), str), tier
    for name in (*ADA["creator_names"], *NAMES["creator_names"]):
        assert isinstance(at(said, f"ui.creator_names.{name}"), str), name


def test_each_colour_that_people_have_is_in_the_legend():
    said = words()["ui"]
    for by in ("trust", "attitude", "aware", "owns"):
        assert said[f"legend_{by}"]
        assert (f"legend_{by}_not" in said) == (by != "attitude"), (
            "everybody likes or dislikes the brand to some degree"
        )


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_all_its_words(name):
    said, lesson = words()["lessons"][name], LESSONS[name]
    assert said["question"]["right"] in said["question"]["options"]
    assert list(said["bet"]["options"]) == list(said["answers"])
    for bet in said["answers"]:
        assert said["answers"][bet].keys() == said["result"].keys(), "an answer to each bet, whatever happens"
    for choice, values in lesson.choices.items():
        assert set(said["choices"][choice]) == {"name", *values}
    assert len(said["idea"]) <= 4
    assert said["notice"]
    assert said["equation"]["lines"]
    assert said["parameters"]


def test_the_player_s_modules_make_one_script_in_which_no_name_stands_twice():
    script = one_script((*PLAYER, "replay"))
    assert not re.search(r"^(import|export) ", script, flags=re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", script, flags=re.MULTILINE)
    assert len(names) == len(set(names)) > 20
    assert "</script" not in script


def test_modules_are_listed_after_those_that_they_import():
    order = (*PLAYER, "replay")
    for place, name in enumerate(order):
        needed = re.findall(r'from "\./(\w+)\.js"', SOURCES[f"{name}.js"])
        assert set(needed) <= set(order[:place]), name


def test_no_file_of_the_page_names_another_host_or_writes_html():
    for name, text in SOURCES.items():
        hosts = set(re.findall(r"https?://[\w.]+", text)) - {"http://www.w3.org"}
        assert hosts == set(), name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            name
        )


def test_a_replay_holds_hostile_names_as_text():
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    page = replay(hostile, [(hostile, b"NCLB")])
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("</script>") == 3
    assert "default-src 'none'" in page


def test_a_language_without_a_file_is_refused():
    with pytest.raises(InputError, match="^lang: got 'xx', takes one of en"):
        words("xx")


def test_a_translation_is_told_from_the_file_alone():
    text = (WORDS / "en.yaml").read_text()
    assert yaml.safe_load(text) == words()
    assert "?lang=CODE" in text


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine to read JavaScript with")
@pytest.mark.parametrize("name", SOURCES)
def test_every_module_is_javascript(name):
    done = subprocess.run(
        ["node", "--check", "--input-type=module"], input=SOURCES[name], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


ANSWER = """
class Element {
  constructor(name) { Object.assign(this, { name, children: [], textContent: "" }); }
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) { this.children = children; }
  setAttribute() {}
  addEventListener() {}
  scrollIntoView() {}
  get all() { return [this, ...this.children.flatMap((child) => child.all ?? [])]; }
}
globalThis.document = { createElement: (name) => new Element(name), createElementNS: (_, name) => new Element(name) };
globalThis.window = { innerWidth: 1280 };
const { showAnswer } = await import("./campaign_answer.js");
const empty = { columns: ["plan"], rows: [] };
const summary = { best: "a", hired_by: "", answer: "A.", doubts: [], currency: "EUR",
  tables: { plans: empty, beside_dashboard: empty, hire: empty } };
for (const notes of [undefined, [], ["A note."]]) {
  const place = new Element("div");
  showAnswer(place, "1", { summary: { ...summary, notes }, lines: [], files: [], commands: { again: "" } });
  console.log(place.all.filter((each) => each.name === "li").map((each) => each.textContent).filter(Boolean).join());
}
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine to run JavaScript with")
def test_an_answer_kept_from_before_is_shown_without_the_notes_that_it_lacks(tmp_path):
    for name, text in SOURCES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "shown.js").write_text(ANSWER)
    done = subprocess.run(["node", "shown.js"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:3] == ["", "", "A note."]
