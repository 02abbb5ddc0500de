"""A consumer as a Mesa agent: a thin handle on one row."""

from __future__ import annotations

from typing import Any

import mesa

from simulation.behaviour.adverts import see_adverts, see_feed_adverts
from simulation.behaviour.crisis_news import hear_news
from simulation.behaviour.dialogue import answer
from simulation.behaviour.exposure import see_feed
from simulation.behaviour.forgetting import forget
from simulation.behaviour.purchase import shop
from simulation.behaviour.talk import knock, listen
from simulation.compute.compiling import interpreted
from simulation.market_base import Market


class Consumer(mesa.Agent):
    """One consumer. Its methods call the very functions that the compiled engine runs over all rows."""

    model: Market

    def __init__(self, model: Any, row: int) -> None:
        """Make the handle on ``row``."""
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        """Name the consumer by its row."""
        return f"<Consumer {self.row}>"

    def see_feed_adverts(self) -> None:
        """Meet the advertisements in the day's feed."""
        interpreted(see_feed_adverts)(self.row, *self.model.day_context)

    def see_feed(self) -> None:
        """Read the day's feed."""
        interpreted(see_feed)(self.row, *self.model.day_context)

    def see_adverts(self) -> None:
        """Meet the day's advertisements."""
        interpreted(see_adverts)(self.row, *self.model.day_context)

    def answer(self) -> None:
        """Hear back from whom one wrote to; come to a session, get advice."""
        interpreted(answer)(self.row, *self.model.day_context)

    def hear_news(self) -> None:
        """Perhaps hear of crises, and of apologies."""
        interpreted(hear_news)(self.row, *self.model.day_context)

    def knock(self) -> None:
        """Tell friends that there is something to hear."""
        interpreted(knock)(self.row, *self.model.day_context)

    def listen(self) -> None:
        """Hear what friends said yesterday."""
        interpreted(listen)(self.row, *self.model.day_context)

    def shop(self) -> None:
        """Perhaps buy."""
        interpreted(shop)(self.row, *self.model.day_context)

    def forget(self) -> None:
        """Let adstock, attitude and salience fade, and perhaps forget brands."""
        interpreted(forget)(self.row, *self.model.day_context)

    @property
    def niche(self) -> str:
        """Name of the primary niche."""
        return str(self.model.scenario.market.niches[self.model.consumers.niche[self.row]])

    @property
    def friends(self) -> list[int]:
        """Rows of the friends."""
        friends = self.model.tables.friends
        return [int(f) for f in friends.friend[friends.start[self.row] : friends.start[self.row + 1]]]

    @property
    def follows(self) -> list[int]:
        """Rows of the creators followed now."""
        from simulation.state.columns import ACTIVE

        follows = self.model.tables.follows
        edges = slice(follows.start[self.row], follows.start[self.row + 1])
        active = (follows.tie[edges] & ACTIVE) != 0
        return [int(i) for i in follows.creator[edges][active]]

    def __getattr__(self, name: str) -> Any:
        """Read any column of the consumers' table at this row: ``consumer.trust``, ``consumer.load``."""
        if not name.startswith("_") and "row" in self.__dict__:
            columns = self.model.consumers
            if name in columns._fields:
                return getattr(columns, name)[self.row]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
