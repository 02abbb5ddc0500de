"""The main task for a brand of one's own: from its folder to an answer."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.figures.style import save, styled
from experiments.own_brand.answering import beside, budgets, scale
from experiments.own_brand.answering.bench import Bench, known_identity
from experiments.own_brand.answering.brand_runs import CreatorRuns, PlanRuns, bought
from experiments.own_brand.answering.chosen_plans import chosen, watch_command
from experiments.own_brand.answering.curves import Curve
from experiments.own_brand.answering.doubts import cost_line, curves_beyond, doubts, nearest_only, unseen
from experiments.own_brand.answering.evidence.weighing import Weighed, load_or_weigh
from experiments.own_brand.answering.found import Found
from experiments.own_brand.answering.hiring_list import Hire, hires
from experiments.own_brand.answering.outlook import Outlook, outlook_of, standing_for_all, with_plan
from experiments.own_brand.answering.plan_rows import Row
from experiments.own_brand.answering.plans import BEST, NOTHING, BrandPlan, Plans, money_now, plans_of
from experiments.own_brand.brand import Brand
from experiments.own_brand.fitting.fit import load_or_fit
from experiments.own_brand.fitting.market_of import niches_of
from experiments.own_brand.mixes import mix
from experiments.own_brand.reading import read_as
from experiments.own_brand.reading.folder import read_brand
from experiments.own_brand.showing import brand_page, handing_over, pictures, said
from experiments.results import steps
from experiments.results.heartbeat import clock
from experiments.results.wording import capital
from experiments.running import replicates
from experiments.running.folder_claim import refuse_another
from experiments.running.run_folder import RunFolder, open_folder
from experiments.sweeps.space import Space
from simulation.errors import InputError
from simulation.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl

    from experiments.command.command import Job

LABEL = "brand"
NOT_TOLD = "what it is about is not told"


def run(job: Job) -> int:
    """Read the folder, fit the market if that was not done, run all plans, write and print the answer.

    Raises:
        InputError: The folder cannot be used, naming file, row and column; nothing has been run then.
        KeyboardInterrupt: with a line that says what is kept.
    """
    started = time.perf_counter()
    found, folder = answer(job)
    said.show(found)
    print(f"Report: {folder.path / 'report.html'}")
    print(f"nichecast: {clock(time.perf_counter() - started)} in all", file=sys.stderr)
    return 0


def answer(job: Job) -> tuple[Found, RunFolder]:
    """Return what was found, and the folder with report, workbook and tables.

    Raises:
        InputError: as :func:`run`.
    """
    assert job.settings.brand is not None, "the command chose this task by it"
    refuse_what_does_nothing(job)
    bounds = budgets.bounds_of(job.settings.effort.bounds or {})
    steps.begin("reading")
    brand = read_brand(job.settings.brand, job.settings.skip_bad)
    print(read_as.text(brand), file=sys.stderr)
    effort = job.settings.effort
    plans, looks = chosen(brand, plans_of(brand), effort.plans, effort.splits)
    known = known_identity(job, brand)
    refuse_another(job.settings.output.dir, known)
    steps.begin("loading")
    replicates.make_ready(job.settings.executor)
    steps.begin("fit")
    weighed = load_or_weigh(brand, load_or_fit(brand, job), job)
    fitted = weighed.fitted
    identity = {**known, "fit": fitted.digest, "plans": [plan.strategy for plan in plans.plans]}
    name = f"{LABEL}-{brand.folder.resolve().name}"
    with open_folder(job.settings.output.dir, name, job.config, identity) as folder:
        bench = Bench(job, brand, fitted, effort, folder)
        scenario = Scenario().with_values(fitted.base)
        began, workers = time.perf_counter(), job.settings.executor.workers
        announced = scale.announced(brand, scenario, len(plans.plans), effort, workers)
        for line in scale.lines(brand, scenario, len(plans.plans), effort, workers):
            print(textwrap.fill(f"nichecast: {line}", 80, subsequent_indent="  "), file=sys.stderr)
        steps.begin("worlds")
        table = _lived(bench, "worlds", plans.plans)
        steps.begin("curves")
        closer = standing_for_all(table, plans.names[1:], min(effort.closer, effort.worlds))
        curves = budgets.curves(bench, closer) if looks else []
        split = budgets.split(brand, curves, bounds) if looks else {}
        if split:
            best = BrandPlan(BEST, f"{said.split_words(split)}.", mix(brand, **split), "creators" in split)
            table = with_plan(table, _lived(bench, "split", [plans.named(NOTHING), best]), BEST)
            plans = Plans((*plans.plans, best), plans.left_out)
        outlook = outlook_of(table, plans.names, brand.answers.goal, brand.answers.cost_cap)
        steps.begin("creators")
        creators, hired_by = _hired(bench, plans, outlook, table)
        steps.begin("writing")
        found = _found(bench, plans, outlook, creators, hired_by, curves, split, weighed)
        _write(found, folder, _plan_rows(bench, plans, found.best), watched(job, brand, outlook.ranked(), folder.path))
    print(f"nichecast: {clock(time.perf_counter() - began)}, announced {clock(announced)}", file=sys.stderr)
    return found, folder


NOTHING_HERE = (
    "arms",
    "variants",
    "strategy",
    "baseline",
    "against",
    "outcome",
    "smallest",
    "replicates",
    "experiment",
)
"""What another command chooses: here the plans are the brand's own, and the worlds take the place of replicates."""


def refuse_what_does_nothing(job: Job) -> None:
    """Refuse overrides that an answer would pass over.

    Raises:
        InputError: naming the first.
    """
    for item in job.overrides:
        name = item.lstrip("+~").partition("=")[0]
        if name.partition(".")[0].partition("@")[0] in NOTHING_HERE:
            raise InputError(
                f"{name}: does nothing beside brand={job.settings.brand}: the plans are the brand's own; takes effort.*"
                ", worlds.*, seed and the market's parameters"
            )


def _lived(bench: Bench, name: str, plans: Sequence[BrandPlan]) -> pl.DataFrame:
    """Return the rows of plans, the first of which does nothing, in all worlds that are looked at."""
    design = bench.design(plans)
    worlds = bench.worlds(bench.effort.worlds)
    return bench.table(name, design, PlanRuns(Space(design)), worlds, bench.effort.seeds)


def _plan_rows(bench: Bench, plans: Plans, best: str) -> list[Row]:
    """Return what the best plan buys in the first of the worlds, by week; nothing where it is to do nothing."""
    if best == NOTHING:
        return []
    design = bench.design([plans.named(NOTHING), plans.named(best)])
    return bought(design, bench.points(range(1)), bench.fitted.seed)


def _hired(bench: Bench, plans: Plans, outlook: Outlook, table: pl.DataFrame) -> tuple[list[Hire], str]:
    """Return the creators of the best plan that hires, left out one by one."""
    hiring = [plan for plan in outlook.ranked() if plans.named(plan).hires]
    if not hiring:
        return [], ""
    nothing, chosen = plans.named(NOTHING), plans.named(hiring[0])
    design = bench.design([nothing, chosen])
    evaluate = CreatorRuns(Space(design), chosen.name, bench.effort.creators)
    hired = min(outlook.mean(chosen.name, "creators_hired"), bench.effort.creators)
    worlds = standing_for_all(table, [chosen.name], scale.creator_worlds(bench.effort, hired))
    rows = bench.table("creators", design, evaluate, worlds, 1)
    strange = niches_of(bench.brand).strange
    unknown = {
        creator.handle: f"its niche, {creator.niche}, is near none that is known" if creator.niche else NOT_TOLD
        for creator in bench.brand.roster
        if not creator.niche or creator.niche in strange
    }
    return hires(rows, unknown), chosen.name


def _found(
    bench: Bench,
    plans: Plans,
    outlook: Outlook,
    creators: list[Hire],
    hired_by: str,
    curves: list[Curve],
    split: dict[str, float],
    weighed: Weighed,
) -> Found:
    brand, fitted, currency = bench.brand, bench.fitted, bench.brand.answers.currency
    bounds = budgets.bounds_of(bench.effort.bounds or {})
    board = beside.dashboard(outlook)
    others = [beside.dashboard_line(board, outlook.ranked()[0], currency)]
    if line := beside.calculator_line(brand, creators, currency):
        others.append(line)
    with styled():
        drawings = [pictures.added_by_plan(outlook, currency)]
        if curves:
            drawings.append(pictures.response_curves(curves, brand.answers.budget, currency))
    return Found(
        brand,
        plans,
        outlook,
        creators,
        hired_by,
        curves,
        split,
        fitted.beside,
        fitted.not_told,
        board,
        others,
        [
            *nearest_only(fitted),
            *weighed.against,
            *doubts(brand, outlook, fitted.beside, weighed.counting, split),
            *unseen(outlook, hired_by, bench.effort.creators),
            *curves_beyond(curves, brand.answers.margin, currency),
        ],
        cost_line(outlook, currency),
        [
            *budgets.lines(
                curves, split, money_now(brand), brand.answers.budget, currency, budgets.least_of(brand), bounds
            ),
            *budgets.as_run(outlook, curves, currency),
        ],
        [*weighed.said, *(f"{capital(note.rstrip('.'))}." for note in fitted.notes)],
        drawings,
        handing_over.FILES,
        weighed.counting,
    )


def watched(job: Job, brand: Brand, ranked: Sequence[str], folder: Path) -> str:
    """Return the command that shows a plan day by day: the best one that has a name before anything is run.

    Args:
        job: The command of the answer, whose overrides say which world is shown.
        brand: Its plans may be shown.
        ranked: The answer's plans, the best first.
        folder: Where the replay is written.
    """
    named = {plan.name for plan in plans_of(brand).plans} - {NOTHING, BEST}
    plan = next((name for name in ranked if name in named), None)
    if plan is None:
        return ""
    return watch_command(job.overrides, plan, folder)


def _write(found: Found, folder: RunFolder, rows: Sequence[Row], watch: str) -> None:
    if rows:
        handing_over.write_plan(rows, folder.path)
    else:
        (folder.path / handing_over.PLAN).unlink(missing_ok=True)
        found = replace(found, files=[each for each in found.files if each[0] != handing_over.PLAN])
    pictures_folder = folder.path / "figures"
    pictures_folder.mkdir(exist_ok=True)
    with styled():
        for drawing in found.drawings:
            save(drawing, pictures_folder)
    handing_over.write_tables(found, folder.path)
    handing_over.write_workbook(found, folder.path / "answer.xlsx")
    handing_over.write_slide(found, folder.path / "slide.pdf")
    folder.write_text("report.html", brand_page.page(found, folder.path, watch))
    folder.write_json("summary.json", said.summary(found))
