"""Tables that are matrices: adjacency, incidence, and what only looks like one."""

from functools import partial

import pytest


@pytest.fixture(scope="module")
def read(read_file):
    return partial(read_file, name="x.csv")


def test_a_directed_matrix_with_weights(read):
    found = read(",a,b,c\na,0,1,2.5\nb,0,0,0\nc,,1,0\n")
    assert found.report.format == "matrix"
    assert found.ties == [("a", "b", "tie"), ("a", "c", "tie"), ("c", "b", "tie")]
    assert found.data.ties["weight"].tolist() == [1, 2.5, 1]
    assert found.data.tie_kind("tie").directed
    note = found.one("matrix-read")
    assert (note.message.values["rows"], note.message.values["columns"]) == (3, 3)


def test_a_symmetric_matrix_is_undirected(read):
    found = read(";a;b;c\na;0;0,5;0\nb;0,5;0;1\nc;0;1;0\n")
    assert found.ties == [("a", "b", "tie"), ("b", "c", "tie")]
    assert found.data.ties["weight"].tolist() == [0.5, 1]
    assert not found.data.tie_kind("tie").directed
    assert found.one("symmetric-ties").hint.values["count"] == 2


def test_labels_in_another_order(read):
    found = read("id,b,a\na,1,0\nb,0,0\n")
    assert found.ties == [("a", "b", "tie")]


def test_an_incidence_matrix_is_memberships(read):
    found = read("city,Eurocities,Mercociudades\nLyon,1,0\nLima,0,1\nQuito,,2\n")
    assert found.ties == [
        ("Lyon", "Eurocities", "membership"),
        ("Lima", "Mercociudades", "membership"),
        ("Quito", "Mercociudades", "membership"),
    ]
    kinds = dict(zip(found.data.actors["id"], found.data.actors["kind"], strict=True))
    assert kinds == {"Lyon": "actor", "Lima": "actor", "Quito": "actor", "Eurocities": "group", "Mercociudades": "group"}  # fmt: skip
    view = found.data.view()
    modes = dict(zip(view.ids, view.modes.tolist(), strict=True))
    assert {name for name, mode in modes.items() if mode} == {"Eurocities", "Mercociudades"}


def test_labels_on_both_sides_are_the_same_actors(read):
    found = read(",a,b,c\na,0,1,1\n")
    assert found.ties == [("a", "b", "tie"), ("a", "c", "tie")]
    assert found.data.actors["id"].tolist() == ["a", "b", "c"]
    assert set(found.data.actors["kind"]) == {"actor"}


def test_the_diagonal_is_left_out_and_said(read):
    found = read("\ta\tb\na\t1\t1\nb\t0\t9\n", name="x.tsv")
    assert found.ties == [("a", "b", "tie")]
    assert found.one("diagonal").message.values["count"] == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Id,Latitude,Longitude\na,1,2\nb,3,4\n", "columns-read"),
        ("name,population,area\nLyon,500,47\nLima,9000,2672\n", "columns-read"),
        (",a,b\nx,1,two\n", "no-ends"),
        (",a,b\nx,1,0\nx,0,1\n", "no-ends"),
        (",a,b\nx,,\n", "no-ends"),
        ("from,to\n1,2\n", "made-actors"),
    ],
)
def test_what_is_no_matrix(read, text, code):
    found = read(text)
    assert "matrix-read" not in found.codes
    assert code in found.codes


def test_ids_are_text(read):
    found = read(",007,NA\n007,0,1\nNA,0,0\n")
    assert found.ties == [("007", "NA", "tie")]


def test_negative_weights_are_refused_at_their_row(read):
    assert read(",a,b\na,0,-1\nb,0,0\n").one("out-of-range").row == 2
