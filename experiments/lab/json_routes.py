"""How requests are read and answered: what cannot be used is said in one line."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulation.errors import InputError

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
