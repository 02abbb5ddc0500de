"""The golden baseline: the results of each configuration, one per row, and the comparison of a new run with them.

Rows are numbers or fingerprints:

- ``outcomes.*``: all of ``model.outcomes()``; ``totals.*``: sums over the days of ``model.metrics``, of what is counted
  every day;
- ``money.BRAND.*``: the ledger in cents; ``events.*``: how often something happened;
- ``uplift.*``: the totals of what the campaign added against a twin without one; ``credit.*``: what last touch credits;
- ``columns.TABLE.NAME``, ``daily.NAME``, ``by_creator.NAME``: type, shape and the first 16 digits of the sha256 of one
  column of the state, of ``model.metrics`` and of ``model.by_creator()``. Each column has a row of its own, so that one
  that is added, dropped or renamed is one row.

What is promised: on the kind of machine that wrote a file (see :func:`machine`) all rows are equal to the last bit. On
another kind the C library's and numpy's ``exp`` and ``pow`` may run other code and differ in the last bit. So there
fingerprints are not compared, whole numbers (money, counts) must be equal, and other numbers agree to
:data:`TOLERANCE`. docs/design/testing.md says what that rests on, and what to do where it fails.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

import simulation as sim
from tests.golden import inside
from tests.golden.configurations import CONFIGURATIONS, SEED, Configuration, overrides_of

type Row = int | float | str | None
type Rows = dict[str, Row]

FOLDER = Path(__file__).parent / "rows"
FINGERPRINTS = ("columns.", "daily.", "by_creator.")
TOLERANCE = 1e-9
"""Relative. Rounding changes a sum of 100,000 terms by less; one draw with another result changes a count by more."""


# Running ----------------------------------------------------------------------------------------------------------------


def run(configuration: Configuration) -> Rows:
    """Run a configuration and return its rows, sorted by name."""
    with tempfile.TemporaryDirectory() as folder:
        model = sim.build(overrides_of(configuration, Path(folder)), seed=SEED, threads=1)
    model.run_burn_in()
    twin = model.fork("none") if configuration.uplift else None
    model.run_for(model.scenario.market.days)
    rows: dict[str, Any] = {f"outcomes.{name}": value for name, value in model.outcomes().items()}
    rows |= {f"money.{name}": value for name, value in inside.money(model)}
    rows |= {f"events.{name}": number for name, number in Counter(inside.events(model)).items()}
    rows |= {f"columns.{name}": fingerprint(column) for name, column in inside.columns(model)}
    daily = model.metrics
    rows |= {f"totals.{name}": math.fsum(daily[name]) for name in daily if not daily[name].isna().any()}
    for kind, frame in (("daily", daily), ("by_creator", model.by_creator())):
        rows |= {f"{kind}.{name}": fingerprint(frame[name].to_numpy()) for name in frame}
    if configuration.credit:
        rows |= {f"credit.{name}": value for name, value in inside.credit(model)}
    if twin is not None:
        twin.run_for(model.scenario.market.days)
        rows |= {f"uplift.{name}": value for name, value in inside.added(model, twin).items()}
    return {name: plain(rows[name]) for name in sorted(rows)}


def fingerprint(column: np.ndarray[Any, Any]) -> str:
    """Return the type, the shape and the first 16 digits of the sha256 of a column."""
    kind = "text" if column.dtype == object else str(column.dtype)
    data = json.dumps(column.tolist()).encode() if column.dtype == object else np.ascontiguousarray(column).tobytes()
    shape = ",".join(map(str, column.shape))
    return f"{kind}[{shape}] {hashlib.sha256(data).hexdigest()[:16]}"


def plain(value: Any) -> Row:
    """Return a value that JSON can hold without losing a bit; NaN becomes null."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | np.integer):
        return int(value)
    return None if math.isnan(value) else float(value)


def machine() -> dict[str, str]:
    """Return what decides the last bit of a result. Two machines are of one kind if all of this is equal."""
    from llvmlite import binding

    features = hashlib.sha256(binding.get_host_cpu_features().flatten().encode()).hexdigest()[:8]
    names = ("llvmlite", "numba", "numpy", "pandas", "scipy")
    return {
        "cpu": f"{binding.get_host_cpu_name()} {features}",
        "libc": " ".join(platform.libc_ver()),
        "machine": platform.machine(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "system": platform.system(),
        **{name: version(name) for name in names},
    }


# Files ------------------------------------------------------------------------------------------------------------------


def read(name: str, folder: Path = FOLDER) -> tuple[dict[str, str], Rows]:
    """Return the machine that wrote a configuration's file, and the rows; both are empty if there is no file."""
    path = folder / f"{name}.json"
    content = json.loads(path.read_text()) if path.is_file() else {"machine": {}, "rows": {}}
    return content["machine"], content["rows"]


def write(name: str, rows: Rows, folder: Path = FOLDER) -> None:
    """Write a configuration's file, one row per line."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"overrides": list(CONFIGURATIONS[name].overrides), "machine": machine(), "rows": rows}
    (folder / f"{name}.json").write_text(json.dumps(content, indent=1, allow_nan=False) + "\n")


# Comparing --------------------------------------------------------------------------------------------------------------


def changes(old: Mapping[str, Row], new: Mapping[str, Row], exact: bool = True) -> list[tuple[str, str, str]]:
    """Return the rows that differ: name, old value, new value. A row without a partner is reported as gone or new.

    Args:
        old: Rows of the file.
        new: Rows of the new run.
        exact: Whether both are from one kind of machine; if not, rows are compared by :func:`near`.
    """
    gone, added = [name for name in old if name not in new], [name for name in new if name not in old]
    found = []
    for name in gone:
        same = [other for other in added if new[other] == old[name]]
        found.append((name, shown(old[name]), f"gone; {same[0]} has this value" if len(same) == 1 else "gone"))
    found += [(name, "new", shown(new[name])) for name in added]
    found += [
        (name, shown(old[name]), shown(new[name]))
        for name in old
        if name in new and not (old[name] == new[name] if exact else near(name, old[name], new[name]))
    ]
    return sorted(found)


def near(name: str, old: Row, new: Row) -> bool:
    """Return whether two values from different kinds of machine agree; fingerprints always do."""
    if name.startswith(FINGERPRINTS):
        return True
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=TOLERANCE)
    return old == new


def shown(value: Row) -> str:
    """Return a value as text with all its digits."""
    return "NaN" if value is None else str(value)


def table(found: Iterable[tuple[str, str, str]]) -> str:
    """Return one line per difference: name, old -> new."""
    lines = list(found)
    width = max((len(name) for name, _, _ in lines), default=0)
    return "\n".join(f"{name:<{width}}  {old} -> {new}" for name, old, new in lines)
