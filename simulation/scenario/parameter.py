"""How a parameter is declared: its unit, range, meaning and source stand beside its default, and nowhere else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, dataclass_transform, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as _dataclass
from pydantic.fields import FieldInfo

OURS = "ours"
"""The source of a value that no publication gives: chosen by us, to be swept."""


def parameter(unit: str, meaning: str, source: str = OURS, **limits: float | int) -> Any:
    """Describe a parameter for ``Annotated``: unit, meaning, source, and the limits ``ge``, ``gt``, ``le``, ``lt``."""
    extra: Any = {"unit": unit, "source": source}
    return Field(description=meaning, json_schema_extra=extra, **limits)  # type: ignore[call-overload]


@dataclass_transform(frozen_default=True, kw_only_default=True)
def scenario_part[T](cls: type[T]) -> type[T]:
    """Make a frozen, validated dataclass that refuses names it does not know."""
    made: Any = _dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid", allow_inf_nan=False))(cls)
    return made  # type: ignore[no-any-return]


@dataclasses.dataclass(frozen=True)
class Entry:
    """One row of the parameter table."""

    name: str
    default: Any
    kind: str
    unit: str
    limits: str
    meaning: str
    source: str


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
            limits=_limits(described),
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
    if get_origin(hint) is not None and str(hint).startswith("typing.Annotated"):
        return _kind(get_args(hint)[0])
    return hint.__name__ if isinstance(hint, type) and get_origin(hint) is None else str(hint).replace("typing.", "")


_BRACKETS = {"Ge": ("[", "ge"), "Gt": ("(", "gt"), "Le": ("]", "le"), "Lt": (")", "lt")}


def _limits(described: FieldInfo) -> str:
    low, high = "", ""
    for limit in described.metadata:
        bracket, attribute = _BRACKETS.get(type(limit).__name__, ("", ""))
        if bracket in ("[", "("):
            low = f"{bracket}{getattr(limit, attribute):g}"
        elif bracket:
            high = f"{getattr(limit, attribute):g}{bracket}"
    return f"{low or '(-inf'}, {high or 'inf)'}" if low or high else ""
