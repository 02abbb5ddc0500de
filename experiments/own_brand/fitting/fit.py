"""``task=fit brand=FOLDER``: plausible worlds in which the brand sells, with what it spends now, what it truly sells.

In each plausible world a search moves what describes the brand and its trade, and nothing else, until the world shows
the brand's own numbers. What these do not determine differs between worlds; so does every answer that rests on it.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.command.plain_data import flat
from experiments.own_brand.brand import Brand
from experiments.own_brand.currency import usd_rate
from experiments.own_brand.fitting import shown
from experiments.own_brand.fitting.fitted import FILE, Fitted, read_fitted
from experiments.own_brand.fitting.market_of import market_of, niches_of
from experiments.own_brand.fitting.sought import Targets, targets_of
from experiments.own_brand.fitting.summary import summarise
from experiments.own_brand.fitting.todays_spend import notes_of, spend_of, unsold_of
from experiments.own_brand.fitting.trade import PREFIX, Open, draws, open_parts
from experiments.own_brand.fitting.world_fit import WorldFit
from experiments.running.arms import Arm, Design
from experiments.running.provenance import identify, manifest
from experiments.running.run_folder import open_folder
from experiments.sweeps.points import Points
from experiments.sweeps.study import Study, where_of
from experiments.worlds.plausible import worlds_of
from simulation.errors import InputError
from simulation.files.safe_writing import DamagedError, digest
from simulation.scenario import PARTS, Scenario
from simulation.world.resolution import resolution

if TYPE_CHECKING:
    from experiments.command.command import Job

LABEL = "fit"
MOST = 20_000
"""Most simulated people of a fitted world: so many make a fit, and twenty worlds of an answer, a matter of minutes."""
NOTHING: dict[str, Any] = {"_target_": "simulation.strategies.none.NoMarketing"}


def run(job: Job) -> int:
    """Fit a brand, print its numbers beside ours, and write ``fit.json`` and ``worlds.csv``.

    Raises:
        InputError: There is no folder, or it cannot be used.
    """
    from experiments.own_brand.reading import read_as
    from experiments.own_brand.reading.folder import read_brand

    if job.settings.brand is None:
        raise InputError("brand: got nothing, takes a folder, as task=new makes one")
    brand = read_brand(job.settings.brand, job.settings.skip_bad)
    print(read_as.text(brand), file=sys.stderr)
    fitted, folder = fit_in_folder(brand, job, given=job.settings.output.dir)
    print(shown.text(brand, fitted))
    print(f"\nwritten: {folder}/{FILE}, worlds.csv")
    return 0


def load_or_fit(brand: Brand, job: Job, quiet: bool = False) -> Fitted:
    """Return the fit of a brand: that in ``outputs/fit-...`` if nothing has changed since, else a new one.

    Raises:
        InputError: The brand's numbers contradict one another, or the folder cannot be written.
    """
    return fit_in_folder(brand, job, quiet=quiet)[0]


def fit_in_folder(brand: Brand, job: Job, given: str | None = None, quiet: bool = False) -> tuple[Fitted, Path]:
    """Fit a brand and keep the fit; return it with its folder. What was done before is not done again.

    Raises:
        InputError: as :func:`load_or_fit`.
        KeyboardInterrupt: with a line that says what is kept.
    """
    targets = targets_of(brand)
    base = base_of(brand, job)
    points, parts, notes = plausible_worlds(brand, job, base, targets)
    spend = spend_of(brand)
    market = Scenario().with_values(base).to_dict()
    scenario = {part: market[part] for part in PARTS}
    design = Design(scenario, NOTHING, (Arm("none", (), scenario, NOTHING),), "none")
    identity = identify(job, design) | {
        "brand": brand.digest,
        "targets": asdict(targets),
        "spend": None if spend is None else asdict(spend),
        "worlds": digest([points.names, points.rows]),
        "fit": sources(),
    }
    with open_folder(given, LABEL, job.config, identity) as folder:
        if (folder.path / FILE).is_file():
            try:
                return read_fitted(folder.path), folder.path
            except DamagedError:  # it is made again from the worlds that are kept
                pass
        about = manifest(job, folder.identity) | {"brand": str(brand.folder)}
        where = where_of(job.settings, design, identity["code"])
        try:
            evaluate = WorldFit(base, brand.answers, targets, spend)
            study = Study(folder, evaluate, where, (job.settings.seed,), identity["code"], about, quiet)
            swept = study.run(points)
        finally:
            where.close()
        rows = swept.table().to_dicts()
        if not rows:
            raise InputError(f"brand: no world could be fitted; the first: {swept.first}")
        if swept.failed:
            notes.append(f"{swept.failed} of {swept.failed + swept.finished} worlds failed: {swept.first}")
        notes += [*notes_of(spend, rows, brand.answers), *unsold_of(brand)]
        fitted = summarise(rows, points, base, brand.answers, targets, parts, job.settings.seed, notes)
        fitted.write(folder.path)
        return fitted, folder.path


def base_of(brand: Brand, job: Job) -> dict[str, Any]:
    """Return what the answers determine and what the command says of the market: the command has the last word."""
    from simulation.configure import scenario_of

    defaults, asked = flat(Scenario().to_dict()), flat(scenario_of(job.config).to_dict())
    own = {name: value for name, value in asked.items() if value != defaults[name]}
    base = market_of(brand) | own
    if "market.consumers" not in own:
        base["market.consumers"] = resolution(Scenario().with_values(base), MOST).consumers
    return base


def plausible_worlds(
    brand: Brand, job: Job, base: dict[str, Any], targets: Targets
) -> tuple[Points, tuple[Open, ...], list[str]]:
    """Return the worlds to fit, each with its draw of what is left open; what is open; notes.

    Money in the worlds is in USD: it is turned into the brand's currency, and leaves ``base``.
    """
    asked = job.settings.worlds
    rate = usd_rate(brand.answers.currency)
    names: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ((),) * asked.number
    if asked.file is not None:
        plausible, _ = worlds_of(asked.file, asked.number, _command_only(job))
        names, rows = plausible.names, plausible.rows
    money = [name == "creators.cpm" for name in names]
    if any(money):
        base.pop("creators.cpm", None)
    rows = tuple(
        tuple(value * rate if is_money else value for value, is_money in zip(row, money, strict=True)) for row in rows
    )
    parts = open_parts(brand.answers, targets, spend_of(brand) is not None)
    drawn = draws(parts, len(rows), job.settings.seed)
    own_names = tuple(f"{PREFIX}{part.name}" for part in parts)
    full = tuple((*row, *(own[part.name] for part in parts)) for row, own in zip(rows, drawn, strict=True))
    return Points((*names, *own_names), full), parts, list(niches_of(brand).notes)


def _command_only(job: Job) -> Mapping[str, Any]:
    from simulation.configure import scenario_of

    return scenario_of(job.config).to_dict()


def sources() -> str:
    """Return a hash of the files that fit: another way of fitting is another result."""
    here = Path(__file__).parent
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(here.glob("*.py")))).hexdigest()[:16]
