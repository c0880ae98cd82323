"""Networks and projects of Pajek, broken ones too, and the way there and back."""

from functools import partial

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.formats import FORMATS
from alianza.graph.formats.limits import limited
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st

VERTICES = '*Vertices 3\n1 "Lyon" 0.1 0.2 0.5\n2 "São Paulo" box ic Red\n3 Lima\n'


@pytest.fixture(scope="module")
def read(read_file):
    return partial(read_file, name="x.net")


def test_arcs_edges_and_looks(read):
    text = f'% a comment\n*Network x\n{VERTICES}*Arcs\n1 2 2.5 c Blue\n*Edges\n2 3 1 l "a b"\n'
    found = read(text)
    assert found.data.actors["id"].tolist() == ["Lyon", "São Paulo", "Lima"]
    assert found.data.actors[["x", "y", "z"]].iloc[0].tolist() == ["0.1", "0.2", "0.5"]
    assert found.data.actors["look"].tolist() == ["", "box ic Red", ""]
    assert found.ties == [("Lyon", "São Paulo", "tie-directed"), ("São Paulo", "Lima", "tie")]
    assert found.data.ties["weight"].tolist() == [2.5, 1]
    assert found.data.ties["look"].tolist() == ["c Blue", ""]
    assert found.data.ties["label"].tolist() == ["", "a b"]
    assert found.one("mixed-direction").message.values["count"] == 1


def test_lists_lose_no_tie(read):
    found = read(VERTICES + "*Arcslist\n1 2 3\n-2 3\n*Edgeslist\n3 1\n")
    assert [tie[:2] for tie in found.ties] == [
        ("Lyon", "São Paulo"),
        ("Lyon", "Lima"),
        ("São Paulo", "Lima"),
        ("Lima", "Lyon"),
    ]


def test_a_matrix(read):
    found = read(VERTICES + "*Matrix\n0 1 0\n0 0 2.5\n1 0 0\n")
    assert [tie[:2] for tie in found.ties] == [
        ("Lyon", "São Paulo"),
        ("São Paulo", "Lima"),
        ("Lima", "Lyon"),
    ]
    assert found.data.ties["weight"].tolist() == [1, 2.5, 1]
    assert found.data.tie_kind("tie").directed


@pytest.mark.parametrize("ends", ["*Edges\n1 3\n2 3\n", "*Matrix\n1\n1\n"])
def test_two_modes(read, ends):
    found = read('*vertices 3 2\n1 "a"\n2 "b"\n3 "n"\n' + ends)
    assert found.data.actors["kind"].tolist() == ["actor", "actor", "group"]
    assert [tie[:2] for tie in found.ties] == [("a", "n"), ("b", "n")]
    assert found.data.actor_kind("group").two_mode
    assert found.data.tie_kind("tie").two_mode
    assert "direction-of-kind" not in found.codes
    assert found.data.view().modes.tolist() == [0, 0, 1]


def test_named_relations(read):
    text = (
        VERTICES
        + '*Arcs :1 "funding"\n1 2\n*Edges :2 "agreement"\n1 3\n*Arcs :7\n2 3\n*Arcs\n2: 3 1\n9: 3 2\n'
    )
    found = read(text)
    assert [tie[2] for tie in found.ties] == [
        "funding",
        "agreement",
        "relation 7",
        "agreement",
        "relation 9",
    ]


def test_a_project_with_partition_and_vector(read):
    text = f"*Network n\n{VERTICES}*Arcs\n1 2\n*Partition continent\n*Vertices 3\n1\n2\n2\n*Vector size\n*Vertices 3\n0.5\n1\n2\n*Permutation p\n*Vertices 3\n1\n2\n3\n"
    found = read(text, name="x.paj")
    assert found.data.actors["continent"].tolist() == ["1", "2", "2"]
    assert found.data.actors["size"].tolist() == ["0.5", "1", "2"]
    assert [(f.row, f.value) for f in found.report.faults if f.code == "left-out"] == [
        (18, "*Permutation p")
    ]


def test_a_second_network_is_said_to_be_left_out(read):
    found = read(f"*Network a\n{VERTICES}*Arcs\n1 2\n*Network b\n{VERTICES}*Arcs\n2 3\n", name="x.paj")  # fmt: skip
    assert len(found.data.ties) == 1
    assert found.one("left-out").row == 8


def test_infomap_counts_no_actors_and_comments_otherwise(read):
    found = read('# a comment\n*Vertices\n1 "A"\n2 "B"\n# another\n*Edges\n1 2 0.5\n')
    assert found.data.actors["id"].tolist() == ["A", "B"]
    assert [tie[:2] for tie in found.ties] == [("A", "B")]


def test_numbers_are_ids_where_labels_are_not_unique(read):
    found = read('*Vertices 3\n1 "a"\n2 "a"\n*Edges\n1 3\n')
    assert found.data.actors["id"].tolist() == ["1", "2", "3"]
    assert found.data.actors["label"].tolist() == ["a", "a", "3"]
    assert found.ties == [("1", "3", "tie")]
    assert found.one("numbers-as-ids").severity == "note"


def test_ids_are_text(read):
    found = read('*Vertices 4\n1 "007"\n2 "NA"\n3 "1e3"\n4 "2"\n*Edges\n1 2\n3 4\n')
    assert found.data.actors["id"].tolist() == ["007", "NA", "1e3", "2"]
    assert [tie[:2] for tie in found.ties] == [("007", "NA"), ("1e3", "2")]


def test_faults_name_their_lines(read):
    text = VERTICES + "9 x\n1 Again\n*Edges\n1 9\n2 2\nnonsense\n*Matrix\n0 1\n*Arcslist\n1 4\n"
    found = read(text)
    assert [(f.code, f.row) for f in found.report.errors] == [
        ("bad-line", 5),
        ("duplicate-id", 6),
        ("unknown-actor", 8),
        ("loop", 9),
        ("bad-line", 10),
        ("bad-line", 12),
        ("unknown-actor", 14),
    ]
    assert (found.report.ties.read, found.report.ties.refused) == (3, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-graph"),
        ("gibberish\n", "no-graph"),
        ("*Vertices many\n", "bad-line"),
        ("*Vertices 99999999999999999999\n", "too-many"),
        ("*Vertices -3\n1 a\n", "bad-line"),
        ('*Vertices 1\n"\n', "bad-line"),
        ('*Vertices 1\n*Arcslist\n"\n" 1\n', "bad-line"),
        ("*Vertices 0\n", "no-graph"),
        (b"%PDF-1.4", "no-network-file"),
    ],
)
def test_broken_files(read, text, code):
    found = read(text)
    assert found.data is found.report
    assert code in found.codes


def test_limits(read):
    with limited(ties=1):
        assert "too-many" in read(VERTICES + "*Arcslist\n1 2 3\n").codes


@pytest.mark.parametrize("codec", ["cp1252", "utf-8-sig", "utf-16"])
def test_encodings_and_entities(read, codec):
    text = VERTICES.replace("Lima", '"&#321;&#34;d"') + "*Edges\r\n1 2\r\n"
    found = read(text.encode(codec))
    assert found.data.actors["id"].tolist() == ["Lyon", "São Paulo", 'Ł"d']


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["*Vertices 3", "*Vertices 3 1", "*Arcs", '*Edges :1 "x"', "*Arcslist", "*Matrix", "*Partition id", "*Network", "1 2", "1 2 3", '2 "a', "3 b 1 1", "0 1", "1:", "*", "-1", '1 "" l', "\x00", "é"]),
        max_size=14,
    )
)  # fmt: skip
def test_any_lines_are_read_or_refused(read, lines):
    read("\n".join(lines))


def kept(data):
    frame = data.ties[["from", "to", "kind", "weight"]].fillna(-1)
    return sorted(frame.itertuples(index=False, name=None))


def test_the_bundled_dataset_comes_back_but_for_the_losses(tmp_path):
    allas = load("allas")
    (tmp_path / "back.net").write_bytes(FORMATS["pajek"].write(allas))
    data = load(tmp_path / "back.net")
    assert data.actors["id"].tolist() == allas.actors["id"].tolist()
    assert kept(data) == kept(allas)
    assert set(data.actors["kind"]) == {"actor"}
    assert data.metadata == {"actor_kinds": [{"name": "actor"}]}


texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=9)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts.filter(str.strip), min_size=2, max_size=5, unique=True), st.data())
def test_random_datasets_come_back(tmp_path_factory, ids, data):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((name, {"kind": "city"}) for name in ids)
    for number in range(data.draw(st.integers(1, 6))):
        tail, head = data.draw(st.permutations(ids))[:2]
        kind = data.draw(st.sampled_from(["agreement", "membership"]))
        graph.add_edge(tail, head, key=f"t{number}", kind=kind, weight=number / 2)
    made = Dataset.from_networkx(graph)
    path = tmp_path_factory.mktemp("any") / "back.net"
    path.write_bytes(FORMATS["pajek"].write(made))
    assert load(path).actors["id"].tolist() == ids
    assert kept(load(path)) == kept(made)
