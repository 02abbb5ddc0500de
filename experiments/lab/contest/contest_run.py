"""A contest: all teams' plans for one brand in the same plausible worlds, with the same people and the same chances."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.lab.contest import standing
from experiments.lab.contest.contest_page import board
from experiments.lab.contest.team_files import Team, read_teams, refuse_impossible
from experiments.own_brand.answering.answer import refuse_what_does_nothing
from experiments.own_brand.answering.bench import Bench, known_identity
from experiments.own_brand.answering.brand_runs import PlanRuns
from experiments.own_brand.answering.evidence.weighing import load_or_weigh
from experiments.own_brand.answering.outlook import with_measures
from experiments.own_brand.answering.plans import NOTHING, BrandPlan
from experiments.own_brand.fitting.fit import base_of, load_or_fit
from experiments.own_brand.mixes import strategy
from experiments.own_brand.reading.folder import read_brand
from experiments.own_brand.showing.handing_over import as_csv
from experiments.results import steps
from experiments.running import replicates
from experiments.running.folder_claim import refuse_another
from experiments.running.run_folder import open_folder
from experiments.sweeps.space import Space
from simulation.errors import InputError

if TYPE_CHECKING:
    from experiments.command.command import Job
    from experiments.own_brand.brand import Brand

LABEL = "contest"


def run(job: Job) -> int:
    """Rank the teams, print who is where, and write the page, the table and the data.

    Raises:
        InputError: No folder of plans or no brand is named, or a file cannot be used; nothing has been run then.
    """
    told, folder = contest(job)
    for line in text(told):
        print(line)
    print(f"\nwritten: {folder}/contest.html (reveals it step by step), contest.csv, contest.json")
    return 0


def contest(job: Job) -> tuple[dict[str, Any], Path]:
    """Return what the contest came to, as plain data, and the folder that it was written to.

    Raises:
        InputError: as :func:`run`.
    """
    given = job.config.get("plans")
    if not isinstance(given, str) or not given:
        raise InputError("plans: got nothing, takes a folder with a file for each team; docs/lab.md has their format")
    if not job.settings.brand:
        raise InputError("brand: got nothing, takes the brand that all plans are for, such as brand=city_gym")
    refuse_what_does_nothing(job)
    steps.begin("reading")
    brand = read_brand(job.settings.brand, job.settings.skip_bad)
    teams = read_teams(Path(given).expanduser(), brand)
    steps.begin("loading")
    base = base_of(brand, job)
    for team in teams:
        refuse_impossible(team, brand, base)
    known = known_identity(job, brand)
    refuse_another(job.settings.output.dir, known)
    replicates.make_ready(job.settings.executor)
    steps.begin("fit")
    fitted = load_or_weigh(brand, load_or_fit(brand, job), job).fitted
    plans = [BrandPlan(NOTHING, "Nothing is bought.", strategy("none")), *(team.plan for team in teams)]
    identity = {
        **known,
        "fit": fitted.digest,
        "plans": [[plan.name, plan.strategy] for plan in plans],
        "task": LABEL,
    }
    effort = job.settings.effort
    with open_folder(job.settings.output.dir, LABEL, job.config, identity) as folder:
        bench = Bench(job, brand, fitted, effort, folder)
        steps.begin("worlds")
        design = bench.design(plans)
        worlds = bench.worlds(effort.worlds)
        table = with_measures(bench.table("worlds", design, PlanRuns(Space(design)), worlds, effort.seeds))
        steps.begin("writing")
        told = _told(brand, teams, table)
        folder.write_json("contest.json", told)
        folder.write_text("contest.html", board(told))
        names = ("rank", "team", "added", "low", "high", "dashboard_rank", "dashboard", "cost", "unspent", "does")
        rows = [[place[name] for name in names] for place in told["places"]]
        folder.write_text("contest.csv", as_csv([names, *rows]))
    return told, folder.path


def _told(brand: Brand, teams: list[Team], table: Any) -> dict[str, Any]:
    answers = brand.answers
    worlds = table["point"].n_unique()
    found = standing.places(table, teams, answers.budget)
    return {
        "brand": answers.name,
        "currency": answers.currency,
        "budget": answers.budget,
        "weeks": answers.weeks,
        "worlds": worlds,
        "seeds": table["seed"].n_unique(),
        "people": float(table["people_per_consumer"].max()),
        "places": standing.as_data(found),
        "sentences": standing.sentences(found, worlds, answers.currency),
    }


def text(told: dict[str, Any]) -> list[str]:
    """Return the standing for a terminal of 80 columns."""
    from experiments.results.money import amount

    lines = [*told["sentences"], ""]
    lines.append(f"  {'':>2} {'team':<24} {'truly added':>14} {'95 % interval':>24} {'dashboard':>10}")
    before = 0
    for place in told["places"]:
        rank = "=" if place["rank"] == before else f"{place['rank']}"
        before = place["rank"]
        ends = [place["low"], place["high"]]
        span = "one world" if None in ends else f"{amount(ends[0], sign=True)} to {amount(ends[1], sign=True)}"
        added = amount(place["added"], sign=True)
        lines.append(f"  {rank:>2} {place['team'][:24]:<24} {added:>14} {span:>24} {place['dashboard_rank']:>10}")
    lines.append(f"  Profit in {told['currency']}; all plans had {amount(told['budget'], told['currency'])}.")
    lines.append("  '=': cannot be told apart from the first of its place.")
    return lines
