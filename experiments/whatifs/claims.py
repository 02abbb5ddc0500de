"""Claims about a run's outcomes, and the verdict on them: computed from paired intervals, never written by hand.

A claim is a comparison such as ``profit(a) - profit(b) > smallest``. Its left side is computed seed by seed, so that
arms are paired; the interval of its mean is held against the right side. The claim is *supported* where the whole
interval lies on the side it names, *falsified* where the whole interval lies on the other, else *undecided*.

On the left side, with arms a, b, ... and metrics of the outcomes or of the daily series:

================================  ========================================================================
``metric(a)``                     the outcome of an arm
``metric(a, 84)``                 the daily series at this day, or the last value before it
``metric(a, 0, 6)``               the daily series summed from day 0 to day 6
``slope(metric, a, b, c)``        change from the first to the last arm by a straight line through all
``start(metric, a, b, c)``        the same by the slope, at the first arm, of a parabola through all
``end(metric, a, b, c)``          ... and at the last arm: with ``start`` the U test of Lind, Mehlum (2010)
``ablated(...)``                  the same in the worlds with the mechanism switched off
``rank(m1, m2, a, b, c)``         the rank correlation over arms of two outcomes, in each seed
``min(...)``, ``max(...)``        the least or greatest of several, in each seed
``worst(...)``                    the mean of the worst fifth of the seeds (expected shortfall)
``spread(...)``                   the standard deviation over seeds
``overall(...)``                  what is inside, computed once, of means over seeds, with a jackknife interval; inside:
``crossing(m1, m2, ...)``         where marginal gains reach 0: mk from step k - 1 to k, a straight line through all
``level(position, v0, v1, ...)``  values at steps 0, 1, ... read at a position between them
``log(...)``, numbers, + - * /, names of terms
================================  ========================================================================

Arms of ``slope``, ``start`` and ``end`` stand at equal distances.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.results.statistics import Interval, interval
from experiments.whatifs.claim_functions import crossing, deviation, jackknife, rank, trend, worst
from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    import polars as pl

    from experiments.results.findings import Findings

Array = NDArray[np.float64]
type Mean = Callable[[Array], float]
SUPPORTED, FALSIFIED, UNDECIDED = "supported", "falsified", "undecided"
OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
TRENDS = ("slope", "start", "end")
OVER_ARMS = (*TRENDS, "rank")
SEVERAL: dict[str, Callable[..., Any]] = {"min": np.minimum.reduce, "max": np.maximum.reduce}
POINTS = ("crossing", "level")
"""Of means only: a ratio of single seeds' noisy differences has no useful mean."""
OVER_SEEDS = ("worst", "spread", "overall")
FUNCTIONS = (*OVER_ARMS, *SEVERAL, *POINTS, *OVER_SEEDS, "ablated", "log")
FEWEST = {"crossing": 2, "level": 3}


@dataclass(frozen=True)
class Claim:
    """A claim as it was written, taken apart. ``sign`` is +1 for '>' and -1 for '<'."""

    name: str
    text: str
    left: ast.expr
    sign: int
    bound: float

    @property
    def uses_ablation(self) -> bool:
        """Whether the claim is itself about the worlds with the mechanism switched off."""
        return _uses(self.left, ("ablated",))


@dataclass(frozen=True)
class Worlds:
    """A run's results as claims see them: outcomes, and daily series where a claim asks for them."""

    found: Findings
    series: pl.DataFrame | None = None


@dataclass(frozen=True)
class Ruling:
    """What became of a claim: its effect in each seed, the mean's interval, the verdict."""

    claim: Claim
    values: Array
    effect: Interval
    verdict: str


def spell(terms: Mapping[str, str], arms: Sequence[str], metrics: Sequence[str]) -> dict[str, ast.expr]:
    """Take terms apart, each spelled out by those before it.

    Raises:
        InputError: One is no expression, or its name means something already.
    """
    known: dict[str, ast.expr] = {}
    for name, text in terms.items():
        where = f"experiment.terms.{name}"
        if not name.isidentifier() or name in (*arms, *metrics, *FUNCTIONS, "smallest"):
            raise InputError(f"{where}: got a name that is an arm's, a metric's or a function's, takes another word")
        try:
            body = ast.parse(text, mode="eval").body
        except SyntaxError:
            raise InputError(f"{where}: got '{text}', takes an expression such as 'profit(a) - profit(b)'") from None
        known[name] = _SpelledOut(known).visit(body)
    return known


class _SpelledOut(ast.NodeTransformer):
    """Puts expressions in the place of their names."""

    def __init__(self, known: Mapping[str, ast.expr]) -> None:
        self.known = dict(known)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.known.get(node.id, node)


def asked(terms: Mapping[str, ast.expr], arms: Sequence[str], metrics: Sequence[str]) -> tuple[Claim, ...]:
    """Return terms as if they were claims, so that reports can say what each comes to: of means, where they have to be.

    Raises:
        InputError: One names what there is not.
    """
    texts = {name: name if _uses(term, OVER_SEEDS) else f"overall({name})" for name, term in terms.items()}
    return tuple(parse(name, f"{text} > 0", None, arms, metrics, terms) for name, text in texts.items())


def _uses(node: ast.expr, functions: Sequence[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in functions for each in ast.walk(node))


def parse(
    name: str,
    text: str,
    smallest: float | None,
    arms: Sequence[str],
    metrics: Sequence[str],
    terms: Mapping[str, ast.expr] | None = None,
) -> Claim:
    """Take a claim apart and check every name in it; ``terms`` are those of :func:`spell`.

    Raises:
        InputError: It is no such comparison, or names an arm, a metric or a function that there is not.
    """
    where = f"experiment.claims.{name}"
    try:
        body = ast.parse(text, mode="eval").body
    except SyntaxError:
        raise InputError(f"{where}: got '{text}', takes a comparison such as 'profit(a) - profit(b) > 0'") from None
    if not isinstance(body, ast.Compare) or len(body.ops) != 1 or not isinstance(body.ops[0], ast.Gt | ast.Lt):
        raise InputError(f"{where}: got '{text}', takes one comparison by '>' or '<'")
    left = _SpelledOut(terms or {}).visit(body.left)
    _check(left, where, arms, metrics)
    bound = _bound(body.comparators[0], smallest)
    if bound is None:
        raise InputError(f"{where}: got '{ast.unparse(body.comparators[0])}' as bound, takes a number or `smallest`")
    return Claim(name, text, left, 1 if isinstance(body.ops[0], ast.Gt) else -1, bound)


def _bound(node: ast.expr, smallest: float | None) -> float | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _bound(node.operand, smallest)
        return None if inner is None else -inner
    if isinstance(node, ast.Name) and node.id == "smallest":
        return smallest or 0.0
    return float(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, int | float) else None


def _check(node: ast.expr, where: str, arms: Sequence[str], metrics: Sequence[str], outside: str | None = None) -> None:
    """Refuse what the language does not have; ``outside`` is the function over seeds that the node stands in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _check(node.operand, where, arms, metrics, outside)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        _check(node.left, where, arms, metrics, outside)
        return _check(node.right, where, arms, metrics, outside)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args and not node.keywords):
        raise InputError(f"{where}: got '{ast.unparse(node)}', takes metric(arm), numbers and + - * /")
    name = node.func.id
    if name in FUNCTIONS and name not in OVER_ARMS:
        if name in OVER_SEEDS and outside is not None:
            raise InputError(f"{where}: got {name}() inside {outside}(), takes one function over seeds")
        if name in POINTS and outside != "overall":
            raise InputError(f"{where}: got {name}() by itself, takes it inside overall(...)")
        if len(node.args) < FEWEST.get(name, 1):
            raise InputError(f"{where}: got {len(node.args)} values in {name}(), takes {FEWEST[name]} or more")
        inside = name if name in OVER_SEEDS else outside
        for each in node.args:
            _check(each, where, arms, metrics, inside)
        return None
    if name in OVER_ARMS:
        number = 2 if name == "rank" else 1
        of, named = node.args[:number], node.args[number:]
        if len(named) < (2 if name == "slope" else 3):
            raise InputError(f"{where}: got {len(named)} arms in {name}(), takes {2 if name == 'slope' else 3} or more")
    else:
        of, named = [node.func], node.args[:1]
        days = node.args[1:]
        if len(days) > 2 or not all(isinstance(_day(day), int) for day in days):
            raise InputError(f"{where}: got '{ast.unparse(node)}', takes metric(arm), metric(arm, day) or two days")
    for metric in of:
        if not isinstance(metric, ast.Name) or metric.id not in metrics:
            given = ast.unparse(metric)
            raise InputError(f"{where}: got '{given}', takes a metric{nearest(given, [*metrics, *FUNCTIONS])}")
    for arm in named:
        if not isinstance(arm, ast.Name) or arm.id not in arms:
            given = ast.unparse(arm)
            raise InputError(f"{where}: got '{given}', takes an arm{nearest(given, arms)}")
    return None


def _day(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _day(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


def rule(claim: Claim, worlds: Worlds, without: Worlds | None) -> Ruling:
    """Hold a claim against results.

    Args:
        claim: The claim.
        worlds: The results.
        without: The results with the mechanism switched off, for claims that name them.
    """
    with np.errstate(all="ignore"):
        values = np.broadcast_to(_value(claim.left, worlds, without), (len(worlds.found.seeds),)).astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    effect = interval(values, worlds.found.confidence)
    return Ruling(claim, values, effect, judge(effect, claim.sign, claim.bound))


def judge(effect: Interval, sign: int, bound: float) -> str:
    """Return the verdict on 'effect > bound' (``sign`` +1) or 'effect < bound' (-1)."""
    if effect.number < 2 or not math.isfinite(effect.half):
        return UNDECIDED
    low, high = (effect.low, effect.high) if sign > 0 else (-effect.high, -effect.low)
    return SUPPORTED if low > sign * bound else FALSIFIED if high <= sign * bound else UNDECIDED


def together(verdicts: Sequence[str]) -> str:
    """Return the verdict on all claims at once: one that is falsified falsifies, all must be supported."""
    if FALSIFIED in verdicts:
        return FALSIFIED
    return SUPPORTED if verdicts and all(each == SUPPORTED for each in verdicts) else UNDECIDED


def _value(node: ast.expr, worlds: Worlds, without: Worlds | None, mean: Mean | None = None) -> Any:
    """Return what an expression comes to: in each seed, or with ``mean``, which is applied to each outcome, at once."""
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, worlds, without, mean)
    if isinstance(node, ast.BinOp):
        left, right = (_value(each, worlds, without, mean) for each in (node.left, node.right))
        return OPERATORS[type(node.op)](left, right)
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    if name == "overall":
        return _overall(node.args[0], worlds, without)
    if name in ("worst", "spread"):
        return jackknife(_value(node.args[0], worlds, without), worst if name == "worst" else deviation)
    if name == "ablated":
        if without is None:
            return np.full(len(worlds.found.seeds), np.nan) if mean is None else np.nan
        found = _aligned(_value(node.args[0], without, None), without.found.seeds, worlds.found.seeds)
        return found if mean is None else mean(found)
    if name in FUNCTIONS and name not in OVER_ARMS:
        given = [_value(each, worlds, without, mean) for each in node.args]
        if name == "crossing":
            return crossing(np.array(given))
        if name == "level":
            return float(np.interp(given[0], np.arange(len(given) - 1), given[1:]))
        return np.log(given[0]) if name == "log" else SEVERAL[name](given)
    found = _of_arms(node, name, worlds)
    return found if mean is None else mean(found)


def _of_arms(node: ast.Call, name: str, worlds: Worlds) -> Array:
    """Return a trend over arms, or a metric of one arm, in each seed."""
    if name in OVER_ARMS:
        words = [each.id for each in node.args if isinstance(each, ast.Name)]
        of, arms = (words[:2], words[2:]) if name == "rank" else (words[:1], words[1:])
        values = [np.array([_outcome(worlds.found, arm, metric) for arm in arms]) for metric in of]
        return rank(*values) if name == "rank" else trend(name, values[0])
    arm = node.args[0]
    assert isinstance(arm, ast.Name)
    days = [day for each in node.args[1:] if (day := _day(each)) is not None]
    return _on_days(worlds, arm.id, name, days) if days else _outcome(worlds.found, arm.id, name)


def _overall(node: ast.expr, worlds: Worlds, without: Worlds | None) -> Array:
    """Return jackknife pseudo-values of an expression of means over seeds."""
    seeds = len(worlds.found.seeds)

    def of(kept: Array) -> float:
        rows = kept.astype(np.int64)
        return float(_value(node, worlds, without, lambda found: float(np.mean(found[rows]))))

    return jackknife(np.arange(seeds, dtype=np.float64), of)


def _aligned(values: Any, seeds: Sequence[int], wanted: Sequence[int]) -> Array:
    """Return values of some seeds in the order of others, NaN where a seed has none."""
    there = dict(zip(seeds, np.broadcast_to(values, (len(seeds),)), strict=True))
    return np.array([there.get(seed, np.nan) for seed in wanted])


def _outcome(findings: Findings, arm: str, metric: str) -> Array:
    return findings.values[arm].get(metric, np.full(len(findings.seeds), np.nan))


def _on_days(worlds: Worlds, arm: str, metric: str, days: Sequence[int]) -> Array:
    """Return a daily series at a day, or summed over a run of days, in each seed."""
    import polars as pl

    if worlds.series is None:
        return np.full(len(worlds.found.seeds), np.nan)
    rows = worlds.series.filter((pl.col("arm") == arm) & (pl.col("metric") == metric) & (pl.col("day") <= days[-1]))
    if len(days) == 1:
        each = rows.sort("day").group_by("seed").agg(pl.col("value").last())
    else:
        each = rows.filter(pl.col("day") >= days[0]).group_by("seed").agg(pl.col("value").sum())
    return _aligned(each["value"].to_numpy(), each["seed"].to_list(), worlds.found.seeds)
