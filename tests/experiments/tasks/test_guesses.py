"""Our guesses ranked: the run from the command, guesses that do not fit the others, and the section of the page."""

import json

import pytest

from experiments import app
from experiments.sweeps.half_to_double import Guess
from experiments.sweeps.sweep_task import Checks
from experiments.tasks import guesses_section, parameters
from experiments.tasks.guesses import screening_of, write
from simulation.errors import InputError
from simulation.scenario.parameter import Bounds, Entry

TINY = [
    "task=guesses",
    "market.consumers=300",
    "market.people=60000",
    "market.burn_in=2",
    "market.days=7",
    "brands.campaign_days=7",
    "brands.budget=3000",
    "executor=serial",
    "task.trajectories=2",
]
THREE = "task.only=[creators.dealing.time,brands.wage,regulation.opted_in]"


def test_a_run_ranks_guesses_and_writes_what_the_page_needs(tmp_path, capsys):
    ranking = tmp_path / "ranking.json"
    assert app.main([*TINY, THREE, f"output.dir={tmp_path}/out", f"task.json={ranking}"]) == 0
    said = capsys.readouterr().out
    assert "profit, hyper_targeted - broadcast" in said
    assert str(ranking) in said
    found = json.loads(ranking.read_text())
    assert found == json.loads((tmp_path / "out" / "guesses.json").read_text())
    assert found["command"] == ["nichecast", *(item for item in TINY if item != "executor=serial"), THREE]
    assert (found["consumers"], found["seeds"], found["trajectories"]) == (300, [1, 2], 2)
    assert found["runs"] == 2 * 2 * (3 + 1)  # trajectories, seeds, and a point more than guesses
    assert found["arms"] == ["hyper_targeted", "broadcast"]
    assert (found["outcome"], found["refused"]) == ("profit", {})
    rows = {row["name"]: row for row in found["guesses"]}
    assert rows.keys() == {"creators.dealing.time", "brands.wage", "regulation.opted_in"}
    assert [row["mu_star"] for row in found["guesses"]] == sorted(
        (row["mu_star"] for row in rows.values()), reverse=True
    )
    wage, unused = rows["brands.wage"], rows["regulation.opted_in"]
    assert (wage["default"], wage["low"], wage["high"]) == (40, 20, 80)
    assert wage["mu_star_low"] <= wage["mu_star"] <= wage["mu_star_high"]
    assert wage["of_arms"]["hyper_targeted"] > 0
    assert wage["of_arms"]["broadcast"] == 0  # media need no managers
    assert (unused["mu_star"], unused["noise"], unused["p"]) == (0, 0, 1)  # nobody is asked to opt in


def test_a_run_that_was_interrupted_goes_on_with_what_is_there(tmp_path, capsys):
    command = [*TINY, "task.only=[brands.wage]", f"output.dir={tmp_path}"]
    assert app.main(command) == 0
    first = (tmp_path / "guesses.json").read_text()
    shards = sorted((tmp_path / "shards").glob("*.parquet"))
    shards[-1].unlink()
    kept = {path: path.stat().st_mtime_ns for path in shards[:-1]}
    assert kept
    assert app.main(command) == 0
    assert {path: path.stat().st_mtime_ns for path in shards[:-1]} == kept
    assert (tmp_path / "guesses.json").read_text() == first


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["task.only=[brands.wagge]"], "task.only: got 'brands.wagge', takes guesses (did you mean 'brands.wage'?)"),
        (["task.only=[brands.budget]"], "task.only: got 'brands.budget', takes guesses"),  # a decision, not a guess
        (["task.trajectories=1"], "task.trajectories: got 1, takes"),
        (["replicates=1"], "replicates: got 1, takes 2 or more"),
        (["arms=[none,broadcast,hyper_targeted]"], "arms: got 3, takes two"),
        (["outcome=proffit"], "outcome: got 'proffit'"),
    ],
)
def test_what_ranks_nothing_is_refused_in_one_line_before_anything_is_written(overrides, said, tmp_path, capsys):
    assert app.main([*TINY, *overrides, f"output.dir={tmp_path}/out"]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert printed.count("\n") == 1
    assert not (tmp_path / "out").exists()


def refusing(values):
    if values.get("b", 0) + values.get("c", 0) > 6:
        raise InputError("b: got 4 beside c, takes a sum of at most 6")


def test_a_guess_that_the_schema_refuses_beside_others_is_left_out_and_named():
    guesses = [Guess(name, 2, 1, 4, "log") for name in "abc"]
    made = screening_of(guesses, Checks(values=refusing), 4, 1)
    assert [guess.name for guess in made.guesses] == ["a", "c"]
    assert made.points.names == ("a", "c")
    assert len(made.points) == 4 * 3
    assert made.refused == {"b": "b: got 4 beside c, takes a sum of at most 6"}


def test_a_refusal_that_names_no_guess_ends_the_run():
    def never(values):
        raise InputError("market.people: got too few")

    with pytest.raises(InputError, match="market.people"):
        screening_of([Guess("a", 2, 1, 4, "log"), Guess("b", 2, 1, 4, "log")], Checks(values=never), 4, 1)


def row(name, mu_star, p, default=2.0, **changes):
    return {
        "name": name,
        "default": default,
        "low": default / 2,
        "high": default * 2,
        "mu_star": mu_star,
        "mu_star_low": 0.5 * mu_star,
        "mu_star_high": 1.5 * mu_star,
        "mu": -mu_star,
        "sigma": 0.3 * mu_star,
        "noise": 0.1 * mu_star,
        "p": p,
        "of_arms": {"hyper_targeted": mu_star, "broadcast": 0.0},
    } | changes


SCHEMA = [
    Entry(name, default, "float", "1", Bounds(0, 1000, True, True), "Meaning.", "ours")
    for name, default in {
        "x.strong": 2.0,
        "x.weak": 2.0,
        "x.idle": 2.0,
        "x.moved": 3.0,
        "x.new": 1.0,
        "x.off": 0.0,
    }.items()
] + [Entry("x.known", 1.0, "float", "1", Bounds(0, 9), "Meaning.", "facts.md")]
ABOUT = {
    "command": ["nichecast", "task=guesses"],
    "outcome": "profit",
    "arms": ["hyper_targeted", "broadcast"],
    "consumers": 2500,
    "trajectories": 4,
    "seeds": [1, 2],
    "runs": 48,
    "confidence": 0.95,
    "date": "2026-01-31",
    "code_version": "0123456789abcdef",
    "refused": {"x.joint": "x.joint: got 4, takes less beside x.weak"},
}


@pytest.fixture
def found(tmp_path):
    rows = [
        row("x.strong", 312_345.0, 0.0001),
        row("x.renamed", 200_000.0, 0.001),
        row("x.known", 150_000.0, 0.001),
        row("x.moved", 90_000.0, 0.2),
        row("x.weak", 40_000.0, 0.5),
        row("x.idle", 0.0, 1.0),
    ]
    path = tmp_path / "guesses.json"
    write(path, ABOUT | {"guesses": rows})
    lines = path.read_text().splitlines()
    assert sum(line.startswith('  {"name": ') for line in lines) == len(rows), "a line for each guess"
    return guesses_section.ranking_in(path, SCHEMA)


def test_guesses_that_are_gone_are_left_out_of_the_ranking(found):
    assert [row["name"] for row in found.rows] == ["x.strong", "x.moved", "x.weak", "x.idle"]
    assert found.gone == ["x.renamed", "x.known", "x.joint"]
    assert found.new == ["x.new"]
    assert found.moved == ["x.moved"]
    assert found.told == {"x.strong"}
    assert (found.mark("x.strong"), found.mark("x.weak"), found.mark("x.known")) == ("; rank 1", "", "")


def test_told_apart_counts_all_guesses_that_were_tried(tmp_path):
    """Twenty guesses: the smallest p has to be 0.05 / 20 or less, the second 0.1 / 20 (Benjamini, Hochberg)."""
    schema = [Entry(f"x.g{k}", 2.0, "float", "1", Bounds(0, 9), "Meaning.", "ours") for k in range(20)]
    path = tmp_path / "guesses.json"

    def told(*smallest):
        ps = [*smallest, *[0.9] * (20 - len(smallest))]
        write(path, ABOUT | {"guesses": [row(f"x.g{k}", 100.0, p) for k, p in enumerate(ps)]})
        return guesses_section.ranking_in(path, schema).told

    assert told(0.0024) == {"x.g0"}
    assert told(0.0026) == set()
    assert told(0.0026, 0.0049) == {"x.g0", "x.g1"}


def test_the_section_says_what_was_found_and_what_has_changed_since(found):
    text = guesses_section.section(found, SCHEMA)
    lines = text.splitlines()
    assert lines[0] == "## Which guesses matter"
    assert "**1 are told apart from noise.** 1 changed nothing at all" in text
    assert "This run cannot say whether the other 2 matter" in text
    minus = "\N{MINUS SIGN}"
    strong = f"| 1 | **`x.strong`** | 2: 1, 4 | 310,000 ± 160,000 | {minus}310,000 | 90,000 | 30,000 | 310,000 | 0 |"
    assert strong in lines
    assert f"| 3 | `x.weak` | 2: 1, 4 | 40,000 ± 20,000 | {minus}40,000 | 12,000 | 4,000 | 40,000 | 0 |" in lines
    assert "left out: `x.renamed`, `x.known`, `x.joint`." in text
    assert "not ranked: `x.new`." in text
    assert "default has changed since: `x.moved`." in text
    assert "- 0 or null by default: `x.off`" in lines
    assert "Run on 2026-01-31 (code 01234567): 2,500 consumers, 48 runs of 4 trajectories with seeds 1 to 2" in text
    assert "`make guesses`" in text


def test_without_a_ranking_the_section_says_how_to_get_one(tmp_path):
    assert guesses_section.ranking_in(tmp_path / "none.json", SCHEMA) is None
    assert "`make guesses`" in guesses_section.section(None, SCHEMA)


def test_the_page_has_the_section_before_the_tables_and_ranks_in_them(monkeypatch, found):
    wage = guesses_section.Ranking(
        found.about, [row("brands.wage", 5.0, 0.0, 40.0)], frozenset({"brands.wage"}), [], [], []
    )
    monkeypatch.setattr(parameters, "ranking_in", lambda path, entries: wage)
    page = parameters.page()
    assert page.index("## Which guesses matter") < page.index("## The market and its calendar")
    (line,) = (line for line in page.splitlines() if line.startswith("| `brands.wage` |"))
    assert line.endswith("| ours; rank 1 |")
    assert page.count("; rank 1 |") == 1
