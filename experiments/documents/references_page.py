"""The page of references: facts with their sources, and publications with what rests on each; made, never typed.

``python -m experiments.documents.references_page --write`` makes it again; ``--check`` says whether it is as the code
is.
"""

from __future__ import annotations

import sys

from experiments.documents.sources import PRIORS, source_of
from experiments.documents.submodels import all_modules
from experiments.documents.works import WORKS, cited_in, full
from experiments.tasks import generated_pages
from experiments.validation import card
from experiments.validation.real_data.data_sets import SETS
from simulation.scenario.parameter import entries
from simulation.scenario.scenario import Scenario

PAGE = generated_pages.DOCS / "references.md"
HEAD = """# References

The facts and publications that the model rests on. This page is made from the code by `make docs`; do not edit it.
`nichecast task=cite` prints the same for one run: what its parameters and mechanisms rest on, and what is ours.

## Facts

The rows of the scorecard (`nichecast task=validate`). A source such as `facts.md prices` in [Parameters](parameters.md)
means the row of that name. **fit** rows may be used to calibrate, **held** rows are scored only, **contested** rows
point in different directions in the literature. Grade A: seen in the study itself; B: trade report; C: from memory;
D: derived from other rows.
"""
MIDDLE = """## Publications

Each with the facts, parameters, data sets and files that name it. Titles were written down from memory, and only where
that was certain: check an entry before you quote it. "As cited" means that only the short citation is known here.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    facts = [
        (f'<a id="{fact.name}"></a>`{fact.name}`', fact.split, fact.claim, fact.source, fact.grade)
        for fact, _ in card.facts().values()
    ]
    table = generated_pages.table(("fact", "split", "regularity", "source", "grade"), facts)
    direct, by_fact = named(), named_by_a_fact()
    rows = [(full(key), _uses(direct[key], by_fact.get(key, []))) for key in sorted(direct)]
    return "\n".join([HEAD, table, MIDDLE, generated_pages.table(("publication", "named by"), rows)])


def named() -> dict[str, list[str]]:
    """Return the publications that the code names, by first author and year, each with what names it."""
    found: dict[str, list[str]] = {}
    for fact, _ in card.facts().values():
        for key in cited_in(fact.source):
            found.setdefault(key, []).append(f"fact `{fact.name}`")
    for entry in entries(Scenario):
        for key in cited_in(entry.source + " " + entry.meaning):
            found.setdefault(key, []).append(f"`{entry.name}`")
    for prior in PRIORS.values():
        for key in cited_in(prior.reason):
            found.setdefault(key, []).append(f"range of `{prior.name}` in calibration")
    for called, read in SETS.values():
        for key in cited_in(read.__doc__ or ""):
            found.setdefault(key, []).append(f"data set {called}")
    for module in all_modules():
        for key in cited_in("\n".join([module.text, *(function.text for function in module.functions)])):
            found.setdefault(key, []).append(f"{module.name.removeprefix('simulation.').replace('.', '/')}.py")
    return found


def unlisted() -> list[str]:
    """Return publications that the code names and the list of works has not."""
    return [key for key in named() if key not in WORKS]


def named_by_a_fact() -> dict[str, list[str]]:
    """Return the publications behind each parameter's source, its facts resolved, each with the parameters."""
    found: dict[str, list[str]] = {}
    for entry in entries(Scenario):
        for key in source_of(entry.source).works:
            found.setdefault(key, []).append(f"`{entry.name}`")
    return found


def _uses(direct: list[str], by_fact: list[str]) -> str:
    return ", ".join([*direct, *(f"{name} (by a fact)" for name in by_fact if name not in direct)])


if __name__ == "__main__":
    sys.exit(generated_pages.main(sys.argv[1:], PAGE, page))
