"""How a parameter is declared: its unit, range, meaning and source stand beside its default, and nowhere else."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from typing import Any, dataclass_transform, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as _dataclass
from pydantic.fields import FieldInfo

OURS = "ours"
"""The source of a value that no publication gives: chosen by us, to be swept."""
LEAST = 1e-6
"""The least value of what must be above 0, and its distance to 1 of what must be below 1: nearer ones mean the limit
itself, and compiled code, which computes in float32, could not tell them from it."""


def parameter(unit: str, meaning: str, source: str = OURS, **limits: float | int) -> Any:
    """Describe a parameter for ``Annotated``: unit, meaning, source, and the limits ``ge``, ``gt``, ``le``, ``lt``."""
    extra: Any = {"unit": unit, "source": source}
    return Field(description=meaning, json_schema_extra=extra, **limits)  # type: ignore[call-overload]


@dataclass_transform(frozen_default=True, kw_only_default=True)
def scenario_part[T](cls: type[T]) -> type[T]:
    """Make a frozen, validated dataclass that refuses names it does not know."""
    part: Any = _dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid", allow_inf_nan=False))(cls)
    return part  # type: ignore[no-any-return]


@dataclasses.dataclass(frozen=True)
class Bounds:
    """The least and the greatest value of a number, or of each number of a list; infinite where there is none.

    ``low_in`` and ``high_in`` say whether the limit itself is allowed.
    """

    low: float = -math.inf
    high: float = math.inf
    low_in: bool = False
    high_in: bool = False

    def __bool__(self) -> bool:
        """Whether there is any limit."""
        return math.isfinite(self.low) or math.isfinite(self.high)

    def __str__(self) -> str:
        return f"{'[' if self.low_in else '('}{self.low:g}, {self.high:g}{']' if self.high_in else ')'}"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One row of the parameter table."""

    name: str
    default: Any
    kind: str
    unit: str
    bounds: Bounds
    meaning: str
    source: str

    @property
    def limits(self) -> str:
        """The bounds as the table shows them; nothing where there are none."""
        return f"{self.bounds}{' each' * self.kind.startswith('list')}" if self.bounds else ""


def entries(part: type, prefix: str = "") -> Iterator[Entry]:
    """Yield the parameters of a scenario part and of the parts inside it, in the order of their declaration."""
    hints = get_type_hints(part, include_extras=True)
    for item in dataclasses.fields(part):
        hint = hints[item.name]
        name = f"{prefix}{item.name}"
        if dataclasses.is_dataclass(hint):
            yield from entries(hint, f"{name}.")  # type: ignore[arg-type]
            continue
        described = next((a for a in get_args(hint)[1:] if isinstance(a, FieldInfo)), None)
        if described is None:
            raise TypeError(f"{part.__name__}.{item.name} is declared without parameter(...)")
        extra = described.json_schema_extra
        assert isinstance(extra, dict)
        yield Entry(
            name=name,
            default=_default(item),
            kind=_kind(get_args(hint)[0]),
            unit=str(extra["unit"]),
            bounds=_bounds(described, get_args(hint)[0]),
            meaning=described.description or "",
            source=str(extra["source"]),
        )


def _default(item: dataclasses.Field[Any]) -> Any:
    default = item.default
    if isinstance(default, FieldInfo):  # pydantic wraps defaults of its dataclasses
        default = default.get_default(call_default_factory=True, validated_data={})
    elif default is dataclasses.MISSING and item.default_factory is not dataclasses.MISSING:
        default = item.default_factory()
    return default


def _kind(hint: Any) -> str:
    if get_origin(hint) is list:
        return f"list[{_kind(get_args(hint)[0])}]"
    if get_origin(hint) is not None and str(hint).startswith("typing.Annotated"):
        return _kind(get_args(hint)[0])
    return hint.__name__ if isinstance(hint, type) and get_origin(hint) is None else str(hint).replace("typing.", "")


def _bounds(described: FieldInfo, hint: Any) -> Bounds:
    """Return a number's bounds; of a list, which has none of its own, those of its items."""
    inner = get_args(get_args(hint)[0])[1:] if get_origin(hint) is list else ()
    bounds: dict[str, Any] = {}
    for limit in (limit for info in (described, *inner) if isinstance(info, FieldInfo) for limit in info.metadata):
        kind = type(limit).__name__
        if kind in ("Ge", "Gt"):
            bounds |= {"low": getattr(limit, kind.lower()), "low_in": kind == "Ge"}
        elif kind in ("Le", "Lt"):
            bounds |= {"high": getattr(limit, kind.lower()), "high_in": kind == "Le"}
    return Bounds(**bounds)
