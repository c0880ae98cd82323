"""Long tables as studies publish them: one row a membership, with a role and years."""

import csv
import io
import json
import random
from pathlib import Path

import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import LoadReport
from alianza.graph.importing import import_table, read_import
from alianza.graph.importing.columns import parse_map
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st

MAP = (
    "actor=geonameId,label=asciiName,group=Code_Network,role=City.Statut,start=Start,end=End,"
    "country=Country,lat=lat_GN,lon=lng_GN"
)
STUDY = """geonameId,asciiName,Code_Network,City.Statut,Start,End,Country,lat_GN,lng_GN,PopAdmin,Project,Network_Seat
3128760,Barcelona,C1,Lead Partner,2012,2015,ES,41.38879,2.15899,1620343,EU-1,Brussels
3128760,Barcelona,C2,Member,0,,ES,41.38879,2.15899,1620343,EU-2,Paris
2988507,Paris,C1,Member,2012,2015,FR,48.85341,2.3488,2138551,EU-3,Brussels
2988507,Paris,C2,Member,1990,,FR,48.85341,2.3488,2138551,EU-4,Paris
2988507,Paris,C3,Observer,2005,,FR,48.85341,2.3488,2138551,EU-5,Genoa
3176219,Genoa,C3,Member,2005,,IT,44.40478,8.94438,580223,EU-6,Genoa
,Valldaura,C1,Member,2012,2015,ES,,,,EU-7,Brussels
3176219,Genoa,C3,Member,2005,,IT,44.40478,8.94438,580223,EU-6,Genoa
,,C1,Member,2012,2015,ES,,,,EU-9,Brussels
"""


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.csv"
    path.write_text(STUDY, "utf-8")
    return path


def codes(report):
    return [found.code for found in report.faults]


def fault_of(report, code):
    return next(found for found in report.faults if found.code == code)


def test_a_study_becomes_a_dataset(study):
    done = read_import(study, "memberships", MAP)
    data = done.result
    assert isinstance(data, Dataset)
    assert (done.rows.read, done.rows.kept, done.rows.merged, done.rows.refused) == (9, 7, 1, 1)
    assert data.report.ties == done.rows
    actors = data.actors.set_index("id")
    assert list(actors.index) == [
        "3128760", "C1", "C2", "2988507", "C3", "3176219", "valldaura-es",
    ]  # fmt: skip
    assert actors.loc["3128760", ["label", "kind", "country"]].tolist() == [
        "Barcelona",
        "city",
        "ES",
    ]
    assert actors.loc["3128760", ["lat", "lon"]].tolist() == [41.38879, 2.15899]
    assert actors.loc["C1", ["label", "kind"]].tolist() == ["C1", "network"]
    ties = data.ties.set_index("id")
    assert ties.loc["3128760--C1", ["from", "to", "kind", "role", "start", "end"]].tolist() == [
        "3128760", "C1", "membership", "Lead Partner", "2012", "2015",
    ]  # fmt: skip
    # A year of 0 and an empty end are not known; nothing is made of them.
    assert ties.loc["3128760--C2", ["start", "end"]].tolist() == ["", ""]


def test_columns_beyond_the_map_go_to_what_they_depend_on(study):
    data = import_table(study, "memberships", MAP)
    # A city has one population in all its rows, a network one seat; a project is of the row.
    actors = data.actors.set_index("id")
    assert actors.loc["2988507", "PopAdmin"] == "2138551"
    assert actors.loc["C3", "Network_Seat"] == "Genoa"
    assert actors.loc["C3", "PopAdmin"] == ""
    assert data.ties.set_index("id").loc["2988507--C3", "Project"] == "EU-5"
    said = {
        str(f.message.values["what"]): f.message.values["names"]
        for f in data.report.faults
        if f.code == "columns-placed"
    }
    assert said == {"actors": "PopAdmin", "groups": "Network_Seat", "ties": "Project"}


def test_what_was_done_with_the_rows_is_said(study):
    report = read_import(study, "memberships", MAP).report
    assert fault_of(report, "zero-year").row == 3
    assert fault_of(report, "ids-from-names").message.values["count"] == 1
    assert (fault_of(report, "left-out-row").row, fault_of(report, "merged-ties").row) == (10, 9)
    assert not report.errors


def test_figures_of_an_imported_study_by_hand(study, run):
    done = run("import", study, "--as", "memberships", "--map", MAP, "-o", "net")
    assert done.exit_code == 0, done.output
    # Four cities, three networks, seven memberships: density 7 / 12.
    answer = json.loads(run("summary", "net", "--format", "json").stdout)["figures"]
    assert (answer["actors"], answer["ties"]) == ({"city": 4, "network": 3}, 7)
    assert answer["density"] == pytest.approx(7 / 12)
    shown = run(
        "centrality", "net", "--measures", "degree,degree_two_mode", "--format", "csv"
    ).stdout
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(shown))}
    degrees = {
        "3128760": 2,
        "2988507": 3,
        "3176219": 1,
        "valldaura-es": 1,
        "C1": 3,
        "C2": 2,
        "C3": 2,
    }
    assert {key: int(row["degree"]) for key, row in rows.items()} == degrees
    # In two modes a degree is divided by the size of the other mode (Borgatti and Everett 1997).
    for key, degree in degrees.items():
        other = 4 if key.startswith("C") else 3
        assert float(rows[key]["degree_two_mode"]) == pytest.approx(degree / other)


def test_roles_become_kinds_of_ties(study):
    data = import_table(study, "memberships", MAP, roles={"Lead Partner": "leadership"})
    kinds = data.ties.set_index("id")["kind"]
    assert kinds["3128760--C1"] == "leadership"
    assert (kinds == "membership").sum() == 6
    assert data.ties.set_index("id").loc["3128760--C1", "role"] == "Lead Partner"


def test_kinds_that_nobody_knows_are_declared(study):
    data = import_table(
        study, "memberships", MAP, actor_kind="port", group_kind="league", tie_kind="berth"
    )
    assert data.metadata["actor_kinds"] == [
        {"name": "port", "two_mode": False},
        {"name": "league", "two_mode": True},
    ]
    assert data.tie_kind("berth").two_mode
    assert codes(data.report).count("new-kind") == 3
    assert data.view().modes is not None


def test_cells_are_replaced_before_they_are_read(study):
    data = import_table(study, "memberships", MAP, values={"Country": {"ES": "España", "FR": ""}})
    countries = data.actors.set_index("id")["country"]
    assert (countries["3128760"], countries["2988507"]) == ("ES", "")


@pytest.mark.parametrize(
    ("columns", "options", "code", "value"),
    [
        ("actor=geonameid,group=Code_Network", {}, "unknown-column", "geonameid"),
        ("actor=geonameId,gruop=Code_Network,group=Code_Network", {}, "unknown-key", "gruop"),
        ("actor=geonameId", {}, "missing-key", None),
        ("actor", {}, "bad-map", "actor"),
        (MAP, {"roles": {"Leader": "leadership"}}, "unused-value", "Leader"),
        (
            "actor=geonameId,group=Code_Network",
            {"roles": {"Member": "funding"}},
            "missing-key",
            None,
        ),
        (MAP, {"values": {"Country": {"Spain": "ES"}}}, "unused-value", "Spain"),
        (MAP, {"values": {"Pais": {"Spain": "ES"}}}, "unknown-column", "Pais"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(study, columns, options, code, value):
    result = import_table(study, "memberships", columns, **options)
    assert isinstance(result, LoadReport)
    (found,) = result.errors
    assert (found.code, found.value) == (code, value)


def test_a_near_name_of_a_column_is_offered(study):
    (found,) = import_table(study, "memberships", "actor=geonameid,group=Code_Network").errors
    assert "geonameId" in str(found.hint)


def test_rows_of_one_actor_that_disagree(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        "id,name,net,pop\n1,Lyon,A,500\n1,Lyons,B,501\n2,Turin,A,800\n2,Turin,B,800\n", "utf-8"
    )
    done = read_import(path, "memberships", "actor=id,label=name,group=net,actor_pop=pop")
    assert done.result.actors.set_index("id").loc["1", ["label", "pop"]].tolist() == ["Lyon", "500"]
    found = {(d.id, d.column, d.kept, d.other, d.row) for d in done.doubts}
    assert found == {("1", "label", "Lyon", "Lyons", 3), ("1", "pop", "500", "501", 3)}
    assert codes(done.report).count("disagreement") == 2


def test_a_city_without_id_that_bears_the_name_of_one_with_an_id(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,name,net,c\n1,Córdoba,A,AR\n,Cordoba,B,AR\n,Cordoba,A,ES\n", "utf-8")
    done = read_import(path, "memberships", "actor=id,label=name,group=net,country=c")
    assert [a for a in done.result.actors["id"] if a not in {"A", "B"}] == [
        "1", "cordoba-ar", "cordoba-es",
    ]  # fmt: skip
    apart = [(d.id, d.other_id) for d in done.doubts if d.decision == "apart"]
    assert apart == [("cordoba-ar", "1")]


def test_an_id_that_is_an_actor_and_a_group(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,net\nMilan,Milan\nTurin,Milan\n", "utf-8")
    done = read_import(path, "memberships", "actor=id,group=net")
    assert sorted(done.result.actors["id"]) == ["Milan", "Milan-network", "Turin"]
    assert fault_of(done.report, "renamed-groups").value == "Milan-network"
    assert done.rows.kept == 2


def test_several_spells_of_one_membership_are_several_ties(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,net,s,e\n1,A,1990,1995\n1,A,2001,\n", "utf-8")
    data = import_table(path, "memberships", "actor=id,group=net,start=s,end=e")
    assert list(data.ties["id"]) == ["1--A", "1--A--2"]


def test_an_end_before_its_start_is_refused_with_its_row(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,net,s,e\n1,A,1990,1995\n2,A,2001,1999\n", "utf-8")
    result = import_table(path, "memberships", "actor=id,group=net,start=s,end=e")
    (found,) = result.errors
    assert (found.code, found.row) == ("end-before-start", 3)


def test_the_map_as_text():
    faults = []
    assert parse_map(["a=x,b=y, z", "c = d"], "f", faults) == {"a": "x", "b": "y, z", "c": "d"}
    assert parse_map(["a=x,a=y"], "f", faults) == {"a": "x"}
    assert [found.value for found in faults] == ["a=y"]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_row_is_kept_merged_or_refused(tmp_path_factory, data):
    cell = st.sampled_from(["", "1", "2", "Rome", "0", "2001", "x"])
    rows = data.draw(st.lists(st.tuples(cell, cell, cell, cell), min_size=1, max_size=12))
    path = tmp_path_factory.mktemp("rows") / "x.csv"
    path.write_text("id,name,net,start\n" + "".join(",".join(r) + "\n" for r in rows), "utf-8")
    done = read_import(path, "memberships", "actor=id,label=name,group=net,start=start")
    assert done.rows.read == sum(any(row) for row in rows)
    assert done.rows.read == done.rows.kept + done.rows.merged + done.rows.refused
    if isinstance(done.result, Dataset):
        assert len(done.result.ties) == done.rows.kept


def test_the_order_of_rows_changes_no_actor_and_no_tie(tmp_path):
    lines = STUDY.splitlines()
    random.Random(1).shuffle(body := lines[1:])
    path = tmp_path / "x.csv"
    path.write_text("\n".join([lines[0], *body]), "utf-8")
    one = import_table(path, "memberships", MAP)
    path.write_text(STUDY, "utf-8")
    two = import_table(path, "memberships", MAP)
    assert sorted(one.actors["id"]) == sorted(two.actors["id"])
    assert sorted(one.ties["id"]) == sorted(two.ties["id"])


def test_the_command_writes_a_dataset_and_its_doubts(study, run):
    done = run("import", study, "--as", "memberships", "--map", MAP, "--role", "Lead Partner=leadership",
        "-o", "net", "--format", "json")  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["rows"] == {"read": 9, "kept": 7, "merged": 1, "refused": 1}
    assert (answer["actors"], answer["ties"]) == (7, 7)
    assert len(load("net").ties) == 7
    header = Path("net/doubtful.csv").read_text("utf-8").split(",")
    assert header[:4] == ["question", "decision", "id", "label"]


def test_the_command_proposes_a_map_that_runs(study, run):
    shown = run("import", study)
    assert shown.exit_code == 0
    line = shown.stdout.strip().splitlines()[-1]
    for part in MAP.split(","):
        assert part in line
    import shlex

    assert run(*shlex.split(line)[1:]).exit_code == 0
    assert len(load("DATASET").ties) == 7


def test_the_command_refuses_with_faults_and_writes_nothing(study, run, tmp_path):
    done = run(
        "import", study, "--as", "memberships", "--map", "actor=nothing,group=Country", "-o", "net"
    )
    assert done.exit_code == 1
    assert "unknown-column" in done.stderr
    assert not (tmp_path / "net").exists()
    assert run("import", study, "--as", "memberships", "--map", MAP).exit_code == 2
    assert (
        run("import", study, "--as", "memberships", "--map", "nonsense", "-o", "net").exit_code == 1
    )
    over = run("import", study, "--as", "memberships", "--map", MAP, "-o", study)
    assert over.exit_code == 2
    assert study.read_text("utf-8") == STUDY
    assert run("import", "nowhere.csv").exit_code == 1
    assert run("import", study, "--role", "x", "-o", "y").exit_code == 2
    assert run("import", study, "--value", "x=y", "-o", "y").exit_code == 2


def test_every_code_of_an_import_is_triggered_in_a_test():
    from alianza.graph.import_faults import IMPORTING

    tests = "".join(
        path.read_text("utf-8") for path in Path(__file__).parent.glob("test_importing*.py")
    )
    assert [row[0] for row in IMPORTING if f'"{row[0]}"' not in tests] == []
