"""What the contest's page asks for. The modules that read plans are imported when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from experiments.lab.jobs import Bench, Job
from experiments.lab.json_routes import body_of, or_refused
from experiments.lab.separate import found_by_child

if TYPE_CHECKING:
    from experiments.lab.contest.contest_room import ContestRoom


class Contest:
    """The contest of one lab, for its own page and, where it is shared, for those who join."""

    def __init__(self, bench: Bench, shared: Callable[[], Mapping[str, str] | None] = lambda: None) -> None:
        """Begin without a room: it is made when somebody asks.

        Args:
            bench: Where it is run.
            shared: Returns the address and the token by which others join; ``None``: nobody can.
        """
        self.bench, self.shared = bench, shared
        self._room: ContestRoom | None = None
        self._job: str | None = None

    @property
    def room(self) -> ContestRoom:
        """Where teams hand in."""
        if self._room is None:
            from experiments.lab.contest.contest_room import ContestRoom

            self._room = ContestRoom()
        return self._room

    def routes(self) -> list[Route]:
        """Return the routes of the teacher's page."""
        return [
            Route("/api/contest", or_refused(self.state)),
            Route("/api/contest/begin", or_refused(self.begin), methods=["POST"]),
            Route("/api/contest/hand_in", or_refused(self.hand_in), methods=["POST"]),
            Route("/api/contest/remove", or_refused(self.remove), methods=["POST"]),
            Route("/api/contest/run", or_refused(self.run), methods=["POST"]),
        ]

    async def state(self, request: Request) -> Response:
        """Answer with what everybody may see, and, to the teacher's page, how to join and which job ranks the teams."""
        state = await run_in_threadpool(lambda: self.room.state())
        ranking = self.bench.jobs.get(self._job or "")
        job = self._job if ranking is not None and ranking.error is None else None
        return JSONResponse({**state, "shared": self.shared(), "job": job})

    async def begin(self, request: Request) -> Response:
        """Begin a contest for a brand."""
        given = await body_of(request)
        await run_in_threadpool(lambda: self.room.begin(given.get("folder")))
        self._job = None
        return JSONResponse(self.room.state())

    async def hand_in(self, request: Request) -> Response:
        """Take a team's plan."""
        given = await body_of(request)
        team = await run_in_threadpool(lambda: hand_in(self.room, given))
        return JSONResponse(team)

    async def remove(self, request: Request) -> Response:
        """Take a team out."""
        self.room.remove((await body_of(request)).get("team"))
        return JSONResponse(self.room.state())

    async def run(self, request: Request) -> Response:
        """Rank the teams as a job; nobody hands in from then on."""
        overrides = self.room.overrides((await body_of(request)).get("effort", "quick"))
        room = self.room

        def work(job: Job) -> dict[str, Any]:
            room.open = False
            try:
                room.forget_run()
                found = found_by_child("contest", overrides, job)
            except BaseException:
                room.open = True
                raise
            return {**found, "files": ["contest.html", "contest.csv"]}

        self._job = self.bench.start_long(work)
        return JSONResponse({"job": self._job})


def hand_in(room: ContestRoom, given: Mapping[str, Any]) -> dict[str, Any]:
    """Take a plan that a page sends; return what was understood of it.

    Raises:
        InputError: as :meth:`ContestRoom.hand_in`.
    """
    team = room.hand_in(given.get("team"), given.get("key"), {part: given.get(part) for part in ("name", "data")})
    return {"team": team.name, "does": team.plan.does, "cost": team.cost}
