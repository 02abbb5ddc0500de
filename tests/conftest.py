"""What all tests share: small markets, random scenarios, the same examples every day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st

from simulation.scenario import Scenario
from simulation.strategies.strategy import Strategy
from tests.models_in_memory import all_compiled as all_compiled
from tests.models_in_memory import memory as memory
from tests.random_scenarios import plans, scenarios
from tests.small_markets import Tiny

# The same examples on every machine and every day; the first call of a compiled function takes as long as it takes.
settings.register_profile("nichecast", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None, derandomize=False, max_examples=1000)  # other examples every time
settings.register_profile(  # for mutants, see scripts/mutants: red is enough, nobody reads the smallest example
    "quick", deadline=None, derandomize=True, max_examples=10, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("nichecast")  # --hypothesis-profile=nightly loads another


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
