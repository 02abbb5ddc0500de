"""What the source of a parameter says: publications, facts of the scorecard, or a choice of ours."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from experiments.calibration.priors import SPACE
from experiments.documents.works import cited_in
from experiments.validation import card

type Standing = Literal["cited", "calibrated", "form", "ours"]

MEANS: dict[Standing, str] = {
    "cited": "the value, or its range, is from what is cited",
    "calibrated": "the value is set so that a fact comes out",
    "form": "form or sign are cited, the value is ours",
    "ours": "no publication gives it",
}
FORM = re.compile(r"value ours|\(form\)|\(sign[:)]|: sign\)|\(the concept\)|\(expectation disconfirmation\)|\(that ")
"""What a source says where it does not give the value."""
FACT = re.compile(r"facts\.md ([\w, ]+)")


PRIORS = {prior.name: prior for prior in SPACE}
"""Parameters whose defaults a calibration chose, with the range that it was given."""


class Source(NamedTuple):
    """A source, taken apart.

    Attributes:
        said: The source as the parameter gives it.
        standing: How far it gives the value.
        facts: Rows of the scorecard that it names.
        works: Publications that it or those facts cite, by first author and year.
        others: Sources of those facts that are no publications, such as rate cards.
    """

    said: str
    standing: Standing
    facts: tuple[str, ...]
    works: tuple[str, ...]
    others: tuple[str, ...]


def source_of(said: str) -> Source:
    """Take the source of a parameter apart; facts are resolved to what they cite."""
    known = card.facts()
    facts = tuple(name for part in FACT.findall(said) for name in re.findall(r"\w+", part) if name in known)
    works = dict.fromkeys(cited_in(said))
    others = []
    for name in facts:
        source = known[name][0].source
        works.update(dict.fromkeys(cited_in(source)))
        if not cited_in(source):
            others.append(f"{name}: {source}")
    return Source(said, standing_of(said), facts, tuple(works), tuple(others))


def source_of_default(name: str, said: str) -> Source:
    """Take the source of a parameter's default apart: what the parameter says, and what calibration adds to it."""
    source, prior = source_of(said), PRIORS.get(name)
    if prior is None:
        return source
    told = source_of(prior.reason)
    return Source(
        f"{said}; calibrated to the fit rows within {prior.low:g} to {prior.high:g} ({prior.reason})",
        "calibrated",
        tuple(dict.fromkeys(source.facts + told.facts)),
        tuple(dict.fromkeys(source.works + told.works)),
        tuple(dict.fromkeys(source.others + told.others)),
    )


def standing_of(said: str) -> Standing:
    """Say how far a source gives the value."""
    if said.startswith("ours") or "model.md" in said:
        return "ours"
    if said.startswith("calibrated"):
        return "calibrated"
    return "form" if FORM.search(said) else "cited"
