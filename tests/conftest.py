"""What all tests share: small markets, random scenarios, the same examples every day."""

from __future__ import annotations

import base64
import gc
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st

from experiments.running.warm_up import compile_share, is_warm
from simulation.compute.processors import usable_processors
from simulation.scenario import Scenario
from simulation.strategies.strategy import Strategy
from tests.examples import BY_DEFAULT
from tests.models_in_memory import all_compiled as all_compiled
from tests.models_in_memory import memory as memory
from tests.random_scenarios import plans, scenarios
from tests.small_markets import Tiny

# The same examples on every machine and every day; the first call of a compiled function takes as long as it takes.
settings.register_profile("nichecast", deadline=None, derandomize=True, max_examples=BY_DEFAULT)
settings.register_profile("nightly", deadline=None, derandomize=False, max_examples=1000)  # other examples every time
settings.register_profile(  # for mutants, see scripts/mutants: red is enough, nobody reads the smallest example
    "quick", deadline=None, derandomize=True, max_examples=10, phases=(Phase.explicit, Phase.generate)
)
gc.disable()  # until all is imported and collected
settings.load_profile("nichecast")  # --hypothesis-profile=nightly loads another


@pytest.hookimpl(optionalhook=True)  # mutants are tried without xdist
def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than there are processors: tests of pages and of child processes leave one waiting."""
    return usable_processors() + 1


LONGEST = ("verification/test_bits.py", "documents/test_commands.py", "attribution/test_markov.py", "lab/test_page.py")
"""Files with tests of 15 s and more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that no process is still at one when the others have finished."""
    items.sort(key=lambda item: not item.nodeid.split("::")[0].endswith(LONGEST))


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of the search for garbage, which took a twentieth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Share out the compiling between two processes, where there are several: otherwise each would compile everything.

    The others wait until these are through: what they compiled meanwhile would be the same once more.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) == 1 or is_warm():
        return
    of_all = tmp_path_factory.getbasetemp().parent  # the processes' own folders lie beside one another
    tried = [of_all / f"compiled by {sharer}" for sharer in range(2)]
    if number < len(tried):
        with suppress(Exception):  # tests say what is wrong with the model
            compile_share(number)
        tried[number].touch()
    give_up = time.monotonic() + 180  # a process that was killed never says so
    while not (is_warm() or all(mark.exists() for mark in tried)) and time.monotonic() < give_up:
        time.sleep(0.1)


@pytest.fixture(scope="session")
def tiny() -> Tiny:
    """Return the maker of small markets."""
    return Tiny()


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the optional folder of real graphs, or skip."""
    folder = Path(os.environ.get("NICHECAST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not (folder / "graph_statistics.csv").is_file():
        pytest.skip("needs the optional data folder: ../shared/data, or NICHECAST_DATA")
    return folder


@pytest.fixture(scope="session")
def any_scenario() -> st.SearchStrategy[Scenario]:
    """Return where hypothesis draws scenarios from."""
    return scenarios()


@pytest.fixture(scope="session")
def any_strategy() -> st.SearchStrategy[Strategy]:
    """Return where hypothesis draws marketing strategies from."""
    return plans


@pytest.fixture(scope="session", autouse=True)
def one_world_unless_asked() -> Iterator[None]:
    """Spare comparisons the set of worlds that ships, twenty of them; what they add is tested with sets of a test's own."""
    from experiments.worlds import across

    real = across.run

    def run(job: Any, *rest: Any, **more: Any) -> Any:
        return None if job.settings.worlds.file == "plausible" else real(job, *rest, **more)

    with patch.object(across, "run", run):
        yield


DRAWN = ("tests/experiments/figures/", "tests/experiments/report/", "tests/documents/", "test_every_option.py")
"""Where figures are drawn as files. Elsewhere a run still makes each figure, and writes an empty picture of it."""
NO_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
NO_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


@pytest.fixture(scope="session", autouse=True)
def pictures_only_where_they_are_looked_at() -> Iterator[None]:
    """Spare runs the two files of each figure: laying out their text takes longer than a small market's half year."""
    from experiments.figures import style

    real = style.save

    def save(drawing: style.Drawing, folder: Path) -> None:
        if any(place in os.environ["PYTEST_CURRENT_TEST"] for place in DRAWN):
            real(drawing, folder)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{drawing.name}.svg").write_text(NO_SVG)
            (folder / f"{drawing.name}.png").write_bytes(NO_PNG)

    with patch.object(style, "save", save):
        yield
