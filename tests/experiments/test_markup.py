"""No name, value or error from outside can become markup or script of a page: it is shown as the text that it is."""

import json
import re
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from experiments import report
from experiments.comparing.drawing import draw
from experiments.dashboards import collect
from experiments.figures import style
from experiments.report import html
from experiments.report.pieces import ClaimText, Figure, Head
from experiments.results.findings import Measure, findings
from experiments.whatifs import gallery

HARMLESS = "Xyz"
HOSTILE = "<b>&\"'</b></script><script>alert(1)</script>{{ style }}<!--&lt;i&gt;"
TEMPLATES = Path(report.__file__).parent / "templates"


class Read(HTMLParser):
    """A page as a browser takes it apart: tags with their attributes, and the text between them."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self.scripts, self.within = [], [], [], ""
        self.files = []  # the tables that its links hold
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.within = tag
        held = [each for each in attrs if each[0] in ("src", "download") or each[1].startswith("data:text/csv")]
        assert all(re.fullmatch(r"[a-z0-9_]{1,80}\.csv", value) for name, value in held if name == "download")
        self.files += [b64decode(value.partition(",")[2]).decode() for name, value in held if name == "href"]
        self.tags.append((tag, *(each for each in attrs if each not in held)))

    def handle_endtag(self, tag):
        self.within = ""
        self.tags.append((f"/{tag}",))

    def handle_data(self, data):
        if self.within != "a":  # the name of a file, made of plain letters: see handle_starttag
            (self.scripts if self.within == "script" else self.texts).append(data)

    def handle_comment(self, data):
        self.tags.append(("comment", data))


def with_name(value, name):
    """The value of a made-up run, with the name in place of broadcast's."""
    if isinstance(value, pl.DataFrame):
        return value.with_columns(pl.col("arm").replace("broadcast", name)) if "arm" in value.columns else value
    return value


def verdict_of(name):
    claim = ClaimText(name, "supported", f"1 {name}", f"2 {name}", f"profit({name}) > 0")
    picture = Figure("", "", (), f"Effects of {name}", "data:image/svg+xml;base64,", name)
    return Head(name, "supported", name, name, name, (claim,), (claim,), name, picture)


def page_about(name, outcomes, tables, folder):
    """The report of made-up results in which everything that a user can name has the given name."""
    seeds = [1, 2, 3, 4]
    credits = [(name, s, "links", "last", channel, 10.0 + s) for channel in (name, "search") for s in seeds]
    truth = [(name, s, part, 8.0 * s, 5.0) for part in ("campaign", collect.CLOSE) for s in seeds]
    named = {each: with_name(table, name) for each, table in tables.items()} | {
        "credit": pl.DataFrame(credits, schema=collect.SCHEMAS["credit"], orient="row"),
        "truth": pl.DataFrame(truth, schema=collect.SCHEMAS["truth"], orient="row"),
        "sensitivity": pl.DataFrame({"quantity": [name] * 2, "parameter": [name, "x"], "ST": [0.7, 0.2]}),
    }
    measures = {metric: Measure("USD", 1, name) for metric in outcomes["metric"].unique(maintain_order=True)}
    found = findings(with_name(outcomes, name), ["none", name, "hyper_targeted"], "none", measures, 0.95)
    context = report.Context(
        found,
        draw(found, named, folder / "figures"),
        folder,
        config={"brands": {"names": [name], "margin": [0.4]}, "market": {"niches": [name]}, name: name},
        defaults={"brands": {"names": ["a"]}, "market": {"niches": ["b"]}},
        strategies={"none": {"_target_": "Silence"}, name: {"_target_": "Spots", name: name}},
        manifest={"failed": {"3": {"error": name, "trace": name}}, name: name},
        question=name,
        tables=named,
        head=verdict_of(name),
    )
    return Read(report.page(context))


@pytest.fixture(scope="module", autouse=True)
def pictures():
    """Pictures are addresses of their own, in which nothing can run: empty ones do, and take no time."""

    def save(drawing, folder):
        for kind in ("svg", "png"):
            (folder / f"{drawing.name}.{kind}").write_text("")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "save", save)
        yield


@pytest.fixture(scope="module")
def plain(outcomes, tables, tmp_path_factory):
    return page_about(HARMLESS, outcomes, tables, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def hostile(outcomes, tables, tmp_path_factory):
    return page_about(HOSTILE, outcomes, tables, tmp_path_factory.mktemp("hostile"))


def test_a_name_in_the_report_is_text_everywhere(plain, hostile):
    assert sum(HARMLESS in text for text in plain.texts) > 30
    renamed = [tuple((k, v.replace(HARMLESS, HOSTILE)) for k, v in tag[1:]) for tag in plain.tags]
    assert [tag[0] for tag in hostile.tags] == [tag[0] for tag in plain.tags]
    assert [tag[1:] for tag in hostile.tags] == renamed
    assert len(plain.files) == len(hostile.files) > 5
    assert "".join(hostile.texts) == "".join(plain.texts).replace(HARMLESS, HOSTILE)


def test_a_name_in_a_chart_is_data_and_cannot_end_the_script(plain, hostile):
    hints, data, *rest = hostile.scripts
    assert len(rest) == 2
    assert [hints, *rest] == [plain.scripts[0], *plain.scripts[2:]]
    assert not {"<", ">", "&"} & set(data)
    charts = json.loads(data)
    assert charts.keys() == json.loads(plain.scripts[1]).keys()
    assert HOSTILE in strings(charts)


def strings(value):
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, *strings(each))]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


def test_a_name_in_the_gallery_is_text_everywhere(tmp_path):
    def page(name):
        about = SimpleNamespace(question=name, hypothesis=name, mechanism=name)
        cards = [{"name": each, "error": "", "path": tmp_path / each, "experiment": about} for each in ("a", "b")]
        cards.append({"name": name, "error": name, "path": tmp_path / "c", "experiment": about})
        for card in cards[:2]:
            (card["path"] / "figures").mkdir(parents=True, exist_ok=True)
            (card["path"] / "figures" / "verdict.svg").write_text("<svg/>")
            said = {"hypothesis": "supported", "without_the_mechanism": "stays", "seeds": 3}
            said |= {"consumers": 1000, "wall_s": 1.5}
            (card["path"] / "verdict.json").write_text(json.dumps(said))
        return Read(gallery.page(cards, tmp_path, "quick"))

    plain, hostile = page(HARMLESS), page(HOSTILE)
    assert sum(text == HARMLESS for text in plain.texts) >= 5
    assert hostile.tags == plain.tags
    assert "".join(hostile.texts) == "".join(plain.texts).replace(HARMLESS, HOSTILE)


def test_nothing_but_the_pages_own_style_and_runtime_is_let_through_unescaped():
    let = [
        (path.name, line.strip())
        for path in sorted(TEMPLATES.glob("*"))
        for line in path.read_text().splitlines()
        if "safe" in line or "autoescape" in line or "Markup" in line
    ]
    assert let == [
        ("document.html.j2", "{{ style | safe }}</style>"),
        ("report.html.j2", '<script type="module">{{ runtime | safe }}</script>'),
    ]


def test_what_a_template_names_and_the_page_lacks_is_an_error():
    with pytest.raises(Exception, match="'cards' is undefined"):
        html.render("gallery.html.j2", title="t")
