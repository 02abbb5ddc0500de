from __future__ import annotations

import gzip
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.compute.compiling import interpreted
from simulation.errors import InputError
from simulation.graph import Graph, from_edges, read, to_networkx, write_edges, write_graphml
from simulation.graph.reading.parse import _parse_integers

TRIANGLE = [(1, 2), (2, 3), (1, 3)]


def file(folder: Path, text: str | bytes, name: str = "edges.csv") -> Path:
    path = folder / name
    data = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def named_edges(graph: Graph) -> set[tuple]:
    other = to_networkx(graph)
    return set(other.edges) if graph.directed else {tuple(sorted(edge)) for edge in other.edges}


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n2,3\n1,3\n",
        "1,2\n2,3\n1,3",
        "1 2\n2  3\n 1 3 \n",
        "1\t2\n2\t3\n1\t3\n",
        "1;2\n2;3\n1;3\n",
        "\ufeff1,2\r\n2,3\r\n1,3\r\n",
        "1,2\r2,3\r1,3\r",
        "\n\n1,2\n\n2,3\n1,3\n\n",
        "source,target\n1,2\n2,3\n1,3\n",
        "from\tto\n1\t2\n2\t3\n1\t3\n",
        "# a comment\n% another\n1,2\n// a third\n2,3\n1,3\n",
        '"1","2"\n"2","3"\n"1","3"\n',
        "1, 2\n2, 3\n1, 3\n",
        "3 3\n1 2\n2 3\n1 3\n",
        "3,3,u,graph\n1,2\n2,3\n1,3\n",
        "# Nodes: 3 Edges: 3\n1 2\n2 3\n1 3\n",
    ],
)
@pytest.mark.parametrize("name", ["edges.csv", "edges.txt.gz"])
def test_all_dialects_give_the_same_graph(tmp_path: Path, text: str, name: str) -> None:
    graph = read(file(tmp_path, text, name), directed=False)
    assert named_edges(graph) == set(TRIANGLE)
    assert graph.labels is not None
    assert graph.labels.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ann,bob\nbob,cem\n", ["ann", "bob", "cem"]),
        ("user,friend\nann,bob\nbob,cem\n", ["ann", "bob", "cem"]),
        ("Ann Lee\tBob\nBob\tCem\n", ["Ann Lee", "Bob", "Cem"]),
        ('"Lee, Ann",Bob\nBob,Cem\n', ["Bob", "Cem", "Lee, Ann"]),
        ("-7 5\n5 90000000000000000\n", [-7, 5, 90000000000000000]),
        ("u1 5\nu2 5\n", ["5", "u1", "u2"]),
        ("1234567890123456789 7\n7 -1234567890123456789\n", [-1234567890123456789, 7, 1234567890123456789]),
        ("12345678901234567890 7\n7 8\n", ["12345678901234567890", "7", "8"]),
        ("ä ö\nö ü\n", ["ä", "ö", "ü"]),
    ],
)
def test_ids_may_be_anything(tmp_path: Path, text: str, ids: list) -> None:
    graph = read(file(tmp_path, text, "edges.txt"))
    assert graph.labels is not None
    assert graph.labels.tolist() == ids


def test_a_third_column_of_numbers_is_kept_as_weights(tmp_path: Path) -> None:
    text = "0 1 0.25\n1 2 1e-2\n2 0 -3.5E+1\n0 2 0.12345678901234567890\n"
    graph = read(file(tmp_path, text), directed=True)
    assert graph.weights is not None
    assert graph.weights.tolist() == pytest.approx([0.25, 0.12345679, 0.01, -35.0])
    assert graph.report is not None
    assert graph.report.third_column == "weights"


def test_a_third_column_of_words_is_ignored_and_reported(tmp_path: Path) -> None:
    graph = read(file(tmp_path, "0,1,friend\n1,2,foe\n"))
    assert graph.weights is None
    assert graph.report is not None
    assert graph.report.third_column == "ignored: not numeric"


def test_loops_and_parallel_edges_are_counted_and_reported(tmp_path: Path) -> None:
    graph = read(file(tmp_path, "0 1\n0 1\n1 0\n2 2\n1 2\n"), directed=False)
    report = graph.report
    assert report is not None
    assert (report.arcs, report.self_loops, report.parallel, report.edges) == (5, 1, 2, 2)
    assert graph.multiplicity is not None
    assert graph.multiplicity.tolist() == [3, 3, 1, 1]
    assert "dropped 1 self-loops; merged 2 parallel edges" in str(report)


@pytest.mark.parametrize(
    ("text", "counts", "nodes", "edges"),
    [
        ("4 3\n0 1\n1 2\n2 3\n", "right", 4, 3),  # node 4 would be one too many: counts
        ("4 99\n0 1\n1 2\n2 3\n", "wrong", 4, 3),
        ("4,3,d,graph\n1,2\n2,3\n3,4\n", "right", 4, 3),
        ("7,3,d,graph\n1,2\n2,3\n3,4\n", "wrong", 4, 3),
        ("4 3\n0 1 .5\n1 2 .5\n2 3 .5\n", "right", 4, 3),
        ("# Nodes: 5 Edges: 3\n0 1\n1 2\n2 3\n", "wrong", 4, 3),
        ("9 8\n8 7\n7 6\n", "none", 4, 3),  # a falling chain, no counts
        ("0 1\n1 2\n", "none", 3, 2),
        ("1 2\n2 3\n", "none", 3, 2),
        ("5 6\n1 2\n1 3\n", "none", 5, 3),
    ],
)
def test_a_first_line_with_counts_is_no_edge(tmp_path: Path, text: str, counts: str, nodes: int, edges: int) -> None:
    graph = read(file(tmp_path, text), directed=True)
    assert graph.report is not None
    assert (graph.report.counts, graph.n, graph.edges) == (counts, nodes, edges)


@pytest.mark.parametrize(
    ("text", "directed", "because"),
    [
        ("0 1\n1 2\n2 3\n", False, "each edge once"),
        ("0 1\n1 0\n1 2\n2 1\n", False, "every arc has its reverse"),
        ("0 1\n1 0\n1 2\n2 3\n", True, "have their reverse"),
        ("0 1\n0 1\n1 2\n2 3\n2 1\n", False, "contacts"),
        ("# Directed graph\n0 1\n1 2\n", True, "Directed graph"),
        ("# Undirected graph\n0 1\n1 0\n1 2\n", False, "Undirected"),
        ("3,2,d,graph\n0,1\n1,2\n", True, "'d'"),
        ("0 2 0.5\n1 2 0.5\n0 1 1.0\n", True, "weights add up"),
    ],
)
def test_the_direction_is_decided_from_the_file_and_the_reason_given(
    tmp_path: Path, text: str, directed: bool, because: str
) -> None:
    report = read(file(tmp_path, text)).report
    assert report is not None
    assert report.directed is directed
    assert because in report.because
    assert read(file(tmp_path, text), directed=not directed).directed is not directed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1,2\n2,3\n3\n4,5\n", 3),
        ("1,2\n2,3\n3,4\nfoo,bar\n", 4),
        ("1,2\n2,3,4\n", 2),
        ("# c\n1 2\n\n3 4\n5 six\n7 8\n", 5),
        ("a,b\nb,c\nc,\n", 3),
        ("1,2,0.5\n2,3\n", 2),
        ("only\n", 1),
        ("a,b\n1,2\n2,x\n", 3),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(InputError, match=rf"bad\.csv, line {line}: "):
        read(file(tmp_path, text, "bad.csv"))


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.csv", "empty"),
        (b"\n \n", "a.csv", "empty"),
        (b"# nothing\n", "a.csv", "empty"),
        (b"source,target\n", "a.csv", "empty"),
        (b"0,0\n1,1\n", "a.csv", "empty, all 2 edges are self-loops"),
        (b"1,2\n2,\x00\x00", "a.csv", "a.csv, line 2: binary data"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", "binary data"),
        (b"1,2\n\xfe\xff,3\n", "a.csv", "line 2"),
        (b"<graphml><node", "a.graphml", "a.graphml, line 1: no well-formed GraphML"),
        (b"<html></html>", "a.graphml", "no GraphML"),
        (b"2 1 0\n2\n5\n", "a.graph", "line 3"),
        (b"3 1\n2\n", "a.graph", "states 3 nodes"),
        (b"two\n2\n1\n", "a.graph", "line 1"),
        (b"2 0\n\n\n", "a.graph", "empty"),
    ],
)
def test_files_that_are_no_graph_are_refused_in_one_line(tmp_path: Path, data: bytes, name: str, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_damaged_archives_and_missing_files_are_named(tmp_path: Path) -> None:
    whole = gzip.compress(b"1,2\n" * 5000)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"cut\.csv\.gz: the gzip archive is damaged or cut off"):
        read(tmp_path / "cut.csv.gz")
    (tmp_path / "plain.csv.gz").write_bytes(b"1,2\n")
    with pytest.raises(InputError, match="is no gzip archive"):
        read(tmp_path / "plain.csv.gz")
    with pytest.raises(InputError, match=r"cut\.csv does not exist \(did you mean 'cut\.csv\.gz'\?\)"):
        read(tmp_path / "cut.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path)
    with pytest.raises(InputError, match="takes a path or a networkx graph"):
        read(17)
    with pytest.raises(InputError, match="did you mean 'metis'"):
        read(tmp_path / "cut.csv.gz", format="metiss")


def test_metis_neighbours_weights_and_lonely_nodes(tmp_path: Path) -> None:
    graph = read(file(tmp_path, "% a comment\n4 2 1\n2 7\n1 7 3 9\n2 9\n\n", "a.graph"))
    assert (graph.n, graph.edges, graph.directed) == (4, 2, False)
    assert graph.weights is not None
    assert graph.weights.tolist() == [7, 7, 9, 9]
    assert graph.report is not None
    assert (graph.report.counts, graph.report.mirrored) == ("right", True)
    with_node_weights = read(file(tmp_path, "2 1 10\n5 2\n6 1\n", "b.graph"))
    assert with_node_weights.edges == 1


@pytest.mark.parametrize("directed", [True, False])
def test_networkx_and_graphml_come_through(tmp_path: Path, directed: bool) -> None:
    other = nx.gnp_random_graph(12, 0.3, seed=1, directed=directed)
    other = nx.relabel_nodes(other, {i: f"n{i}" for i in other})
    graph = read(other)
    assert graph.directed is directed
    assert graph.labels is not None
    assert graph.labels.tolist() == list(other.nodes)
    assert named_edges(graph) == {e if directed else tuple(sorted(e)) for e in other.edges}
    write_graphml(graph, tmp_path / "g.graphml")
    assert read(tmp_path / "g.graphml").content_hash() == graph.content_hash()
    with pytest.raises(InputError, match="empty"):
        read(nx.Graph())


def test_networkx_multigraphs_weights_and_node_objects_come_through() -> None:
    other = nx.MultiGraph([(("a", 1), "b"), ("b", ("a", 1)), ("b", 3)])
    graph = read(other)
    assert graph.labels is not None
    assert graph.labels.tolist() == [("a", 1), "b", 3]
    assert graph.multiplicity is not None
    assert graph.multiplicity.tolist() == [2, 2, 1, 1]
    assert read(nx.Graph([(0, 1, {"weight": 2.5})])).weights.tolist() == [2.5, 2.5]  # type: ignore[union-attr]
    assert read(nx.path_graph(3), directed=True).edges == 4


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    edges=st.lists(st.tuples(st.integers(-3, 9), st.integers(-3, 9)), min_size=1, max_size=30),
    directed=st.booleans(),
    named=st.booleans(),
)
def test_a_graph_that_is_written_is_read_back(tmp_path: Path, edges: list, directed: bool, named: bool) -> None:
    pairs = [(u, v) for u, v in edges if u != v] or [(0, 1)]
    names, place = np.unique(np.array(pairs), return_inverse=True)
    place = place.reshape(-1, 2)
    labels = np.array([f"node {i}" for i in names]) if named else names
    order = np.argsort(labels)
    rank = np.argsort(order)
    graph = from_edges(rank[place[:, 0]], rank[place[:, 1]], directed=directed, labels=labels[order])
    for name in ("g.csv", "g.tsv.gz"):
        write_edges(graph, tmp_path / name)
        back = read(tmp_path / name)
        assert named_edges(back) == named_edges(graph)
        assert back.directed is directed
        assert np.array_equal(
            np.ones(0) if back.multiplicity is None else back.multiplicity,
            np.ones(0) if graph.multiplicity is None else graph.multiplicity,
        )


@settings(max_examples=100)
@given(st.text(alphabet="0123 \t,-.e\n#x", max_size=40), st.sampled_from(["", ",", "\t"]), st.integers(2, 4))
def test_the_compiled_parser_agrees_with_the_interpreted_one(text: str, separator: str, width: int) -> None:
    data = np.frombuffer(text.encode(), np.uint8)
    columns = [[np.zeros(50, np.int64), np.zeros(50, np.int64), np.zeros(50 if width > 2 else 0)] for _ in range(2)]
    mark = ord(separator) if separator else 0
    rows = _parse_integers(data, mark, width, *columns[0])
    assert interpreted(_parse_integers)(data, mark, width, *columns[1]) == rows
    for compiled, plain in zip(*columns, strict=True):
        assert np.array_equal(compiled, plain)


@pytest.mark.data
@pytest.mark.parametrize(
    ("path", "directed", "nodes", "edges", "loops", "parallel"),
    [
        ("graph_ego_facebook/facebook_combined.txt.gz", False, 4_039, 88_234, 0, 0),
        ("graph_lastfm_asia/lastfm_asia_edges.csv.gz", False, 7_624, 27_806, 0, 0),
        ("graph_deezer_europe/deezer_europe_edges.csv.gz", False, 28_281, 92_752, 0, 0),
        ("graph_musae_github/github_edges.csv.gz", False, 37_700, 289_003, 0, 0),
        ("graph_musae_twitch/FR_edges.csv.gz", False, 6_549, 112_666, 0, 0),
        ("graph_nethept/hep.txt.gz", False, 15_233, 31_376, 39, 27_476),
        ("graph_nethept/NetHEPT_weighted.txt.gz", True, 15_233, 32_213, 22, 0),
        ("graph_nethept/network62.txt", True, 62, 159, 0, 0),
        ("graph_wiki_vote/wiki-Vote.txt.gz", True, 7_115, 103_689, 0, 0),
        ("graph_slashdot0902/soc-slashdot0902-directed.csv.gz", True, 82_168, 870_161, 78_303, 0),
        ("graph_jazz/jazz.graph", False, 198, 2_742, 0, 0),
    ],
)
def test_real_graphs_are_read_as_their_descriptions_say(
    data: Path, path: str, directed: bool, nodes: int, edges: int, loops: int, parallel: int
) -> None:
    graph = read(data / path)
    report = graph.report
    assert report is not None
    assert (graph.directed, graph.n, graph.edges) == (directed, nodes, edges)
    assert (report.self_loops, report.parallel) == (loops, parallel)
    assert report.counts in ("none", "right")
