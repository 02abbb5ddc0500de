"""Comparing arms from Python: the same as from the command line; returns data frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.from_python import Variants, job_for

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Comparison:
    """What a comparison found.

    Attributes:
        answer: The answer in a sentence, with as much certainty as the intervals allow.
        outcomes: Indexed by arm and seed, one column a metric.
        differences: Indexed by arm and metric: paired difference to the arm ``against`` (``difference``, ``low``,
            ``high``), ``certainty`` in words (all comparisons counted: docs/report.md), ``seeds``, and
            ``independent_seeds_per_paired_seed`` with its interval (``independent_seeds_low``,
            ``independent_seeds_high``).
        series: Indexed by arm, seed and day, one column a metric; empty cells on days without a census.
        failed: Error by seed, of replicates that failed.
        folder: The run folder, with the report.
        warnings: What makes the answer implausible, a sentence each; empty: nothing that is looked for.
    """

    answer: str
    outcomes: pd.DataFrame
    differences: pd.DataFrame
    series: pd.DataFrame
    failed: dict[int, str]
    folder: Path
    warnings: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        """Show a notebook the answer and the paired differences."""
        from html import escape

        warned = "".join(f"<p><b>{escape(line)}</b></p>" for line in self.warnings)
        return f"{warned}<p>{escape(self.answer)}</p>{self.differences.to_html()}"


def compare(
    overrides: Sequence[str] = (),
    *,
    arms: Variants | None = None,
    replicates: int | None = None,
    config_dir: str | Path | None = None,
    folder: str | Path | None = None,
) -> Comparison:
    """Compare arms over paired seeds.

    Args:
        overrides: As on the command line: ``["market.consumers=20000", "outcome=waste", "replicates.precision=0.02"]``.
        arms: Strategies by name, or name -> overrides; None: those of the overrides or the default ones.
        replicates: How many seeds; None: as the overrides say.
        config_dir: A folder with config groups of one's own.
        folder: The run folder; None: ``outputs/run-<hash>``. What is there already is not run again.

    Returns:
        What was found, as data frames; see :class:`Comparison`.

    Raises:
        InputError: Something given cannot be used; the message says what would be.
        RuntimeError: All replicates failed.
    """
    from experiments.comparing import run
    from experiments.results.wording import answer

    job = job_for(overrides, arms, replicates, config_dir, folder)
    done = run.compare(job)
    if done.found is None:
        raise RuntimeError(f"all replicates failed; the first: {next(iter(done.tried.failed.values()))['error']}")
    outcomes = done.folder.table("outcomes").to_pandas().pivot(index=["arm", "seed"], columns="metric", values="value")
    series = done.folder.table("series").to_pandas()
    series = series.pivot(index=["arm", "seed", "day"], columns="metric", values="value")
    return Comparison(
        answer(done.found),
        outcomes.reindex(done.design.names, level="arm"),
        _differences(done),
        series.reindex(done.design.names, level="arm"),
        {seed: each["error"] for seed, each in done.tried.failed.items()},
        done.folder.path,
        done.found.warnings,
    )


def _differences(done: Any) -> pd.DataFrame:
    import pandas as pd

    from experiments.results.statistics import certainty

    found, against = done.found, done.design.reference
    rows = []
    for arm in found.arms:
        for metric in found.measures:
            if arm == against or metric not in found.values[arm] or metric not in found.values[against]:
                continue
            each = found.difference(arm, against, metric)
            rows.append(
                {
                    "arm": arm,
                    "metric": metric,
                    "difference": each.interval.mean,
                    "low": each.interval.low,
                    "high": each.interval.high,
                    "certainty": certainty(each),
                    "seeds": each.interval.number,
                    "independent_seeds_per_paired_seed": each.pairing,
                    "independent_seeds_low": each.pairing_bounds[0],
                    "independent_seeds_high": each.pairing_bounds[1],
                }
            )
    columns = None if rows else ["arm", "metric", "difference", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns).set_index(["arm", "metric"])
    frame.attrs["against"] = against
    return frame
