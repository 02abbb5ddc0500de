"""Joining a contest over the local network: a page and an address of its own, apart from the lab's.

It is there only with ``--share``. It knows nothing but the contest: what may be bought, and how to hand a plan in. All
that it answers with, but its own page and script, takes the token that the teacher shows.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from experiments.lab.guard import HEADERS, sent_with
from experiments.lab.json_routes import body_of, or_refused
from experiments.lab.page import static_file, words
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.lab.contest.contest_routes import Contest

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody confuses on a projector."""
TOKEN_LETTERS = 12
HEADERS_HERE = {name: value for name, value in HEADERS.items() if name != "Cross-Origin-Opener-Policy"}
"""A browser obeys the left out one on this machine or over https only, and complains of it elsewhere."""
LARGEST_BODY = 1 << 19
FILES = ("join.js", "hand_in.js", "make.js", "words.js", "lab.css")
"""Files of the page: nothing else of the lab is served."""


def new_token() -> str:
    """Return a token that can be read from a wall and typed; there are 31 to the power of 12 of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LETTERS))


def local_address() -> str:
    """Return this machine's address in the local network. No packet is sent to find it.

    Raises:
        InputError: The machine has none, or one that is not of a local network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # an address for documents, which nobody has; only the route is looked up
            address = str(asking.getsockname()[0])
        except OSError:
            raise InputError("--share: this machine is in no network; takes a local network to join over") from None
    found = ipaddress.ip_address(address)
    if not found.is_private or found.is_loopback:
        raise InputError(f"--share: got the address {address}, takes one of a local network (such as 192.168.1.5)")
    return address


def join_application(contest: Contest, address: str, port: int, token: str) -> JoinGuard:
    """Return the page by which teams join, as a web application.

    Args:
        contest: What is joined.
        address: This machine's, in the local network.
        port: On which the page is served.
        token: What a request needs.
    """
    page = _Join(contest)
    routes = [
        Route("/", page.page),
        Route("/static/{name}", page.file),
        Route("/api/words", page.words),
        Route("/api/join", or_refused(page.state)),
        Route("/api/join/hand_in", or_refused(page.hand_in), methods=["POST"]),
    ]
    return JoinGuard(Starlette(routes=routes), f"{address}:{port}", token)


class _Join:
    def __init__(self, contest: Contest) -> None:
        self.contest = contest

    async def page(self, request: Request) -> Response:
        return HTMLResponse(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Nichecast contest</title>'
            '<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/lab.css">'
            '<script type="module" src="/static/join.js"></script></head>'
            '<body><div id="page"><p class="soft">Opening …</p></div></body></html>'
        )

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        found = static_file(name) if name in FILES else None
        if found is None:
            return Response("no such file", 404, media_type="text/plain")
        return Response(found[0], media_type=found[1])

    async def words(self, request: Request) -> Response:
        known = words()
        return JSONResponse({name: known[name] for name in ("ui", "contest", "campaign")})

    async def state(self, request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(lambda: self.contest.room.state()))

    async def hand_in(self, request: Request) -> Response:
        from experiments.lab.contest.contest_routes import hand_in

        given = await body_of(request)
        return JSONResponse(await run_in_threadpool(lambda: hand_in(self.contest.room, given)))


class JoinGuard:
    """Lets through only the join page and, with the token, what it asks for; and only within the local network."""

    def __init__(self, app: ASGIApp, host: str, token: str) -> None:
        """Guard an application that is served at an address and port."""
        self.app, self.host, self.token = app, host, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        client = (scope.get("client") or ("", 0))[0]
        refused = self.refusal(scope["method"], scope["path"], client, Headers(scope=scope))
        if refused:
            status, line = refused
            await JSONResponse({"error": line}, status)(scope, receive, sent_with(send, HEADERS_HERE))
            return
        await self.app(scope, receive, sent_with(send, HEADERS_HERE))

    def refusal(self, method: str, path: str, client: str, headers: Headers) -> tuple[int, str] | None:
        """Return status and line for a request that is refused; ``None``: it is not."""
        if not _is_local(client):
            return 403, "the contest is joined from the local network only"
        if headers.get("host", "").lower() != self.host:
            return 403, f"Host: the contest answers at {self.host} only"
        if headers.get("origin") not in (None, f"http://{self.host}"):
            return 403, "Origin: another page may not use the contest"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "Sec-Fetch-Site: another page may not use the contest"
        if path.startswith("/api/join"):
            given = headers.get("x-join-token", "").strip().lower()
            if not secrets.compare_digest(given.encode(), self.token.encode()):
                return 403, "token: got another one, takes the one that the teacher shows"
        if method in ("GET", "HEAD"):
            return None
        if method != "POST" or not path.startswith("/api/join"):
            return 405, "Method: takes GET"
        if headers.get("content-type", "").partition(";")[0] != "application/json":
            return 415, "Content-Type: takes application/json"
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return 413, f"Content-Length: takes up to {LARGEST_BODY:,} bytes"
        return None


def _is_local(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_private
    except ValueError:
        return False
