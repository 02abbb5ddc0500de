"""What the campaign's page asks for: the form, a check, the answer as a job, and the files that it leaves.

The modules that read brands and plans are imported when they are asked for, so that the page opens at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from experiments.lab.jobs import Bench, Job
from experiments.lab.json_routes import body_of, or_refused
from experiments.lab.separate import found_by_child
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.own_brand.brand import Brand

FILES = {
    "report.html": "text/html; charset=utf-8",
    "answer.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "hire.csv": "text/csv; charset=utf-8",
    "slide.pdf": "application/pdf",
    "plan.csv": "text/csv; charset=utf-8",
    "summary.json": "application/json",
    "contest.html": "text/html; charset=utf-8",
    "contest.csv": "text/csv; charset=utf-8",
}
"""Files of an answer, or of a contest, that the page links to, with their types."""
POLICY_OF_REPORTS = (
    "sandbox allow-scripts allow-downloads allow-popups; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval';"
    " style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
"""A report stands in a room of its own: it runs its own charts, asks for nothing, and cannot command the lab."""


def campaign_routes(bench: Bench) -> list[Route]:
    """Return the routes of the campaign's page."""
    page = _Campaign(bench)
    return [
        Route("/api/campaign", or_refused(page.described)),
        Route("/api/campaign/problems", or_refused(page.problems), methods=["POST"]),
        Route("/api/campaign/read", or_refused(page.read), methods=["POST"]),
        Route("/api/campaign/answer", or_refused(page.answer), methods=["POST"]),
        Route("/api/job/{name}/cancel", or_refused(page.cancel), methods=["POST"]),
        Route("/answers/{job}/{file}", page.file),
    ]


class _Campaign:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    async def described(self, request: Request) -> Response:
        from experiments.lab.campaign.brand_form import described
        from experiments.lab.campaign.campaign_work import EFFORTS, MOST_PLANS
        from experiments.own_brand.answering.chosen_plans import PARTS

        return JSONResponse({**described(), "most_plans": MOST_PLANS, "efforts": list(EFFORTS), "parts": list(PARTS)})

    async def problems(self, request: Request) -> Response:
        from experiments.lab.campaign.brand_form import form_of, problems

        form = form_of((await body_of(request)).get("form"))
        return JSONResponse({"problems": await run_in_threadpool(problems, form)})

    async def read(self, request: Request) -> Response:
        from experiments.lab.campaign.brand_form import shown

        brand, _ = await run_in_threadpool(_brand, await body_of(request), False)
        return JSONResponse(shown(brand))

    async def answer(self, request: Request) -> Response:
        from experiments.lab.campaign.campaign_work import asked

        given = await body_of(request)
        brand, folder = await run_in_threadpool(_brand, given, True)
        wanted = asked(brand, folder, given)

        def work(job: Job) -> dict[str, Any]:
            found = found_by_child("answer", wanted.overrides, job)
            there = [
                name for name in FILES if not name.startswith("contest") and (Path(found["folder"]) / name).is_file()
            ]
            return {
                "summary": found["summary"],
                "lines": found["lines"],
                "commands": wanted.commands(folder, found["summary"]["best"]),
                "brand_folder": str(folder),
                "folder": str(wanted.folder),
                "files": there,
            }

        return JSONResponse({"job": self.bench.start_long(work), "brand_folder": str(folder)})

    async def cancel(self, request: Request) -> Response:
        job = self.bench.jobs.get(request.path_params["name"])
        if job is None:
            raise InputError("job: there is none of that name")
        return JSONResponse({"cancelled": job.cancel()})

    async def file(self, request: Request) -> Response:
        job, name = self.bench.jobs.get(request.path_params["job"]), request.path_params["file"]
        made = job.made if job is not None and isinstance(job.made, dict) else {}
        if name not in FILES or name not in made.get("files", ()):
            return Response("no such file", 404, media_type="text/plain")
        headers = {"Content-Security-Policy": POLICY_OF_REPORTS} if name.endswith(".html") else {}
        kind = "inline" if name.endswith(".html") else "attachment"
        return FileResponse(
            Path(made["folder"]) / name,
            media_type=FILES[name],
            filename=name,
            headers=headers,
            content_disposition_type=kind,
        )


def _brand(given: dict[str, Any], keep: bool) -> tuple[Brand, Path]:
    """Return the brand that the page means, by a folder's path or by a form, and its folder; ``keep``: it is saved.

    Raises:
        InputError: It means none, or what it means cannot be used.
    """
    from experiments.lab.campaign.brand_form import brand_of_path, form_of, read_form, save

    if ("folder" in given) == ("form" in given):
        raise InputError("brand: takes either the path of a folder or a form")
    if "folder" in given:
        brand = brand_of_path(given["folder"])
        return brand, brand.folder
    form = form_of(given["form"])
    brand = read_form(form)
    return brand, save(form) if keep else brand.folder
