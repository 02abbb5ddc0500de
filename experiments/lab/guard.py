"""Who may talk to the lab: its own page on this machine, and no other page in the browser."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from experiments.lab.page import POLICY

LOOPBACK = ("127.0.0.1", "localhost")
LARGEST_BODY = 1 << 20
LARGEST_UPLOAD = 8 << 20
"""Of a request with files in it: see ``UPLOADS``."""
UPLOADS = ("/api/campaign/", "/api/contest/hand_in")
"""What the paths of requests begin with that may carry files."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def sent_with(send: Send, headers: Mapping[str, str]) -> Send:
    """Return what sends an answer with some headers more; those that the answer has itself stay."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", []))
            there = {name.lower() for name, _ in own}  # a report has a policy of its own
            added = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
            message = {**message, "headers": [*own, *(each for each in added if each[0] not in there)]}
        await send(message)

    return send_with_headers


class Guard:
    """Lets through only what the lab's own page asks for.

    The Host must be this machine by a loopback name, with the lab's port: a foreign name that was made to point here is
    refused. An Origin, where a browser sends one, must be the lab's. Whatever is no mere reading needs the token that
    the page carries; no other page can read it.
    """

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        """Guard an application on a port."""
        self.app, self.token = app, token
        self.hosts = {f"{name}:{port}" for name in LOOPBACK}
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on and add the headers that the browser is to obey."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refused = self.refusal(scope["method"], Headers(scope=scope), scope["path"])

        if refused:
            status, line = refused
            await JSONResponse({"error": line}, status)(scope, receive, sent_with(send, HEADERS))
            return
        await self.app(scope, receive, sent_with(send, HEADERS))

    def refusal(self, method: str, headers: Headers, path: str = "/") -> tuple[int, str] | None:
        """Return status and line for a request that is refused; ``None``: it is not."""
        if headers.get("host", "").lower() not in self.hosts:
            return 403, "Host: the lab answers on this machine only, at 127.0.0.1 or localhost"
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            return 403, "Origin: another page may not use the lab"
        from_a_report = (
            path.startswith("/answers/") and headers.get("sec-fetch-mode") == "navigate"
        )  # its links to files
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") and not from_a_report:
            return 403, "Sec-Fetch-Site: another page may not use the lab"
        if method in ("GET", "HEAD"):
            return None
        if not secrets.compare_digest(headers.get("x-lab-token", "").encode(), self.token.encode()):
            return 403, "X-Lab-Token: a change needs the token of the lab's own page"
        if headers.get("content-type", "").partition(";")[0] != "application/json":
            return 415, "Content-Type: takes application/json"
        length, most = headers.get("content-length", ""), LARGEST_UPLOAD if path.startswith(UPLOADS) else LARGEST_BODY
        if not length.isdigit() or int(length) > most:
            return 413, f"Content-Length: takes up to {most:,} bytes"
        return None
