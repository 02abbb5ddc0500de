"""The page on the model, by the ODD protocol: typed text around parts that are made from the code.

A part stands between the lines ``<!-- made: NAME -->`` and ``<!-- end -->``.
``python -m experiments.documents.model_page --write`` makes all parts again; ``--check`` says whether they are as the
code is.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Mapping

from experiments.documents.docstrings import as_markdown, path_of
from experiments.documents.submodels import DAY, initialisation, submodels
from experiments.tasks import generated_pages
from simulation.engine.schedule import STATE
from simulation.standard_day import standard_day

PAGE = generated_pages.DOCS / "model.md"
PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
COLUMN = re.compile(r"^    (\w+): (Ints|Float32s|Float64s)(?:  # (.*))?$", re.MULTILINE)
KINDS = {"Ints": "", "Float32s": "float32", "Float64s": "float64"}
"""Annotation of a column -> its type, where the comment beside it gives the shape alone."""


def state() -> str:
    """Return the state variables, table by table: name, type and shape, meaning."""
    source = path_of("simulation.state.columns").read_text(encoding="utf-8")
    parts = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef) or node.name in ("Now", "Tables", "Tally"):
            continue
        body = "\n".join(source.splitlines()[node.lineno : node.end_lineno])
        rows = [(f"`{name}`", *_kind_and_meaning(KINDS[kind], said)) for name, kind, said in COLUMN.findall(body)]
        said = as_markdown(ast.get_docstring(node) or "")
        parts.append(f"#### {node.name}\n\n{said}\n\n" + generated_pages.table(("column", "type", "meaning"), rows))
    rest = generated_pages.table(("state", "what it is"), [(f"`{name}`", said) for name, said in STATE.items()])
    return "\n".join([*parts, f"#### Beside tables\n\n{rest}"])


def _kind_and_meaning(default: str, comment: str) -> tuple[str, str]:
    """Tell type and shape from meaning in a comment such as ``uint8[C, B]: who was aware``."""
    kind, _, meaning = comment.partition(":") if ":" in comment else (comment, "", "")
    kind = kind.strip()
    if kind.startswith("["):
        kind = default + kind
    if not re.fullmatch(r"[\w ]+\[[^\]]*\]", kind):
        kind, meaning = default, comment
    return f"`{kind}`" if kind else "-", meaning.strip() or "-"


def overview() -> str:
    """Return the phases of a day in order: who acts, what happens, and which files hold the submodels."""
    rows = []
    for number, phase in enumerate(standard_day(), start=1):
        who = "the market" if phase.by == "market" else phase.by
        files = ", ".join(f"`{name.replace('.', '/')}.py`" for name in DAY[phase.name]) or "as above"
        rows.append((str(number), f"`{phase.name}`", who, phase.what, files))
    return generated_pages.table(("", "phase", "who acts", "what happens", "submodels"), rows)


MADE: Mapping[str, Callable[[], str]] = {
    "state": state,
    "overview": overview,
    "initialisation": initialisation,
    "submodels": submodels,
}
"""The parts of the page that are made."""


def page() -> str:
    """Return the page as it stands, with its made parts made again.

    Raises:
        ValueError: A part is missing on the page, or is none that can be made.
    """
    text = PAGE.read_text(encoding="utf-8")
    found = [name for _, name, _ in PART.findall(text)]
    if sorted(found) != sorted(MADE):
        raise ValueError(f"docs/{PAGE.name}: got the made parts {found}, takes each of {sorted(MADE)} once")
    return PART.sub(lambda part: f"{part[1]}\n{MADE[part[2]]()}\n{part[3]}", text)


if __name__ == "__main__":
    sys.exit(generated_pages.main(sys.argv[1:], PAGE, page))
