"""Tables of ties and actors as Gephi, Kumu, NodeXL, Onodo and flowmap.blue write them."""

from functools import partial
from itertools import pairwise

import pytest
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st

GEPHI_NODES = "Id,Label,Kind,Latitude,Longitude\nlyon,Lyon,city,45.76,4.84\nlima,Lima,city,-12.05,-77.04\neuro,Eurocities,network,,\n"
GEPHI_EDGES = "Source,Target,Type,Kind,Weight,Id,Label\nlyon,euro,Directed,membership,1.0,e1,joined\nlyon,lima,Undirected,agreement,2.0,e2,\n"


@pytest.fixture(scope="module")
def read(read_file):
    return partial(read_file, name="x.csv")


def write(folder, **files):
    for stem, text in files.items():
        (folder / f"{stem}.csv").write_text(text, "utf-8", newline="")
    return folder


def test_only_ends(read):
    found = read("Source,Target\na,b\nb,c\n")
    assert found.data.actors["id"].tolist() == ["a", "b", "c"]
    assert set(found.data.actors["kind"]) == {"actor"}
    assert found.ties == [("a", "b", "tie"), ("b", "c", "tie")]
    assert not found.data.tie_kind("tie").directed
    assert found.one("made-actors").message.values["count"] == 3
    assert found.one("direction-assumed").message.values["count"] == 2
    assert found.one("columns-read").message.values["pairs"] == "Source → from, Target → to"
    assert (found.report.actors.read, found.report.ties.read, found.report.format) == (3, 2, "csv")
    said = [fault for fault in found.report.faults if fault.code == "made-kind"]
    assert [(fault.row, fault.message.values["kind"]) for fault in said] == [
        (2, "actor"),
        (2, "tie"),
    ]


def test_a_pair_from_gephi(read, tmp_path):
    found = read(write(tmp_path, nodes=GEPHI_NODES, edges=GEPHI_EDGES))
    assert found.data.actors["kind"].tolist() == ["city", "city", "network"]
    assert found.data.actors["lat"].tolist()[:2] == [45.76, -12.05]
    assert found.ties == [("lyon", "euro", "membership"), ("lyon", "lima", "agreement")]
    assert found.data.ties["weight"].tolist() == [1, 2]
    assert found.data.ties["id"].tolist() == ["e1", "e2"]
    assert found.data.ties["Label"].tolist() == ["joined", ""]
    assert found.data.ties["Type"].tolist() == ["Directed", "Undirected"]
    assert "directed or not" in str(found.one("ambiguous-column"))
    assert not found.codes & {"direction-of-kind", "made-kind", "made-actors"}


@pytest.mark.parametrize("word", ["Directed", "Undirected"])
def test_gephis_type_is_directedness(read, word):
    found = read(f"Source,Target,Type\na,b,{word}\n")
    assert found.ties == [("a", "b", "tie")]
    assert found.data.tie_kind("tie").directed == (word == "Directed")
    assert found.one("ambiguous-column").column == "Type"
    assert "direction-assumed" not in found.codes


def test_kumus_type_is_the_relation_and_its_ends_are_labels(read, tmp_path):
    write(
        tmp_path,
        elements="ID,Label,Type\n1,Lyon,city\n2,Lima,City hall\n",
        connections="From,To,Type,Direction\nLyon,Lima,Twinning,mutual\nLima,Lyon,Grant,directed\n",
    )
    found = read(tmp_path)
    assert found.data.actors["id"].tolist() == ["Lyon", "Lima"]
    assert found.data.actors["file id"].tolist() == ["1", "2"]
    assert found.data.actors["kind"].tolist() == ["city", "City hall"]
    assert found.ties == [("Lyon", "Lima", "Twinning"), ("Lima", "Lyon", "Grant")]
    assert not found.data.tie_kind("Twinning").directed
    assert found.data.tie_kind("Grant").directed
    doubtful = {(f.column, f.message.values["meaning"]) for f in found.report.faults if f.code == "ambiguous-column"}  # fmt: skip
    assert doubtful == {("Type", "kind"), ("Label", "id"), ("ID", "file id")}


def test_nodexl(read, tmp_path):
    write(
        tmp_path,
        vertices="Vertex,Color,Label\na,Red,A\nb,Blue,B\n",
        edges="Vertex 1,Vertex 2,Edge Weight,Relationship\na,b,3,Follows\n",
    )
    found = read(tmp_path)
    assert found.data.actors["label"].tolist() == ["A", "B"]
    assert found.data.actors["Color"].tolist() == ["Red", "Blue"]
    assert found.ties == [("a", "b", "Follows")]
    assert found.data.ties["weight"].tolist() == [3]


def test_flowmap_is_directed(read, tmp_path):
    write(
        tmp_path,
        locations="id,name,lat,lon\nA,Lyon,45.7,4.8\nB,Lima,-12,-77\n",
        flows="origin,dest,count\nA,B,120\n",
    )
    found = read(tmp_path)
    assert found.data.actors["label"].tolist() == ["Lyon", "Lima"]
    assert found.data.tie_kind("tie").directed
    assert found.data.ties["weight"].tolist() == [120]
    assert "direction-assumed" not in found.codes


def test_onodo(read, tmp_path):
    write(
        tmp_path,
        nodes="Name,Type,Description\nLyon,city,By the Rhône\nLima,city,\n",
        relations="Source,Type,Target,Directed,Date\nLyon,signed with,Lima,false,2013\n",
    )
    found = read(tmp_path)
    assert found.data.actors[["id", "label", "note"]].iloc[0].tolist() == [
        "Lyon",
        "Lyon",
        "By the Rhône",
    ]
    assert found.ties == [("Lyon", "Lima", "signed with")]
    assert found.data.ties["Date"].tolist() == ["2013"]


def test_source_is_a_citation_beside_other_ends(read):
    found = read("from,to,kind,source\na,b,agreement,El País 2013; https://example.org/x\n")
    assert found.data.sources["title"].tolist() == ["El País 2013", "https://example.org/x"]
    assert found.data.sources["url"].tolist() == ["", "https://example.org/x"]
    assert found.one("made-sources").message.values["count"] == 2
    assert found.one("ambiguous-column").message.values["meaning"] == "sources"


def test_of_two_pairs_of_ends_the_fullest_counts(read):
    found = read("from,to,source,target\n,,a,b\n,,b,c\nx,y,c,a\n")
    assert [tie[:2] for tie in found.ties] == [("a", "b"), ("b", "c"), ("c", "a")]
    assert found.data.ties["from (file)"].tolist() == ["", "", "x"]


def test_mixed_directions_make_two_kinds(read):
    found = read("Source,Target,Type\na,b,Directed\nb,c,Undirected\n")
    assert found.ties == [("a", "b", "tie-directed"), ("b", "c", "tie")]
    assert found.data.tie_kind("tie-directed").directed
    assert not found.data.tie_kind("tie").directed
    assert found.one("mixed-direction").message.values["count"] == 1


def test_a_known_kind_keeps_its_direction(read):
    found = read("Source,Target,Type,Kind\na,b,Directed,agreement\n")
    assert not found.data.tie_kind("agreement").directed
    assert found.data.ties["Type"].tolist() == ["Directed"]
    assert found.one("direction-of-kind").message.values["count"] == 1


def test_ends_beyond_the_list_of_actors_are_faults(read, tmp_path):
    found = read(
        write(tmp_path, nodes=GEPHI_NODES, edges=GEPHI_EDGES + "lyon,limma,,agreement,1,e3,\n")
    )
    fault = found.one("unknown-actor")
    assert (fault.file, fault.row, fault.column) == ("edges.csv", 4, "to")
    assert "“lima”" in str(fault.hint)
    assert (found.report.ties.read, found.report.ties.kept, found.report.ties.refused) == (3, 2, 1)


def test_parallel_ties_are_kept_and_counted(read):
    found = read("Source,Target\na,b\na,b\nb,a\nb,c\n")
    assert len(found.data.ties) == 4
    assert found.one("parallel-ties").message.values["count"] == 2


def test_loops_and_twins_and_blanks_name_their_place(read):
    found = read("Source;Target;Id\na;a;1\na;b;2\nb;a;2\n;a;3\n")
    assert [(f.code, f.row, f.column) for f in found.report.errors] == [
        ("loop", 2, "to"),
        ("duplicate-id", 4, "id"),
        ("missing-value", 5, "from"),
    ]
    assert (found.report.ties.read, found.report.ties.kept, found.report.ties.refused) == (4, 1, 3)


def test_ids_are_text(read):
    ids = ["007", "7", "NA", "null", "1e3", "1000", "TRUE", "12345678901234567890"]
    rows = "".join(f"{a},{b}\n" for a, b in pairwise(ids))
    found = read("Source,Target\n" + rows)
    assert sorted(found.data.actors["id"]) == sorted(ids)


def test_a_list_of_actors_alone(read):
    found = read("Id;Label\na;A\nb;B\n")
    assert found.data.actors["label"].tolist() == ["A", "B"]
    assert len(found.data.ties) == 0
    assert "no-rows" in found.codes


def test_a_table_without_ends_is_refused(read, tmp_path):
    found = read("one,two\na,b\n")
    assert [(f.code, f.row) for f in found.report.faults] == [("no-ends", 1)]
    assert read("").codes == {"empty-table"}
    assert "no-ends" in read(write(tmp_path, edges="one,two\na,b\n")).codes


def test_a_list_of_actors_without_ids_is_refused(read, tmp_path):
    found = read(write(tmp_path, nodes="colour\nred\n", edges="from,to\na,b\n"))
    assert found.one("no-ids").file == "nodes.csv"


def test_two_files_for_one_table(read, tmp_path):
    write(tmp_path, nodes=GEPHI_NODES, edges=GEPHI_EDGES, links=GEPHI_EDGES)
    found = read(tmp_path)
    assert found.one("several-files").message.values["files"] == "edges.csv, links.csv"


def test_a_link_out_of_the_folder_is_not_opened(read, tmp_path):
    folder = tmp_path / "inside"
    folder.mkdir()
    write(tmp_path, other="from,to\na,b\n")
    (folder / "edges.csv").symlink_to(tmp_path / "other.csv")
    assert "outside-folder" in read(folder).codes


def test_our_own_folder_is_not_taken_for_a_pair(read, tmp_path):
    write(
        tmp_path,
        actors="id,kind\na,city\n",
        nodes="Id\na\n",
        edges="Source,Target\na,b\n",
        ties="from,to,kind\n",
    )
    assert read(tmp_path).report.format == "folder"


def test_headers_twice_blank_and_long_rows(read):
    found = read(",Source,Target,note,note\n1,a,b,x,y\n2,b,c,x,y,z,\n")
    assert found.one("duplicate-column").column == "note"
    long = found.one("long-row")
    assert long.row == 3
    assert (long.message.values["got"], long.message.values["expected"]) == (7, 5)
    found = read(",Source,Target\n1,a,b\n2,b,c\n")
    assert found.data.ties["column 1"].tolist() == ["1", "2"]


def test_a_spanish_spreadsheet(read, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("sep=;\r\nSource;Target;Weight\r\nMálaga;Cádiz;1,5\r\n".encode("cp1252"))
    found = read(path)
    assert found.data.ties["weight"].tolist() == [1.5]
    assert {"guessed-encoding", "decimal-commas"} <= found.codes


@pytest.mark.parametrize("name", ["x.tsv", "x.tab", "x.TXT"])
def test_suffixes(read, name):
    found = read("Source\tTarget\na\tb\n", name=name)
    assert len(found.data.ties) == 1


def test_a_count_that_is_no_number_is_no_weight(read):
    found = read("origin,dest,count\na,b,many\n")
    assert found.data.ties["count"].tolist() == ["many"]
    assert found.data.ties["weight"].isna().all()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='aA1,;\t"\n\r|= fromtSucegdyp', max_size=120), st.booleans())
def test_any_text_is_read_or_refused(read, text, ends):
    read("Source,Target,Type\n" * ends + text)


def test_the_own_ties_of_the_bundled_dataset(read, tmp_path):
    allas = load("allas")
    allas.actors.to_csv(tmp_path / "nodes.csv", index=False)
    frame = allas.ties.rename(columns={"from": "Source", "to": "Target"}).drop(columns="sources")
    frame.to_csv(tmp_path / "edges.csv", index=False)
    found = read(tmp_path)
    ends = allas.ties[["from", "to", "kind"]]
    assert found.ties == list(ends.itertuples(index=False, name=None))
    assert found.data.actors["label"].tolist() == allas.actors["label"].tolist()
    assert found.data.metadata == {}
