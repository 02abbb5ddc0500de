"""Edge lists that were read in another sense than their owners', without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulation as sim
from simulation.errors import InputError


def _edges(path: Path) -> set[tuple[str, str]]:
    graph = sim.graph.read(path)
    assert graph.labels is not None
    names = [str(label) for label in graph.labels]
    return {
        (names[node], names[to])
        for node in range(graph.n)
        for to in graph.indices[graph.indptr[node] : graph.indptr[node + 1]]
    }


@pytest.mark.parametrize(
    "text",
    [
        "user,followed_by\nstar,ann\nstar,bob\nann,bob\n",
        "channel,subscriber\nstar,ann\nstar,bob\nann,bob\n",
        "seguido;seguidor\nstar;ann\nstar;bob\nann;bob\n",
        "suivi;abonné\nstar;ann\nstar;bob\nann;bob\n",
    ],
)
def test_the_words_of_a_header_say_who_follows(tmp_path: Path, text: str) -> None:
    (tmp_path / "edges.csv").write_text(text, encoding="utf-8")
    assert _edges(tmp_path / "edges.csv") == {("ann", "star"), ("bob", "star"), ("bob", "ann")}


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("Quelle;Ziel;Gewicht\nann;bob;1,5\nbob;cid;2,5\n", [1.5, 2.5]),
        ("origen,destino,peso\nann,bob,1\nbob,cid,2\n", [1.0, 2.0]),
        ("source,target,p\nann,bob,30%\nbob,cid,50%\n", [0.3, 0.5]),
    ],
)
def test_headers_of_other_languages_and_weights_in_per_cent(tmp_path: Path, text: str, weights: list[float]) -> None:
    (tmp_path / "edges.csv").write_text(text, encoding="utf-8")
    graph = sim.graph.read(tmp_path / "edges.csv", directed=True)
    assert graph.n == 3
    assert graph.weights is not None
    assert list(graph.weights) == pytest.approx(weights)


@pytest.mark.parametrize(
    ("name", "text", "wording"),
    [
        ("edges.csv", "wer,wen,wie\nann,bob,gern\nbob,cid,gern\ncid,ann,kaum\n", "line 1: which of the columns"),
        ("table.md", "| source | target |\n|---|---|\n| ann | bob |\n", "line 2: this is a table in Markdown"),
        ("large.lgl", "# ann\nbob 1.0\n# bob\ncid 3.0\n", "this is LGL"),
        ("lists.csv", 'user,following\nann,"bob,cid"\nbob,cid\n', "line 2: 'bob,cid' lists several accounts"),
        ("roster.csv", "user,followers\nstar,1200\nann,30\n", "which of the columns 'user', 'followers'"),
    ],
)
def test_what_is_no_list_of_edges_is_refused(tmp_path: Path, name: str, text: str, wording: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=wording):
        sim.graph.read(tmp_path / name)


def test_a_comma_in_a_name_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_text('source,target\n"Doe, Jane",Lee\nLee,Kim\n', encoding="utf-8")
    assert ("Doe, Jane", "Lee") in {*_edges(tmp_path / "edges.csv")}


@pytest.mark.parametrize("odd", ["# a comment\n", "\n", '"e",f\n'])
def test_plain_lines_and_odd_ones_give_the_same_edges(tmp_path: Path, odd: str) -> None:
    plain = "source,target\n ann , bob\nbob,cid\ncid,dee\n"
    (tmp_path / "plain.csv").write_text(plain, encoding="utf-8")
    (tmp_path / "odd.csv").write_text(plain + odd, encoding="utf-8")
    assert _edges(tmp_path / "odd.csv") - {("e", "f"), ("f", "e")} == _edges(tmp_path / "plain.csv")


def test_a_line_with_a_field_too_few_is_named_far_down(tmp_path: Path) -> None:
    lines = [f"u{k},u{k + 1}" for k in range(500)]
    (tmp_path / "edges.csv").write_text("\n".join(["source,target", *lines, "lonely"]), encoding="utf-8")
    with pytest.raises(InputError, match="line 502: 'lonely' is no edge"):
        sim.graph.read(tmp_path / "edges.csv")


def test_a_header_over_dates_is_no_edge(tmp_path: Path) -> None:
    text = "created_at,from_user,mentions\n2026-01-01,ann,bob\n2026-01-02,bob,cid\n"
    (tmp_path / "tweets.csv").write_text(text, encoding="utf-8")
    assert list(sim.graph.read(tmp_path / "tweets.csv").labels) == ["ann", "bob", "cid"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("parent,child", "from 'parent' to 'child'"),
        ("child,parent", "from 'parent' to 'child'"),
        ("sender,receiver", "from 'sender' to 'receiver'"),
        ("infector_id,infected_id", "from 'infector_id' to 'infected_id'"),
    ],
)
def test_who_gives_word_is_the_source_and_the_report_says_what_a_market_needs(
    tmp_path: Path, header: str, said: str
) -> None:
    rows = [("ann", "bob"), ("ann", "cid"), ("bob", "dan")]
    turned = header.startswith("child")
    lines = [",".join(reversed(row)) if turned else ",".join(row) for row in rows]
    (tmp_path / "tree.csv").write_text("\n".join([header, *lines]) + "\n")
    graph = sim.graph.read(tmp_path / "tree.csv")
    assert graph.directed
    assert _edges(tmp_path / "tree.csv") == set(rows)
    assert f"arcs: {said}" in str(graph.report)
    assert "set reverse=true there" in str(graph.report)
