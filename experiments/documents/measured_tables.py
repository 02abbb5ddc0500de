"""Tables of the documentation that are measured: made from what commands left, never typed.

``make measured`` runs the commands and takes what they left into ``docs/measured/``. ``--write`` puts it into the
pages, between ``<!-- measured: NAME -->`` and ``<!-- end of measured -->``; ``--check`` says whether they hold it.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.common_claims.claims_text import count
from experiments.documents import measured_cards
from experiments.tasks.generated_pages import DOCS, table
from experiments.validation.published import side_by_side
from experiments.validation.real_data import data_task
from experiments.whatifs.gallery import FATES

KEPT = DOCS / "measured"
ROOT = DOCS.parent
FILES = {
    "claims": "claims/claims.json",
    "whatifs": "whatifs/whatifs.json",
    "published": "published/published.json",
    "data": "data/data.json",
    "card": "card/scorecard.json",
    "card_other": "card_other/scorecard.json",
    "card_full": "card_full/scorecard.json",
    "card_further": "card_further/scorecard.json",
    "dashboard": "dashboard/channels.csv",
    "dashboard_perfect": "dashboard_perfect/channels.csv",
}
"""Name -> the file that its command leaves below the folder of all of them."""
BLOCK = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end of measured -->)", re.DOTALL)
DIGITS = 6
"""Significant digits that are kept of a number: their intervals leave less."""


def take(folder: Path) -> list[str]:
    """Keep what commands left in a folder; return the names of what was there."""
    KEPT.mkdir(exist_ok=True)
    taken = []
    for name, file in FILES.items():
        path = folder / file
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        found = list(csv.DictReader(text.splitlines())) if path.suffix == ".csv" else short(json.loads(text))
        kept = json.dumps(found, indent=1, ensure_ascii=False)
        (KEPT / f"{name}.json").write_text(f"{kept}\n", encoding="utf-8")
        taken.append(name)
    return taken


def short(found: Any) -> Any:
    """Return plain data without single values of worlds and runs, numbers rounded."""
    if isinstance(found, dict):
        return {name: short(value) for name, value in found.items() if not _single(name, value)}
    if isinstance(found, list):
        return [short(value) for value in found]
    return float(f"{found:.{DIGITS}g}") if isinstance(found, float) else found


def _single(name: str, value: Any) -> bool:
    return name in ("values", "ours") and isinstance(value, list)


def pages() -> list[Path]:
    """Return the pages with a measured table."""
    return [path for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))) if BLOCK.search(_read(path))]


def filled(text: str) -> str:
    """Return a page with its measured tables as they are kept; one that is not kept yet says so."""

    def block(match: re.Match[str]) -> str:
        begin, name, end = match.groups()
        return f"{begin}{TABLES[name]()}{end}"

    return BLOCK.sub(block, text)


def claims_table() -> str:
    """Return the short table of claims."""
    found = _kept("claims")
    if found is None:
        return NOT_YET
    worlds = f"{found['worlds']} plausible worlds, {_seeds(found)}, {found['consumers']:,} simulated consumers"
    head = f"Measured by `{_command(found)}` ({found['size']} size: {worlds}; {found['date']}).\n\n"
    rows = [(row["said"], row["verdict"], count(row)) for row in found["claims"]]
    return head + table(("what is said", "verdict", "holds in plausible worlds"), rows)


def claims_whole() -> str:
    """Return every claim with its falsifier, its comparisons, their sizes and counts."""
    found = _kept("claims")
    if found is None:
        return NOT_YET
    parts = [claims_table()]
    for row in found["claims"]:
        count = f"in {row['holds']} of {row['worlds']} worlds"
        parts += [f"### {row['said']}\n", f"**{row['verdict'].capitalize()}**, {count}.\n"]
        parts += [f"{row['how']} Falsified if: {row['falsifier'][0].lower()}{row['falsifier'][1:]}\n"]
        parts += [f"- {part['said']}. `{part['formula']}`" for part in row["comparisons"]]
        parts += [f"\nAt more length: `nichecast experiment={row['whatif']}`\n"]
    return "\n".join(parts)


def whatifs_table() -> str:
    """Return how each what-if came out."""
    found = _kept("whatifs")
    if found is None:
        return NOT_YET
    rows = [
        (
            f"`{row['name']}`",
            row.get("hypothesis", row["error"]),
            ", ".join(f"{name.replace('_', ' ')}: {verdict}" for name, verdict in row.get("claims", {}).items()),
            f"{FATES[row['without']]} ({row['mechanism']} off)" if "without" in row else "",
            f"{row['seeds']} seeds, {row['consumers']:,} consumers" if "seeds" in row else "",
        )
        for row in found["whatifs"]
    ]
    columns = ("name", "hypothesis", "claims", "without its mechanism", "effort")
    return _by(found) + table(columns, rows)


def published_table() -> str:
    """Return published numbers beside ours."""
    found = _kept("published")
    if found is None:
        return NOT_YET
    return _by(found) + side_by_side.table(found["rows"])


def data_table() -> str:
    """Return distances to real data."""
    found = _kept("data")
    if found is None:
        return NOT_YET
    effort = f"{found['seeds']} seeds, {found['consumers']:,} consumers"
    return f"Measured by `{_command(found)}` ({effort}; {found['date']}).\n\n" + data_task.table(found["rows"])


def dashboard_table() -> str:
    """Return what last touch credits to channels, with default sensors and with every touch seen, beside the truth."""
    found, perfect = _kept("dashboard"), _kept("dashboard_perfect")
    if found is None or perfect is None:
        return NOT_YET
    seen = {row["channel"]: row for row in _last(perfect)}
    rows = [
        (
            row["channel"].replace("_", " "),
            _dollars(row["true_money"]),
            _dollars(row["money"]),
            f"{_dollars(row['error_low'])} to {_dollars(row['error_high'])}" if row.get("error_low") else "",
            _dollars(seen[row["channel"]]["money"]) if row["channel"] in seen else "",
        )
        for row in _last(found)
    ]
    columns = ("channel", "true (leave-one-out), USD", "default sensors", "error, 95 % interval", "every touch seen")
    return f"Means over seeds. Direct: purchases without a touchpoint.\n\n{table(columns, rows)}"


def card_counts() -> str:
    """Return how many rows of the scorecard are in, by seeds and sizes."""
    cards = _cards()
    return f"\n{measured_cards.counts_table(cards, _kept('card_further'))}" if cards else NOT_YET


def card_rows() -> str:
    """Return the rows of the scorecard, with what other seeds and sizes say."""
    cards = _cards()
    return f"\n{measured_cards.rows_table(cards, _kept('card_further'))}" if cards else NOT_YET


def card_further() -> str:
    """Return the rows that were measured on more seeds."""
    further = _kept("card_further")
    return measured_cards.further_table(further) if further else NOT_YET


def card_worlds() -> str:
    """Return the scorecard in plausible worlds."""
    found = _kept("card")
    return measured_cards.worlds_table(found) if found and found["worlds"] else NOT_YET


def _cards() -> list[Any]:
    return [found for name in ("card", "card_other", "card_full") if (found := _kept(name)) is not None]


TABLES: Mapping[str, Callable[[], str]] = {
    "claims": claims_table,
    "claims_whole": claims_whole,
    "whatifs": whatifs_table,
    "published": published_table,
    "data": data_table,
    "dashboard": dashboard_table,
    "card_counts": card_counts,
    "card_rows": card_rows,
    "card_further": card_further,
    "card_worlds": card_worlds,
}
NOT_YET = "Not measured yet: `make measured` does it.\n"


def _last(rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [row for row in rows if row["method"] == "last" and row["sensor"] == rows[0]["sensor"]]


def _dollars(value: str) -> str:
    return f"{round(float(value), -2):,.0f}".replace("-", "\N{MINUS SIGN}")


def _by(found: Mapping[str, Any]) -> str:
    return f"Measured by `{_command(found)}` ({found['size']} size; {found['date']}).\n\n"


def _seeds(found: Mapping[str, Any]) -> str:
    return f"{found['seeds']} seed{'s' if found['seeds'] != 1 else ''} each"


def _command(found: Mapping[str, Any]) -> str:
    return " ".join(item for item in found["command"] if not item.startswith("executor"))


def _kept(name: str) -> Any:
    path = KEPT / f"{name}.json"
    return json.loads(_read(path)) if path.is_file() else None


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Take, write or check; return the exit status."""
    match list(arguments):
        case ["--take", folder]:
            print(f"taken: {', '.join(take(Path(folder))) or 'nothing'}")
            return main(["--write"])
        case ["--write"]:
            for path in pages():
                path.write_text(filled(_read(path)), encoding="utf-8")
            return 0
        case ["--check"]:
            stale = [path.name for path in pages() if filled(_read(path)) != _read(path)]
            for name in stale:
                print(f"{name} is not what docs/measured says: run `make docs`", file=sys.stderr)
            return 1 if stale else 0
    print("takes --take FOLDER, --write or --check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
