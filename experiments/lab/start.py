"""``nichecast-lab``: serve the page on this machine and open the browser."""

from __future__ import annotations

import contextlib
import secrets
import socket
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING

from simulation.errors import InputError, nearest

if TYPE_CHECKING:
    from uvicorn import Server

    from experiments.lab.contest.contest_routes import Contest
    from experiments.lab.jobs import Bench
    from experiments.lab.living import Tell

HELP = """nichecast-lab: a page in the browser with lessons, and a market to watch and to change.

  --port NUMBER   serve on this port; without it, on 8765 or, where that is taken, on any that is free
  --no-browser    do not open the browser; the address is printed anyway
  --share         let teams join the class contest over the local network, with the token that the page shows

The page is served to this machine only; --share serves another page, for handing plans in. Ctrl-C ends it."""
PORT = 8765


def main(argv: list[str] | None = None) -> int:
    """Serve until interrupted. Returns the exit status: 0 done, 2 the input cannot be used."""
    try:
        return _main(list(sys.argv[1:] if argv is None else argv))
    except InputError as error:
        print(f"nichecast-lab: {error}", file=sys.stderr)
        return 2


def _main(arguments: list[str]) -> int:
    port, opens, shares = _parse(arguments)
    if port == -1:
        print(HELP)
        return 0
    listening = _listen(port)
    number = listening.getsockname()[1]
    address = f"http://127.0.0.1:{number}/"
    from uvicorn import Config, Server

    from experiments.lab.contest.contest_routes import Contest
    from experiments.lab.jobs import Bench
    from experiments.lab.server import application

    bench = Bench()
    contest = Contest(bench)
    joined = _share(contest) if shares else None
    bench.start(lambda tell: _warm_up(bench, tell))
    app = application(bench, number, secrets.token_urlsafe(24), contest)
    server = Server(Config(app, log_level="warning", lifespan="off", ws="none", server_header=False))
    print(f"nichecast-lab: open {address} (Ctrl-C ends it)", flush=True)
    if opens:
        threading.Timer(0.3, webbrowser.open, [address]).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run([listening])
    if joined is not None:
        joined.should_exit = True
    bench.close()
    return 0


def _share(contest: Contest) -> Server:
    """Serve the page by which teams join, at this machine's address in the local network; return its server.

    Raises:
        InputError: The machine is in no local network.
    """
    from uvicorn import Config, Server

    from experiments.lab.contest.join import join_application, local_address, new_token

    address, token = local_address(), new_token()
    listening = _listen(0, address)
    number = listening.getsockname()[1]
    shown = {"address": f"http://{address}:{number}/", "token": token}
    contest.shared = lambda: shown
    app = join_application(contest, address, number, token)
    server = Server(Config(app, log_level="warning", lifespan="off", ws="none", server_header=False))
    threading.Thread(target=server.run, args=([listening],), daemon=True).start()
    print(f"nichecast-lab: teams join at {shown['address']} with the token {token}", flush=True)
    return server


def _parse(arguments: list[str]) -> tuple[int, bool, bool]:
    """Return the port (0: any that is usual or free, -1: help is wanted), whether to open the browser, and to share."""
    port, opens, shares = 0, True, False
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in ("--help", "-h"):
            return -1, False, False
        if argument == "--no-browser":
            opens = False
        elif argument == "--share":
            shares = True
        elif name == "--port":
            given = value if equals else next(rest, "")
            if not given.isdigit() or not 1 <= int(given) <= 65_535:
                raise InputError(f"--port: got {given!r}, takes a number from 1 to 65535")
            port = int(given)
        else:
            raise InputError(f"{name}: no such flag{nearest(name, ('--port', '--no-browser', '--share', '--help'))}")
    return port, opens, shares


def _listen(port: int, address: str = "127.0.0.1") -> socket.socket:
    """Return a socket on one address; on the loopback one no other machine can reach it."""
    for number in (port,) if port else (PORT, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((address, number))
        except OSError as error:
            listening.close()
            if number in (port, 0):
                raise InputError(f"--port: got {number}, which is not free ({error.strerror})") from None
            continue
        listening.listen(128)  # whoever comes before the server is up waits a moment
        return listening
    raise AssertionError("the last try either binds or raises")


def _warm_up(bench: Bench, tell: Tell) -> None:
    """Load the model and compile it, where that is still to be done, and live the market that the page opens with."""
    tell("loading", 0, 0)
    from experiments.lab.living import fork, live
    from experiments.lab.policies import SETTINGS, market_of
    from experiments.lab.server import make_market

    tell("compiling", 0, 0)
    run = live(market_of({**SETTINGS, "people": 1_500, "days": 14}), 2, "warm-up")
    fork(run, 1, {}, None, "warm-up").close()
    run.close()
    make_market(bench, dict(SETTINGS), tell)


if __name__ == "__main__":
    sys.exit(main())
