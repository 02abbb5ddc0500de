"""A lab that is served on this machine for the tests, and the small market that they look at."""

import threading

import pytest
import uvicorn

from experiments.lab.jobs import Bench
from experiments.lab.living import live
from experiments.lab.policies import SETTINGS, market_of
from experiments.lab.server import application
from experiments.lab.start import _listen

TOKEN = "the-page-s-own-token"


class Served:
    """Where the lab answers."""

    def __init__(self, port, bench):
        self.port, self.bench, self.token = port, bench, TOKEN
        self.address = f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def served():
    listening = _listen(0)
    port = listening.getsockname()[1]
    bench = Bench()
    app = application(bench, port, TOKEN)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield Served(port, bench)
    server.should_exit = True
    thread.join(10)
    bench.close()
    listening.close()


@pytest.fixture(scope="session")
def small_run():
    """1,500 people over six weeks under a plan that hires creators."""
    model = market_of({**SETTINGS, "people": 1_500, "days": 42, "strategy": "nano_swarm"})
    run = live(model, 42, "small")
    yield run
    run.close()
