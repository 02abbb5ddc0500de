"""The metrics page of the documentation: made from the registry, never typed.

``python -m experiments.tasks.metrics_page --write`` makes it again; ``--check`` says whether it is as the registry is.
"""

from __future__ import annotations

import sys

from experiments.tasks import generated_pages
from simulation.counterfactual.uplift_parts import PARTS
from simulation.evaluation.dashboard_score import SCORE
from simulation.evaluation.field_tests import RESULT
from simulation.recording.by_creator import CHANNEL, DAILY, ROSTER
from simulation.recording.metric import NOTATION, Metric
from simulation.recording.metrics import OUTCOMES, SERIES

PAGE = generated_pages.DOCS / "metrics.md"
HEAD = f"""# Metrics

Everything that is measured, with unit, the direction that is good for the studied brand, definition and formula. This
page is made from the registry by `make docs`; do not edit it.

{NOTATION}"""
TITLES = {
    "Day by day: `model.metrics`": SERIES,
    "Of a run: `model.outcomes()`": OUTCOMES,
    "By creator: `model.by_creator()`": ROSTER,
    "By channel: `simulation.recording.by_creator.by_channel(model)`": CHANNEL,
    "Day by day and channel, tier, niche or creator: `daily_by(model, group)` of the same module": DAILY,
    "By part of a campaign: `leave_one_out` and `shapley` of `simulation.counterfactual.uplift_parts`": PARTS,
    "Of a method, against the truth: `simulation.evaluation.dashboard_score.score(...).methods`": SCORE,
    "Of a field test: `simulation.evaluation.field_tests.run_test(...)`": RESULT,
}


def page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join([HEAD, *(f"## {title}\n\n{_table(metrics)}" for title, metrics in TITLES.items())])


def _table(metrics: dict[str, Metric]) -> str:
    rows = [(f"`{m.name}`", m.unit, m.better, m.definition, f"`{m.formula}`") for m in metrics.values()]
    return generated_pages.table(("metric", "unit", "better", "definition", "formula"), rows)


if __name__ == "__main__":
    sys.exit(generated_pages.main(sys.argv[1:], PAGE, page))
