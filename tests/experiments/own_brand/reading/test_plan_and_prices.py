"""Plans, prices, field tests and audiences as they are written."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from experiments.own_brand.brand import AudienceShare, LiftTest, PlannedWeek, Price
from experiments.own_brand.reading.folder import read_brand
from experiments.own_brand.reading.tables.channels import channel_of, tier_of
from simulation.errors import InputError

ROSTER = "handle,followers,fee\nbrew.lab,12000,100\nann,5000,80\n"


def test_a_plan_of_channels_and_creators_in_one_column(brand_with: Callable[..., Path]) -> None:
    plan = (
        "week,channel or handle,spend,posts,format,label\n1,TV,€5 000,,,\nW2,@Brew.Lab,,2,reel,yes\n3,Google Ads,300,,,\n"
        "Week 4,https://www.instagram.com/ann/,160,2,,no\n"
    )
    assert read_brand(brand_with({"roster.csv": ROSTER, "plan.csv": plan})).plan == (
        PlannedWeek(1, channel="broadcast", spend=5000),
        PlannedWeek(2, handle="brew.lab", posts=2, format="reel", label=True),
        PlannedWeek(3, channel="search", spend=300),
        PlannedWeek(4, handle="ann", spend=160, posts=2, label=False),
    )


def test_a_plan_with_dates_begins_with_the_week_of_the_first(brand_with: Callable[..., Path]) -> None:
    plan = "date,channel,handle,spend,posts\n2026-03-04,,ann,,1\n2026-03-20,Meta,,70,\n"
    brand = read_brand(brand_with({"roster.csv": ROSTER, "plan.csv": plan}))
    assert [(each.week, each.handle, each.channel) for each in brand.plan] == [
        (1, "ann", None),
        (3, None, "paid_social"),
    ]
    assert any("week 1 of the campaign is the week of 2026-03-02" in note for note in brand.notes)


def test_a_handle_that_the_roster_lacks_is_refused_with_the_nearest(brand_with: Callable[..., Path]) -> None:
    folder = brand_with({"roster.csv": ROSTER, "plan.csv": "week,handle,posts\n1,@brewlab,2\n"})
    with pytest.raises(InputError, match=r"row 2, column handle: got '@brewlab'.*did you mean 'brew.lab'"):
        read_brand(folder)


def test_prices_by_channel_and_tier(brand_with: Callable[..., Path]) -> None:
    prices = "channel;unit;price;minimum;agency's share\nTV;CPM;14,50 €;60.000;15 %\nMicro influencers;post;620;;\n"
    assert read_brand(brand_with({"prices.csv": prices})).prices == (
        Price("broadcast", "1000 impressions", 14.5, 60_000, 0.15),
        Price("micro", "post", 620),
    )


def test_prices_without_a_unit_are_those_that_are_usual(brand_with: Callable[..., Path]) -> None:
    brand = read_brand(brand_with({"prices.csv": "tier,price\nnano,140\nsearch,30\n"}))
    assert [each.unit for each in brand.prices] == ["post", "1000 impressions"]
    assert any("without a unit" in note for note in brand.notes)
    assert read_brand(brand_with({"prices.csv": "channel,CPM\nsearch,30\n"})).prices[0].price == 30


def test_field_tests(brand_with: Callable[..., Path]) -> None:
    tests = "channel,start,end,spend,lift,standard error,kind\nFacebook,01.03.2026,28.03.2026,5000,120.5,40,geo\ntv,2026-01-01,2026-02-01,9,-3,,\n"
    assert read_brand(brand_with({"tests.csv": tests})).tests == (
        LiftTest("paid_social", datetime.date(2026, 3, 1), datetime.date(2026, 3, 28), 5000, 120.5, 40, "geo"),
        LiftTest("broadcast", datetime.date(2026, 1, 1), datetime.date(2026, 2, 1), 9, -3),
    )


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("age,share\n18-24,60 %\n25+,40 %\n", [0.6, 0.4]),
        ("age,share\n18-24,60\n25+,40\n", [0.6, 0.4]),
        ("age,share\n18-24,0.6\n25+,0.4\n", [0.6, 0.4]),
        ("age,customers\n18-24,1500\n25+,500\n", [0.75, 0.25]),
        ("kind,value,share\nage,18-24,60 %\nage,25+,40 %\n", [0.6, 0.4]),
    ],
)
def test_shares_of_an_audience(text: str, shares: list[float], brand_with: Callable[..., Path]) -> None:
    brand = read_brand(brand_with({"audience.csv": text}))
    assert brand.audience == tuple(AudienceShare("age", v, s) for v, s in zip(("18-24", "25+"), shares, strict=True))


def test_a_part_of_an_audience_is_said_to_be_one(brand_with: Callable[..., Path]) -> None:
    brand = read_brand(brand_with({"audience.csv": "region,share\nNorth,50 %\nSouth,30 %\n"}))
    assert any("shares by region add up to 80 %: the rest is not known" in note for note in brand.notes)


def test_a_workbook_of_sales_with_dates_numbers_and_formulas(brand_with: Callable[..., Path]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Week beginning", "Units sold", "TV spend"])
    for k in range(3):
        sheet.append([datetime.datetime(2026, 1, 5) + datetime.timedelta(days=7 * k), 5 + k, 10.5 * k])
    sheet.append(["Total", "=SUM(B2:B4)", None])
    data = io.BytesIO()
    book.save(data)
    sales = read_brand(brand_with({"sales.xlsx": data.getvalue()})).sales
    assert sales is not None
    assert (sales.units, sales.spend) == ((5, 6, 7), {"broadcast": (0, 10.5, 21)})


def test_files_of_other_names_are_noted_with_the_nearest(brand_with: Callable[..., Path]) -> None:
    notes = read_brand(brand_with({"rooster.csv": ROSTER, "notes.txt": "x"})).notes
    assert "rooster.csv: not read (did you mean 'roster'?)" in notes
    assert "notes.txt: not read" in notes


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("Facebook retargeting", "retargeting"),
        ("Instagram influencers", "creators"),
        ("Paid Social", "paid_social"),
        ("paid_social", "paid_social"),
        ("Google Ads (brand)", "search"),
        ("Fernsehen", "broadcast"),
        ("Out-of-home", None),
        ("OOH", "broadcast"),
        ("email", None),
    ],
)
def test_a_channel_is_found_by_its_usual_names(name: str, channel: str | None) -> None:
    assert channel_of(name) == channel


def test_a_tier_is_found_by_its_usual_names() -> None:
    assert [tier_of(name) for name in ("Nano", "mid-tier", "Makro", "celebrities", "TV")] == [
        "nano",
        "mid",
        "macro",
        "mega",
        None,
    ]
