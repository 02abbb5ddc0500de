"""The story of a creator: offers, choices, earnings, trust, read from the log and the columns."""

from __future__ import annotations

from simulation.agents import Creator
from simulation.counterfactual.fork import Forkable
from simulation.diary.story import Diary, Entry
from simulation.recording.edge_trust import trust_on
from simulation.state.columns import STUDIED


def diary_of_creator(model: Forkable, who: Creator) -> Diary:
    """Offers, choices, events, earnings and trust, from the log and the columns."""
    i, creators, contracts = who.row, model.creators, model.tables.contracts
    told = []
    for deal in model.history.deals:
        if deal.creator != i:
            continue
        brand = model.brand_names[deal.brand]
        offer = f"{deal.posts} posts at {deal.fee / 100:,.0f} USD, control {deal.control:.1f}"
        answer = "took all" if deal.taken == deal.posts else f"took {deal.taken}" if deal.taken else "declined"
        told.append(Entry(deal.day, f"{brand} offered {offer}; {answer}", deal.brand == STUDIED))
    for event in model.history.events:
        if event.creator == i and event.what != "crisis: spillover":
            of = f" ({model.brand_names[event.brand]})" if event.brand >= 0 else ""
            told.append(Entry(event.day, f"{event.what}{of}", event.brand == STUDIED))
    edges = (model.tables.follows.creator == i) & ((model.tables.follows.tie & 1) != 0)
    trust = f"{float(trust_on(model.tables.follows, edges).mean()):.2f}" if edges.any() else "nobody's"
    now = [
        f"Earned {model.journal.earned(i) / 100:,.0f} USD from the brands of this market; asks {who.quote / 100:,.0f}"
        f" USD per post ({float(creators.worth[i]) / 100:,.0f} when the campaign began).",
        f"Trust of followers {trust}; {float(creators.load[i]):.0%} of its posts are sponsored,"
        f" {float(creators.bought[i]):.0%} of its public followers bought.",
    ]
    for b, brand in enumerate(model.brand_names):
        if contracts.posts[b, i] > 0:
            used = "uses" if contracts.uses[b, i] else "does not use"
            now.append(
                f"For {brand}: {int(contracts.published[b, i])} of {int(contracts.posts[b, i])} posts made,"
                f" {used} the product, dissatisfaction {float(contracts.anger[b, i]):.2f}"
                f" of {model.scenario.creators.dealing.tolerance:.2f} at which it leaves."
            )
    if not creators.there[i]:
        now.append("Has stopped for good.")
    return Diary(
        about=(
            f"Creator {i}: {who.tier}, {who.niche}, {who.followers:,.0f} followers"
            f" ({float(creators.before[i]):,.0f} in public when the campaign began).",
            f"Integrity {float(creators.integrity[i]):.2f}, craft {float(creators.craft[i]):.2f}, labels"
            f" {float(creators.labels[i]):.0%} of sponsored posts, posts {float(creators.posting[i]):.2f} a day.",
        ),
        entries=tuple(sorted((Entry(e.day, e.what, False) for e in told), key=lambda entry: entry.day)),
        missing=(),
        end=tuple(now),
    )
