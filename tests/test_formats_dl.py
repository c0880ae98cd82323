"""UCINET's DL files in all their layouts, broken ones too, and the way there and back."""

from functools import partial

import igraph
import pytest
from alianza.graph.formats import FORMATS
from alianza.graph.formats.limits import limited
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def read(read_file):
    return partial(read_file, name="x.dl")


def ends(found):
    return [tie[:2] for tie in found.ties]


def test_a_list_of_edges_with_labels(read):
    found = read("DL n=4\nformat = edgelist1\nlabels:\nann, bob,cid\ndora\ndata:\n1 2 2.5\n2 3\n")
    assert found.data.actors["id"].tolist() == ["ann", "bob", "cid", "dora"]
    assert ends(found) == [("ann", "bob"), ("bob", "cid")]
    assert found.data.ties["weight"].tolist()[0] == 2.5
    assert found.data.tie_kind("tie").directed
    assert "made-actors" not in found.codes


def test_labels_may_stand_in_the_data(read):
    text = (
        "dl n = 3 format = el1\nlabels embedded:\ndata:\n\"New York\", Lima 2\nLima 'São Paulo'\n"
    )
    found = read(text)
    assert found.data.actors["id"].tolist() == ["New York", "Lima", "São Paulo"]
    assert ends(found) == [("New York", "Lima"), ("Lima", "São Paulo")]
    assert found.report.actors.read == 3


def test_actors_that_are_counted_but_not_named_are_said(read):
    found = read("dl n=5\nformat=edgelist1\nlabels embedded\ndata:\na b\n")
    assert found.one("fewer-actors").message.values == {"value": "", "expected": 5, "got": 2}


def test_numbers_are_ids_without_labels(read):
    found = read("dl n=3 format=nodelist1\ndata:\n1 2 3\n2 3\n")
    assert found.data.actors["id"].tolist() == ["1", "2", "3"]
    assert ends(found) == [("1", "2"), ("1", "3"), ("2", "3")]


def test_a_full_matrix(read):
    text = "dl n=3\nlabels:\na b c\nrow labels embedded\ndata:\n"
    found = read(text.replace("row labels embedded\n", "") + "0 1 0\n0 0 2.5\n1 0 0\n")
    assert ends(found) == [("a", "b"), ("b", "c"), ("c", "a")]
    assert found.data.ties["weight"].tolist() == [1, 2.5, 1]
    assert found.data.tie_kind("tie").directed


def test_a_symmetric_matrix_is_undirected_and_that_is_said(read):
    found = read("dl n=3 format=fullmatrix\nlabels:\na b c\ndata:\n0 1 0 1 0 2\n0 2 0\n")
    assert ends(found) == [("a", "b"), ("b", "c")]
    assert not found.data.tie_kind("tie").directed
    assert found.one("symmetric-ties").hint.values["count"] == 2


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("format=lowerhalf", "0\n1 0\n0 2 0"),
        ("format=lh diagonal=absent", "1\n0 2"),
        ("format=upperhalf", "0 1 0\n0 2\n0"),
        ("format = UH\ndiagonal absent", "1 0\n2"),
        ("format=fullmatrix, diagonal = absent", "1 0\n1 2\n0 2"),
    ],
)
def test_halves_and_missing_diagonals(read, head, values):
    found = read(f"dl n=3 {head}\nlabels:\na,b,c\ndata:\n{values}\n")
    assert ends(found) == [("a", "b"), ("b", "c")] or ends(found) == [("b", "a"), ("c", "b")]
    assert found.data.ties["weight"].tolist() == [1, 2]
    assert not found.data.tie_kind("tie").directed


def test_embedded_labels_of_a_matrix(read):
    found = read("dl n=3 format=fullmatrix\nlabels embedded:\ndata:\na b c\na 0 1 0\nb 0 0 1\nc 0 0 0\n")  # fmt: skip
    assert ends(found) == [("a", "b"), ("b", "c")]


def test_large_and_small_letters_are_the_same_on_both_sides(read):
    text = "dl n=2\nrow labels:\nAnn Bob\ncolumn labels:\nann bob\ndata:\n0 1 0 0\n"
    assert ends(read(text)) == [("Ann", "Bob")]


@pytest.mark.parametrize(
    "text",
    [
        "dl nr=2 nc=3\nrow labels:\na b\ncolumn labels:\nx y z\ndata:\n1 0 1\n0 1 0\n",
        "dl nr=2, nc=3 format=edgelist2\nrow labels:\na\nb\ncol labels:\nx\ny\nz\ndata:\n1 1\n1 3\n2 2\n",
        "dl nr=2, nc=3 format=nodelist2\nlabels embedded:\ndata:\na x z\nb y\n",
        "dl nr=2 nc=3\nlabels embedded\ndata:\nx y z\na 1 0 1\nb 0 1 0\n",
    ],
)
def test_two_modes(read, text):
    found = read(text)
    kinds = dict(zip(found.data.actors["id"], found.data.actors["kind"], strict=True))
    assert kinds == {"a": "actor", "b": "actor", "x": "group", "y": "group", "z": "group"}
    assert ends(found) == [("a", "x"), ("a", "z"), ("b", "y")]
    assert found.data.tie_kind("tie").two_mode
    assert found.data.actor_kind("group").two_mode


def test_two_modes_without_labels(read):
    found = read("dl nr=1 nc=2\ndata:\n1 1\n")
    assert ends(found) == [("row 1", "column 1"), ("row 1", "column 2")]


def test_several_matrices_are_kinds_of_ties(read):
    text = 'dl n=2 nm=3\nlabels:\na b\nmatrix labels:\nfunding "an agreement" agreement\ndata:\n0 1 0 0\n0 2\n2 0\n0 1 1 0\n'
    found = read(text)
    assert found.ties == [("a", "b", "funding"), ("a", "b", "an agreement"), ("a", "b", "agreement")]  # fmt: skip
    assert not found.data.tie_kind("an agreement").directed
    lists = "dl n=2 nm=2 format=edgelist1\nlabels:\na b\ndata:\n1 2\n!\n2 1 7\n"
    assert [tie[2] for tie in read(lists).ties] == ["matrix 1", "matrix 2"]


def test_the_diagonal_is_left_out_and_said(read):
    found = read("dl n=2\nlabels:\na b\ndata:\n1 1\n0 1\n")
    assert ends(found) == [("a", "b")]
    assert found.one("diagonal").message.values["count"] == 2


def test_ids_are_text(read):
    text = 'dl n=4 format=edgelist1\nlabels:\n007 "NA" 1e3 "a ""\ndata:\n1 2\n2 3\n'
    found = read(text.replace('"a ""', '"a &#34;"'))
    assert found.data.actors["id"].tolist() == ["007", "NA", "1e3", 'a "']


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("dl\n", "no-graph", None),
        ("gibberish\n", "no-graph", None),
        ("dl n=2\n0 1 1 0\n", "no-graph", None),
        ("dl n=2\ndata:\n0 1 1\n", "matrix-size", 2),
        ("dl n=2 format=blockmatrix\ndata:\n1\n", "bad-line", 1),
        ("dl n=99999999999999\ndata:\n", "too-many", 1),
        ("dl format=fullmatrix\ndata:\n0\n", "bad-line", 2),
        ("dl n=2\nlabels:\na b\ndata:\n0 x\n0 0\n", "bad-line", 5),
        ("dl n=2\nlabels:\na b c\ndata:\n0 1 0 0\n", "bad-line", 4),
        ("dl n=2 format=el1\nlabels:\na b\ndata:\n1 3\n", "unknown-actor", 5),
        ("dl n=2 format=el1\nlabels:\na b\ndata:\n1 2 3 4\n", "bad-line", 5),
        ("dl n=2 format=el1\nlabels:\na b\ndata:\n1 1\n", "loop", 5),
        ("dl n=2 format=el1\nlabels:\na a\ndata:\n1 2\n", "same-row-twice", 4),
    ],
)
def test_broken_files(read, text, code, row):
    found = read(text)
    assert code in found.codes
    assert row in {fault.row for fault in found.report.faults if fault.code == code}


def test_limits(read):
    with limited(ties=1):
        assert "too-many" in read("dl n=3 format=el1\ndata:\n1 2\n2 3\n").codes


PARTS = ["dl", " n=3", " nm=2", " nr=2", " nc=3", "\nformat=edgelist1", " format=nl2", " format=lh", "\nlabels:", "\nrow labels:", "\nmatrix labels: x y", "\nlabels embedded", " diagonal=absent", "\ndata:", "\n1 2", " 3", "\n!", ' "a', "\n0 1 0", " é,b", "\n", "\x00", "="]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=16))
def test_any_parts_are_read_or_refused(read, parts):
    read("dl" + "".join(parts))


def test_others_read_what_is_written(tmp_path):
    allas = load("allas")
    text = FORMATS["dl"].write(allas).decode()
    assert text.startswith(f"dl n={len(allas.actors)} nm=")
    one = text.replace(f" nm={allas.ties['kind'].nunique()}", "").replace("!\n", "")
    head, _, labels = one.partition("matrix labels:")
    path = tmp_path / "x.dl"
    path.write_text(head + labels[labels.index("labels:") :])
    graph = igraph.Graph.Read_DL(str(path), directed=True)
    assert graph.vcount() == len(allas.actors)
    undirected = sum(not allas.tie_kind(kind).directed for kind in allas.ties["kind"])
    assert graph.ecount() == len(allas.ties) + undirected
