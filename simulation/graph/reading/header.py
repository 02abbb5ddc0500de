"""The top of an edge list: comments, a header, a line with counts, the separator. What the rest is read by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from simulation.errors import InputError
from simulation.graph.reading.ids import is_integer
from simulation.graph.reading.recognise import Options
from simulation.graph.reading.roles import accounts
from simulation.graph.reading.separator import choose_separator, fields_of, word_for
from simulation.graph.reading.third_column import is_amount, is_number

COMMENTS = ("#", "%", "//")
SAMPLE = 200  # lines that are looked at before reading
_NODES = re.compile(r"(?:nodes|vertices)\W+(\d+)", re.IGNORECASE)
_EDGES = re.compile(r"(?:edges|arcs|links)\W+(\d+)", re.IGNORECASE)
_SEP = re.compile(r'"?sep=(.)"?\Z', re.IGNORECASE)
_MARKDOWN = re.compile(r"\s*\|?(\s*:?-{3,}:?\s*\|)+(\s*:?-{3,}:?\s*)?\Z")
_BRACKETS = re.compile(r"\s*[(\[].*[)\]],?\s*\Z")
_KONECT = re.compile(r"%\s*(a?sym|bip)\s+\w+\s*\Z")

type Line = tuple[int, int, str]  # number, byte at which it starts, text


@dataclass(frozen=True)
class Prelude:
    """What the first lines say.

    Attributes:
        begin: byte at which the first line that may be an edge starts.
        first_line: its line number.
        separator: one character, or empty for spaces and tabs.
        width: number of fields of an edge.
        header: the header line, if any.
        names: the columns' names, if a header or a comment has them.
        comments: what comment lines begin with; not ``#`` where accounts' names do.
        first: the fields of the first line, if it may be counts instead of an edge.
        is_counts: whether it cannot be anything else.
        stated: nodes and edges as a comment states them.
        directed: what a comment or the line of counts says, with where it was said.
        bipartite: whether a comment says that the two columns number different things.
        notes: what was guessed.
        rows: the fields of the first lines that may be edges.
    """

    begin: int
    first_line: int
    separator: str
    width: int
    header: str | None
    names: list[str] | None
    comments: tuple[str, ...]
    first: tuple[int, int] | None
    is_counts: bool
    stated: tuple[int, int | None] | None
    directed: tuple[bool, str] | None
    bipartite: bool
    notes: tuple[str, ...]
    rows: list[list[str]]


def read_prelude(data: bytes, name: str, options: Options) -> Prelude:
    """Look at the first lines of an edge list.

    Raises:
        InputError: no edge in the file, or a first line with fewer than two fields.
    """
    marks = _comment_marks(data, name)
    comments, lines = _first_lines(data, name, SAMPLE, marks)
    notes: list[str] = []
    if "#" not in marks:
        notes.append("lines that begin with '#' are edges, as '#' begins names (put other names in quotation marks)")
    asked = options.separator
    if lines and (spreadsheet := _SEP.match(lines[0][2].strip())):
        asked = spreadsheet[1] if asked is None else asked
        lines = lines[1:]
    if not lines:
        raise InputError(f"{name}: the graph is empty, no line of the file is an edge")
    separator = asked
    if separator is None:
        konect = any(_KONECT.match(comment) for comment in comments)
        separator = "" if konect else choose_separator([text for _, _, text in lines])
        notes.append(f"separator: {word_for(separator)} (separator=...)")
    if table := next((number for number, _, text in lines[:5] if _MARKDOWN.match(text)), None):
        raise InputError(f"{name}, line {table}: this is a table in Markdown, which is not read: write it as CSV")
    if all(_BRACKETS.match(text) for _, _, text in lines):
        raise InputError(f"{name}, line {lines[0][0]}: each line stands in brackets: write the ids without them")
    rows = [fields_of(text, separator) for _, _, text in lines]
    header, names, note = _header(rows, lines, separator, comments, data, options)
    notes += [note] if note else []
    if header is not None:
        if len(lines) == 1:
            raise InputError(f"{name}: the graph is empty, the file has a header and no edge")
        lines, rows = lines[1:], rows[1:]
    number, begin, text = lines[0]
    first, is_counts, width = None, False, len(rows[0])
    counts = rows[0] if width >= 2 or asked else fields_of(text, choose_separator([text]))
    if header is None and len(counts) >= 2 and is_integer(counts[0]) and is_integer(counts[1]):
        first = (int(counts[0]), int(counts[1]))
        if len(rows) > 1:
            other = rows[1]
            matrix = any("matrixmarket" in comment.lower() for comment in comments)
            if matrix and len(counts) == 3:
                if counts[0] != counts[1]:
                    raise InputError(
                        f"{name}, line {number}: this is a bipartite Matrix Market file, {counts[0]} rows by "
                        f"{counts[1]} columns, which is not read: number the columns on from the rows"
                    )
                first = (first[0], int(counts[2]))
            is_counts = matrix or _differs(counts, [len(row) for row in rows[1:3]])
            if is_counts:
                width = len(other)
    if width < 2:
        number, _, text = lines[1] if is_counts else lines[0]
        raise InputError(f"{name}, line {number}: {text.strip()[:60]!r} is no edge; expected two ids or more")
    directed = _said(comments) or (_letter(counts) if is_counts else None)
    return Prelude(
        begin, number, separator, width, header, names, marks, first, is_counts, _stated(comments), directed,
        any(re.match(r"%\s*bip\b", comment) for comment in comments), tuple(notes),
        rows,
    )  # fmt: skip


def is_comment(line: str, marks: tuple[str, ...]) -> bool:
    """Tell whether a line is a comment; where names begin with ``#``, only ``#`` with a space behind it begins one."""
    bare = line.lstrip()
    return bare.startswith(marks) or ("#" not in marks and bare.startswith("#") and not bare[1:2].strip())


def _comment_marks(data: bytes, name: str) -> tuple[str, ...]:
    """Return what comments begin with: not ``#`` if the names of several accounts begin with it.

    They do if such a name stands in a second field, or begins two lines, while the lines have as many fields as others.
    """
    if b"#" not in data or not re.search(rb"(?m)^[ \t\"]*#\w|[\t ,;|]\"?#\w", data):
        return COMMENTS
    _, lines = _first_lines(data, name, 10 * SAMPLE, COMMENTS[1:])
    hashed = [text for _, _, text in lines if re.match(r"\s*#\w", text)]
    plain = [text for _, _, text in lines if not text.lstrip().startswith("#")]
    separator = choose_separator([*plain, *hashed])
    widths = Counter(len(fields_of(text, separator)) for text in plain or hashed)
    usual = max(widths, key=lambda width: widths[width]) if widths else 0
    rows = [row for row in (fields_of(text, separator) for text in [*hashed, *plain]) if len(row) == usual >= 2]
    second = any(row[1].startswith("#") for row in rows)
    begun = Counter(row[0] for row in rows if row[0].startswith("#"))
    return COMMENTS[1:] if second or any(count > 1 for count in begun.values()) else COMMENTS


def _first_lines(data: bytes, name: str, wanted: int, marks: tuple[str, ...]) -> tuple[list[str], list[Line]]:
    """Return the comments at the top and the first lines that are none, each with its number and offset."""
    comments: list[str] = []
    lines: list[Line] = []
    begin, number = 0, 1
    while begin < len(data) and len(lines) < wanted:
        end = data.find(b"\n", begin)
        end = len(data) if end < 0 else end
        try:
            line = data[begin:end].decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(f"{name}, line {number}: not UTF-8 text: save the file as UTF-8") from None
        if is_comment(line, marks):
            comments.append(line.strip())
        elif line.strip():
            lines.append((number, begin, line))
        begin, number = end + 1, number + 1
    return comments, lines


def _header(
    rows: list[list[str]], lines: list[Line], separator: str, comments: list[str], data: bytes, options: Options
) -> tuple[str | None, list[str] | None, str | None]:
    """Return the header line, if the first line is one, the columns' names, and what was guessed."""
    first = rows[0]
    text = lines[0][2].strip()
    if options.header is True:
        return text, _names(first, rows), None
    if options.header is False or len(first) < 2:
        return None, None, None
    numeric_first = any(map(is_number, first))
    unnamed_first = len(first) >= 3 and not first[0] and all(row[0] for row in rows[1:])  # the rows' own numbers
    if unnamed_first or (not numeric_first and accounts(first) is not None):
        return text, _names(first, rows), None
    for comment in comments[-1:]:
        words = fields_of(comment.lstrip("#%/ "), separator)
        if len(words) == len(first) and accounts(words) is not None:
            return None, words, f"the columns' names stand in a comment: {comment[:60]!r}"
    rest = rows[1:]
    if any(map(is_integer, first)) or not rest:
        return None, None, None
    numeric = [k for k in range(len(first)) if sum(len(row) > k and is_amount(row[k]) for row in rest) * 2 > len(rest)]
    if any(not is_amount(first[k]) and first[k] for k in numeric):
        return text, _names(first, rows), f"header: {text[:60]!r} (header=false if it is an edge)"
    if _stands_apart(first, rest, data[lines[0][1] + len(lines[0][2].encode()) :]):
        return text, _names(first, rows), f"header: {text[:60]!r}, whose words are no ids below (header=false)"
    if len(rest) > 1 and _stands_apart(first, [], data[lines[0][1] + len(lines[0][2].encode()) :]):
        return None, None, f"no header: {text[:60]!r} is an edge (header=true if it is not)"
    return None, None, None


def _names(first: list[str], rows: list[list[str]]) -> list[str]:
    """Return the columns' names; R leaves out the name of the rows' own numbers."""
    if len(rows) > 1 and all(len(row) == len(first) + 1 for row in rows[1:]):
        return ["", *first]
    return first


def _stands_apart(first: list[str], rest: list[list[str]], below: bytes) -> bool:
    """Tell whether no word of the first line is an id below it, while most lines below share ids with others."""
    if any(re.search(rb"(?m)(^|[\t ,;|\"])" + re.escape(word.encode()) + rb"($|[\t ,;|\"])", below) for word in first):
        return False
    if not rest:
        return True
    times = Counter(field for row in rest for field in row[:2])
    shared = sum(any(times[field] > 1 for field in row[:2]) for row in rest)
    return len(rest) >= 2 and 2 * shared > len(rest)


def _differs(first: list[str], widths: list[int]) -> bool:
    """Tell whether a first line of two integers differs from the edges: fewer fields than they, or words behind."""
    if len(set(widths)) > 1 or widths[0] == len(first):
        return False
    return len(widths) > 1 if len(first) == 2 else not any(map(is_number, first[2:]))


def _said(comments: list[str]) -> tuple[bool, str] | None:
    for comment in comments:
        words = set(re.findall(r"[a-z]+", comment.lower()))
        if words & {"undirected", "sym", "symmetric"}:
            return False, f"comment {comment[:60]!r}"
        if words & {"directed", "digraph", "asym"} or ("matrixmarket" in words and "general" in words):
            return True, f"comment {comment[:60]!r}"
    return None


def _letter(fields: list[str]) -> tuple[bool, str] | None:
    """The letter that graph libraries put behind the counts: ``82168,948464,d,graph``."""
    for field in fields[2:]:
        if field.lower() in ("d", "directed"):
            return True, f"{field!r} in the line of counts"
        if field.lower() in ("u", "undirected"):
            return False, f"{field!r} in the line of counts"
    return None


def _stated(comments: list[str]) -> tuple[int, int | None] | None:
    text = "\n".join(comments)
    nodes, edges = _NODES.search(text), _EDGES.search(text)
    return None if nodes is None else (int(nodes[1]), None if edges is None else int(edges[1]))
