"""The diary of a consumer: what they saw, felt and did, and what would not have happened without the campaign."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import numpy as np

from simulation.counterfactual.fork import Forkable
from simulation.diary.listener import Listener, Note, name_of_creator
from simulation.diary.story import Diary, Entry
from simulation.errors import InputError
from simulation.state.columns import STUDIED
from simulation.strategies.none import NoMarketing


def diary_of_consumer(model: Forkable, row: int) -> Diary:
    """Live the days again with and without the campaign, and tell them; see ``MarketModel.why``."""
    lived = _live_again(model, row, campaign=True)
    with lived.model as again:
        same = _same_person(model, again, row)
    if not same:
        raise InputError(
            "why: got a run that cannot be repeated, takes one whose columns were not changed from outside"
        )
    without = _live_again(model, row, campaign=False)
    with without.model as bare:
        end = _conclude(model, bare, row)
    mine, theirs = ({(note.day, note.what) for note in life.notes} for life in (lived, without))
    return Diary(
        about=_introduce(model, row),
        entries=tuple(_entry(note, (note.day, note.what) not in theirs) for note in lived.notes),
        missing=tuple(_entry(note, False) for note in without.notes if (note.day, note.what) not in mine),
        end=end,
    )


def _entry(note: Note, due: bool) -> Entry:
    return Entry(note.day, note.what + (f"; {note.change}" if note.change else ""), due)


class _Lived(NamedTuple):
    model: Forkable
    notes: list[Note]


def _live_again(model: Forkable, row: int, campaign: bool) -> _Lived:
    """Live a model's days again, listening to one consumer; without the campaign, the studied brand does nothing."""
    if not model.origin.built:
        raise InputError(
            "why: got a model whose world was handed over or loaded, takes one built from scenario and seed"
        )
    turns = model.origin.turns

    def strategies(k: int) -> list[Any]:
        fresh = copy.deepcopy(turns[k][2])
        return fresh if campaign else [NoMarketing(), *fresh[1:]]

    mine, *rivals = strategies(0)
    make: Any = type(model)
    again = make(turns[0][1], mine, model.seed, "compiled", model.engine.threads, None, rivals)
    listener = Listener(again, row)
    for k, (_, scenario, _) in enumerate(turns):
        if k > 0:
            mine, *rivals = strategies(k)
            with again as before:
                again = before.fork(mine, scenario, rivals)
            listener.model = again
        again.engine.watch = (row, listener.watching)
        until = turns[k + 1][0] if k + 1 < len(turns) else model.day
        if again.campaign_day < 0:  # the burn-in is nobody's campaign, and need not be told
            again.engine.watch = None
            again.run_for(min(-again.campaign_day, until - again.day))
            again.engine.watch = (row, listener.watching)
        if until > again.day:
            again.run_for(until - again.day)
    return _Lived(again, listener.notes)


def _same_person(a: Forkable, b: Forkable, row: int) -> bool:
    return all(
        np.asarray(x[row : row + 1]).tobytes() == np.asarray(y[row : row + 1]).tobytes()  # some markets lack a column
        for x, y in zip(a.consumers, b.consumers, strict=True)
    )


def _introduce(model: Forkable, row: int) -> tuple[str, ...]:
    people, niches = model.consumers, model.scenario.market.niches
    rate = float(people.rate[row])
    buys = f"shops in the category every {1 / rate:.0f} days or so" if rate > 0 else "never buys in the category"
    agent = model.consumer(row)
    follows = [name_of_creator(model, i) for i in agent.follows]
    shown = ", ".join(follows[:3]) + (f" and {len(follows) - 3} more" if len(follows) > 3 else "")
    return (
        f"Consumer {row}, one of {len(people.niche):,}, standing for {model.people_per_consumer:g} people.",
        f"Reads {niches[people.niche[row]]} first and {niches[people.second[row]]} second; {buys}.",
        f"Follows {shown or 'nobody'}; {len(agent.friends)} friends.",
    )


def _conclude(model: Forkable, without: Forkable, row: int) -> tuple[str, ...]:
    lines = ["now (without the campaign):"]
    for b, brand in enumerate(model.brand_names):
        with_, bare = (
            f"bought {int(m.consumers.purchases[row, b])}, trust {float(m.consumers.trust[row, b]):.2f},"
            f" liking {float(m.consumers.attitude[row, b]):+.2f}"
            if m.consumers.aware[row, b]
            else "not known"
            for m in (model, without)
        )
        lines.append(f"  {brand}: {with_} ({'the same' if with_ == bare else bare})")
    mine, theirs = (int(m.consumers.purchases[row, STUDIED]) for m in (model, without))
    name = model.brand_names[STUDIED]
    verdict = (
        f"The campaign made {mine - theirs} more purchases of {name} by this person."
        if mine > theirs
        else f"The campaign cost {theirs - mine} purchases of {name} by this person."
        if mine < theirs
        else f"The campaign changed nothing in what this person bought of {name}."
    )
    return (*lines, verdict)
