"""Tables of ties and actors as Gephi, Kumu, NodeXL, Onodo and flowmap.blue write them."""

from itertools import pairwise

import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import CATALOGUE
from alianza.graph.loading import load, validate
from hypothesis import given, settings
from hypothesis import strategies as st

GEPHI_NODES = "Id,Label,Kind,Latitude,Longitude\nlyon,Lyon,city,45.76,4.84\nlima,Lima,city,-12.05,-77.04\neuro,Eurocities,network,,\n"
GEPHI_EDGES = "Source,Target,Type,Kind,Weight,Id,Label\nlyon,euro,Directed,membership,1.0,e1,joined\nlyon,lima,Undirected,agreement,2.0,e2,\n"


def write(folder, **files):
    for stem, text in files.items():
        (folder / f"{stem}.csv").write_text(text, "utf-8", newline="")
    return folder


def read(folder, text, name="x.csv"):
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return outcome(path)


def outcome(path):
    result = validate(path)
    report = result.report if isinstance(result, Dataset) else result
    for table in ("actors", "ties", "sources", "claims"):
        count = getattr(report, table)
        assert count.read == count.kept + count.merged + count.refused, table
    assert all("{" not in str(fault) for fault in report.faults)
    return result, report


def codes(report):
    return {fault.code for fault in report.faults}


def one(report, code):
    found = [fault for fault in report.faults if fault.code == code]
    assert len(found) == 1, report.faults
    assert found[0].severity == CATALOGUE[code].severity
    return found[0]


def ties(data):
    return list(data.ties[["from", "to", "kind"]].itertuples(index=False, name=None))


def test_only_ends(tmp_path):
    data, report = read(tmp_path, "Source,Target\na,b\nb,c\n")
    assert data.actors["id"].tolist() == ["a", "b", "c"]
    assert set(data.actors["kind"]) == {"actor"}
    assert ties(data) == [("a", "b", "tie"), ("b", "c", "tie")]
    assert not data.tie_kind("tie").directed
    assert one(report, "made-actors").message.values["count"] == 3
    assert one(report, "direction-assumed").message.values["count"] == 2
    assert one(report, "columns-read").message.values["pairs"] == "Source → from, Target → to"
    assert (report.actors.read, report.ties.read, report.format) == (3, 2, "csv")
    said = [fault for fault in report.faults if fault.code == "made-kind"]
    assert [(fault.row, fault.message.values["kind"]) for fault in said] == [
        (2, "actor"),
        (2, "tie"),
    ]


def test_a_pair_from_gephi(tmp_path):
    data, report = outcome(write(tmp_path, nodes=GEPHI_NODES, edges=GEPHI_EDGES))
    assert data.actors["kind"].tolist() == ["city", "city", "network"]
    assert data.actors["lat"].tolist()[:2] == [45.76, -12.05]
    assert ties(data) == [("lyon", "euro", "membership"), ("lyon", "lima", "agreement")]
    assert data.ties["weight"].tolist() == [1, 2]
    assert data.ties["id"].tolist() == ["e1", "e2"]
    assert data.ties["Label"].tolist() == ["joined", ""]
    assert data.ties["Type"].tolist() == ["Directed", "Undirected"]
    assert "directed or not" in str(one(report, "ambiguous-column"))
    assert not codes(report) & {"direction-of-kind", "made-kind", "made-actors"}


@pytest.mark.parametrize("word", ["Directed", "Undirected"])
def test_gephis_type_is_directedness(tmp_path, word):
    data, report = read(tmp_path, f"Source,Target,Type\na,b,{word}\n")
    assert ties(data) == [("a", "b", "tie")]
    assert data.tie_kind("tie").directed == (word == "Directed")
    assert one(report, "ambiguous-column").column == "Type"
    assert "direction-assumed" not in codes(report)


def test_kumus_type_is_the_relation_and_its_ends_are_labels(tmp_path):
    write(
        tmp_path,
        elements="ID,Label,Type\n1,Lyon,city\n2,Lima,City hall\n",
        connections="From,To,Type,Direction\nLyon,Lima,Twinning,mutual\nLima,Lyon,Grant,directed\n",
    )
    data, report = outcome(tmp_path)
    assert data.actors["id"].tolist() == ["Lyon", "Lima"]
    assert data.actors["file id"].tolist() == ["1", "2"]
    assert data.actors["kind"].tolist() == ["city", "City hall"]
    assert ties(data) == [("Lyon", "Lima", "Twinning"), ("Lima", "Lyon", "Grant")]
    assert not data.tie_kind("Twinning").directed
    assert data.tie_kind("Grant").directed
    doubtful = {(f.column, f.message.values["meaning"]) for f in report.faults if f.code == "ambiguous-column"}  # fmt: skip
    assert doubtful == {("Type", "kind"), ("Label", "id"), ("ID", "file id")}


def test_nodexl(tmp_path):
    write(
        tmp_path,
        vertices="Vertex,Color,Label\na,Red,A\nb,Blue,B\n",
        edges="Vertex 1,Vertex 2,Edge Weight,Relationship\na,b,3,Follows\n",
    )
    data, _ = outcome(tmp_path)
    assert data.actors["label"].tolist() == ["A", "B"]
    assert data.actors["Color"].tolist() == ["Red", "Blue"]
    assert ties(data) == [("a", "b", "Follows")]
    assert data.ties["weight"].tolist() == [3]


def test_flowmap_is_directed(tmp_path):
    write(
        tmp_path,
        locations="id,name,lat,lon\nA,Lyon,45.7,4.8\nB,Lima,-12,-77\n",
        flows="origin,dest,count\nA,B,120\n",
    )
    data, report = outcome(tmp_path)
    assert data.actors["label"].tolist() == ["Lyon", "Lima"]
    assert data.tie_kind("tie").directed
    assert data.ties["weight"].tolist() == [120]
    assert "direction-assumed" not in codes(report)


def test_onodo(tmp_path):
    write(
        tmp_path,
        nodes="Name,Type,Description\nLyon,city,By the Rhône\nLima,city,\n",
        relations="Source,Type,Target,Directed,Date\nLyon,signed with,Lima,false,2013\n",
    )
    data, _ = outcome(tmp_path)
    assert data.actors[["id", "label", "note"]].iloc[0].tolist() == ["Lyon", "Lyon", "By the Rhône"]
    assert ties(data) == [("Lyon", "Lima", "signed with")]
    assert data.ties["Date"].tolist() == ["2013"]


def test_source_is_a_citation_beside_other_ends(tmp_path):
    data, report = read(
        tmp_path, "from,to,kind,source\na,b,agreement,El País 2013; https://example.org/x\n"
    )
    assert data.sources["title"].tolist() == ["El País 2013", "https://example.org/x"]
    assert data.sources["url"].tolist() == ["", "https://example.org/x"]
    assert one(report, "made-sources").message.values["count"] == 2
    assert one(report, "ambiguous-column").message.values["meaning"] == "sources"


def test_of_two_pairs_of_ends_the_fullest_counts(tmp_path):
    data, _ = read(tmp_path, "from,to,source,target\n,,a,b\n,,b,c\nx,y,c,a\n")
    assert [tie[:2] for tie in ties(data)] == [("a", "b"), ("b", "c"), ("c", "a")]
    assert data.ties["from (file)"].tolist() == ["", "", "x"]


def test_mixed_directions_make_two_kinds(tmp_path):
    data, report = read(tmp_path, "Source,Target,Type\na,b,Directed\nb,c,Undirected\n")
    assert ties(data) == [("a", "b", "tie-directed"), ("b", "c", "tie")]
    assert data.tie_kind("tie-directed").directed
    assert not data.tie_kind("tie").directed
    assert one(report, "mixed-direction").message.values["count"] == 1


def test_a_known_kind_keeps_its_direction(tmp_path):
    data, report = read(tmp_path, "Source,Target,Type,Kind\na,b,Directed,agreement\n")
    assert not data.tie_kind("agreement").directed
    assert data.ties["Type"].tolist() == ["Directed"]
    assert one(report, "direction-of-kind").message.values["count"] == 1


def test_ends_beyond_the_list_of_actors_are_faults(tmp_path):
    _, report = outcome(
        write(tmp_path, nodes=GEPHI_NODES, edges=GEPHI_EDGES + "lyon,limma,,agreement,1,e3,\n")
    )
    found = one(report, "unknown-actor")
    assert (found.file, found.row, found.column) == ("edges.csv", 4, "to")
    assert "“lima”" in str(found.hint)
    assert (report.ties.read, report.ties.kept, report.ties.refused) == (3, 2, 1)


def test_parallel_ties_are_kept_and_counted(tmp_path):
    data, report = read(tmp_path, "Source,Target\na,b\na,b\nb,a\nb,c\n")
    assert len(data.ties) == 4
    assert one(report, "parallel-ties").message.values["count"] == 2


def test_loops_and_twins_and_blanks_name_their_place(tmp_path):
    _, report = read(tmp_path, "Source;Target;Id\na;a;1\na;b;2\nb;a;2\n;a;3\n")
    assert [(f.code, f.row, f.column) for f in report.errors] == [
        ("loop", 2, "to"),
        ("duplicate-id", 4, "id"),
        ("missing-value", 5, "from"),
    ]
    assert (report.ties.read, report.ties.kept, report.ties.refused) == (4, 1, 3)


def test_ids_are_text(tmp_path):
    ids = ["007", "7", "NA", "null", "1e3", "1000", "TRUE", "12345678901234567890"]
    rows = "".join(f"{a},{b}\n" for a, b in pairwise(ids))
    data, _ = read(tmp_path, "Source,Target\n" + rows)
    assert sorted(data.actors["id"]) == sorted(ids)


def test_a_list_of_actors_alone(tmp_path):
    data, report = read(tmp_path, "Id;Label\na;A\nb;B\n")
    assert data.actors["label"].tolist() == ["A", "B"]
    assert len(data.ties) == 0
    assert "no-rows" in codes(report)


def test_a_table_without_ends_is_refused(tmp_path):
    _, report = read(tmp_path, "one,two\na,b\n")
    assert [(f.code, f.row) for f in report.faults] == [("no-ends", 1)]
    assert codes(read(tmp_path, "")[1]) == {"empty-table"}
    assert "no-ends" in codes(outcome(write(tmp_path, edges="one,two\na,b\n"))[1])


def test_a_list_of_actors_without_ids_is_refused(tmp_path):
    _, report = outcome(write(tmp_path, nodes="colour\nred\n", edges="from,to\na,b\n"))
    assert one(report, "no-ids").file == "nodes.csv"


def test_two_files_for_one_table(tmp_path):
    write(tmp_path, nodes=GEPHI_NODES, edges=GEPHI_EDGES, links=GEPHI_EDGES)
    _, report = outcome(tmp_path)
    assert one(report, "several-files").message.values["files"] == "edges.csv, links.csv"


def test_a_link_out_of_the_folder_is_not_opened(tmp_path):
    folder = tmp_path / "inside"
    folder.mkdir()
    write(tmp_path, other="from,to\na,b\n")
    (folder / "edges.csv").symlink_to(tmp_path / "other.csv")
    assert "outside-folder" in codes(outcome(folder)[1])


def test_our_own_folder_is_not_taken_for_a_pair(tmp_path):
    write(
        tmp_path,
        actors="id,kind\na,city\n",
        nodes="Id\na\n",
        edges="Source,Target\na,b\n",
        ties="from,to,kind\n",
    )
    assert outcome(tmp_path)[1].format == "folder"


def test_headers_twice_blank_and_long_rows(tmp_path):
    _, report = read(tmp_path, ",Source,Target,note,note\n1,a,b,x,y\n2,b,c,x,y,z,\n")
    assert one(report, "duplicate-column").column == "note"
    long = one(report, "long-row")
    assert long.row == 3
    assert (long.message.values["got"], long.message.values["expected"]) == (7, 5)
    data, report = read(tmp_path, ",Source,Target\n1,a,b\n2,b,c\n")
    assert data.ties["column 1"].tolist() == ["1", "2"]


def test_a_spanish_spreadsheet(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("sep=;\r\nSource;Target;Weight\r\nMálaga;Cádiz;1,5\r\n".encode("cp1252"))
    data, report = outcome(path)
    assert data.ties["weight"].tolist() == [1.5]
    assert {"guessed-encoding", "decimal-commas"} <= codes(report)


@pytest.mark.parametrize("name", ["x.tsv", "x.tab", "x.TXT"])
def test_suffixes(tmp_path, name):
    data, _ = read(tmp_path, "Source\tTarget\na\tb\n", name)
    assert len(data.ties) == 1


def test_a_count_that_is_no_number_is_no_weight(tmp_path):
    data, _ = read(tmp_path, "origin,dest,count\na,b,many\n")
    assert data.ties["count"].tolist() == ["many"]
    assert data.ties["weight"].isna().all()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='aA1,;\t"\n\r|= fromtSucegdyp', max_size=120), st.booleans())
def test_any_text_is_read_or_refused(tmp_path_factory, text, ends):
    folder = tmp_path_factory.mktemp("any")
    read(folder, "Source,Target,Type\n" * ends + text)


def test_the_own_ties_of_the_bundled_dataset(tmp_path):
    allas = load("allas")
    allas.actors.to_csv(tmp_path / "nodes.csv", index=False)
    frame = allas.ties.rename(columns={"from": "Source", "to": "Target"}).drop(columns="sources")
    frame.to_csv(tmp_path / "edges.csv", index=False)
    data, _ = outcome(tmp_path)
    assert ties(data) == ties(allas)
    assert data.actors["label"].tolist() == allas.actors["label"].tolist()
    assert data.metadata == {}
