"""The market's niches with the brand's own words among them, and which of them speak to one another."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulation.scenario.market import NICHES, RELATED

NEAR = 0.84
"""Likeness of two words (difflib's ratio, 0 to 1) from which one is taken for a spelling of the other."""
MOST = 64
"""Niches that a market takes."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "coffee": ("espresso", "barista", "cafe", "tea", "roastery"),
    "books": ("reading", "literature", "bookstagram", "novels", "publishing"),
    "zero-waste": ("sustainability", "sustainable", "eco", "environment", "recycling", "vegan", "green"),
    "fashion": ("clothing", "clothes", "style", "apparel", "shoes", "sneakers", "jewellery", "jewelry", "streetwear"),
    "fitness": ("gym", "sport", "sports", "workout", "yoga", "running", "cycling", "training", "wellness", "health"),
    "gaming": ("games", "esports", "streaming", "consoles"),
    "parenting": ("family", "baby", "mums", "moms", "dads", "kids", "children", "motherhood"),
    "travel": ("holidays", "hotels", "outdoor", "hiking", "adventure", "camping"),
    "beauty": ("skincare", "skin care", "cosmetics", "makeup", "make-up", "haircare", "hair", "perfume", "fragrance"),
    "food": ("cooking", "recipes", "baking", "restaurants", "kitchen", "snacks", "drinks", "wine", "nutrition"),
    "tech": ("technology", "gadgets", "software", "electronics", "smartphones", "photography", "cars"),
    "music": ("instruments", "concerts", "festivals", "vinyl", "guitar"),
}
"""Words of the trade for the market's niches: which of them a word of one's own is near. Ours, from use."""


@dataclass(frozen=True)
class Niches:
    """A market's niches and pairs that speak to one another; ``known_as``: a word as it was written -> its niche."""

    names: tuple[str, ...]
    related: tuple[str, ...]
    known_as: Mapping[str, str]
    notes: tuple[str, ...]

    def of(self, word: str | None) -> str:
        """Return the niche of a word of the folder; nothing where there is none, or the market has no room for it."""
        return self.known_as.get(word or "", "")


def niches_with(own: Iterable[str], others: Iterable[str] = ()) -> Niches:
    """Return the market's niches with words of one's own among them.

    A word that is a niche, or a spelling of one, is that niche. Any other becomes a niche of its own; it is related to
    the niche that it is near (``WORDS``), and the brand's own words are related to one another.

    Args:
        own: The brand's words, its first one first.
        others: Further words, such as those of creators.
    """
    names, related, known_as, notes = list(NICHES), list(RELATED), {}, []
    first = None
    for word, is_own in [*((word, True) for word in own), *((word, False) for word in others if word)]:
        if word in known_as:
            continue
        plain = " ".join(word.replace("+", " ").lower().split())
        niche = _spelled(plain, names)
        if niche is None and len(names) < MOST and plain:
            niche = plain
            names.append(plain)
            near = _near(plain)
            if near:
                related.append(f"{plain}+{near}")
            elif is_own:
                notes.append(f"niche '{word}': near no niche of the market; its people are like any others")
        if niche is None:
            notes.append(f"niche '{word}': the market takes {MOST} niches; creators of it are drawn another one")
            continue
        known_as[word] = niche
        first = first or niche
        pair = {f"{first}+{niche}", f"{niche}+{first}"}
        if is_own and niche != first and not pair & set(related):
            related.append(f"{first}+{niche}")
    return Niches(tuple(names), tuple(related), known_as, tuple(notes))


def _spelled(word: str, names: list[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word, names, 1, NEAR)), None)


def _near(word: str) -> str | None:
    """Return the market's niche that a word is near: of the word itself, or of one of the words that it is made of."""
    trade = {each: niche for niche, words in WORDS.items() for each in words}
    for each in (word, *word.replace("-", " ").replace("&", " ").split()):
        if each in NICHES:
            return each
        found = difflib.get_close_matches(each, trade, 1, NEAR)
        if found:
            return trade[found[0]]
    return None
