"""Every Python and YAML block of the documents works as it is written, on small markets."""

import doctest
import re
import shutil

import pytest
import yaml

import simulation.configure
from experiments.command.command import job_of
from experiments.running.arms import resolve
from experiments.whatifs.whatifs import claims_of
from simulation.model import MarketModel
from simulation.strategies import Strategy
from tests.documents.blocks import PAGES, ROOT, blocks, every_block
from tests.documents.recipes import BY_TASK, SMALL
from tests.documents.workshop import SAMPLES

WITH_PYTHON = [page for page in PAGES if any(block.language == "python" for block in blocks(page))]
SLOW = {"experiments.md": "sweeps, searches and comparisons one after another: 30 CPU seconds"}
SHORTER = ((r"run_for\(\d+\)", "run_for(28)"), (r"replicates=\d+", "replicates=2"))
"""What is made small in the text itself."""


LONGER = {"field-tests.md": ("market.days=56", "brands.campaign_days=56")}
"""Page -> what its blocks need beyond the small size: two pairs of fortnights."""


def small(compose, longer=()):
    """Wrap ``compose``, so that whatever a block asks for is asked for at a small size."""

    def composed(overrides=(), config_dir=None):
        task = next((item.partition("=")[2] for item in overrides if item.startswith("task=")), "run")
        sizes = [item for item in BY_TASK[task] if not item.startswith("replicates")]
        return compose([*overrides, *sizes, *longer], config_dir)

    return composed


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=page.name, marks=[pytest.mark.slow(reason=SLOW[page.name])] if page.name in SLOW else [])
        for page in WITH_PYTHON
    ],
)
@pytest.mark.filterwarnings("default")
def test_the_python_of_a_page_runs_from_top_to_bottom(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(simulation.configure, "compose", small(simulation.configure.compose, LONGER.get(page.name, ())))
    shutil.copytree(SAMPLES, tmp_path / SAMPLES.relative_to(ROOT))
    names: dict[str, object] = {"__name__": "document"}
    for block in (block for block in blocks(page) if block.language == "python"):
        if block.text.startswith(">>>"):
            test = doctest.DocTestParser().get_doctest(block.text, {}, block.place, str(page), block.line)
            assert doctest.DocTestRunner().run(test).failed == 0
            continue
        text = block.text
        for pattern, instead in SHORTER:
            text = re.sub(pattern, instead, text)
        exec(compile(text, block.place, "exec"), names)


STRATEGIES = [block for block in every_block("python") if "(Strategy):" in block.text]


@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in STRATEGIES])
def test_a_strategy_of_a_page_spends_money(block):
    names: dict[str, object] = {"__name__": "document"}
    exec(compile(block.text, block.place, "exec"), names)
    (own,) = [
        each
        for each in names.values()
        if isinstance(each, type) and issubclass(each, Strategy) and each is not Strategy
    ]
    config = simulation.configure.compose(SMALL)
    model = MarketModel(simulation.configure.scenario_of(config), own(), 1)
    model.run_for(28)
    assert model.outcomes()["cost"] > 100
    assert len(STRATEGIES) == 2


@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in every_block("yaml")])
def test_an_experiment_of_a_page_is_understood(block, tmp_path):
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "from_page.yaml").write_text(block.text)
    job = job_of(["experiment=from_page"], str(tmp_path))
    design = resolve(job)
    assert len(design.arms) > 1
    content = yaml.safe_load(block.text)
    assert list(design.names) == content["arms"]
    assert len(claims_of(job)) == len(content.get("experiment", {}).get("claims", ()))
