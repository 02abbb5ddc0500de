"""The whole scenario: what a market is made of, before a seed makes it one."""

from __future__ import annotations

import dataclasses
import functools
import warnings
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simulation.errors import InputError, nearest, shown
from simulation.scenario.brands import Brands
from simulation.scenario.consumers import Consumers
from simulation.scenario.conversation import Conversation
from simulation.scenario.creators import Creators, living_here, mean_followers
from simulation.scenario.crises import Crises
from simulation.scenario.graph import Graph
from simulation.scenario.market import Market
from simulation.scenario.measurement import CLICKED, Measurement
from simulation.scenario.parameter import entries, scenario_part
from simulation.scenario.platform import FORMATS, Platform
from simulation.scenario.regulation import Regulation
from simulation.scenario.roster import whose


@scenario_part
class Scenario:
    """All parameters of the model, one part per config group."""

    market: Market = field(default_factory=Market)
    graph: Graph = field(default_factory=Graph)
    consumers: Consumers = field(default_factory=Consumers)
    creators: Creators = field(default_factory=Creators)
    brands: Brands = field(default_factory=Brands)
    platform: Platform = field(default_factory=Platform)
    regulation: Regulation = field(default_factory=Regulation)
    conversation: Conversation = field(default_factory=Conversation)
    crises: Crises = field(default_factory=Crises)
    measurement: Measurement = field(default_factory=Measurement)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Scenario:
        """Validate nested plain values; raise :class:`InputError` naming the first parameter that does not fit."""
        try:
            scenario = _adapter().validate_python(dict(values))
        except ValidationError as error:
            place = error.errors(include_url=False)[0]["loc"]
            raise InputError(explain(error, names(), whose=whose(values, place))) from None
        scenario.check()
        return scenario

    def to_dict(self) -> dict[str, Any]:
        """Return all values as nested plain data, as :meth:`from_dict` takes them."""
        return dataclasses.asdict(self)

    def with_values(self, values: Mapping[str, Any]) -> Scenario:
        """Return a scenario with some parameters changed: ``with_values({"brands.price": [33.0], "market.days": 90})``.

        Where a parameter has one value per brand, a single one is for all of them.

        Raises:
            InputError: There is no such parameter, or its value does not fit.
        """
        changed = self.to_dict()
        for name, value in values.items():
            if name not in names():
                raise InputError(f"{name}: no such parameter{nearest(name, names())}")
            *path, last = name.split(".")
            part = functools.reduce(dict.__getitem__, path, changed)
            part[last] = [value] if isinstance(part[last], list) and not isinstance(value, list) else value
        return Scenario.from_dict(changed)

    def check(self) -> None:
        """Refuse what no single range can: combinations that do not fit together."""
        market, brands, platform = self.market, self.brands, self.platform
        if not 1 <= len(market.niches) <= 64:
            raise InputError(f"market.niches: got {len(market.niches)} niches, takes 1 to 64")
        if len(set(market.niches)) != len(market.niches):
            raise InputError("market.niches: got a name twice, takes different names")
        shares = market.niche_shares
        if shares and (len(shares) != len(market.niches) or abs(sum(shares) - 1) > 1e-6 or min(shares) < 0):
            raise InputError(
                f"market.niche_shares: got {len(shares)} shares that sum to {sum(shares):.6g}, takes one for each of"
                f" the {len(market.niches)} niches, together 1, or none"
            )
        for pair in market.related:
            ends = pair.split("+")
            unknown = [end for end in ends if end not in market.niches]
            if unknown or len(ends) != 2:
                hint = nearest(unknown[0], market.niches) if unknown else ""
                raise InputError(f"market.related: got '{pair}', takes two of market.niches as 'a+b'{hint}")
        if not 1 <= len(brands.names) <= 64:
            raise InputError(f"brands.names: got {len(brands.names)} brands, takes 1 to 64")
        wanted = f"1 or {len(brands.names)}, one per brand" if len(brands.names) > 1 else "1, for the one brand"
        for item in dataclasses.fields(brands):
            given = getattr(brands, item.name)
            if item.name != "rivals" and isinstance(given, list) and len(given) not in (1, len(brands.names)):
                raise InputError(f"brands.{item.name}: got {len(given)} values, takes {wanted}")
        rivals = len(brands.names) - 1
        if len(brands.rivals) not in (1, rivals):
            raise InputError(f"brands.rivals: got {len(brands.rivals)} strategies, takes 1, or {rivals}: one per rival")
        if sum(self.per_brand("loyal")) > 1 + 1e-6:
            raise InputError(
                f"brands.loyal: got shares that sum to {sum(self.per_brand('loyal')):g}, takes a sum of at most 1"
            )
        for niche in brands.niches:
            if niche not in market.niches:
                raise InputError(
                    f"brands.niches: got '{niche}', takes one of market.niches{nearest(niche, market.niches)}"
                )
        for name in ("format_share", "format_engagement"):
            given = getattr(platform, name)
            if len(given) != len(FORMATS):
                raise InputError(
                    f"platform.{name}: got {len(given)} values, takes {len(FORMATS)}: {', '.join(FORMATS)}"
                )
        for name in ("click", "view"):
            given = getattr(self.measurement, name)
            if len(given) != len(CLICKED):
                raise InputError(
                    f"measurement.{name}: got {len(given)} values, takes {len(CLICKED)}: {', '.join(CLICKED)}"
                )
        if abs(sum(platform.format_share) - 1) > 1e-6:
            raise InputError(
                f"platform.format_share: got values that sum to {sum(platform.format_share):g}, takes a sum of 1"
            )
        if self.creators.number is not None and market.consumers < self.creators.number:
            raise InputError(
                f"market.consumers: got {market.consumers}, takes at least creators.number = {self.creators.number}"
            )
        if self.graph.source == "edge_list" and not self.graph.path:
            raise InputError("graph.path: got nothing, takes the path of an edge list when graph.source=edge_list")
        if self.graph.source != "edge_list" and self.graph.path:
            raise InputError(
                f"graph.path: got '{self.graph.path}', but graph.source={self.graph.source} reads no file; takes"
                " graph=edge_list beside it"
            )
        if market.people < market.consumers:
            raise InputError(
                f"market.people: got {market.people:g}, takes at least market.consumers = {market.consumers}"
            )
        self._check_roster()
        if self.graph.source == "generated":
            mean_followers(self.creators, market.people)
        self._warn_of_the_implausible()

    def _check_roster(self) -> None:
        """Refuse a roster that is none, and one that the market or its graph has no room for."""
        rule, market = self.creators, self.market
        rule.roster.check(market.niches)
        number = len(rule.roster.handles)
        if number == 0:
            return
        if self.graph.source != "generated":
            raise InputError(
                f"creators.roster.handles: got {number} creators, but graph.source={self.graph.source} takes all"
                " creators from its file; takes graph=generated beside it"
            )
        if rule.number is not None and rule.number < number:
            raise InputError(
                f"creators.number: got {rule.number}, takes at least the {number} of creators.roster.handles, or null"
            )
        together, room = sum(living_here(rule, market.people)), market.people * self.graph.follows
        if together > room:
            raise InputError(
                f"creators.roster.followers: got {together:,.0f} together in a market of {market.people:,.0f} people"
                f" who follow {self.graph.follows:g} creators each, takes at most {room:,.0f}: a larger market.people,"
                " or fewer creators"
            )

    def _warn_of_the_implausible(self) -> None:
        """Valid, but more likely a slip than a wish."""
        if self.creators.cpm > max(200.0, 5 * max(self.per_brand("price"))):  # prices may be in another currency
            warnings.warn(
                f"creators.cpm: {self.creators.cpm:g} USD per 1,000 impressions is far above the market's 5 to 45",
                stacklevel=3,
            )
        if self.brands.campaign_days > self.market.days:
            warnings.warn(
                f"brands.campaign_days: the campaign ({self.brands.campaign_days} days) is longer than"
                f" market.days = {self.market.days}; it is cut off",
                stacklevel=3,
            )

    def per_brand(self, name: str) -> list[Any]:
        """Return a brands parameter as one value per brand."""
        given = list(getattr(self.brands, name))
        return given * len(self.brands.names) if len(given) == 1 else given


PARTS = tuple(item.name for item in dataclasses.fields(Scenario))
"""The config groups that make a scenario."""


@functools.cache
def _adapter() -> TypeAdapter[Scenario]:
    return TypeAdapter(Scenario)


@functools.cache
def names() -> tuple[str, ...]:
    """Return the dotted names of all parameters."""
    return tuple(entry.name for entry in entries(Scenario))


_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "a text",
    "list": "a list, such as [1, 2]",
    "dict": "a mapping, such as {name: value}",
}
"""What a parameter takes, by the first word of pydantic's name for what is wrong with a value of another kind."""
_ANOTHER_KIND = ("type", "parsing", "from_float", "parsing_size")


def explain(error: ValidationError, valid: tuple[str, ...], prefix: str = "", whose: str = "") -> str:
    """Put the first problem that pydantic found into one line: the parameter, what it got, what it takes.

    Args:
        error: What pydantic raised.
        valid: Names that there are.
        prefix: What stands before the parameter's name.
        whose: What stands after it: `` of @anna``.
    """
    first = error.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, InputError):  # a part's own check has said it all
        return str(cause)
    name = prefix + ".".join(str(part) for part in first["loc"]) + whose
    if first["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"{name}: no such parameter{nearest(name, valid)}"
    kind, _, problem = first["type"].partition("_")
    if kind in _KINDS and problem in _ANOTHER_KIND:
        return f"{name}: got {shown(first['input'])}, takes {_KINDS[kind]}"
    message = first["msg"].removeprefix("Value error, ").replace("Input should be ", "takes ")
    message = message.replace("takes greater", "takes a number greater").replace("takes less", "takes a number less")
    return f"{name}: got {shown(first['input'])}, {message}"
