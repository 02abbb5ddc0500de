"""Graphs as other tools, spreadsheets and scripts write them: the right edges, or a refusal that names the reason."""

from __future__ import annotations

import bz2
import json
import lzma
import zipfile
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from simulation.errors import InputError
from simulation.graph import Graph, read
from simulation.graph.reading.header import Prelude
from simulation.graph.reading.parse import parse
from simulation.graph.reading.roles import Choice, accounts, root

FILES = Path(__file__).with_name("files")
RING = "0-1 1-2 2-3 3-0 0-2 4-5 5-0"


def edges_of(graph: Graph) -> dict[str, float | None]:
    """Edges as ``a-b`` (``a>b``, if directed), with their weights."""
    names = [str(name) for name in (range(graph.n) if graph.labels is None else graph.labels.tolist())]
    found: dict[str, float | None] = {}
    for u in range(graph.n):
        for j in range(graph.indptr[u], graph.indptr[u + 1]):
            v = int(graph.indices[j])
            weight = None if graph.weights is None else round(float(graph.weights[j]), 4)
            if graph.directed:
                found[f"{names[u]}>{names[v]}"] = weight
            else:
                found["-".join(sorted((names[u], names[v])))] = weight
    return found


def meant(text: str) -> dict[str, float | None]:
    """Read ``a-b=0.5 b>c``: the edges that a file should have."""
    found: dict[str, float | None] = {}
    for edge in text.split():
        ends, _, weight = edge.partition("=")
        ends = ends.replace("_", " ")
        key = ends if ">" in ends else "-".join(sorted(ends.split("-")))
        found[key] = float(weight) if weight else None
    return found


RIGHT = {
    "dicts.edgelist": "0-1=.1 1-2=.2 2-3=.3 3-0=.4 0-2=.5 4-5=.6 5-0=.7",
    "one_dict.edgelist": "0-1=.1 1-2=.2 2-3=.3 3-0=.4 0-2=.5 4-5=.6 5-0=.7",
    "gephi.csv": "n0>n1=1.5 n1>n2=2.5 n2>n3=3.5 n3>n0=4.5 n0>n2=5.5 n4>n5=6.5 n5>n0=7.5",
    "id_first.csv": "101-102=.93 101-103=.5 102-103=.25 104-101=.75",
    "pandas_index.csv": "101-102=.93 101-103=.5 102-103=.25 104-101=.75",
    "decimal_comma.csv": "anna-bob=.5 anna-cid=.25 bob-cid=.75 dee-anna=1",
    "semicolons.csv": "anna-bob anna-cid bob-cid dee-anna",
    "matrix.csv": "A-B A-C",
    "tags.txt": "#coffee-#latte #coffee-espresso espresso-#latte #latte-moka moka-espresso",
    "out.asym": "1>2=1 1>3=2 2>3=1 4>1=5 2>1=1",
    "out.wikilike": "1>2=1 1>3=1 2>3=1 4>1=1 2>1=1",
    "demo.net": "Ann_Lee>Bob=3 Bob>Cid,_Jr=1 Cid,_Jr>Dee=2 Dee>Cid,_Jr=2",
    "demo.gexf": "ann>bob=2 bob>cid=1",
    "demo.gml": "ann>bob=2",
    "igraph.graphml": "ann-bob=.5 bob-cid=.25",
    "even.adjlist": "0-1 0-2 1-3 1-4 2-5 2-6",
    "e.zip": RING,
    "msg.txt": RING,
    "sif_table.csv": "ann-bob bob-cid cid-ann dee-ann",
    "header_screen.csv": "anna>bob anna>cid bob>cid",
}
"""Files of other tools, and their edges."""


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_file_of_another_tool_has_its_edges(name: str) -> None:
    assert edges_of(read(FILES / name)) == meant(RIGHT[name])


SAID = {
    "gephi.csv": ["the column of types says 'directed'", "columns that were not read: 'Id', 'Label', 'timeset'"],
    "dicts.edgelist": ["attributes that were not read: 'kind'", "directed=..."],
    "decimal_comma.csv": ["separator: semicolon", "decimal commas"],
    "matrix.csv": ["adjacency matrix", "format=edges", "the matrix is symmetric"],
    "tags.txt": ["'#' begins names"],
    "out.asym": ["% asym", "comment lines: 1", "column 3 of 4 is taken for the weight, 4 was not read"],
    "scientific_ids.csv": ["warning: ids such as '1.29403e+18'", "different people may have become one"],
    "followers.csv": ["'follower' and 'followee'", "'fan0' follows 'star', so in a market word travels from 'star' to"],
    "e.zip": ["unpacked 'e.txt'"],
    "msg.txt": ["third column: ignored: looks like times", "columns=[1, 2, 3]"],
    "even.adjlist": ["adjacency list"],
    "header_screen.csv": ["'screen_name' and 'following'"],
    "demo.gexf": ["1 edges without one were given 1"],
}
"""Files, and what the report of the reading says."""


@pytest.mark.parametrize("name", sorted(SAID))
def test_the_report_says_what_was_guessed(name: str) -> None:
    report = str(read(FILES / name).report)
    assert [wording for wording in SAID[name] if wording not in report] == []


REFUSED = {
    "mathematica.graphml": "the edge from 2 to 3 has no EdgeWeight, 1 others do",
    "ucinet.dl": "this is UCINET DL",
    "missing_weight.csv": "line 3: the weight is empty, on 3 other lines it is a number",
    "one_column.txt": "line 2: '1' is no edge",
}
"""Files that are refused, and how."""


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_is_refused_by_name_each_time(name: str) -> None:
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            read(FILES / name)
        assert REFUSED[name] in str(caught.value)
        assert "\n" not in str(caught.value)


def test_followers_point_to_whom_they_follow_whatever_the_order_of_the_columns(tmp_path: Path) -> None:
    graph = read(FILES / "followers.csv")
    assert graph.directed
    assert graph.edges == 42
    assert graph.in_degree[graph.index_of(["star"])].tolist() == [40]
    turned = tmp_path / "turned.csv"
    turned.write_text("followee,follower\nstar,fan1\nstar,fan2\n")
    assert edges_of(read(turned)) == meant("fan1>star fan2>star")
    assert edges_of(read(turned, reverse=True)) == meant("star>fan1 star>fan2")


OURS = {
    "r_table.txt": ('"source" "target" "weight"\n"1" "a" "b" 2\n"2" "b" "c" 3\n', "a-b=2 b-c=3"),
    "snap.txt": ("# Directed graph: x\n# FromNodeId\tToNodeId\n1\t2\n2\t3\n", "1>2 2>3"),
    "snap_times.txt": ("# src dst ts\n1 2 1082040961\n1 3 1082040999\n3 2 1082041000\n", "1-2 1-3 2-3"),
    "padded.csv": ("source,target\n007,7\n7,12\n012,007\n", "007-7 7-12 012-007"),
    "sep_line.csv": ("sep=;\nSource;Target\nann;bob\nbob;cid\n", "ann-bob bob-cid"),
    "quoted.tsv": ('"from"\t"to"\n"Ann Lee"\t"Bob"\n"Bob"\t"Cid"\n', "Ann_Lee-Bob Bob-Cid"),
    "quoted_spaces.txt": ('"Ann Lee" "Bob"\n"Bob" "Cid"\n', "Ann_Lee-Bob Bob-Cid"),
    "single_quotes.csv": ("'ann','bob'\n'bob','cid'\n", "ann-bob bob-cid"),
    "user_tag.csv": ("user,hashtag\nann,#a\nbob,#a\nbob,#b\n", "ann>#a bob>#a bob>#b"),
    "floats.csv": ("source,target\n101.0,102.0\n102.0,103.0\n", "101-102 102-103"),
    "forms.csv": ("source,target\nZo\u00eb,bob\nZoe\u0308,cid\nbob,cid\n", "Zo\u00eb-bob Zo\u00eb-cid bob-cid"),
    "invisible.csv": ("source,target\nann\u200b,bob\nann,cid\n", "ann-bob ann-cid"),
    "several.sif": ("ann pp bob cid\nbob pp dee\n", "ann-bob ann-cid bob-dee"),
    "triples.txt": ("ann follows bob\nbob follows cid\ncid follows ann\n", "ann-bob bob-cid cid-ann"),
    "bare_matrix.txt": ("0 1 1\n1 0 0\n1 0 0\n", "0-1 0-2"),
    "weighted_matrix.csv": (";A;B;C\nA;0;2;0\nB;0;0;1,5\nC;1;0;0\n".replace("1,5", "1.5"), "A>B=2 B>C=1.5 C>A=1"),
    "no_header.csv": ("anna;bob;0,5\nanna;cid;0,25\n", "anna-bob=.5 anna-cid=.25"),
    "space_comma.txt": ("anna bob 0,5\nanna cid 0,25\n", "anna-bob=.5 anna-cid=.25"),
    "times_first.txt": ("1353303380 1148 1644\n1353303380 1613 1672\n1353303381 656 682\n", "1148-1644 1613-1672 656-682"),
    "running.txt": ("".join(f"{i} {i + 1} {i}\n" for i in range(1, 31)), " ".join(f"{i}-{i + 1}" for i in range(1, 31))),
    "iso_dates.csv": ("ann,bob,2020-01-01\nbob,cid,2020-01-02\n", "ann-bob bob-cid"),
    "unknown_header.csv": ("patron,chum\nanna,bob\nanna,cid\nbob,cid\n", "anna-bob anna-cid bob-cid"),
    "unknown_weight.csv": ("handle,idol,closeness\nann,bob,0.3\nbob,cid,0.4\n", "ann>bob=.3 bob>cid=.4"),
    "weight_first.csv": ("strength,dst,src\n5,2,1\n6,3,2\n", "1-2=5 2-3=6"),
    "followers_of.csv": ("user_id,follower_id\n1,5\n1,6\n2,5\n", "5>1 6>1 5>2"),
    "mixed_types.csv": ("Source,Target,Type\na,b,Directed\nb,c,Undirected\n", "a>b b>c c>b"),
    "undirected_type.csv": ("Source,Target,Type\na,b,Undirected\nb,a,Undirected\nb,c,Undirected\n", "a-b b-c"),
    "trailing.csv": ("1,2,\n2,3,\n", "1-2 2-3"),
    "bars.txt": ("ann|bob\nbob|cid\n", "ann-bob bob-cid"),
    "spaced.csv": (" source , target \n a , b \n b , c \n", "a-b b-c"),
    "node_link.json": (
        '{"directed": true, "nodes":[{"id":"a"},{"id":"b"}],"links":[{"source":"a","target":"b","weight":2}]}',
        "a>b=2",
    ),
    "d3.json": ('{"nodes":[{"name":"x"},{"name":"y"}],"links":[{"source":0,"target":1,"value":4}]}', "x-y=4"),
    "lines.jsonl": ('{"from":"a","to":"b"}\n{"from":"b","to":"c"}\n', "a-b b-c"),
    "pairs.json": ('[["a","b"],["b","c"]]', "a-b b-c"),
    "edges_only.net": ('*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Edges\n1 2\n2 3\n', "a-b b-c"),
    "labels_shared.net": ('*Vertices 3\n1 "a"\n2 "a"\n3 "c"\n*Arcs\n1 2\n2 3\n', "1>2 2>3"),
    "parallel.gml": (
        'graph [ node [ id 1 label "a" ] node [ id 2 label "b" ] edge [ source 1 target 2 ] edge [ source 1 target 2 ] ]',
        "a-b",
    ),
}  # fmt: skip
"""Our own files of the same kinds, and their edges."""


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_file_of_ours_has_its_edges(tmp_path: Path, name: str) -> None:
    text, right = OURS[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert edges_of(read(tmp_path / name)) == meant(right)


OURS_REFUSED = {
    "bip.txt": ("% bip unweighted\n1 1\n1 2\n2 1\n", "bipartite list"),
    "user_item.csv": ("user_id,item_id\n1,1\n1,2\n2,3\n", "bipartite list"),
    "rectangle.mtx": ("%%MatrixMarket matrix coordinate pattern general\n3 5 2\n1 2\n2 5\n", "3 rows by 5 columns"),
    "dense.mtx": ("%%MatrixMarket matrix array real general\n2 2\n0\n1\n1\n0\n", "a dense Matrix Market file"),
    "missing.csv": ("source,target\nann,bob\nNaN,bob\n", "line 3: 'NaN' stands for a missing id"),
    "incidence.csv": (",p,q,r\nann,0,1,1\nbob,1,0,0\n", "rows and columns name different things"),
    "incidence_ab.csv": (",A,B\nann,0,1\nbob,1,0\n", "rows and columns name different things"),
    "neighbours.txt": ("0 1 2\n1 3 4\n2 5 6\n", "format=adjlist or format=edges"),
    "ragged.txt": ("0 1\n1 2 3\n2 4 5 6\n", "line 2"),
    "five.txt": ("1 2 3 4 5\n2 3 4 5 6\n", "5 columns and no header"),
    "which.csv": ("when,p1,q,r\nx,b,1,2\ny,c,1,2\n", "which of the columns 'when', 'p1', 'q', 'r' are the two accounts"),
    "words.csv": ("source,target,weight\na,b,1\na,c,x\n", "line 3: the weight is 'x'"),
    "infinite.csv": ("source,target,weight\na,b,1\na,c,inf\n", "line 3: the weight is 'inf'"),
    "g.dot": ("digraph G { a -> b; }", "this is DOT"),
    "net.csv": ("graph { a -- b }", "this is DOT"),
    "g.gdf": ("nodedef>name VARCHAR\na\n", "this is GDF"),
    "page.csv": ("<!DOCTYPE html><html></html>", "this is a web page"),
    "kml.xml": ("<?xml version='1.0'?><kml></kml>", "XML that starts with <kml>"),
    "features.json": ('{"0":[1,2],"1":[3]}', "JSON with the keys '0', '1'"),
    "broken.json": ('{"links": [', "no JSON that can be read"),
    "tuples.txt": ("(1, 2)\n(2, 3)\n", "stands in brackets"),
    "names.txt": ("ann\nbob\ncid\n", "line 1: 'ann' is no edge"),
    "broken.edgelist": ("0 1 {'weight': 0.1}\n1 2 {'weight': }\n", "line 2"),
    "partly.edgelist": ("0 1 {'weight': 0.1}\n1 2 {}\n", "line 2: the weight is empty"),
    "matrix.net": ("*Vertices 2\n*Matrix\n0 1\n1 0\n", "Pajek's *matrix is not read"),
    "unlisted.net": ('*Vertices 1\n1 "a"\n*Arcs\n1 2\n', "line 4"),
    "one_cell.tsv": ("a\tb\nb\t\nc\td\n", "line 2"),
}  # fmt: skip
"""Our own files that are refused, and how."""


@pytest.mark.parametrize("name", sorted(OURS_REFUSED))
def test_a_file_of_ours_that_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str) -> None:
    text, wording = OURS_REFUSED[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(tmp_path / name)
    assert wording in str(caught.value)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("e.txt.bz2", bz2.compress),
        ("e.txt.xz", lzma.compress),
        ("e.tsv", lambda data: data.decode().replace(" ", "\t").encode("utf-16")),
    ],
)
def test_archives_and_utf_16_are_read(tmp_path: Path, name: str, pack: object) -> None:
    (tmp_path / name).write_bytes(pack(b"0 1\n1 2\n"))  # type: ignore[operator]
    assert edges_of(read(tmp_path / name)) == meant("0-1 1-2")


def test_an_archive_of_several_files_lists_them_and_other_archives_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "1,2\n")
        archive.writestr("b.csv", "1,2\n")
    with pytest.raises(InputError, match=r"two\.zip: the zip archive has 2 files \(a\.csv, b\.csv\)"):
        read(tmp_path / "two.zip")
    with zipfile.ZipFile(tmp_path / "book.zip", "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    with pytest.raises(InputError, match="Excel workbook"):
        read(tmp_path / "book.zip")
    with zipfile.ZipFile(tmp_path / "beside.zip", "w") as archive:
        archive.writestr("README.md", "words")
        archive.writestr("__MACOSX/x", "1")
        archive.writestr("folder/edges.csv", "source,target\na,b\n")
    assert edges_of(read(tmp_path / "beside.zip")) == meant("a-b")
    for name, start, what in (
        ("a.7z", b"7z\xbc\xaf\0", "7z"),
        ("a.rar", b"Rar!\0", "RAR"),
        ("a.pq", b"PAR1\0", "Parquet"),
    ):
        (tmp_path / name).write_bytes(start)
        with pytest.raises(InputError, match=what):
            read(tmp_path / name)


def test_what_was_guessed_can_be_set_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text("a,b,c,d\n1,2,3,4\n2,3,4,5\n")
    assert edges_of(read(path, columns=["b", "d"])) == meant("2-4 3-5")
    assert edges_of(read(path, columns=[2, 4, 1])) == meant("2-4=1 3-5=2")
    assert edges_of(read(path, columns=["b", "d"], directed=True)) == meant("2>4 3>5")
    with pytest.raises(InputError, match=r"no column 'e'.*the file has 4 columns"):
        read(path, columns=["a", "e"])
    for columns in (["a"], ["a", "a"], ["a", "b", "c", "d"]):
        with pytest.raises(InputError, match="takes two or three"):
            read(path, columns=columns)
    with pytest.raises(InputError, match="separator: got '::'"):
        read(path, separator="::")
    neighbours = tmp_path / "neighbours.txt"
    neighbours.write_text("0 1 2\n1 3 4\n2 5 6\n")
    assert edges_of(read(neighbours, format="adjlist")) == meant("0-1 0-2 1-3 1-4 2-5 2-6")
    assert edges_of(read(neighbours, format="edges")) == meant("0-1=2 1-3=4 2-5=6")
    times = read(FILES / "msg.txt", columns=[1, 2, 3])
    assert times.weights is not None
    missing = read(FILES / "missing_weight.csv", columns=["source", "target"])
    assert edges_of(missing) == meant("a-b a-c b-c c-d")
    header = tmp_path / "header.csv"
    header.write_text("patron,chum\nanna,bob\nanna,cid\nbob,cid\n")
    assert "chum-patron" in edges_of(read(header, header=False))
    bars = tmp_path / "bars.txt"
    bars.write_text("a,1:b,2\nb,2:c,3\n")
    assert edges_of(read(bars, separator=":")) == meant("a,1-b,2 b,2-c,3")


def test_columns_are_known_by_their_words_in_any_order_and_case() -> None:
    assert [root(word) for word in ("FromNodeId", "user_id", "Source Name", "idol")] == ["from", "", "source", "idol"]
    for names, right in (
        (["Target", "SOURCE"], (1, 0)),
        (["weight", "ToNodeId", "FromNodeId"], (2, 1)),
        (["id", "user", "friend"], (1, 2)),
        (["user_id", "user_name", "friend_id", "friend_name"], (0, 2)),
        (["trustee", "trustor"], (1, 0)),
        (["node2", "node1"], (1, 0)),
    ):
        found = accounts(names)
        assert found is not None, names
        assert found[:2] == right, names
    assert accounts(["alpha", "beta"]) is None


def test_fewer_than_two_columns_never_reach_compiled_code() -> None:
    prelude = Prelude(0, 1, "", 1, None, None, ("#", "%", "//"), None, False, None, None, False, (), [])
    with pytest.raises(InputError, match="expected two ids or more"):
        parse(b"1\n2\n", 0, 1, prelude, Choice(0, 1), "x.txt")


def test_long_ids_that_a_spreadsheet_rounded_are_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("source,target\n1294030000000000000,725300000000000000\n682330000000000000,725300000000000000\n")
    assert "warning: ids such as 1294030000000000000 end in zeros" in str(read(path).report)


def test_networkx_edges_without_a_weight_count_one_and_it_is_said() -> None:
    graph = read(nx.Graph([("a", "b", {"weight": 2.0}), ("b", "c", {})]))
    assert edges_of(graph) == meant("a-b=2 b-c=1")
    assert "1 edges without one were given 1" in str(graph.report)


def test_networkx_reads_back_what_it_writes(tmp_path: Path) -> None:
    other = nx.gnp_random_graph(9, 0.4, seed=3, directed=True)
    nx.set_edge_attributes(other, {edge: 0.5 + k for k, edge in enumerate(other.edges)}, "weight")
    other = nx.relabel_nodes(other, {i: f"n {i}" for i in other})
    right = {f"{u}>{v}": weight for u, v, weight in other.edges(data="weight")}
    nx.write_gexf(other, tmp_path / "g.gexf")
    nx.write_gml(other, tmp_path / "g.gml")
    nx.write_graphml(other, tmp_path / "g.graphml")
    nx.write_pajek(other, tmp_path / "g.net")
    (tmp_path / "g.json").write_text(json.dumps(nx.node_link_data(other, edges="links")))
    for name in ("g.gexf", "g.gml", "g.graphml", "g.net", "g.json"):
        assert edges_of(read(tmp_path / name)) == right, name
    plain = nx.relabel_nodes(other, {f"n {i}": i for i in range(9)})
    nx.write_weighted_edgelist(plain, tmp_path / "g.txt")
    nx.write_edgelist(plain, tmp_path / "g.edgelist")
    for name in ("g.txt", "g.edgelist"):
        graph = read(tmp_path / name, directed=True, columns=None if name != "g.txt" else [1, 2, 3])
        assert edges_of(graph) == {f"{u}>{v}": weight for u, v, weight in plain.edges(data="weight")}, name
    assert np.isfinite(graph.weights).all()  # type: ignore[arg-type]
