"""How many bytes a world's columns take, before it is built; a world that the memory cannot hold is refused."""

from __future__ import annotations

from simulation.compute.memory import available_memory
from simulation.compute.scratch import folder_in_use, free_scratch
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.scenario.creators import creators_needed
from simulation.state.columns import NEVER

MOST_OF_TWO_BYTES = 2**15
"""Creators whose rows, and -1 for none, two bytes hold."""
OF_A_PERSON = 32 + 20 + 8
"""Columns of `Consumers` and `Mail` without brands, and both graphs' starts, all rows numbered in the fewest bytes."""
OF_A_BRAND = 44 + 2
"""Columns of `Consumers` and `Mail` by brand, for each person."""
OF_A_FOLLOW = 9
"""Tie, alpha and beta; the creator's row takes 2 or 4 more."""
OF_A_FRIEND = 4
STARTS = 8
"""Bytes for each person that say where its follows and its friends begin; they are part of `OF_A_PERSON`."""
WHILE_BUILT, WHILE_BUILT_A_BRAND = 45, 30
"""Bytes of memory for each person, and for each of its brands, while a world is built whose columns lie in files."""
OF_A_TOUCH = 6
OF_A_SUBSCRIPTION = 2
OF_TOUCHES = 7
"""What a ring of touches takes for each person beside its entries."""


def budget(scenario: Scenario) -> dict[str, tuple[int, float]]:
    """Return what a generated world's columns take: of what, the bytes of one, and how many a simulated consumer has.

    Creators' columns are left out: there are few creators.
    """
    graph, entries = scenario.graph, scenario.measurement.touches
    creators = scenario.creators.number or creators_needed(scenario.creators, scenario.market.people, graph.follows)
    follows = graph.follows * (1 + graph.latent_share)
    wider = sum(edges * scenario.market.consumers >= NEVER for edges in (follows, graph.friends))
    wider += creators > MOST_OF_TWO_BYTES  # whom people speak of, today and yesterday
    return {
        "person": (OF_A_PERSON + 4 * wider, 1.0),
        "person and brand": (OF_A_BRAND, float(len(scenario.brands.names))),
        "follow": (OF_A_FOLLOW + (2 if creators <= 2**16 else 4), follows),
        "friend": (OF_A_FRIEND, float(graph.friends)),
        "subscription": (OF_A_SUBSCRIPTION, float(scenario.brands.subscription.enabled)),
        "ring of touches": (OF_TOUCHES, float(entries > 0)),
        "touch": (OF_A_TOUCH, float(entries)),
    }


def bytes_per_consumer(scenario: Scenario) -> float:
    """Return how many bytes a generated world's columns take for each simulated consumer."""
    return sum(size * number for size, number in budget(scenario).values())


def bytes_of_worlds(scenario: Scenario, number: int) -> float:
    """Return how many bytes the columns of so many worlds that share their graph's shape take for each consumer."""
    parts = budget(scenario)
    follow, follows = parts["follow"]
    shared = (follow - OF_A_FOLLOW) * follows + OF_A_FRIEND * parts["friend"][1] + STARTS
    return number * bytes_per_consumer(scenario) - (number - 1) * shared


def bytes_while_built(scenario: Scenario) -> float:
    """Return the bytes of memory for each consumer that building takes where the columns lie in a scratch folder.

    Measured: 74, 143, 264, 384 and 627 with 1, 4, 8, 12 and 20 brands.
    """
    return float(WHILE_BUILT + WHILE_BUILT_A_BRAND * len(scenario.brands.names))


def refuse_what_cannot_fit(scenario: Scenario) -> None:
    """Refuse a world that is larger than the memory or the scratch folder, before anything is made of it.

    Raises:
        InputError: saying how much it takes and how much there is.
    """
    if scenario.graph.source != "generated":  # as large as the file
        return
    folder, takes, left = folder_in_use(), bytes_per_consumer(scenario), available_memory()
    if folder is None:
        refuse_beyond(left, takes, scenario, "whose world takes", hint=", or more where a scratch folder can be given")
        return
    refuse_beyond(free_scratch(folder), takes, scenario, "whose world takes", f"of the disk at '{folder}'")
    refuse_beyond(left, bytes_while_built(scenario), scenario, "which take, while their world is built,")


def refuse_beyond(
    left: float, each: float, scenario: Scenario, what: str, where: str = "of memory", hint: str = ""
) -> None:
    """Refuse more consumers than there is room for.

    Args:
        left: Bytes that are free.
        each: Bytes that a consumer takes.
        scenario: The market.
        what: What takes them, for the message.
        where: Where they are.
        hint: What else could be done.

    Raises:
        InputError: saying how much it takes and how much there is.
    """
    consumers = scenario.market.consumers
    if each * consumers > left:
        raise InputError(
            f"market.consumers: got {consumers:,}, {what} {gigabytes(each * consumers)} {where}; {gigabytes(left)} are"
            f" free {'here' if where == 'of memory' else 'there'}; takes at most {int(left / each):,}{hint}"
        )


def gigabytes(size: float) -> str:
    """Return a number of bytes in words."""
    return f"{size / 2**30:,.0f} GiB" if size >= 10 * 2**30 else f"{size / 2**30:.2g} GiB"
