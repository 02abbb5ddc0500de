"""``nichecast task=new brand=FOLDER``: twelve questions, and a ``brand.yaml`` that says what each answer is for."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

from experiments.command.command import Job
from experiments.own_brand.reading.answers import FILE, answers_of
from experiments.own_brand.reading.folder import ENDINGS
from experiments.own_brand.reading.plain_yaml import Said, entries_of
from experiments.own_brand.reading.questions import NEEDED, QUESTIONS, Question, question_of
from simulation.errors import InputError
from simulation.files.safe_writing import written_aside

WIDTH = 78
OPTIONAL = (
    ("roster.csv", "handle,followers,fee", "creators you could hire; an export of your tool does as it is"),
    ("sales.csv", "week,units", "what was sold, by day or week; spend_tv, spend_search, ... beside it"),
    ("plan.csv", "week,channel,spend", "what you do now; for creators handle and posts"),
    ("prices.csv", "channel,unit,price", "what a thousand impressions or a post costs you"),
    ("tests.csv", "channel,start,end,spend,lift", "field tests that you have run"),
    ("audience.csv", "age,share", "who your customers are, by age, niche or region"),
)
"""Tables that a folder may have: the smallest header of each, and what it is for."""


def run(job: Job) -> int:
    """Ask for a brand, or write examples, and say what to do next; never overwrites.

    Raises:
        InputError: No folder is named, or it has a ``brand.yaml``.
    """
    if not job.settings.brand:
        raise InputError("brand: got nothing, takes a folder to make: nichecast task=new brand=my_brand")
    yes = job.config["task"].get("yes", False)
    if not isinstance(yes, bool):
        raise InputError(f"task.yes: got {yes!r}, takes true or false")
    folder = Path(job.settings.brand).expanduser()
    refuse_what_is_there(folder)
    asks = sys.stdin is not None and sys.stdin.isatty() and not yes
    sales = any((folder / f"sales{ending}").is_file() for ending in ENDINGS)
    text = asked(folder.name, sales=sales) if asks else examples()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_what_is_there(folder)
        with written_aside(folder / FILE) as aside:
            aside.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"brand: cannot write {folder}: {error.strerror or error}") from None
    print(f"written: {folder / FILE}" + ("" if asks else " (its answers are examples: put yours in their place)"))
    print("Tables that may stand beside it (.csv, .tsv, .xlsx), the least that each has:")
    for name, header, purpose in OPTIONAL:
        print(textwrap.fill(f"{name:<13} {header}: {purpose}", WIDTH, initial_indent="  ", subsequent_indent=" " * 16))
    print(f"then: nichecast brand={folder}")
    return 0


def refuse_what_is_there(folder: Path) -> None:
    """Refuse a folder that describes a brand already, or is none.

    Raises:
        InputError: naming it.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"brand: '{folder}' is a file, takes a folder to make")
    for name in (FILE, "brand.yml"):
        if (folder / name).exists():
            raise InputError(
                f"brand: {folder / name} is there and is never overwritten; edit it, or name another folder"
            )


def asked(
    folder: str, ask: Callable[[str], str] = input, say: Callable[[str], None] = print, sales: bool = False
) -> str:
    """Return a ``brand.yaml`` with the answers that a person gives at a terminal.

    Args:
        folder: Name of the folder, which is the brand's without another.
        ask: Returns a line that is typed.
        say: Prints a line.
        sales: Whether there is a table of sales, so that the answer ``sold`` is not needed.
    """
    say(f"{len(QUESTIONS)} questions. Enter alone takes what is assumed; Ctrl-C ends, and nothing is written.")
    answers: dict[str, str] = {}
    for number, question in enumerate(QUESTIONS, 1):
        say("")
        say(textwrap.fill(f"{number}. {question.asks}", WIDTH))
        say(textwrap.fill(f"For: {question.purpose}", WIDTH, initial_indent="   ", subsequent_indent="   "))
        assumed = "as the sales table says" if sales and question.key == "sold" else question.assumed
        without = "needed" if assumed is None else f"without an answer: {assumed}"
        say(
            textwrap.fill(
                f"Such as {question.example}; {without}.", WIDTH, initial_indent="   ", subsequent_indent="   "
            )
        )
        while True:
            try:
                answer = ask(f"{question.key}: ").strip()
            except (EOFError, KeyboardInterrupt):
                raise KeyboardInterrupt("interrupted; nothing was written") from None
            if not answer:
                if assumed is not None:
                    break
                say("   This one is needed.")
                continue
            if (problem := problem_with(answers, question.key, answer, folder)) is None:
                answers[question.key] = as_yaml(question.key, answer)
                break
            say(textwrap.fill(problem, WIDTH, initial_indent="   ", subsequent_indent="   "))
    return written_form(answers)


def examples() -> str:
    """Return a ``brand.yaml`` with examples where an answer is needed, and the others as comments."""
    return written_form({key: question_of(key).example for key in NEEDED})


def problem_with(answers: Mapping[str, str], key: str, answer: str, folder: str) -> str | None:
    """Return why an answer cannot be used beside those before; None: it can."""
    given = {needed: question_of(needed).example for needed in NEEDED if needed not in answers}
    if key != "sold":  # the example's customers may be more than the people of a small market
        given["sold"] = answers.get("sold", "0")
    if key != "price":
        given["price"] = answers.get("price", "1")  # the example's is in euros
    if "people" not in answers and key != "people":
        given["people"] = "8e9"
    lines = {**given, **answers, key: as_yaml(key, answer)}
    try:
        entries = entries_of("\n".join(f"{name}: {value}" for name, value in lines.items()), FILE)
        answers_of(entries, folder, sales=False)
    except InputError as error:
        _, _, rest = str(error).partition(", ")
        return rest.partition(", ")[2] if rest.startswith("line ") else str(error)
    return None


def as_yaml(key: str, answer: str) -> str:
    """Return an answer as a YAML value: as it is typed, or in quotation marks where YAML would take it for more."""
    if answer[:1] in "{[":
        return answer
    try:
        said: Said | None = entries_of(f"{key}: {answer}", FILE)[key]
    except (InputError, KeyError):
        said = None
    return answer if said is not None and said.text == answer else json.dumps(answer, ensure_ascii=False)


def written_form(answers: Mapping[str, str]) -> str:
    """Return the text of a ``brand.yaml``: each question as a comment above its answer."""
    lines = [
        "# A brand of your own. Numbers as you write them: 800,000, 1.2M, 45 %, 12.90 EUR.",
        "# What is commented out is assumed as the comment says. docs/your-brand.md has more.",
    ]
    for question in QUESTIONS:
        lines += ["", *_comment(question)]
        given = answers.get(question.key)
        lines.append(f"# {question.key}: {question.example}" if given is None else f"{question.key}: {given}")
    lines += [
        "",
        "# How tables are read, if they are read wrongly:",
        "# reading: {dayfirst: true, decimal: comma, columns: {roster.csv: {followers: Fans}}}",
        "",
        "# Tables that may stand beside this file, as .csv, .tsv or .xlsx; the smallest header of each:",
        *(f"#   {name:<13} {header:<29} {purpose}" for name, header, purpose in OPTIONAL),
    ]
    return "\n".join(lines) + "\n"


def _comment(question: Question) -> list[str]:
    without = "Needed." if question.assumed is None else f"Without an answer: {question.assumed}."
    return [f"# {line}" for line in textwrap.wrap(f"{question.asks} {question.purpose} {without}", 100)]
