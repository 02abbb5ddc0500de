"""How requests are read and answered: what cannot be used is said in one line."""

from __future__ import annotations

import base64
import binascii
import functools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulation.errors import InputError, cut

type Answer = Callable[[Request], Awaitable[Response]]


def or_refused(answer: Answer) -> Answer:
    """Return the same answer, with what cannot be used said in one line."""

    @functools.wraps(answer)
    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except InputError as error:
            return JSONResponse({"error": str(error)}, 400)

    return answered


async def body_of(request: Request) -> dict[str, Any]:
    """Return the mapping that a request carries as JSON.

    Raises:
        InputError: It carries none.
    """
    try:
        read = await request.json()
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
