"""`task=optimise`: look for the parameters at which one arm does best, without believing one's own luck.

All candidates are run with the same seeds, so that they are compared in the same worlds. The best of many noisy means
is too good to be true, so the finalists are run again with fresh seeds, on which alone the result rests. Optuna
proposes (ask and tell; its TPE sampler), a fixed number at a time: what is proposed does not depend on which run ends
first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.command.command import Job
from experiments.command.settings import LARGEST_SEED
from experiments.results import statistics
from experiments.results.outcome_catalogue import measures, refuse_unknown
from experiments.running import replicates, run_folder
from experiments.running.arms import resolve
from experiments.sweeps.points import Points
from experiments.sweeps.space import Parameter, Space, levels_of
from experiments.sweeps.study import Study, market_study
from experiments.sweeps.sweep_task import Checks, count_of, ranges_in
from simulation.errors import InputError
from simulation.files.safe_writing import written_aside

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
KEPT = 0.2
"""Share of the budget for the finalists."""
REPEATS = 200
"""So many proposals in a row that were all tried before: there is nothing left to try."""


@dataclass(frozen=True)
class Goal:
    """What is looked for, where and with how much."""

    ranges: tuple[Parameter, ...]
    choices: Mapping[str, Sequence[Any]]
    objectives: Mapping[str, int]  # metric -> +1 if more is better, -1 if less is
    budget: int
    finalists: int
    parallel: int
    confidence: float = 0.95

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters."""
        return (*(each.name for each in self.ranges), *self.choices)

    @property
    def different(self) -> int | None:
        """How many different candidates there are; None where a range has no end of them."""
        if not all(each.whole for each in self.ranges):
            return None
        ranges = (int(each.high) - int(each.low) + 1 for each in self.ranges)
        return math.prod((*ranges, *(len({repr(value) for value in values}) for values in self.choices.values())))

    def shares(self, seeds: int) -> tuple[int, int]:
        """Return how many candidates are tried with so many seeds, and how many fresh seeds each finalist gets.

        Raises:
            InputError: if the budget is too small for either.
        """
        fresh = int(self.budget * KEPT) // self.finalists
        candidates = (self.budget - fresh * self.finalists) // seeds
        few = self.different
        if few is not None and few < candidates and fresh >= 2:
            finalists = min(self.finalists, few)
            return few, (self.budget - few * seeds) // finalists  # what is left goes into fresh seeds
        if fresh < 2 or candidates < self.finalists:
            least = math.ceil(max(2 * self.finalists / KEPT, self.finalists * seeds / (1 - KEPT)))
            raise InputError(f"budget: got {self.budget} runs, takes {least} or more for {self.finalists} finalists")
        return candidates, fresh


def run(job: Job) -> int:
    """Look for the best, print the finalists, and keep every candidate."""
    from experiments.results.terminal import frame_table

    finalists, candidates, folder = optimise_market(job)
    folder.write_json(
        "summary.json",
        {"task": "optimise", "objectives": finalists.attrs["objectives"], "finalists": finalists.to_dict("records")},
    )
    for name, frame in (("finalists", finalists), ("candidates", candidates)):
        with written_aside(folder.path / f"{name}.csv") as aside:
            frame.to_csv(aside, index=False)
    fresh = finalists.attrs["fresh"]
    frame_table(finalists, f"The best of {len(candidates)} candidates, tried again with {fresh} fresh seeds")
    print(f"written: {folder.path / 'finalists.csv'}, {folder.path / 'candidates.csv'}")
    return 0


def optimise_market(job: Job, quiet: bool = False) -> tuple[pd.DataFrame, pd.DataFrame, run_folder.RunFolder]:
    """Return finalists, candidates and the folder of a command; see `search`.

    Raises:
        InputError: if the input cannot be used.
    """
    replicates.make_ready(job.settings.executor)
    design = resolve(job)
    if len(design.arms) != 1:
        raise InputError(f"arms: got {len(design.arms)}, takes one with task=optimise, such as 'arms=[hyper_targeted]'")
    given = job.config.get("objectives") or [job.settings.outcome]
    goal = goal_of(job.config, Checks.of(Space(design)), directions([given] if isinstance(given, str) else given))
    asked = {
        "parameters": job.config.get("parameters"),
        "objectives": dict(goal.objectives),
        "budget": goal.budget,
        "finalists": goal.finalists,
        "parallel": goal.parallel,
        "replicates": job.settings.replicates.number,  # here the number decides what is proposed
        "optuna": _optuna().__version__,
    }
    if job.settings.seed + job.settings.replicates.number + goal.budget > LARGEST_SEED:
        raise InputError(f"seed: got {job.settings.seed}, takes one with room for fresh seeds after it")
    space = Space(design)
    start = {name: space.start(name) for name in goal.names}
    with market_study(job, design, asked, quiet=quiet, stay=True) as study:
        finalists, candidates = search(study, goal, job.settings.seed, start, space.check)
        return finalists, candidates, study.folder


def directions(objectives: Sequence[str]) -> dict[str, int]:
    """Return each objective's better direction.

    Raises:
        InputError: if one is no metric, or neither direction of it is better.
    """
    direction_of = {}
    for name in objectives:
        refuse_unknown(name, "objectives")
        direction_of[name] = measures()[name].better
        if not direction_of[name]:
            raise InputError(f"objectives: got '{name}', of which neither more nor less is better")
    return direction_of


def goal_of(
    options: Mapping[str, Any], checks: Checks, objectives: Mapping[str, int], confidence: float = 0.95
) -> Goal:
    """Return what options ask for, checked.

    Raises:
        InputError: naming what cannot be used.
    """
    levels = levels_of(options.get("parameters"))
    choices = {name: values for name, values in levels.items() if _is_choice(values)}
    checks.names(list(levels))
    for name, values in choices.items():
        for value in values:
            try:
                checks.values({name: value})
            except InputError as error:
                raise InputError(f"parameters.{error}") from None
    return Goal(
        tuple(ranges_in({name: values for name, values in levels.items() if name not in choices}, checks)),
        choices,
        dict(objectives),
        count_of(options, "budget"),
        count_of(options, "finalists"),
        count_of(options, "parallel"),
        confidence,
    )


def search(
    study: Study,
    goal: Goal,
    seed: int,
    start: Mapping[str, Any] | None = None,
    check: Callable[[Mapping[str, Any]], None] = lambda values: None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Search, and try the finalists again.

    Args:
        study: What is run; its first arm counts.
        goal: What is looked for.
        seed: Of the sampler.
        start: Values that are tried first, where they lie in the ranges.
        check: Raises InputError for values that do not fit together; such a candidate counts as failed.

    Returns:
        Finalists, the best first, with their parameters and, for each objective, mean and interval over the fresh seeds
        and the paired difference to the best; and all candidates with their means over the seeds of the search.
    """
    optuna = _optuna()
    number, fresh = goal.shares(len(study.seeds))
    sampler = optuna.samplers.TPESampler(seed=seed)
    ways = ["maximize" if sign > 0 else "minimize" for sign in goal.objectives.values()]
    asking = optuna.create_study(directions=ways, sampler=sampler)
    if start is not None and goal.names and all(_inside(goal, name, start.get(name)) for name in goal.names):
        asking.enqueue_trial({name: start[name] for name in goal.names})
    rows: list[tuple[Any, ...]] = []
    means: list[dict[str, float]] = []
    places: dict[tuple[Any, ...], int] = {}
    repeats = 0
    while len(rows) < number and repeats < REPEATS:
        trials = [asking.ask(_distributions(optuna, goal)) for _ in range(min(goal.parallel, number - len(rows)))]
        asked = [tuple(trial.params[name] for name in goal.names) for trial in trials]
        first = len(rows)
        for row in asked:  # one that was tried before is not run again: its seeds would give the same numbers
            if row not in places:
                places[row] = len(rows)
                rows.append(row)
        repeats = 0 if len(rows) > first else repeats + len(trials)
        points = Points(goal.names, tuple(rows))
        new = range(first, len(rows))
        if new:
            fitting = [point for point in new if _fits(check, points.at(point))]
            values = _values(study.run(points, only=fitting, keep=False), goal)
            means += [
                {name: float(values[name][point].mean()) if point in values[name] else math.nan for name in values}
                for point in new
            ]
        for trial, row in zip(trials, asked, strict=True):
            mean = means[places[row]]
            if all(map(math.isfinite, mean.values())):
                asking.tell(trial, list(mean.values()))
            else:
                asking.tell(trial, state=optuna.trial.TrialState.FAIL)
    if len(rows) < number:  # what was not spent on candidates goes into fresh seeds
        fresh = (goal.budget - len(rows) * len(study.seeds)) // min(goal.finalists, len(rows))
    points = Points(goal.names, tuple(rows))
    chosen = _finalists(means, goal)
    if not chosen:
        study.run(points, only=())
        raise InputError(f"none of {len(rows)} candidates could be run; the errors are in {study.folder.path}")
    after = range(study.seeds[-1] + 1, study.seeds[-1] + 1 + fresh)
    again = _values(study.run(points, after, only=chosen, keep=False), goal)
    study.run(points, [*study.seeds, *after], only=())  # all rows into one table
    return _frames(points, means, chosen, again, goal, fresh)


def _values(swept: Any, goal: Goal) -> dict[str, dict[int, Array]]:
    """Return each objective's values at each point, in the order of seeds, where all seeds have one."""
    table = swept.table()
    table = table.filter(table["arm"] == table["arm"][0]) if len(table) else table
    found: dict[str, dict[int, Array]] = {name: {} for name in goal.objectives}
    for (point,), group in table.group_by("point", maintain_order=True):
        for name in goal.objectives:
            values = group[name].cast(float).fill_null(math.nan).to_numpy()
            if len(values) == len(swept.seeds):
                found[name][int(str(point))] = values
    return found


def _finalists(means: Sequence[Mapping[str, float]], goal: Goal) -> list[int]:
    """Return the candidates to try again: the best; with several objectives those that none is better than in all."""
    scores = np.array([[goal.objectives[name] * each[name] for name in goal.objectives] for each in means])
    alive = [k for k in range(len(means)) if np.isfinite(scores[k]).all()]
    chosen: list[int] = []
    while alive and len(chosen) < goal.finalists:
        front = [k for k in alive if not any(_dominates(scores[j], scores[k]) for j in alive)]
        front.sort(key=lambda k: tuple(-scores[k]))
        room = goal.finalists - len(chosen)
        if len(front) > room:  # spread over the front
            front = [front[round(i)] for i in np.linspace(0, len(front) - 1, room)]
        chosen += front
        alive = [k for k in alive if k not in front]
    return chosen


def _dominates(a: Array, b: Array) -> bool:
    return bool((a >= b).all() and (a > b).any())


def _frames(
    points: Points,
    means: Sequence[Mapping[str, float]],
    chosen: Sequence[int],
    again: Mapping[str, Mapping[int, Array]],
    goal: Goal,
    fresh: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    first = next(iter(goal.objectives))
    sign = goal.objectives[first]
    known = [k for k in chosen if all(k in again[name] for name in goal.objectives)]
    if not known:
        raise InputError("no finalist could be run with fresh seeds; the errors are in failed.parquet")
    known.sort(key=lambda k: -sign * float(again[first][k].mean()))
    best = known[0]
    rows = []
    for k in known:
        row: dict[str, Any] = {"candidate": k, **points.at(k)}
        for name in goal.objectives:
            each = statistics.interval(again[name][k], goal.confidence)
            apart = statistics.paired(again[name][k], again[name][best], goal.confidence).interval
            row |= {name: each.mean, f"{name}_low": each.low, f"{name}_high": each.high}
            row |= {f"{name}_to_best_low": apart.low, f"{name}_to_best_high": apart.high}
            row[f"{name}_in_search"] = means[k][name]
        row["standing"] = _standing(k, known, again, goal)
        rows.append(row)
    finalists = pd.DataFrame(rows)
    finalists.attrs = {"objectives": dict(goal.objectives), "fresh": fresh}
    candidates = pd.DataFrame([{"candidate": k, **points.at(k), **each} for k, each in enumerate(means)])
    return finalists, candidates


def _standing(k: int, known: Sequence[int], again: Mapping[str, Mapping[int, Array]], goal: Goal) -> str:
    """Say in words whether another finalist is better in every objective, as far as intervals go."""
    if k == known[0] and len(goal.objectives) == 1:
        return "best"
    for other in known:
        if other != k and all(
            sign * _end(again[name][other], again[name][k], goal, sign) > 0 for name, sign in goal.objectives.items()
        ):
            return f"worse than {other}"
    return "on the front" if len(goal.objectives) > 1 else "not told apart from the best"


def _end(a: Array, b: Array, goal: Goal, sign: int) -> float:
    """Return the end of the interval of ``a - b`` that is nearer to zero if ``a`` is the better one."""
    each = statistics.paired(a, b, goal.confidence).interval
    return each.low if sign > 0 else each.high


def _is_choice(values: Sequence[Any]) -> bool:
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values[:2])
    return not (numbers and (len(values) == 2 or (len(values) == 3 and values[2] == "log")))


def _inside(goal: Goal, name: str, value: Any) -> bool:
    if name in goal.choices:
        return value in goal.choices[name]
    each = next(each for each in goal.ranges if each.name == name)
    return isinstance(value, int | float) and each.low <= value <= each.high


def _distributions(optuna: Any, goal: Goal) -> dict[str, Any]:
    made = optuna.distributions
    distributions = {
        each.name: made.IntDistribution(int(each.low), int(each.high))
        if each.whole
        else made.FloatDistribution(each.low, each.high, log=each.log)
        for each in goal.ranges
    }
    return distributions | {name: made.CategoricalDistribution(list(values)) for name, values in goal.choices.items()}


def _fits(check: Callable[[Mapping[str, Any]], None], values: Mapping[str, Any]) -> bool:
    try:
        check(values)
    except InputError:
        return False
    return True


def _optuna() -> Any:
    """Import Optuna.

    Raises:
        InputError: if it is not installed.
    """
    try:
        import optuna
    except ImportError:
        raise InputError(
            "task: optimise needs Optuna, which is not installed; takes `pip install optuna` (the extra "
            "nichecast[optimise])"
        ) from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna
