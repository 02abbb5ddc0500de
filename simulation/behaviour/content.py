"""Content: what a creator publishes today."""

from __future__ import annotations

import numpy as np

from simulation.compute.compiling import behaviour
from simulation.compute.draws import FINE, POST, SCANDAL, draw4
from simulation.compute.float32 import HALF, ONE, ZERO, clip
from simulation.scenario.coefficients import FeedRules, Rules
from simulation.state.columns import (
    FINED,
    FINED_POSTS,
    ORGANIC,
    OTHER,
    SPONSORED_POSTS,
    STUDIED,
    STUDIED_POSTS,
    Content,
    Now,
    Tables,
    Tally,
)

SPREAD_OF_QUALITY = np.float32(0.3)
SECOND_BLOCK = 32  # a post's further draws: slots are fewer than 32
LIVE = 3  # the format that asks for answers
LOAD_MEMORY = np.float32(0.95)  # of a creator's own share of sponsored posts, per post: the last twenty or so
YEAR = np.float32(365)


@behaviour
def posts_due(day: int, first: int, length: int, posts: int, creator: int) -> int:
    """Return how many of a contract's posts fall on a day: they are spread evenly over its length.

    ``floor(((t + 1) n + s) / L) - floor((t n + s) / L)``, n posts over L days, t days since the first one, 0 before and
    after. Creators are shifted against one another by ``s = 7919 i mod L``; otherwise all would post for the brand on
    the same days. ``7919`` is a prime that no length is likely to share a factor with.
    """
    elapsed = day - first
    if posts <= 0 or elapsed < 0 or elapsed >= length:
        return 0
    shift = (creator * 7919) % length
    return ((elapsed + 1) * posts + shift) // length - (elapsed * posts + shift) // length


@behaviour
def pick_format(u: np.float32, feed: FeedRules) -> int:
    """Return the format that a uniform falls on."""
    for f in range(feed.format_cumulative.size - 1):
        if u < feed.format_cumulative[f]:
            return f
    return feed.format_cumulative.size - 1


@behaviour
def fill_slot(
    i: int,
    s: int,
    brand: int,
    fit: np.float32,
    control: np.float32,
    label: bool,
    uses: bool,
    u_quality: np.float32,
    u_format: np.float32,
    craft: np.float32,
    content: Content,
    feed: FeedRules,
) -> None:
    """Write one post into the creator's row: ``quality = (craft + 0.3 (u - 1/2)) (1 - control / 2)``, cut to 0..1.

    Quality is craft with noise of +-0.15, less where the brief scripts it.
    """
    quality = craft + SPREAD_OF_QUALITY * (u_quality - HALF)
    content.brand[i, s] = brand
    content.format[i, s] = pick_format(u_format, feed)
    content.quality[i, s] = clip(quality * (ONE - HALF * control), ZERO, ONE)
    content.fit[i, s] = fit
    content.control[i, s] = control
    content.label[i, s] = label
    content.uses[i, s] = uses


@behaviour
def is_fined(i: int, partner: int, draw: int, now: Now, rules: Rules) -> bool:
    """Say whether a sponsored post without a label is found: with probability ``enforcement``."""
    if rules.regulation.enforcement <= ZERO:
        return False
    u0, _, _, _ = draw4(now.seed, FINE, i, now.day, partner, draw)
    return bool(u0 < rules.regulation.enforcement)


@behaviour
def stumble(i: int, now: Now, tables: Tables, rules: Rules) -> None:
    """Creator ``i`` may have a scandal today, with probability ``scandal (1 - integrity) / 365``."""
    creators, crises = tables.creators, rules.crises
    if crises.enabled == ZERO or crises.scandal <= ZERO:
        return
    u0, _, _, _ = draw4(now.seed, SCANDAL, i, now.day, 0, 0)
    if u0 < crises.scandal * (ONE - creators.integrity[i]) / YEAR:
        creators.scandal[i] = ONE


@behaviour
def feel_own_load(i: int, posts: int, sponsored: int, tables: Tables) -> None:
    """Move the running share of sponsored posts among the creator's own, the sponsored first.

    ``load <- 0.95 load + 0.05 [sponsored]`` at each post.
    """
    load = tables.creators.load[i]
    for s in range(posts):
        load = LOAD_MEMORY * load + (ONE - LOAD_MEMORY) * (ONE if s < sponsored else ZERO)
    tables.creators.load[i] = load


@behaviour
def publish(i: int, now: Now, tables: Tables, rules: Rules, tally: Tally) -> None:
    """Creator ``i`` publishes: the sponsored posts that are due, then organic ones (some paid by outside brands).

    Reads contracts and the creator; writes the creator's row of ``content``, and counts the posts of brands. Posts that
    find no slot are dropped: organic ones first, since the sponsored come first. The brand whose posts come first,
    and so are read first if attention is short, rotates by creator and day: brand ``(k + i + day) mod B`` is the k-th,
    from 0. Craft is less by the factor ``1 - thin (1 - service)`` where managers had no time for the brief. A sponsored
    post is labelled if the contract says so, else with probability ``labels``, and is a live session with probability
    ``interactive``. One without a label may be found where rules are enforced.

    Beside these there are ``floor(posting + u)`` posts. Each is paid for by an outside brand with probability ``sold``:
    fit uniform in 1/2..1, no control, labelled with probability ``labels``, the product truly used with probability
    ``integrity``. The others are organic: fit 1.
    """
    creators, contracts, content = tables.creators, tables.contracts, tables.content
    content.number[i] = 0
    if creators.there[i] == 0:
        return
    stumble(i, now, tables, rules)
    slots = content.brand.shape[1]
    s = 0
    brands = contracts.posts.shape[0]
    for place in range(brands):
        b = (place + i + now.day) % brands
        if now.day >= contracts.left[b, i]:
            continue
        due = posts_due(now.day, contracts.first[b, i], contracts.length[b, i], contracts.posts[b, i], i)
        while due > 0 and s < slots:
            u0, u1, u2, u3 = draw4(now.seed, POST, i, now.day, b + 1, due)
            label = contracts.label[b, i] != 0 or u0 < creators.labels[i]
            fill_slot(
                i,
                s,
                b,
                creators.fit[i, b],
                contracts.control[b, i],
                label,
                contracts.uses[b, i] != 0,
                u1,
                u2,
                creators.craft[i] * (ONE - rules.thin * (ONE - contracts.service[b, i])),
                content,
                rules.feed,
            )
            if u3 < contracts.interactive[b, i]:
                content.format[i, s] = LIVE
            contracts.published[b, i] += 1
            tally.brand[b, SPONSORED_POSTS] += 1
            if b == STUDIED:
                tally.creator[i, STUDIED_POSTS] += 1
            if not label and is_fined(i, b + 1, due, now, rules):
                tally.brand[b, FINED_POSTS] += 1
                tally.creator[i, FINED] += 1
            due -= 1
            s += 1
    sponsored = s
    sold = creators.sold[i]
    u0, _, _, _ = draw4(now.seed, POST, i, now.day, 0, 0)
    number = int(creators.posting[i] + u0)  # floor(rate + u): the mean is the rate
    for n in range(number):
        if s >= slots:
            break
        u0, u1, u2, u3 = draw4(now.seed, POST, i, now.day, 0, n + 1)
        if u3 < sold:
            # An outside brand: its fit is rescaled from u3, uniform below the threshold.
            fit = HALF + HALF * u3 / sold
            label = u0 < creators.labels[i]
            u_uses, _, _, _ = draw4(now.seed, POST, i, now.day, 0, n + SECOND_BLOCK)
            fill_slot(
                i,
                s,
                OTHER,
                fit,
                ZERO,
                label,
                u_uses < creators.integrity[i],
                u1,
                u2,
                creators.craft[i],
                content,
                rules.feed,
            )
            sponsored += 1
            if not label and is_fined(i, 0, n, now, rules):
                tally.creator[i, FINED] += 1
        else:
            fill_slot(i, s, ORGANIC, ONE, ZERO, False, True, u1, u2, creators.craft[i], content, rules.feed)
        s += 1
    content.number[i] = s
    feel_own_load(i, s, sponsored, tables)
