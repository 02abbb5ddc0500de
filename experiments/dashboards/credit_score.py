"""What a dashboard says of one campaign, beside what truly happened."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

from experiments.results.wording import several
from simulation.errors import InputError, not_one_of

if TYPE_CHECKING:
    from experiments.dashboards.dashboard_figure import Pair
    from experiments.figures.style import Drawing
    from simulation.evaluation.dashboard_score import Score
    from simulation.scenario import Scenario
    from simulation.strategies.strategy import Strategy

TOUCHES = 128
"""Entries kept per consumer where the scenario keeps none."""
NAMES = {
    "first": "first touch",
    "last": "last touch",
    "last_non_direct": "last non-direct touch",
    "position": "position-based",
    "time_decay": "time decay",
    "markov": "Markov",
    "shapley": "Shapley attribution",
}


@dataclasses.dataclass(frozen=True, eq=False)
class Scored:
    """A campaign of one seed, scored.

    Attributes:
        score: Credit and truth by channel and by method, as data frames.
        method: The method that the conclusion is about.
        sensor: Its sensor.
        conclusion: One line, in money.
        seeds: Of the worlds; with several, numbers are means over them.
    """

    score: Score
    method: str
    sensor: str
    conclusion: str
    seeds: tuple[int, ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The method's channels as plain data: channel, money credited with its interval, true money, error (USD)."""
        table = self.score.of(self.method, self.sensor).reset_index()
        names = ["channel", "money", "low", "high", "true_money", "error", "share", "true_share"]
        found: list[dict[str, Any]] = table[names].to_dict("records")
        return found

    @property
    def pairs(self) -> list[Pair]:
        """What the figure shows: each channel but what is credited to none."""
        from experiments.dashboards.dashboard_figure import Pair
        from experiments.results.statistics import Interval

        number, found = len(self.seeds), []
        for row in (
            self.score.of(self.method, self.sensor)
            .drop(index="direct", errors="ignore")
            .reset_index()
            .to_dict("records")
        ):
            said = Interval(row["money"], row["low"], row["high"], number)
            true = Interval(
                row["true_money"], row.get("true_money_low", math.nan), row.get("true_money_high", math.nan), number
            )
            found.append(Pair(str(row["channel"]).replace("_", " "), said, true))
        return found

    @property
    def basis(self) -> str:
        """Say what the numbers and the lines of the figure rest on."""
        if len(self.seeds) == 1:
            return f"One world (seed {self.seeds[0]}); lines: interval of the credit, drawing people anew."
        return f"Means over {several(len(self.seeds), 'seed')}; lines: intervals over them."

    def draw(self) -> Drawing:
        """Return the figure: credit beside truth, channel by channel, without what is credited to none."""
        from experiments.dashboards.dashboard_figure import drawing

        return drawing(self.pairs, "channel", f"{self.conclusion} {self.basis}")


def score_of(
    scenario: Scenario,
    strategy: Strategy,
    seed: int = 1,
    *,
    method: str = "last",
    sensor: str = "links",
    engine: str = "compiled",
    threads: int | None = None,
    **settings: Any,
) -> Scored:
    """Live a campaign and the worlds that lack its parts, and score what a dashboard would say of it.

    Args:
        scenario: Where the campaign takes place; touches are kept even where it keeps none.
        strategy: What is bought.
        seed: The world's.
        method: What the conclusion is about.
        sensor: Its sensor.
        engine: As :class:`simulation.model.MarketModel` takes it.
        threads: As there.
        **settings: Of :func:`simulation.evaluation.dashboard_score.score`: ``by``, ``sensors``, ``methods``, ``truth``,
            ``resamples``, ``confidence``.

    Raises:
        InputError: Nothing was bought, or an argument cannot be used.
    """
    from simulation.counterfactual.campaign import Worlds
    from simulation.evaluation.dashboard_score import TAGGED, score
    from simulation.model import MarketModel

    if scenario.measurement.touches == 0:
        scenario = dataclasses.replace(scenario, measurement=dataclasses.replace(scenario.measurement, touches=TOUCHES))
    with MarketModel(scenario, strategy, seed, engine, threads) as start:
        start.run_burn_in()
        with Worlds(start) as worlds:
            if worlds.whole.ledger.cost == 0:
                raise InputError(
                    f"strategy: got '{strategy.name}', which bought nothing; takes one that does (full_funnel)"
                )
            found = score(worlds, **settings)
    label = TAGGED.get(sensor, method)
    known = list(zip(found.methods["sensor"], found.methods["method"], strict=True))
    if (sensor, label) not in known:
        raise not_one_of("task.method", label, [name for _, name in known])
    return Scored(found, label, sensor, conclusion(found, label, sensor), (seed,))


def conclusion(found: Score, method: str, sensor: str = "links") -> str:
    """Say in one line what a method says, what is true, and what following it would cost."""
    rows = found.methods[(found.methods["method"] == method) & (found.methods["sensor"] == sensor)].iloc[0]
    table = found.of(method, sensor).drop(index="direct", errors="ignore")
    worst = table["error"].idxmax()
    said = f"{_name(method)} credits the campaign with {_usd(rows['credited'])}; it truly added {_usd(rows['true'])}"
    if "bias_low" in rows.index:
        said += f" (means over {rows['seeds']:.0f} seeds; error {_between(rows, 'bias')})"
    if table.loc[worst, "error"] > 0:
        said += (
            f". It favours {str(worst).replace('_', ' ')} most: {_usd(table.loc[worst, 'money'])} credited, "
            f"{_usd(table.loc[worst, 'true_money'])} in truth"
        )
        if "error_low" in table.columns:
            said += f", error {_between(table.loc[worst], 'error')}"
    if rows["misallocated"] == rows["misallocated"]:  # not NaN
        said += (
            f". A next budget split by it would put {rows['misallocated']:.0%} "
            f"({_usd(rows['misallocated_money'])} of {_usd(found.cost)}) into the wrong channels"
        ).replace("%", " %")
    return said + "."


def _name(method: str) -> str:
    name, _, setting = method.partition(":")
    text = NAMES.get(name, name) + (f" ({setting.replace('_', ' ')})" if setting else "")
    return text[:1].upper() + text[1:]


def _between(row: Any, column: str) -> str:
    """Write a mean over seeds with its interval; both with the digits that it supports."""
    from experiments.results.statistics import Interval
    from experiments.results.wording import quantity, span

    each = Interval(row[column], row[f"{column}_low"], row[f"{column}_high"], int(row["seeds"]))
    return f"{quantity(each.mean, 'USD', each.half, sign=True)} USD ({span(each, 'USD', sign=True)})"


def _usd(amount: float) -> str:
    return f"{amount + 0.0:,.0f} USD".replace("-", "\N{MINUS SIGN}")
