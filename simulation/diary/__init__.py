"""Why somebody is where they are: the diary of a consumer, with and without the campaign; a creator's story."""

from __future__ import annotations

from simulation.agents import Consumer, Creator
from simulation.counterfactual.fork import Forkable
from simulation.diary.consumer_diary import diary_of_consumer
from simulation.diary.creator_diary import diary_of_creator
from simulation.diary.story import Diary, Entry
from simulation.errors import InputError

__all__ = ["Diary", "Entry", "diary"]


def diary(model: Forkable, who: Consumer | Creator) -> Diary:
    """Return the diary; see :meth:`simulation.model.MarketModel.why`."""
    if isinstance(who, Consumer):
        return diary_of_consumer(model, who.row)
    if isinstance(who, Creator):
        return diary_of_creator(model, who)
    raise InputError(
        f"why: got {who!r}, takes a consumer (model.consumer(row)) or a creator (model.creator_agents[row])"
    )
