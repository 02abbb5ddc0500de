"""Words that sentences are made of."""

from __future__ import annotations

import pytest

from experiments.results.wording import capital


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("the market takes it.", "The market takes it."),
        ("brand.yaml says so.", "brand.yaml says so."),
        ("Already.", "Already."),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_and_a_file_with_its_name(text: str, begun: str) -> None:
    assert capital(text) == begun
