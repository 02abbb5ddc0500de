"""Files that cannot be read are refused in one line: file, row, column, what it got and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.own_brand.reading.folder import read_brand
from simulation.errors import InputError

ROSTER = "handle,followers,fee,engagement rate\nann,12000,100,3 %\n"
TESTS, TEST = "channel,start,end,spend,lift,standard error\n", "tv,2026-01-01,2026-02-01,100,5,2\n"
SALES = "week,units,spend_tv\n2026-01-05,100,0\n2026-01-12,110,0\n"
BAD_ROWS = [
    ("roster.csv", ROSTER + "bob,many,100,3 %\n", 3, "followers", "'many'"),
    ("roster.csv", ROSTER + "bob,,100,3 %\n", 3, "followers", "nothing"),
    ("roster.csv", ROSTER + "bob,0,100,3 %\n", 3, "followers", "'0'"),
    ("roster.csv", ROSTER + "bob,-500,100,3 %\n", 3, "followers", "'-500'"),
    ("roster.csv", ROSTER + "bob,12 %,100,3 %\n", 3, "followers", "'12 %'"),
    ("roster.csv", ROSTER + "bob,$500,100,3 %\n", 3, "followers", "'$500'"),
    ("roster.csv", ROSTER + ",5000,100,3 %\n", 3, "handle", "nothing"),
    ("roster.csv", ROSTER + "bob,5000,500-800,3 %\n", 3, "fee", "'500-800'"),
    ("roster.csv", ROSTER + "bob,5000,barter,3 %\n", 3, "fee", "'barter'"),
    ("roster.csv", ROSTER + "bob,5000,$100,3 %\n", 3, "fee", "'$100'"),
    ("roster.csv", ROSTER + "bob,5000,1.200.50,3 %\n", 3, "fee", "'1.200.50'"),
    ("roster.csv", ROSTER + "bob,5000,100,140 %\n", 3, "engagement rate", "'140 %'"),
    ("roster.csv", ROSTER + "bob,5000,100,high\n", 3, "engagement rate", "'high'"),
    ("roster.csv", ROSTER + "Ann,5000,100,3 %\n", 3, "handle", "'Ann'"),
    ("roster.csv", ROSTER + "bob,5,000,100,3 %\n", 3, "5", "5 cells"),
    ("roster.csv", "handle,followers,fee,fake followers\nann,12000,1,5 %\nbob,5000,9,x\n", 3, "fake followers", "'x'"),
    ("roster.csv", "handle,followers,price (USD)\nann,12000,100\n", 2, "price (USD)", "'100'"),
    ("sales.csv", SALES + "2026-01-19,,0\n", 4, "units", "nothing"),
    ("sales.csv", SALES + "2026-01-19,-5,0\n", 4, "units", "'-5'"),
    ("sales.csv", SALES + "2026-01-19,100,lots\n", 4, "spend_tv", "'lots'"),
    ("sales.csv", SALES + "2026-02-30,100,0\n", 4, "week", "'2026-02-30'"),
    ("sales.csv", SALES + "soon,100,0\n", 4, "week", "'soon'"),
    ("sales.csv", "date,units\n25/01/2026,5\n01/25/2026,6\n", 3, "date", "'01/25/2026'"),
    ("sales.csv", SALES + "2026-01-19,9,0\n2026-01-26,9,0\n2026-01-12,9,0\n", 6, "week", "'2026-01-12'"),
    ("sales.csv", "year,week,units\n2026,1,5\n2026,54,5\n", 3, "week", "'54'"),
    ("roster.csv", "handle,followers\n#NAME?,12000\n", 2, "handle", "'#NAME?'"),
    ("plan.csv", "week,channel,spend\n1,tv,100\n13,tv,100\n", 3, "week", "'13'"),
    ("plan.csv", "week,channel,spend\n1,tv,100\n0,tv,100\n", 3, "week", "'0'"),
    ("plan.csv", "week,channel,spend\n1,carrier pigeons,100\n", 2, "channel", "'carrier pigeons'"),
    ("plan.csv", "week,channel,spend\n1,tv,\n", 2, "spend", "nothing"),
    ("plan.csv", "week,channel,spend,posts\n1,influencers,100,2.5\n", 2, "posts", "'2.5'"),
    ("plan.csv", "week,handle,posts\n1,@ann,2\n", 2, "handle", "'@ann'"),
    ("prices.csv", "channel,unit,price\ntv,second,100\n", 2, "unit", "'second'"),
    ("prices.csv", "channel,unit,price\ntv,CPM,100\nradio,CPM,90\n", 3, "channel", "'radio'"),
    ("prices.csv", "channel,unit,price\ntv,CPM,\n", 2, "price", "nothing"),
    ("prices.csv", "channel,unit,price,agency fee\ntv,CPM,5,300 %\n", 2, "agency fee", "'300 %'"),
    ("tests.csv", "channel,start,end,spend,lift\ntv,2026-02-01,2026-01-01,100,5\n", 2, "end", "'2026-01-01'"),
    ("tests.csv", "channel,start,end,spend,lift\ntv,2026-01-01,2026-02-01,100,12 %\n", 2, "lift", "'12 %'"),
    ("tests.csv", "channel,start,end,spend,lift\nbooth,2026-01-01,2026-02-01,100,5\n", 2, "channel", "'booth'"),
    ("audience.csv", "age,share\n18-24,60 %\n25-34,60 %\n", 3, "share", "120 %"),
    ("audience.csv", "age,share\n18-24,60 %\n25-34,most\n", 3, "share", "'most'"),
    ("roster.csv", ROSTER + "bob,3e9,100,3 %\n", 3, "followers", "'3e9'"),
    ("roster.csv", "handle,followers,fake followers\nann,12000,100 %\n", 2, "fake followers", "'100 %'"),
    ("roster.csv", "handle,followers,real followers\nann,12000,0 %\n", 2, "real followers", "'0 %'"),
    ("sales.csv", SALES + "2026-01-19,120,9e12\n", 4, "spend_tv", "'9e12'"),
    ("sales.csv", SALES + "2027-03-01,120,0\n", 4, "week", "a day up to now, 2026-11-30"),
    ("sales.csv", "date,units\n2026-11-02,5\n11.12.26,6\n", 3, "date", "read as 2026-12-11"),
    ("sales.csv", "year,week,units\n2026,48,5\n2026,52,5\n", 3, "week", "not sold"),
    ("prices.csv", "channel,unit,price\ntv,CPM,0\n", 2, "price", "'0'"),
    ("prices.csv", "channel,CPM\ntv,0\n", 2, "CPM", "'0'"),
    ("prices.csv", "channel,unit,price,agency fee\ntv,CPM,5,100 %\n", 2, "agency fee", "'100 %'"),
    ("tests.csv", "channel,start,end,spend,lift\ntv,2026-01-01,2027-02-01,100,5\n", 2, "end", "has no result"),
    ("tests.csv", "channel,start,end,spend,lift\ntv,2026-01-01,2026-02-01,0,5\n", 2, "spend", "'0'"),
    ("tests.csv", "channel,start,end,spend,lift\ntv,2010-01-01,2026-02-01,100,5\n", 2, "end", "at most 3,650 days"),
    ("tests.csv", "channel,start,end,spend,lift\ntv,2026-01-01,2026-02-01,9e11,5\n", 2, "spend", "'9e11'"),
    ("tests.csv", TESTS + TEST + TEST, 3, "channel", "each test once; row 2 has it, too"),
    ("audience.csv", "age,share\n18-24,60 %\n200-300,10 %\n", 3, "age", "'200-300'"),
    ("audience.csv", "age,share\n18-24,60 %\n30-20,10 %\n", 3, "age", "'30-20'"),
    ("audience.csv", "age,share\n18-24,60 %\nbananas,10 %\n", 3, "age", "'bananas'"),
    ("audience.csv", "age,share\n18-24,60 %\n18-24,10 %\n", 3, "age", "each group once"),
    ("audience.csv", "kind,value,share\nage,-5,60 %\nage,999,2 %\n", 3, "value", "'999'"),
    ("audience.csv", "age,region,share\n18-24,,60 %\n,,10 %\n", 3, "age", "nothing"),
]


@pytest.mark.parametrize(("file", "text", "row", "column", "got"), BAD_ROWS)
def test_a_bad_row_is_named_by_file_row_and_column(
    file: str, text: str, row: int, column: str, got: str, brand_with: Callable[..., Path], tmp_path: Path
) -> None:
    folder = brand_with({file: text})
    with pytest.raises(InputError) as refused:
        read_brand(folder)
    line = str(refused.value)
    assert line.startswith(f"{file}, row {row}, column {column}: got "), line
    assert got in line
    assert ", takes " in line or " takes " in line
    assert "\n" not in line


WHOLE = [
    ("roster.csv", "", "is empty"),
    ("roster.csv", "handle,followers,fee\n", "no row below"),
    ("roster.csv", "handle,folowers\nann,5\n", "did you mean 'folowers'"),
    ("roster.csv", "who,how many\nann,5\n", "no column for handle"),
    ("roster.csv", "handle,followers,followers\nann,5,6\n", "columns 2 and 3: both are named 'followers'"),
    ("roster.csv", "<html><body>sign in</body></html>", "begins with '<html>"),
    ("roster.csv", b"PK\x03\x04rest", "roster.xlsx"),
    ("roster.csv", b"\x00\x01\x02\x00", "no text"),
    ("roster.csv", 'handle,followers\n"ann,5\nbob,6\n', "quotation mark"),
    ("roster.xlsx", b"no workbook", "cannot be read as a workbook"),
    ("roster.xls", b"\xd0\xcf\x11\xe0", "save it as one of them"),
    ("sales.csv", "week,visitors\n2026-01-05,5\n", "no column for units"),
    ("sales.csv", "units,revenue\n5,100\n", "no column for week"),
    ("sales.csv", "date,units\n2026-01-06,5\n2026-01-07,5\n", "no whole week"),
    ("sales.csv", "date,units\n2026-01-01,5\n2026-04-01,5\n2026-07-01,5\n", "neither days, weeks nor months"),
    ("sales.csv", "week,units,channel,spend\n2026-01-05,5,tv,1\n2026-01-05,5,search,1\n", "a row for each channel"),
    ("plan.csv", "week,channel\n1,tv\n", "no column for spend"),
    ("prices.csv", "channel,unit\ntv,CPM\n", "no column for price"),
    ("tests.csv", "channel,start,spend,lift\ntv,2026-01-01,1,1\n", "no column for end"),
    ("audience.csv", "age\n18-24\n", "no column for share"),
]


@pytest.mark.parametrize(("file", "content", "why"), WHOLE)
def test_a_file_that_is_no_table_of_its_kind_is_refused(
    file: str, content: str | bytes, why: str, brand_with: Callable[..., Path]
) -> None:
    with pytest.raises(InputError) as refused:
        read_brand(brand_with({file: content}))
    assert why in str(refused.value)
    assert file.partition(".")[0] in str(refused.value)


def test_two_tables_of_one_kind_are_refused(brand_with: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="got roster.csv and roster.tsv, takes one of them"):
        read_brand(brand_with({"roster.csv": ROSTER, "roster.tsv": ROSTER}))


def test_bad_rows_are_left_out_and_noted_where_that_is_asked_for(brand_with: Callable[..., Path]) -> None:
    text = ROSTER + "bob,many,100,3 %\ncid,5000,barter,3 %\ndee,7000,90,2 %\n"
    folder = brand_with({"roster.csv": text})
    with pytest.raises(InputError, match="row 3, column followers.*1 more row cannot be read; skip_bad=true"):
        read_brand(folder)
    brand = read_brand(folder, skip_bad=True)
    assert [each.handle for each in brand.roster] == ["ann", "dee"]
    assert any(
        note.startswith("roster.csv: 2 rows left out: row 3, column followers: got 'many'") for note in brand.notes
    )


def test_a_file_of_bad_rows_alone_is_refused_even_then(brand_with: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="no row of the file can be read"):
        read_brand(brand_with({"roster.csv": "handle,followers\nann,x\nbob,y\n"}), skip_bad=True)


def test_a_folder_that_is_not_there_is_refused_with_what_to_do(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(InputError, match=f"no folder '{gone}'; nichecast task=new brand={gone} makes one"):
        read_brand(gone)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="has no brand.yaml; nichecast task=new"):
        read_brand(tmp_path / "empty")
    with pytest.raises(InputError, match="did you mean 'city_gym'"):
        read_brand("citygym")
