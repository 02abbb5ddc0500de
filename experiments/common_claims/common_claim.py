"""What a common claim is: what is said, the comparisons that test it, and what would falsify it, all before any run."""

from __future__ import annotations

from typing import NamedTuple


class Setting(NamedTuple):
    """A market and the arms that are run in it; claims whose arms are the same share them.

    Attributes:
        arms: Name -> overrides of strategy and market, as in ``variants``; a plain strategy has none.
        market: Overrides of the market of all arms.
        finer: How many times the simulated consumers of other settings it takes, where effects are small.
    """

    arms: dict[str, tuple[str, ...]]
    market: tuple[str, ...] = ()
    finer: int = 1


class Comparison(NamedTuple):
    """One comparison of a claim, in the language of :mod:`experiments.whatifs.claims`.

    Attributes:
        name: What it says, in words joined by underscores.
        text: The comparison, such as ``waste(a) - waste(b) < 0``.
        setting: Name of the setting whose arms it names.
    """

    name: str
    text: str
    setting: str


class CommonClaim(NamedTuple):
    """One thing that is commonly said.

    Attributes:
        name: The claim's identity.
        said: What is said, in a sentence.
        how: How it is tested, in a sentence.
        falsifier: What would falsify it, in words; written before the run.
        comparisons: All of them have to hold.
        whatif: The what-if that asks the same question at more length.
    """

    name: str
    said: str
    how: str
    falsifier: str
    comparisons: tuple[Comparison, ...]
    whatif: str
