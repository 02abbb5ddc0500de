"""What a dashboard says of a campaign, beside what truly happened."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.store import as_yaml, written_aside
from simulation.errors import InputError, not_one_of

if TYPE_CHECKING:
    from experiments.figures.style import Drawing
    from experiments.job import Job
    from simulation.measurement.score import Score
    from simulation.scenario import Scenario
    from simulation.strategies.base import Strategy

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
        seed: Of the world.
    """

    score: Score
    method: str
    sensor: str
    conclusion: str
    seed: int

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The method's channels as plain data: channel, money credited with its interval, true money, error (USD)."""
        table = self.score.of(self.method, self.sensor).reset_index()
        names = ["channel", "money", "low", "high", "true_money", "error", "share", "true_share"]
        found: list[dict[str, Any]] = table[names].to_dict("records")
        return found

    def draw(self) -> Drawing:
        """Return the figure: credit beside truth, channel by channel."""
        from experiments.figures.dashboard import draw

        return draw(self)


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
        **settings: Of :func:`simulation.measurement.score.score`: ``by``, ``sensors``, ``methods``, ``truth``,
            ``resamples``, ``confidence``.

    Raises:
        InputError: Nothing was bought, or an argument cannot be used.
    """
    from simulation.measurement.score import TAGGED, score
    from simulation.measurement.worlds import Worlds
    from simulation.model import MarketModel

    if scenario.measurement.touches == 0:
        scenario = dataclasses.replace(scenario, measurement=dataclasses.replace(scenario.measurement, touches=TOUCHES))
    start = MarketModel(scenario, strategy, seed, engine, threads)
    start.run_burn_in()
    worlds = Worlds(start)
    if worlds.whole.ledger.cost == 0:
        raise InputError(f"strategy: got '{strategy.name}', which bought nothing; takes one that does (full_funnel)")
    found = score(worlds, **settings)
    label = TAGGED.get(sensor, method)
    known = list(zip(found.methods["sensor"], found.methods["method"], strict=True))
    if (sensor, label) not in known:
        raise not_one_of("task.method", label, [name for _, name in known])
    return Scored(found, label, sensor, conclusion(found, label, sensor), seed)


def conclusion(found: Score, method: str, sensor: str = "links") -> str:
    """Say in one line what a method says, what is true, and what following it would cost."""
    rows = found.methods[(found.methods["method"] == method) & (found.methods["sensor"] == sensor)].iloc[0]
    table = found.of(method, sensor).drop(index="direct", errors="ignore")
    worst = table["error"].idxmax()
    said = f"{_name(method)} credits the campaign with {_usd(rows['credited'])}; it truly added {_usd(rows['true'])}"
    if table.loc[worst, "error"] > 0:
        said += (
            f". It favours {str(worst).replace('_', ' ')} most: {_usd(table.loc[worst, 'money'])} credited, "
            f"{_usd(table.loc[worst, 'true_money'])} in truth"
        )
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


def _usd(amount: float) -> str:
    return f"{amount + 0.0:,.0f} USD".replace("-", "\N{MINUS SIGN}")


def run(job: Job) -> int:
    """``nichecast task=dashboard strategy=full_funnel output.dir=...``: score one seed's campaign, write, conclude.

    Writes ``channels`` and ``methods`` as CSV and Parquet, ``dashboard.png``, ``dashboard.svg``, ``config.yaml``.

    Raises:
        InputError: The configuration or the folder cannot be used.
    """
    from experiments.figures import style
    from simulation.configure import scenario_of, strategy_of

    task = _checked(job.config["task"])
    scenario, strategy = scenario_of(job.config), strategy_of(job.config)
    folder = Path(job.settings.output.dir or "outputs/dashboard").expanduser()
    executor = job.settings.executor
    try:  # before the worlds are run
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.yaml").write_text(as_yaml(job.config), encoding="utf-8")
        scored = score_of(
            scenario, strategy, job.settings.seed, engine=executor.engine, threads=executor.threads, **task
        )
        for name, table in (("channels", scored.score.channels), ("methods", scored.score.methods)):
            with written_aside(folder / f"{name}.csv") as aside:
                table.to_csv(aside, index=False)
            with written_aside(folder / f"{name}.parquet") as aside:
                table.to_parquet(aside, index=False)
        with style.styled():
            style.save(scored.draw(), folder)
    except OSError as error:
        raise InputError(f"output.dir: cannot write {folder}: {error.strerror or error}") from None
    print(scored.score.methods.round(2).to_string(index=False))
    if scored.score.forgotten > 0:
        print(f"{scored.score.forgotten:.1%} of touches were forgotten: raise measurement.touches")
    print(scored.conclusion)
    print(f"written: {folder}/channels.csv, methods.csv (and .parquet), dashboard.png, dashboard.svg")
    return 0


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the task's own parameters as :func:`score_of` takes them."""
    settings = {name: value for name, value in given.items() if name != "name"}
    for name in ("sensors", "methods"):
        listed = settings.get(name)
        if isinstance(listed, str):
            settings[name] = [listed]
        elif not isinstance(listed, Sequence) or not listed:
            raise InputError(f"task.{name}: got {listed!r}, takes a list of one or more")
    for name, kind, words in (("resamples", int, "a whole number"), ("confidence", float, "a number")):
        value = settings.get(name)
        if isinstance(value, bool) or not isinstance(value, kind):
            raise InputError(f"task.{name}: got {value!r}, takes {words}")
    return settings
