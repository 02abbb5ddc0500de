"""How requests are read and answered: what cannot be used is said in one line."""

from __future__ import annotations

import base64
import binascii
import contextlib
import functools
import json
import os
import re
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulation.errors import InputError, cut

BUG = "(a bug; the terminal has the traceback)"
HALF_A_LETTER = re.compile(rb"\\u[dD][89a-fA-F]")
"""Halves of a letter by which JSON writes rare ones; one without the other is no text, and no file can hold it."""

type Answer = Callable[[Request], Awaitable[Response]]


def or_refused(answer: Answer) -> Answer:
    """Return the same answer, with what cannot be used said in one line, and a fault of the lab's own, too."""

    @functools.wraps(answer)
    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except InputError as error:
            return JSONResponse({"error": str(error)}, 400)
        except Exception as error:
            traceback.print_exc()
            return JSONResponse({"error": f"{type(error).__name__}: {error} {BUG}"}, 500)

    return answered


async def body_of(request: Request) -> dict[str, Any]:
    """Return the mapping that a request carries as JSON.

    Raises:
        InputError: It carries none.
    """
    body = await request.body()
    try:
        read = json.loads(body)
        if HALF_A_LETTER.search(body):
            json.dumps(read, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InputError("request: got half a letter, takes whole text") from None
    except (ValueError, RecursionError):
        raise InputError("request: got no JSON") from None
    if not isinstance(read, dict):
        raise InputError("request: got no mapping, takes one")
    return read


def file_in(kind: str, given: object, endings: Sequence[str], most: int) -> tuple[str, bytes]:
    """Return a file's ending and content, as a page sends it: its name, and its bytes in base64.

    Raises:
        InputError: It is none, is not of these kinds, did not arrive whole or has more than ``most`` bytes.
    """
    if not isinstance(given, Mapping) or not all(isinstance(given.get(part), str) for part in ("name", "data")):
        raise InputError(f"{kind}: got no file, takes a name and its content")
    ending = Path(given["name"]).suffix.lower()
    if ending not in endings:
        raise InputError(f"{kind}: got '{cut(given['name'], 60)}', takes a file that ends with {', '.join(endings)}")
    try:
        content = base64.b64decode(given["data"], validate=True)
    except binascii.Error:
        raise InputError(f"{kind}: got a file that did not arrive whole") from None
    if len(content) > most:
        raise InputError(f"{kind}: has {len(content):,} bytes, takes at most {most:,} here")
    return ending, content


@contextlib.contextmanager
def short_lived_folder() -> Iterator[Path]:
    """Give a folder for what a page sent, gone afterwards; refusals call its files by their names alone.

    Raises:
        InputError: What was raised inside, without the folder's path: whoever sent the file is not told where it lay.
    """
    with tempfile.TemporaryDirectory(prefix="nichecast-") as folder:
        try:
            yield Path(folder)
        except InputError as error:
            raise InputError(str(error).replace(f"{folder}{os.sep}", "")) from None
