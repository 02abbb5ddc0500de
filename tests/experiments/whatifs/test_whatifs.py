"""What-ifs: the verdict comes from the worlds, the ablation is run, and the gallery shows what came out."""

import json

import pytest
import yaml

from experiments import app
from experiments.command.command import job_of
from experiments.command.settings import config_folders
from experiments.running.arms import resolve
from experiments.whatifs import gallery, whatifs

TINY = [
    "market.consumers=500",
    "market.people=100000",
    "market.burn_in=7",
    "market.days=28",
    "brands.campaign_days=14",
    "brands.budget=3000",
    "executor=serial",
    "executor.threads=1",
    "replicates=3",
]
QUICK = 3000
"""Consumers of a what-if at the quick size, if it does not say otherwise."""
SEEDS = yaml.safe_load((config_folders(None)[0] / "size" / "quick.yaml").read_text())["replicates"]["number"]
MINE = """\
# @package _global_
# Mine.
experiment:
  name: mine
  question: Is <spending> dearer than not spending?
  hypothesis: A campaign costs something, and reaches people.
  falsifier: it costs nothing.
  claims:
    it_costs: price > smallest
    it_reaches: reach(broadcast) > 0
    influence_sells: ablated(purchases(broadcast) - purchases(none)) < 1
  terms:
    price: cost(broadcast) - cost(none)
  ablated: [it_reaches]
  ablation: [consumers=no_influence]
  mechanism: influence
arms: [none, broadcast]
outcome: cost
smallest: 2000
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A config folder of one's own with a what-if in it."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "experiment").mkdir()
    (folder / "experiment" / "mine.yaml").write_text(MINE)
    return str(folder)


@pytest.fixture(scope="module")
def asked(own, tmp_path_factory):
    """A what-if by its command, then the gallery over the same folder."""
    folder = tmp_path_factory.mktemp("gallery")
    common = ["--config-dir", own, *TINY]
    assert app.main([*common, "experiment=mine", f"output.dir={folder}/mine"]) == 0
    assert app.main([*common, "task=whatifs", "task.names=[mine]", f"output.dir={folder}"]) == 0
    return folder


def test_the_verdict_is_computed_and_kept(asked):
    verdict = json.loads((asked / "mine" / "verdict.json").read_text())
    assert verdict["hypothesis"] == "supported"
    assert verdict["claims"]["it_costs"]["effect"] == pytest.approx(3000)
    assert verdict["claims"]["it_costs"]["bound"] == 2000
    assert verdict["terms"]["price"]["effect"] == verdict["terms"]["price"]["ablated"]["effect"] == pytest.approx(3000)
    assert verdict["seeds"] == 3


def test_the_ablation_is_run_on_the_same_seeds_and_reported(asked):
    verdict = json.loads((asked / "mine" / "verdict.json").read_text())
    assert (asked / "mine" / "ablation" / "outcomes.parquet").is_file()
    # Reach needs no influence: it stays when influence is off, and the verdict says so.
    assert verdict["without_the_mechanism"] == "stays"
    assert verdict["claims"]["it_reaches"]["ablated"]["verdict"] == "supported"
    # A claim about the ablation itself has no second ablation; without influence a campaign sells nothing.
    assert verdict["claims"]["influence_sells"]["ablated"] is None
    assert verdict["claims"]["influence_sells"]["effect"] == 0


def test_the_report_begins_with_question_and_verdict(asked):
    page = (asked / "mine" / "report.html").read_text()
    assert page.index("Is &lt;spending&gt; dearer") < page.index("supported") < page.index("How sure")
    assert (asked / "mine" / "figures" / "verdict.png").is_file()
    assert "Without influence: it stays" in page
    assert "price is 3,000" in page


def test_the_gallery_has_a_card_for_each_and_links_to_its_report(asked):
    page = (asked / "index.html").read_text()
    assert "<h1>1 what-ifs: 1 supported, 0 falsified, 0 undecided</h1>" in page
    assert 'href="mine/report.html"' in page
    assert "the effect stays" in page


def test_a_what_if_that_fails_does_not_stop_the_others(own, tmp_path, monkeypatch, capsys):
    def fail(job, started):
        raise ArithmeticError("no\nluck")

    monkeypatch.setattr(whatifs, "ask", fail)
    arguments = ["--config-dir", own, *TINY, "task=whatifs", "task.names=[mine,mirage]", f"output.dir={tmp_path}"]
    assert app.main(arguments) == 1
    said = capsys.readouterr().out
    assert said.count("ArithmeticError: no luck") == 2
    assert (tmp_path / "index.html").read_text().count("no luck") == 2


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["task=whatifs", "task.names=[mirrage]"], ["task.names: got 'mirrage'", "mirage"]),
        (["task=whatifs", "task.names=[quick]"], ["task.names: got 'quick'"]),
        (["task=whatifs", "experiment=mirage"], ["experiment: got 'mirage'"]),
        (["experiment=mirage", "arms=[talk]"], ["experiment.claims", "silence"]),
        (["experiment=mirage", "experiment.claims.talk_adds_purchases='prfit(talk) > 0'"], ["prfit", "profit"]),
        (["experiment=mirage", "experiment.ablated=[tlk]"], ["experiment.ablated: got 'tlk'"]),
        (["experiment=mirage", "size=huge"], ["size", "quick"]),
        (["experiment=roster_sequence", "experiment.ablation=[]"], ["experiment.ablation: got nothing"]),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(arguments, parts, tmp_path, capsys):
    assert app.main([*TINY, *arguments, f"output.dir={tmp_path}/out"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("nichecast: ")
    assert said.count("\n") == 1
    assert all(part in said for part in parts), said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", gallery.every())
def test_every_what_if_that_ships_states_all_it_must(name):
    job = job_of([f"experiment={name}"])
    experiment = job.settings.experiment
    assert experiment.name == name
    assert experiment.question.endswith("?")
    assert experiment.hypothesis
    assert experiment.falsifier
    assert experiment.ablation
    assert experiment.mechanism
    assert job.settings.smallest is not None, "the smallest effect that matters is fixed before the run"
    assert job.settings.replicates.number >= 10
    assert whatifs.claims_of(job)
    assert job.config["market"]["consumers"] > QUICK
    assert job.settings.replicates.number >= 10


def test_the_quick_size_wins_over_the_experiments_own():
    quick = job_of(["experiment=mirage", "size=quick"])
    assert quick.settings.experiment.size == "quick"
    assert quick.config["market"]["consumers"] == QUICK
    assert quick.settings.replicates.number == SEEDS
    crowded = job_of(["experiment=scaling_relationships", "size=quick"])
    assert (
        job_of(["experiment=scaling_relationships"]).config["market"]["consumers"]
        > (crowded.config["market"]["consumers"])
        > QUICK
    ), "there are more creators than that"


def test_an_experiment_may_say_what_makes_it_quick_and_the_command_has_the_last_word():
    quick = job_of(["experiment=attribution_loop", "size=quick"])
    assert quick.settings.replicates.number < SEEDS
    assert quick.config["market"]["consumers"] < QUICK
    assert job_of(["experiment=attribution_loop", "size=quick", "replicates=5"]).settings.replicates.number == 5
    assert job_of(["experiment=attribution_loop"]).settings.replicates.number >= 10


def test_the_attribution_loop_is_eight_quarters_in_one_market_at_one_budget():
    job = job_of(["experiment=attribution_loop"])
    design = resolve(job)
    assert len(design.markets) == 1, "the arms differ in their strategy only"
    assert job.config["market"]["days"] == job.config["brands"]["campaign_days"] == 8 * 91
    assert job.config["measurement"]["touches"] > 0
    methods = {arm.name: arm.strategy["method"] for arm in design.arms}
    assert methods == {name: name for name in ("fixed", "last", "markov", "shapley", "holdout", "truth")}


@pytest.mark.slow
@pytest.mark.parametrize("name", gallery.every())
def test_every_what_if_that_ships_resolves_with_and_without_its_mechanism(name):
    job = job_of([f"experiment={name}"])
    design = resolve(job)
    ablated = resolve(job_of([f"experiment={name}", *job.settings.experiment.ablation]))
    assert design.names == ablated.names
    assert [arm.scenario for arm in design.arms] != [arm.scenario for arm in ablated.arms]
