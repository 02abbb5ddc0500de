"""Dealing: how creators weigh offers, whom they leave, what they sell, whether they label, when they stop for good."""

from __future__ import annotations

import numpy as np

from simulation.behaviour.recognition import chance_to_recognise
from simulation.compute.compiling import behaviour
from simulation.compute.draws import QUIT, draw4
from simulation.compute.float32 import ONE, ZERO, clip, logistic, power
from simulation.scenario.coefficients import DealingRules, RegulationRules, Rules
from simulation.state.columns import NEVER, Contracts, Creators, Now, Tables, Tally

CENTS = np.float32(100)
USUAL_FIT = np.float32(0.75)  # the mean of posts for outside brands: see `content.publish`


@behaviour
def is_live(b: int, i: int, day: int, contracts: Contracts) -> bool:
    """Say whether brand ``b`` and creator ``i`` have a contract that runs, or is yet to begin."""
    ends = contracts.first[b, i] + contracts.length[b, i]
    return bool(contracts.posts[b, i] > 0 and day < ends and day < contracts.left[b, i])


@behaviour
def load_with(i: int, more: np.float32, day: int, creators: Creators, contracts: Contracts) -> np.float32:
    """Return the share of sponsored posts that creator ``i`` would have with ``more`` sponsored posts a day.

    ``(s + more) / (s + more + posting (1 - sold))``, with ``s = posting sold + sum of posts / length`` over contracts.
    """
    sponsored = creators.posting[i] * creators.sold[i] + more
    organic = creators.posting[i] * (ONE - creators.sold[i])
    for b in range(contracts.posts.shape[0]):
        if is_live(b, i, day, contracts):
            sponsored += np.float32(contracts.posts[b, i]) / np.float32(contracts.length[b, i])
    whole = sponsored + organic
    return sponsored / whole if whole > ZERO else ZERO


@behaviour
def value_of_offer(
    i: int, b: int, fee: np.float32, control: np.float32, load: np.float32, creators: Creators, dealing: DealingRules
) -> np.float32:
    """Return the utility of a sponsored post, as a share of the creator's price.

    ``fee - c_time - c_a (1 - fit) h - c_k control h - delta V (l0 + l1 load^2)``: the last is what the post costs of
    the future audience, and grows with what is sold already. The costs of misfit and control are those of an authentic
    creator (integrity h); a creator without integrity minds neither (model.md, contract; the form of the loss is ours).
    """
    integrity = creators.integrity[i]
    strain = dealing.misfit * (ONE - creators.fit[i, b]) + dealing.control * control
    loss = dealing.loss + dealing.load_loss * load * load
    return fee / np.float32(creators.asked[i]) - dealing.time - integrity * strain - dealing.future * loss


@behaviour
def posts_to_take(
    i: int, b: int, fee: np.float32, posts: int, days: int, control: np.float32, day: int, tables: Tables, rules: Rules
) -> int:
    """Return how many of the offered posts creator ``i`` takes: the most at whose load they are worth it, or none.

    The largest n up to the number offered for which :func:`value_of_offer`, at the load with ``n / days`` more posts a
    day, is at least ``reservation``. Nobody works again for a brand that they left, and who stopped for good does not
    start again.
    """
    creators, contracts, dealing = tables.creators, tables.contracts, rules.dealing
    if creators.there[i] == 0 or contracts.left[b, i] != NEVER:
        return 0
    while posts > 0:
        load = load_with(i, np.float32(posts) / np.float32(days), day, creators, contracts)
        if value_of_offer(i, b, fee, control, load, creators, dealing) >= dealing.reservation:
            return posts
        posts -= 1
    return 0


@behaviour
def cost_of_hiding(i: int, creators: Creators, rules: Rules) -> np.float32:
    """Return what hiding a post costs in followers beyond labelling it, as a share of the price; below 0: less.

    ``caution future v (1 - f) leaving unfollow_sponsored (k_h P_h - k_l P_l)``: of those who see the post (v, the
    ``visibility``) the share P recognises it. That is :func:`chance_to_recognise` at the creator's own load, for
    readers as literate as they were at the start. Of those, k times ``unfollow_sponsored`` leave, k that of a hidden or
    of a labelled post. Those who leave are missed at all the posts that the creator expects to sell. f is the mean fit
    of what creators are paid for outside this market.
    """
    dealing, engagement, load = rules.dealing, rules.engagement, creators.load[i]
    hidden = chance_to_recognise(False, USUAL_FIT, ZERO, load, rules.regulation.readers, rules.recognition)
    labelled = chance_to_recognise(True, USUAL_FIT, ZERO, load, rules.regulation.readers, rules.recognition)
    lost = engagement.unfollow_hidden * hidden - engagement.unfollow_labelled * labelled
    lost *= engagement.unfollow_sponsored * creators.leaving[i] * (ONE - USUAL_FIT) * creators.visibility[i]
    return dealing.caution * dealing.future * lost


@behaviour
def chance_to_comply(price: np.float32, cost: np.float32, regulation: RegulationRules) -> np.float32:
    """Return the probability that a creator who would rather hide a post labels it: cost of hiding against its worth.

    ``sigmoid((enforcement (fine + fine_share p) + (c - temptation) p) / (prudence p))`` for a price p in USD and a cost
    c of hiding as a share of it (ours).
    """
    if price <= ZERO:
        return ONE
    expected = regulation.enforcement * (regulation.fine + regulation.fine_share * price)
    return logistic((expected + (cost - regulation.temptation) * price) / (regulation.prudence * price))


@behaviour
def set_labels(i: int, creators: Creators, rules: Rules) -> None:
    """Label by habit; by prudence too, if rules are enforced or if creators mind the followers that hiding costs.

    ``labels = habit + (1 - habit) P(comply)``.
    """
    habit = creators.disclosure[i]
    cautious = rules.dealing.enabled != ZERO and rules.dealing.caution > ZERO
    if cautious or rules.regulation.enforcement > ZERO:
        price = np.float32(creators.asked[i]) / CENTS
        cost = cost_of_hiding(i, creators, rules) if cautious else ZERO
        habit += (ONE - habit) * chance_to_comply(price, cost, rules.regulation)
    creators.labels[i] = habit


@behaviour
def bear(b: int, i: int, day: int, tables: Tables, dealing: DealingRules) -> None:
    """A week with brand ``b``: control angers authentic creators, neglect angers all; past the tolerance they leave.

    ``anger <- (1 - forgiveness) anger + annoyance control integrity + neglect (1 - service)``.
    """
    contracts = tables.contracts
    vexed = dealing.annoyance * contracts.control[b, i] * tables.creators.integrity[i]
    vexed += dealing.neglect * (ONE - contracts.service[b, i])
    contracts.anger[b, i] = contracts.anger[b, i] * (ONE - dealing.forgiveness) + vexed
    if contracts.anger[b, i] > dealing.tolerance:
        contracts.left[b, i] = day


@behaviour
def is_day_to_reconsider(now: Now, rules: Rules) -> bool:
    """Say whether creators think again today: once a week, counted from the campaign's first day."""
    return (now.day - rules.burn_in) % 7 == 0


@behaviour
def reconsider(i: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Once a week creator ``i`` thinks again: labels, brands, how much to sell, whether to go on at all.

    Income effect: ``sold = sold_0 (price / price_0)^-e``, at most ``most_sold``: who gets less for a post sells more of
    them. Quitting: with probability ``quitting integrity ((load - bearable) / (1 - bearable))^2``, where the creator's
    own sponsored share is above what is bearable; all its contracts end.
    """
    creators, contracts, dealing = tables.creators, tables.contracts, rules.dealing
    if creators.there[i] == 0 or not is_day_to_reconsider(now, rules):
        return
    set_labels(i, creators, rules)
    if dealing.enabled == ZERO:
        return
    for b in range(contracts.posts.shape[0]):
        if is_live(b, i, now.day, contracts):
            bear(b, i, now.day, tables, dealing)
    worth = np.float32(creators.worth[i])
    if dealing.income > ZERO and worth > ZERO:
        wanted = rules.feed.other_sponsors * power(np.float32(creators.asked[i]) / worth, -dealing.income)
        creators.sold[i] = clip(wanted, ZERO, max(dealing.most_sold, rules.feed.other_sponsors))
    strain = max(creators.load[i] - dealing.bearable, ZERO)
    if strain > ZERO:
        strain /= ONE - dealing.bearable
        u0, _, _, _ = draw4(now.seed, QUIT, i, now.day, 0, 0)
        if u0 < dealing.quitting * creators.integrity[i] * strain * strain:
            creators.there[i] = 0
            for b in range(contracts.posts.shape[0]):
                if is_live(b, i, now.day, contracts):
                    contracts.left[b, i] = now.day
