"""A brand as the page sends it: twelve answers and files for its tables. Checked as the command checks a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.lab.json_routes import file_in, short_lived_folder
from experiments.own_brand.answering.plans import BEST, NOTHING, plans_of
from experiments.own_brand.brand import Brand
from experiments.own_brand.reading import read_as
from experiments.own_brand.reading.answers import FILE
from experiments.own_brand.reading.folder import ENDINGS, TABLES, locate, read_brand, samples_folder
from experiments.own_brand.reading.new_folder import OPTIONAL, as_yaml, problem_with, written_form
from experiments.own_brand.reading.questions import KEYS, NEEDED, QUESTIONS
from simulation.errors import InputError, cut, not_one_of

LARGEST_FILE = 2 << 20
"""Bytes of one table that is handed in by the page; a larger one is put into a folder by hand."""
LONGEST_ANSWER = 400
LONGEST_PATH = 1_000
IN_THE_LAB = Path("outputs") / "lab"
"""Where the lab keeps what is made in it, below the folder that it was started in."""


@dataclass(frozen=True)
class Form:
    """Answers by question, and the bytes of each table by the name of its file, such as ``roster.csv``."""

    answers: Mapping[str, str]
    tables: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The brand's name, as it is written or as the form without one is called."""
        return self.answers.get("name", "").strip() or "my brand"


def described() -> dict[str, Any]:
    """Return the questions, the tables that may stand beside them, and the samples, as the page shows them."""
    questions = [
        {
            "key": question.key,
            "asks": question.asks,
            "purpose": question.purpose,
            "assumed": question.assumed,
            "example": question.example,
        }
        for question in QUESTIONS
    ]
    tables = [
        {"kind": name.partition(".")[0], "header": header, "purpose": purpose} for name, header, purpose in OPTIONAL
    ]
    shipped = samples_folder()
    samples = sorted(each.name for each in shipped.iterdir() if each.is_dir()) if shipped.is_dir() else []
    return {"questions": questions, "tables": tables, "samples": samples, "endings": list(ENDINGS)}


def form_of(given: object) -> Form:
    """Return the form that the page sent.

    Raises:
        InputError: A name is none of a question or a table, or a value is none.
    """
    if not isinstance(given, Mapping):
        raise InputError("form: got no mapping, takes answers and files")
    unknown = [str(name) for name in given if name not in ("answers", "files")]
    if unknown:
        raise not_one_of("form", cut(unknown[0], 40), ("answers", "files"))
    answers, files = given.get("answers", {}), given.get("files", {})
    if not isinstance(answers, Mapping) or not isinstance(files, Mapping):
        raise InputError("form: got no mappings, takes answers by question and files by table")
    kept: dict[str, str] = {}
    for key, text in answers.items():
        if key not in KEYS:
            raise not_one_of("form", cut(str(key), 40), KEYS)
        if not isinstance(text, str) or len(text) > LONGEST_ANSWER or re.search(r"[\x00-\x1f\x7f]", text):
            raise InputError(f"{key}: takes one line of at most {LONGEST_ANSWER} letters")
        if text.strip():
            kept[str(key)] = text.strip()
    return Form(kept, dict(_table(kind, file) for kind, file in files.items()))


def _table(kind: object, file: object) -> tuple[str, bytes]:
    """Return the name under which a table is kept, which is ours and never the sender's, and its bytes."""
    if kind not in TABLES:
        raise not_one_of("files", cut(str(kind), 40), TABLES)
    ending, content = file_in(str(kind), file, ENDINGS, LARGEST_FILE)
    return f"{kind}{ending}", content


def problems(form: Form) -> dict[str, str]:
    """Return what cannot be used of the answers: question -> a line. Each is looked at beside those before it."""
    sales = any(Path(name).stem == "sales" for name in form.tables)
    found: dict[str, str] = {}
    usable: dict[str, str] = {}
    for key in KEYS:
        text = form.answers.get(key)
        if text is None:
            if key in NEEDED and not (key == "sold" and sales):
                found[key] = "This one is needed."
            continue
        line = problem_with(usable, key, text, form.title)
        if line is None:
            usable[key] = as_yaml(key, text)
        else:
            found[key] = line
    return found


def brand_yaml(form: Form) -> str:
    """Return the ``brand.yaml`` that the answers make."""
    return written_form({key: as_yaml(key, text) for key, text in form.answers.items()})


def read_form(form: Form) -> Brand:
    """Return the brand that a form describes, read from a folder that is gone afterwards.

    Raises:
        InputError: as :func:`read_brand`.
    """
    with short_lived_folder() as temporary:
        folder = temporary / folder_name(form.title)
        _write(folder, form)
        return read_brand(folder)


def save(form: Form) -> Path:
    """Keep a form as a brand's folder and return it: that of an earlier form with the same content, or a new one.

    Raises:
        InputError: The folder cannot be written.
    """
    shelf = IN_THE_LAB / "brands"
    try:
        for number in range(1, 1_000):
            folder = shelf / (folder_name(form.title) + (f"-{number}" if number > 1 else ""))
            if not folder.exists():
                _write(folder, form)
                return folder
            if _content(folder) == {FILE: brand_yaml(form).encode(), **form.tables}:
                return folder
    except OSError as error:
        raise InputError(f"brand: cannot write {shelf}: {error.strerror or error}") from None
    raise InputError(f"brand: {shelf} has a thousand folders of that name, takes another name")


def folder_name(title: str) -> str:
    """Return a name for a folder, made of plain letters, digits and dashes."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40]
    return plain or "brand"


def _write(folder: Path, form: Form) -> None:
    folder.mkdir(parents=True)
    (folder / FILE).write_text(brand_yaml(form), encoding="utf-8", newline="\n")
    for name, content in form.tables.items():
        (folder / name).write_bytes(content)


def _content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def brand_of_path(given: object) -> Brand:
    """Return the brand of a folder that the page names: a path on this machine, or a sample.

    Raises:
        InputError: There is none, or it cannot be read.
    """
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_PATH or "\0" in given or "${" in given:
        raise InputError("folder: takes the path of a brand's folder, or the name of a sample")
    return read_brand(locate(given.strip()))


def shown(brand: Brand) -> dict[str, Any]:
    """Return what the page shows of a brand before anything is run: what was read as what, and the plans."""
    plans = plans_of(brand)
    answers = brand.answers
    return {
        "name": answers.name,
        "currency": answers.currency,
        "budget": answers.budget,
        "weeks": answers.weeks,
        "read_as": {"columns": list(read_as.HEADER), "rows": read_as.rows(brand)},
        "notes": list(brand.notes),
        "assumed": dict(answers.assumed),
        "plans": [
            *({"name": plan.name, "does": plan.does} for plan in plans.plans if plan.name != NOTHING),
            {"name": BEST, "does": ""},
        ],
        "left_out": [{"name": left.name, "why": left.why} for left in plans.left_out],
    }
