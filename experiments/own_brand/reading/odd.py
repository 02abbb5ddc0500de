"""What a brand's files say that may well be wrong, seen beside one another: a sentence each, with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from experiments.own_brand.brand import Answers, RosterCreator, Sales
from experiments.results.wording import listed

VIEWS = 20.0
"""Views of a post for each follower above which a digit may be wrong (ours); a post that spreads far has a few."""
SHOWN = 3


def odd(answers: Answers, creators: Sequence[RosterCreator], sold: Sales | None, weeks: int) -> list[str]:
    """Return what is odd.

    Args:
        answers: Of ``brand.yaml``.
        creators: The roster.
        sold: The sales table, if there is one.
        weeks: So many weeks up to its last one are counted.
    """
    return [*_creators(answers, creators), *(() if sold is None else _sales(answers, sold, weeks))]


def _creators(answers: Answers, creators: Sequence[RosterCreator]) -> Iterator[str]:
    many = [each for each in creators if each.followers > answers.people]
    if many:
        yield (
            f"roster, followers: {_some(many, 'followers')} more than the {answers.people:,.0f} people of your market:"
            " those elsewhere cannot buy; only as many as can live in the market are counted, so write the followers"
            " there, if you know them"
        )
    seen = [each for each in creators if (each.average_views or 0.0) > VIEWS * each.followers]
    if seen:
        yield (
            f"roster, average views: {_some(seen, 'average_views')} more than {VIEWS:g} times the followers: check"
            " followers and views"
        )
    dear = [each for each in creators if (each.fee or 0.0) > answers.budget]
    if dear:
        yield f"roster, fee: {_some(dear, 'fee')} more than the whole budget: they cannot be hired"
    if creators and not any(each.niche for each in creators):
        yield (
            "roster: no niche is told of any creator: who fits the brand is not known, and each creator's niche is"
            " drawn; a column named niche changes that"
        )


def _some(creators: Sequence[RosterCreator], field: str) -> str:
    """Return the first few of some creators with a number of theirs."""
    first = [f"{each.handle} ({getattr(each, field):,.0f})" for each in creators[:SHOWN]]
    rest = len(creators) - len(first)
    have = "has" if len(creators) == 1 else "have"
    return f"{listed([*first, f'{rest} others'] if rest else first)} {have}"


def _sales(answers: Answers, sold: Sales, weeks: int) -> Iterator[str]:
    there = sold.units[sold.recent(weeks)]
    if len(there) < min(weeks, len(sold.units)):
        yield (
            f"sales: of the {weeks} weeks up to that of {sold.weeks[-1]}, {len(there)} are there;"
            f" sales are counted over"
            " these, and over no earlier ones"
        )
    usual = sorted(there)[len(there) // 2]
    high = max(there)
    if usual > 0 and high > 10 * usual:
        week = sold.weeks[sold.units.index(high, len(sold.units) - len(there))]
        yield f"sales: the week of {week} has {high:,.0f}, more than ten times the usual {usual:,.0f}: check it"
    revenue = answers.price * sum(there)
    spent = sum(sum(each[sold.recent(weeks)]) for each in sold.spend.values())
    if spent > revenue > 0:
        yield (
            f"sales: you spent {spent:,.0f} {answers.currency} and sold for {revenue:,.0f} {answers.currency} in the"
            f" {len(there)} weeks that count: check units, thousands and currency of the spend"
        )
