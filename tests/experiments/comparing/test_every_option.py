"""Every option of brands runs to its report, with every strategy that ships."""

import pytest

from experiments import app
from experiments.command.settings import options
from simulation.strategies.named import BUILT_IN

SMALL = (
    *("market.consumers=600", "market.people=3000000", "market.burn_in=7", "market.days=21"),
    *("brands.campaign_days=21", "replicates=2", "dashboard.replicates=1", "executor=serial", "executor.threads=1"),
)
QUICK = {"launch": "arms=[none,broadcast,hyper_targeted,full_funnel]"}
"""A launch begins without awareness, loyalty and buyers: shares of nothing everywhere."""


@pytest.mark.parametrize("option", QUICK)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_launch_runs_to_its_report(option, tmp_path):
    assert app.main([*SMALL, f"brands={option}", QUICK[option], f"output.dir={tmp_path}"]) == 0
    assert (tmp_path / "report.html").stat().st_size > 10_000


@pytest.mark.slow(reason="twenty strategies in each of seven markets: minutes")
@pytest.mark.parametrize("option", options("brands"))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_strategy_that_ships_runs_with_every_option_of_brands_to_its_report(option, tmp_path):
    arms = f"arms=[{','.join(BUILT_IN)}]"
    assert app.main([*SMALL, "replicates=1", f"brands={option}", arms, f"output.dir={tmp_path}"]) == 0
    assert (tmp_path / "report.html").stat().st_size > 10_000
