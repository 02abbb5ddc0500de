"""A contest while it goes on in the lab: its brand, the teams so far, and the folder that keeps their plans."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.command.settings import as_override
from experiments.lab.campaign.brand_form import IN_THE_LAB, brand_of_path, folder_name
from experiments.lab.campaign.campaign_work import EFFORTS
from experiments.lab.contest.team_files import MOST_BYTES, MOST_TEAMS, SPLITS, TABLES, Team, name_of, read_team
from experiments.lab.json_routes import file_in, short_lived_folder
from experiments.own_brand.answering.chosen_plans import PARTS
from experiments.own_brand.answering.plans import least_spend
from experiments.own_brand.brand import Brand
from experiments.own_brand.fitting.market_of import fee_of
from experiments.own_brand.mixes import CREATORS, prices_of
from simulation.errors import InputError, cut, not_one_of
from simulation.files.safe_writing import digest


@dataclass(frozen=True)
class HandedIn:
    """A team's plan, the key of whoever handed it in, and the file that keeps it."""

    team: Team
    key: str
    kept: Path


class ContestRoom:
    """See the module. Several people hand in at once, so that all that changes does so under a lock."""

    def __init__(self) -> None:
        """Begin without a brand."""
        self._lock = threading.Lock()
        self.brand: Brand | None = None
        self.folder = IN_THE_LAB / "contests"
        self.teams: dict[str, HandedIn] = {}
        self.open = True

    def begin(self, given: object) -> None:
        """Begin a contest for a brand: a folder on this machine, or a sample. Plans handed in before are let go.

        Raises:
            InputError: There is no such brand, or it cannot be read.
        """
        brand = brand_of_path(given)
        with self._lock:
            shelf = IN_THE_LAB / "contests"
            try:
                shelf.mkdir(parents=True, exist_ok=True)
                self.folder = Path(tempfile.mkdtemp(prefix=f"{folder_name(brand.answers.name)}-", dir=shelf))
            except OSError as error:
                raise InputError(f"contest: cannot write {shelf}: {error.strerror or error}") from None
            self.brand, self.teams, self.open = brand, {}, True

    def hand_in(self, name: object, key: object, file: object) -> Team:
        """Take a team's plan; it replaces what the same hand handed in under the name before.

        Args:
            name: The team's; empty: the file says it.
            key: Of whoever hands it in, made up by the browser, so that no other takes the name.
            file: As a page sends it: its name, of which only the ending counts, and its content.

        Raises:
            InputError: The plan cannot be used, the name is taken, or nothing is taken in now.
        """
        brand = self._open_brand()
        if not isinstance(key, str) or not 16 <= len(key) <= 64:
            raise InputError("hand in: got no key, takes one of 16 to 64 letters")
        ending, content = file_in("plan", file, (*TABLES, *SPLITS), MOST_BYTES)
        told = name_of(name, "team") if isinstance(name, str) and name.strip() else None
        with short_lived_folder() as folder:
            kept = folder / f"plan{ending}"
            kept.write_bytes(content)
            team = read_team(kept, brand, told)
        if told is None and team.name == "plan":
            raise InputError("team: got no name, takes one here or in the file")
        return self._keep(team, key, brand)

    def _keep(self, team: Team, key: str, brand: Brand) -> Team:
        with self._lock:
            if self.brand is not brand or not self.open:
                raise InputError("hand in: the contest takes no more plans")
            before = self.teams.get(team.name.casefold())
            if before is not None and not secrets.compare_digest(before.key.encode(), key.encode()):
                raise InputError(f"team: '{team.name}' is taken, takes another name")
            if before is None and len(self.teams) >= MOST_TEAMS:
                raise InputError(f"hand in: there are {MOST_TEAMS} teams already")
            kept = self.folder / f"{folder_name(team.name)}-{digest(team.name.casefold())[:8]}{team.ending}"
            try:
                if before is not None:
                    before.kept.unlink(missing_ok=True)
                kept.write_text(team.content(), encoding="utf-8", newline="\n")
            except OSError as error:
                raise InputError(f"contest: cannot write {self.folder}: {error.strerror or error}") from None
            self.teams[team.name.casefold()] = HandedIn(team, key, kept)
        return team

    def remove(self, name: object) -> None:
        """Take a team out of the contest.

        Raises:
            InputError: There is none of that name.
        """
        with self._lock:
            found = self.teams.pop(str(name).casefold(), None)
            if found is None:
                raise InputError(f"team: got '{cut(str(name), 40)}', takes a team of the contest")
            found.kept.unlink(missing_ok=True)

    def overrides(self, effort: object) -> list[str]:
        """Return the command that ranks the teams.

        Raises:
            InputError: There is no brand, no team, or no such effort.
        """
        brand = self.brand
        if brand is None or not self.teams:
            raise InputError("contest: got no plan, takes at least one")
        if not isinstance(effort, str) or effort not in EFFORTS:
            raise not_one_of("effort", cut(str(effort), 40), EFFORTS)
        return [
            "task=contest",
            f"brand={as_override(str(brand.folder))}",
            f"plans={as_override(str(self.folder))}",
            *EFFORTS[effort],
            f"output.dir={as_override(str(self.folder) + '-run')}",
        ]

    def forget_run(self) -> None:
        """Remove what an earlier run of the same contest left: its teams may be others."""
        shutil.rmtree(f"{self.folder}-run", ignore_errors=True)

    def state(self) -> dict[str, Any]:
        """Return what everybody may see: the brand, what can be bought, and the teams without their plans."""
        brand = self.brand
        with self._lock:
            teams = [{"name": each.team.name} for each in self.teams.values()]
        found: dict[str, Any] = {"open": self.open, "teams": teams, "brand": None}
        if brand is None:
            return found
        prices = prices_of(brand)
        answers = brand.answers
        return found | {
            "brand": answers.name,
            "niches": list(answers.niches),
            "currency": answers.currency,
            "price": answers.price,
            "budget": answers.budget,
            "weeks": answers.weeks,
            "channels": [
                {"name": channel, "cpm": prices[channel], "least": least_spend(brand, channel)}
                for channel in PARTS
                if channel != CREATORS
            ],
            "creators": [
                {
                    "handle": each.handle,
                    "followers": each.followers,
                    "fee": fee_of(each, brand.prices) or None,
                    "niche": each.niche,
                    "platform": each.platform,
                }
                for each in brand.roster
            ],
            "endings": [*TABLES, SPLITS[0]],
        }

    def _open_brand(self) -> Brand:
        if self.brand is None:
            raise InputError("hand in: no contest goes on")
        if not self.open:
            raise InputError("hand in: the contest takes no more plans")
        return self.brand
