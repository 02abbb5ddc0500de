"""What the page asks for: its files, runs as parcels, and work that is done one piece at a time."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from experiments.lab.campaign.campaign_routes import campaign_routes
from experiments.lab.contest.contest_routes import Contest
from experiments.lab.guard import Guard
from experiments.lab.jobs import Bench
from experiments.lab.json_routes import body_of, or_refused
from experiments.lab.page import document, languages, replay, static_file, words
from simulation.errors import InputError, not_one_of

SEEDS = range(1, 1001)


def application(bench: Bench, port: int, token: str, contest: Contest | None = None) -> Guard:
    """Return the lab as a web application that only its own page can use.

    Args:
        bench: Where work is done.
        port: On which it is served: part of the only Host that is answered.
        token: What the page sends along with changes.
        contest: The class contest, where others join it, too; ``None``: one of the page alone.
    """
    lab = _Lab(bench, token)
    routes = [
        Route("/", lab.page),
        Route("/static/{name}", lab.file),
        Route("/api/words", or_refused(lab.words)),
        Route("/api/choices", or_refused(lab.choices)),
        Route("/api/market", or_refused(lab.market), methods=["POST"]),
        Route("/api/market/files", or_refused(lab.market_files), methods=["POST"]),
        Route("/api/fork", or_refused(lab.fork), methods=["POST"]),
        Route("/api/lesson", or_refused(lab.lesson), methods=["POST"]),
        Route("/api/diary", or_refused(lab.diary), methods=["POST"]),
        Route("/api/job/{name}", or_refused(lab.job)),
        Route("/api/parcel/{name}", or_refused(lab.parcel)),
        Route("/api/replay", or_refused(lab.replay)),
        *campaign_routes(bench),
        *(contest or Contest(bench)).routes(),
    ]
    return Guard(Starlette(routes=routes), port, token)


class _Lab:
    def __init__(self, bench: Bench, token: str) -> None:
        self.bench, self.token = bench, token

    async def page(self, request: Request) -> Response:
        return HTMLResponse(document(self.token))

    async def file(self, request: Request) -> Response:
        found = static_file(request.path_params["name"])
        if found is None:
            return Response("no such file", 404, media_type="text/plain")
        return Response(found[0], media_type=found[1])

    async def words(self, request: Request) -> Response:
        return JSONResponse(words(request.query_params.get("lang", "en")))

    async def choices(self, request: Request) -> Response:
        return JSONResponse(
            await run_in_threadpool(_choices)
        )  # it may load the model first: others are not kept waiting

    async def market(self, request: Request) -> Response:
        from experiments.lab.policies import settings_of

        given = await body_of(request)
        if given.get("files"):
            own = await run_in_threadpool(_own_market, given)
            return JSONResponse({"job": self.bench.start(lambda tell: make_own_market(self.bench, own, tell))})
        settings = settings_of(given.get("settings", {}))
        return JSONResponse({"job": self.bench.start(lambda tell: make_market(self.bench, settings, tell))})

    async def market_files(self, request: Request) -> Response:
        own = await run_in_threadpool(_own_market, await body_of(request))
        return JSONResponse(own.shown())

    async def fork(self, request: Request) -> Response:
        from experiments.lab.living import fork
        from experiments.lab.policies import changes

        given = await body_of(request)
        run, day, changed = self.bench.run(given.get("run")), given.get("day"), given.get("changes")
        if type(day) is not int:
            raise InputError(f"day: got {str(day)[:20]!r}, takes a whole number")
        values, strategy = changes(run, day, changed)

        def work(tell: Any) -> dict[str, Any]:
            made = fork(run, day, values, strategy, str(given.get("title", ""))[:200], tell)
            return {"run": self.bench.keep(made)}

        return JSONResponse({"job": self.bench.start(work)})

    async def lesson(self, request: Request) -> Response:
        from experiments.lab.lessons.catalogue import LESSONS

        given = await body_of(request)
        name, seed = given.get("lesson"), given.get("seed", 1)
        if not isinstance(name, str) or name not in LESSONS:
            raise not_one_of("lesson", str(name)[:40], LESSONS)
        if type(seed) is not int or seed not in SEEDS:
            raise InputError(f"seed: got {str(seed)[:20]!r}, takes a whole number from 1 to {SEEDS[-1]}")
        lesson = LESSONS[name]
        choices = lesson.with_choices(given.get("choices", {}))

        def work(tell: Any) -> dict[str, Any]:
            tell("lesson", 0, 0)
            lived = lesson.live(choices, seed)
            return {
                "runs": [{"run": self.bench.keep(run), "title": run.title} for run in lived.runs],
                **lived.told(),
            }

        return JSONResponse({"job": self.bench.start(work)})

    async def diary(self, request: Request) -> Response:
        given = await body_of(request)
        run, person, creator = self.bench.run(given.get("run")), given.get("person"), given.get("creator")
        return JSONResponse({"job": self.bench.start(lambda tell: diary_of(run, person, creator))})

    async def job(self, request: Request) -> Response:
        job = self.bench.jobs.get(request.path_params["name"])
        if job is None:
            raise InputError("job: there is none of that name")
        return JSONResponse(job.state())

    async def parcel(self, request: Request) -> Response:
        run = self.bench.run(request.path_params["name"])
        return Response(run.parcel, media_type="application/octet-stream")

    async def replay(self, request: Request) -> Response:
        names = request.query_params.get("runs", "").split(",")[:2]
        runs = [self.bench.run(name) for name in names]
        labels = request.query_params.getlist("label")
        told = [(labels[k][:200] if k < len(labels) else run.title, run.parcel) for k, run in enumerate(runs)]
        title = request.query_params.get("title", "Nichecast replay")[:200]
        saved = {"Content-Disposition": 'attachment; filename="replay.html"'}
        return Response(replay(title, told), media_type="text/html; charset=utf-8", headers=saved)


def _choices() -> dict[str, Any]:
    """Return everything that the page offers to choose from."""
    from experiments.lab.lessons.catalogue import LESSONS
    from experiments.lab.policies import DAYS, PEOPLE, POLICIES, SETTINGS, STRATEGIES

    return {
        "settings": SETTINGS,
        "people": PEOPLE,
        "days": DAYS,
        "strategies": STRATEGIES,
        "policies": {name: list(options) for name, options in POLICIES.items()},
        "lessons": {name: lesson.choices for name, lesson in LESSONS.items()},
        "languages": languages(),
    }


def make_market(bench: Bench, settings: dict[str, Any], tell: Any) -> dict[str, str]:
    """Build and live the market that settings describe, unless it is there already; return the run's name."""
    from experiments.lab.living import live
    from experiments.lab.policies import market_of

    if (there := bench.lived(settings)) is not None:
        return {"run": there}
    tell("building", 0, 0)
    run = live(market_of(settings), settings["days"], "market", tell)
    return {"run": bench.keep(run, settings)}


def _own_market(given: dict[str, Any]) -> Any:
    from experiments.lab.own_market.market_files import own_market

    return own_market(given.get("settings", {}), given.get("files", {}))


def make_own_market(bench: Bench, own: Any, tell: Any) -> dict[str, str]:
    """Build and live a market that files describe; return the run's name."""
    from experiments.lab.living import live

    tell("building", 0, 0)
    return {"run": bench.keep(live(own.model(), own.settings["days"], "market", tell))}


def diary_of(run: Any, person: object, creator: object) -> str:
    """Return the diary of a person, or the story of a creator, as text.

    Raises:
        InputError: There is no such row, or the run's states are no longer kept.
    """
    if run.model.closed:
        raise InputError("run: its states are no longer kept; takes a run that was made lately")
    model = run.model
    rows = len(model.consumers.niche) if creator is None else len(model.creators.tier)
    row = person if creator is None else creator
    if type(row) is not int or not 0 <= row < rows:
        raise InputError(f"diary: got {str(row)[:20]!r}, takes a row from 0 to {rows - 1}")
    return str(model.why(model.consumer(row) if creator is None else model.creator_agents[row]))
