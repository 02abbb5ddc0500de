"""Rosters as tools export them: each is written by a seed, read unedited, and compared with what was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from experiments.own_brand.reading.folder import read_brand
from simulation.errors import InputError


@dataclass(frozen=True)
class Written:
    """One creator as it is written into an export."""

    handle: str
    followers: int
    fee: int
    rate: float
    views: int
    bought: float
    niche: str
    country: str
    platform: str


def creators(number: int, seed: int) -> list[Written]:
    rng = np.random.default_rng(seed)
    followers = np.round(rng.lognormal(9.8, 1.3, number).clip(1_000, 3e6), -1).astype(int)
    return [
        Written(
            f"creator.{seed}_{k}",
            int(many),
            int(rng.integers(6, 900)) * 10,
            round(float(rng.uniform(0.004, 0.09)), 4),
            int(many * rng.uniform(0.1, 0.7)),
            round(float(rng.uniform(0.01, 0.4)), 3),
            str(rng.choice(["coffee", "food", "travel", "zero-waste"])),
            str(rng.choice(["Germany", "France"])),
            str(rng.choice(["instagram", "tiktok"])),
        )
        for k, many in enumerate(followers)
    ]


def as_csv(header: list[str], rows: list[list[object]], separator: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([header, *rows])
    return text.getvalue()


def modash(people: list[Written]) -> tuple[str, bytes]:
    """Followers as 48.2K are too coarse to compare: written in full with commas."""
    header = ["Username", "Full name", "Profile URL", "Platform", "Followers", "Engagement rate", "Avg. likes",
              "Avg. views", "Fake followers", "Location", "Category", "Price per post", "Email"]  # fmt: skip
    rows: list[list[object]] = [
        ["@" + p.handle, p.handle.title(), f"https://www.{p.platform}.com/{p.handle}/", p.platform.title(), f"{p.followers:,}",
         f"{100 * p.rate:.2f}%", f"{p.followers * p.rate:,.0f}", f"{p.views:,}", f"{100 * p.bought:.1f}%", p.country,
         p.niche.title(), f"€{p.fee:,}", ""]
        for p in people
    ]  # fmt: skip
    return "roster.csv", as_csv(header, rows).encode("utf-8-sig")


def creator_iq(people: list[Written]) -> tuple[str, bytes]:
    """One row a person, columns for each platform: the others are empty."""
    header = ["Creator Name", "Status", "Instagram Username", "Instagram Followers", "Instagram Engagement Rate",
              "Instagram Avg Views", "TikTok Username", "TikTok Followers", "TikTok Engagement Rate", "TikTok Avg Views",
              "Suspicious Followers (%)", "Country", "Primary Category", "Negotiated Rate (EUR)"]  # fmt: skip
    rows: list[list[object]] = []
    for p in people:
        mine = [p.handle, p.followers, round(100 * p.rate, 2), p.views]
        both = [*mine, "", "", "", ""] if p.platform == "instagram" else ["", "", "", "", *mine]
        rows.append([p.handle.upper(), "Active", *both, round(100 * p.bought, 1), p.country, p.niche, p.fee])
    return "roster.csv", as_csv(header, rows).encode()


def upfluence(people: list[Written]) -> tuple[str, bytes]:
    """Semicolons, decimal commas, UTF-16, the handle in an address."""
    header = ["influencer_id", "media_url", "social_network", "followers_count", "engagement_rate", "median_views",
              "audience_credibility", "categories", "suggested_price", "country_code"]  # fmt: skip
    rows: list[list[object]] = [
        [1000 + k, f"https://www.{p.platform}.com/@{p.handle}", p.platform, f"{p.followers:,}".replace(",", "."),
         f"{100 * p.rate:.2f} %".replace(".", ","), p.views, f"{100 - 100 * p.bought:.1f} %".replace(".", ","),
         f"{p.niche}, other", f"{p.fee},00", p.country]
        for k, p in enumerate(people)
    ]  # fmt: skip
    return "roster.csv", as_csv(header, rows, ";").encode("utf-16")


def workbook(people: list[Written]) -> tuple[str, bytes]:
    """A workbook as an agency sends it: a title above, shares in per cent, money with a sign, a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Liste"
    sheet.append(["Creators for autumn"])
    sheet.append([])
    sheet.append(["Profilname", "Plattform", "Abonnenten", "Interaktionsrate", "Aufrufe", "Fake Follower", "Thema", "Land",
                  "Honorar"])  # fmt: skip
    for p in people:
        sheet.append([p.handle, p.platform, p.followers, p.rate, p.views, p.bought, p.niche, p.country, p.fee])
        row = sheet.max_row
        for column in (4, 6):
            sheet.cell(row, column).number_format = "0.00%"
        sheet.cell(row, 9).number_format = "[$€-407]#,##0"
    book.create_sheet("Notizen").append(["Preise je Beitrag"])
    data = io.BytesIO()
    book.save(data)
    return "roster.xlsx", data.getvalue()


@pytest.mark.parametrize(("export", "number"), [(modash, 60), (creator_iq, 500), (upfluence, 120), (workbook, 40)])
def test_an_export_loads_unedited(
    export: Callable[[list[Written]], tuple[str, bytes]], number: int, brand_with: Callable[..., Path]
) -> None:
    people = creators(number, seed=number)
    name, content = export(people)
    roster = read_brand(brand_with({name: content})).roster
    assert [each.handle for each in roster] == [p.handle for p in people]
    for each, p in zip(roster, people, strict=True):
        assert (each.followers, each.fee, each.average_views) == (p.followers, p.fee, p.views)
        assert each.engagement_rate == pytest.approx(p.rate)
        assert each.bought_share == pytest.approx(p.bought)
        assert (each.niche, each.country, each.platform) == (p.niche, p.country, p.platform)


def test_the_smallest_list_has_three_columns(brand_with: Callable[..., Path]) -> None:
    roster = read_brand(
        brand_with({"roster.csv": 'handle,followers,fee\n@ann,12.3K,€150\n@bob,"1,2 Mio",4500\n'})
    ).roster
    assert [(each.handle, each.followers, each.fee) for each in roster] == [
        ("ann", 12_300, 150),
        ("bob", 1_200_000, 4500),
    ]
    assert roster[0].engagement_rate is None


def test_short_numbers_and_dollars_are_read_in_a_brand_of_dollars(brand_with: Callable[..., Path]) -> None:
    text = 'username,platform,followers,engagement_rate,niche,price_per_post\n@a,instagram,12.3K,3.4%,tea,$150\n@b,tiktok,1.2M,0.9%,tea,"$4,500"\n'
    answers = "price: 20 USD\npeople: 5000000\nsold: 0\nbudget: 9000\n"
    brand = read_brand(brand_with({"roster.csv": text}, answers=answers))
    assert [(each.followers, each.engagement_rate, each.fee) for each in brand.roster] == [
        (12_300, 0.034, 150),
        (1_200_000, 0.009, 4500),
    ]
    assert brand.notes == ()


def test_without_fees_it_is_said_what_is_taken(brand_with: Callable[..., Path]) -> None:
    brand = read_brand(brand_with({"roster.csv": "handle,followers\nann,12000\n"}))
    assert brand.roster[0].fee is None
    assert any("no column for a fee" in note for note in brand.notes)


def test_likes_and_comments_make_an_engagement_rate(brand_with: Callable[..., Path]) -> None:
    text = "username,followers,avg likes,avg comments\nann,10000,300,20\nbob,5000,100,\n"
    brand = read_brand(brand_with({"roster.csv": text}))
    assert [each.engagement_rate for each in brand.roster] == [pytest.approx(0.032), pytest.approx(0.02)]
    assert any("engagement rate is computed" in each.note for each in brand.reading)


@pytest.mark.parametrize(
    ("column", "cells", "rates"),
    [
        ("engagement rate", ["3.4", "0.9"], [0.034, 0.009]),
        ("engagement rate", ["0.034", "0.009"], [0.034, 0.009]),
        ("engagement rate", ["0.9", "0.7"], [0.009, 0.007]),
        ("ER (%)", ["0.2", "0.1"], [0.002, 0.001]),
        ("engagement", ["340", "90"], [0.034, 0.009]),
    ],
)
def test_rates_may_be_shares_per_cent_or_counts(
    column: str, cells: list[str], rates: list[float], brand_with: Callable[..., Path]
) -> None:
    rows = "".join(f"c{k},10000,100,{cell}\n" for k, cell in enumerate(cells))
    roster = read_brand(brand_with({"roster.csv": f"handle,followers,fee,{column}\n{rows}"})).roster
    assert [each.engagement_rate for each in roster] == pytest.approx(rates)


def test_a_person_on_two_platforms_is_two_creators_with_names_of_their_own(brand_with: Callable[..., Path]) -> None:
    text = "handle,followers,fee,platform\nann,1000,10,instagram\nann,2000,20,tiktok\n"
    roster = read_brand(brand_with({"roster.csv": text})).roster
    assert [each.handle for each in roster] == ["ann", "ann (tiktok)"]


def test_a_total_below_and_blank_rows_are_left_out(brand_with: Callable[..., Path]) -> None:
    text = "handle,followers,fee\n\nann,1000,10\n,,\nbob,2000,20\nTotal,3000,30\n"
    brand = read_brand(brand_with({"roster.csv": text}))
    assert [each.handle for each in brand.roster] == ["ann", "bob"]
    assert any("row 6 ('Total') is a total" in note for note in brand.notes)


def test_columns_that_are_not_read_are_listed_and_near_names_hinted(brand_with: Callable[..., Path]) -> None:
    text = "handle,followers,fee,shoe size,averge views\nann,1000,10,38,500\n"
    reading = {each.column: each for each in read_brand(brand_with({"roster.csv": text})).reading}
    assert reading["fee"].read_as == "fee"
    assert (reading["shoe size"].read_as, reading["shoe size"].note) == (None, "")
    assert reading["averge views"].read_as is None
    assert "if it is average views" in reading["averge views"].note


def test_the_user_may_say_which_column_is_which(brand_with: Callable[..., Path]) -> None:
    text = "handle,followers,Verbreitung,fee\nann,1000,7000,10\n"
    more = "reading: {columns: {roster.csv: {followers: Verbreitung}}}\n"
    assert read_brand(brand_with({"roster.csv": text}, more=more)).roster[0].followers == 7000
    wrong = "reading: {columns: {roster.csv: {followers: Verbreitun}}}\n"
    with pytest.raises(InputError, match="followers: got 'Verbreitun'.*did you mean 'Verbreitung'"):
        read_brand(brand_with({"roster.csv": text}, more=wrong))
