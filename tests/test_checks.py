"""Every fault of the catalogue is found, in its place, with all the others of the same load."""

import json
from pathlib import Path

import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import CATALOGUE, DataFaultsError, LoadReport
from alianza.graph.formats.limits import limited
from alianza.graph.graph_faults import GRAPHS
from alianza.graph.import_faults import IMPORTING
from alianza.graph.loading import load, validate
from alianza.graph.reading_faults import READING

ACTORS = "id,label,kind,country,lat,lon\na,Ákos,city,MX,19.4,-99.1\nb,Boré,city,ES,40.4,-3.7\nn,Net,network,,,\n"
TIES = "id,from,to,kind,start,end,status,sources\nt1,a,n,membership,2013,,,s1\nt2,a,b,agreement,,,,s1\n"
SOURCES = "id,title,url\ns1,One,https://example.org/\n"
CLAIMS = "subject,field,value,source\nt1,start,2013,s1\nt1,start,2014,s1\n"


@pytest.fixture
def folder(tmp_path):
    def make(**tables):
        content = {"actors": ACTORS, "ties": TIES, "sources": SOURCES, "claims": CLAIMS, **tables}
        for name, text in content.items():
            if text is None:
                continue
            file = tmp_path / ("datapackage.json" if name == "metadata" else f"{name}.csv")
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return make


def faults_of(path):
    result = validate(path)
    report = result.report if isinstance(result, Dataset) else result
    for table in ("actors", "ties", "sources", "claims"):
        count = getattr(report, table)
        assert count.read == count.kept + count.merged + count.refused, table
        assert min(count.read, count.kept, count.merged, count.refused) >= 0
    return list(report.faults)


def test_a_good_folder_has_no_faults(folder):
    assert faults_of(folder()) == []


def replaced(text, old, new):
    assert old in text
    return text.replace(old, new)


CASES = {
    "encoding": ({"actors": ACTORS.encode() + b"c,\xe1,city,,,\n"}, ("actors.csv", 5, None)),
    "guessed-encoding": ({"actors": ACTORS.encode("cp1252")}, ("actors.csv", 2, None)),
    "not-text": ({"actors": b"%PDF-1.7\n\x00\xff"}, ("actors.csv", 1, None)),
    "short-row": ({"sources": "id,title,url\ns1,One\n"}, ("sources.csv", 2, None)),
    "decimal-commas": ({"actors": ACTORS.replace(",", ";").replace(".", ",")}, ("actors.csv", None, None)),
    "not-csv": ({"actors": ACTORS + '"x,y\n'}, ("actors.csv", 5, None)),
    "not-json": ({"metadata": "{"}, ("datapackage.json", None, None)),
    "bad-metadata": ({"metadata": json.dumps({"surveyed": [{"kind": "membership"}]})}, ("datapackage.json", None, "surveyed")),
    "missing-table": ({"ties": None}, (None, None, None)),
    "no-tables": (dict.fromkeys(("actors", "ties", "sources", "claims")), (None, None, None)),
    "empty-table": ({"ties": ""}, ("ties.csv", None, None)),
    "no-rows": ({"ties": "id,from,to,kind\n", "claims": None}, ("ties.csv", None, None)),
    "missing-column": ({"ties": "id,from,kind\nt1,a,agreement\n", "claims": None}, ("ties.csv", 1, "to")),
    "duplicate-column": ({"sources": "id,title,title\ns1,One,Two\n"}, ("sources.csv", 1, "title")),
    "column-near-miss": ({"sources": "id,title,publsher\ns1,One,X\n"}, ("sources.csv", 1, "publsher")),
    "long-row": ({"sources": "id,title\ns1,One\ns2,Two,three\n"}, ("sources.csv", 3, None)),
    "missing-value": ({"actors": ACTORS + "c,C,,,,\n"}, ("actors.csv", 5, "kind")),
    "duplicate-id": ({"actors": ACTORS + "a,Other,city,,,\n"}, ("actors.csv", 5, "id")),
    "same-row-twice": ({"actors": ACTORS + "n,Net,network,,,\n"}, ("actors.csv", 5, "id")),
    "bad-text": ({"actors": ACTORS + "c,C\x07,city,,,\n"}, ("actors.csv", 5, "label")),
    "spaces": ({"actors": ACTORS + '" c",C,city,,,\n'}, ("actors.csv", 5, "id")),
    "unknown-kind": ({"actors": ACTORS + "c,C,cty,,,\n"}, ("actors.csv", 5, "kind")),
    "unknown-actor": ({"ties": TIES + "t3,a,bb,agreement,,,,\n"}, ("ties.csv", 4, "to")),
    "loop": ({"ties": TIES + "t3,a,a,agreement,,,,\n"}, ("ties.csv", 4, "to")),
    "bad-date": ({"ties": TIES + "t3,a,b,agreement,13/05/2013,,,\n"}, ("ties.csv", 4, "start")),
    "end-before-start": ({"ties": TIES + "t3,a,b,agreement,2014,2013,,\n"}, ("ties.csv", 4, "end")),
    "two-ends": ({"ties": TIES + "t3,a,b,agreement,2013/2014,2015,,\n"}, ("ties.csv", 4, "end")),
    "bad-number": ({"actors": ACTORS + 'c,C,city,,"19,4",-99\n'}, ("actors.csv", 5, "lat")),
    "out-of-range": ({"actors": ACTORS + "c,C,city,,99,0\n"}, ("actors.csv", 5, "lat")),
    "half-a-place": ({"actors": ACTORS + "c,C,city,,9,\n"}, ("actors.csv", 5, "lon")),
    "unknown-country": ({"actors": ACTORS + "c,C,city,UK,,\n"}, ("actors.csv", 5, "country")),
    "unknown-area": ({"actors": "id,label,kind,area\na,A,city,Europa\nb,B,city,\nn,N,network,\n"}, ("actors.csv", 2, "area")),
    "unknown-status": ({"ties": TIES + "t3,a,b,agreement,,,activ,\n"}, ("ties.csv", 4, "status")),
    "unknown-source": ({"ties": TIES + "t3,a,b,agreement,,,,s1;s9\n"}, ("ties.csv", 4, "sources")),
    "unknown-subject": ({"claims": CLAIMS + "t9,start,2013,s1\n"}, ("claims.csv", 4, "subject")),
    "unknown-field": ({"claims": CLAIMS + "t1,strat,2013,s1\n"}, ("claims.csv", 4, "field")),
    "likely-duplicate": ({"actors": ACTORS + "c,akos ,city,MX,,\n"}, ("actors.csv", 5, "label")),
    "made-id": ({"ties": TIES + ",a,b,agreement,,,,\n"}, ("ties.csv", None, "id")),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_each_fault_names_its_place(folder, code):
    tables, (file, row, column) = CASES[code]
    found = [fault for fault in faults_of(folder(**tables)) if fault.code == code]
    assert len(found) == 1
    assert found[0].severity == CATALOGUE[code].severity
    assert (found[0].row, found[0].column) == (row, column)
    if file is not None:
        assert found[0].file == file
    said = str(found[0])
    assert "{" not in said
    assert said.count("Did you mean") <= 1


def test_faults_of_paths(tmp_path):
    assert faults_of(tmp_path / "nowhere")[0].code == "no-such-file"
    assert faults_of("a\0b")[0].code == "no-such-file"
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
    assert faults_of(tmp_path / "x.pdf")[0].code == "no-network-file"
    (tmp_path / "x.dat").write_bytes(b"gibberish")
    assert faults_of(tmp_path / "x.dat")[0].code == "unknown-format"
    (tmp_path / "x.xlsx").write_bytes(b"no archive")
    assert faults_of(tmp_path / "x.xlsx")[0].code == "not-xlsx"


def test_too_large(folder):
    with limited(input_bytes=40):
        assert "too-large" in {fault.code for fault in faults_of(folder())}


def test_a_link_out_of_the_folder_is_not_opened(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    elsewhere.write_text(SOURCES)
    path = folder(sources=None)
    (path / "sources.csv").symlink_to(elsewhere)
    assert [f.file for f in faults_of(path) if f.code == "outside-folder"] == ["sources.csv"]


def test_a_folder_in_place_of_a_table_is_unreadable(folder):
    path = folder(sources=None)
    (path / "sources.csv").mkdir()
    assert "unreadable" in {fault.code for fault in faults_of(path)}


def test_every_code_of_the_catalogue_is_tested():
    elsewhere = {"no-such-file", "unknown-format", "not-xlsx", "too-large", "too-many", "outside-folder", "unreadable"}  # fmt: skip
    # Those of other programs' files are triggered in the tests of their formats.
    others = "".join(
        path.read_text("utf-8") for path in Path(__file__).parent.glob("test_formats_*.py")
    )
    reading = {row[0] for row in (*READING, *GRAPHS)}
    assert all(f'"{code}"' in others for code in reading)
    # And those of imports and of example rows in theirs.
    importing = {row[0] for row in IMPORTING} | {"example-rows", "example-id"}
    assert set(CATALOGUE) == set(CASES) | elsewhere | reading | importing


def test_all_faults_come_in_one_run(folder):
    path = folder(
        actors="id,label,kind\na,A,city\nb,B,village\na,A again,city\n",
        ties="id,from,to,kind,start\nt1,a,zz,agreement,2013\nt2,a,b,agreement,yesterday\nt3,b,b,agreement,\n",
        sources="id\ns1\n",
        claims=None,
    )
    with pytest.raises(DataFaultsError) as caught:
        load(path)
    assert [(fault.code, fault.file, fault.row) for fault in caught.value.faults] == [
        ("unknown-kind", "actors.csv", 3),
        ("duplicate-id", "actors.csv", 4),
        ("unknown-actor", "ties.csv", 2),
        ("bad-date", "ties.csv", 3),
        ("loop", "ties.csv", 4),
        ("missing-column", "sources.csv", 1),
    ]
    report = caught.value.report
    assert (report.actors.read, report.actors.kept, report.actors.refused) == (3, 1, 2)
    assert (report.ties.read, report.ties.kept, report.ties.refused) == (3, 0, 3)


def test_hints_name_the_nearest(folder):
    path = folder(
        actors=replaced(ACTORS, "a,Ákos,city", "a,Ákos,cty"),
        ties=replaced(TIES, "id,from,to", "id,from,target"),
        claims=None,
    )
    hints = {fault.code: str(fault.hint) for fault in faults_of(path)}
    assert "Did you mean “city”?" in hints["unknown-kind"]
    path = folder(actors=replaced(ACTORS, ",MX,", ",México,"), ties=TIES)
    hints = {fault.code: str(fault.hint) for fault in faults_of(path)}
    assert "“MX”" in hints["unknown-country"]


def test_identifiers_are_text(folder):
    ids = ["007", "NA", "null", "TRUE", "1e3", "12345678901234567890", "nan", "None", ""]
    rows = "".join(f"{name},{name},city,,,\n" for name in ids if name)
    ties = "".join(f"{name},{name},007,agreement,,,,\n" for name in ids[1:] if name)
    data = load(
        folder(
            actors="id,label,kind,country,lat,lon\n" + rows,
            ties="id,from,to,kind,start,end,status,sources\n" + ties,
            claims=None,
        )
    )
    assert data.actors["id"].tolist() == ids[:-1]
    assert data.ties["from"].tolist() == ids[1:-1]


def test_namibia_is_a_country_and_an_empty_cell_is_unknown(folder):
    data = load(folder(actors=replaced(ACTORS, ",MX,", ",NA,")))
    assert data.actors["country"].tolist() == ["NA", "ES", ""]
    assert data.areas() == {"a": "Africa", "b": "Europe", "n": ""}


def test_dirt_that_is_forgiven(folder):
    data = load(
        folder(
            actors="\ufeffid,label,kind,country,lat,lon\r\n"
            + ACTORS.split("\n", 1)[1].replace("\n", "\r\n")
            + "\r\n,,,,,\r\n",
            ties=replaced(TIES, "membership", "membership\u00a0"),
        )
    )
    assert len(data.actors) == 3
    assert data.ties["kind"].tolist() == ["membership", "agreement"]
    assert data.report.actors.read == 3


def test_own_columns_are_kept(folder):
    data = load(
        folder(actors=ACTORS.replace("lon\n", "lon,mayor\n").replace("-99.1\n", "-99.1,X\n"))
    )
    assert data.actors["mayor"].tolist() == ["X", "", ""]


def test_declared_kinds(folder):
    metadata = {
        "actor_kinds": [{"name": "port", "label": "port", "labels": {"es": "puerto"}}],
        "tie_kinds": [{"name": "route", "directed": True}],
    }
    data = load(
        folder(
            actors=replaced(ACTORS, "Boré,city", "Boré,port"),
            ties=replaced(TIES, "agreement", "route"),
            metadata=json.dumps(metadata),
        )
    )
    assert data.actor_kind("port").labels["es"] == "puerto"
    assert data.tie_kind("route").directed


def test_the_error_says_every_fault():
    with pytest.raises(DataFaultsError, match="nothing at this path"):
        load("no/such/place")
    assert isinstance(validate("no/such/place"), LoadReport)


def test_errors_travel_between_processes(tmp_path):
    import pickle

    from alianza.graph.faults import OutputError, UnknownNameError
    from alianza.graph.phrases import phrase

    with pytest.raises(DataFaultsError) as caught:
        load(tmp_path / "none")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert copy.faults == caught.value.faults
    for kind in (UnknownNameError, OutputError):
        again = pickle.loads(pickle.dumps(kind(phrase("No {name}.", name="x"))))  # noqa: S301
        assert type(again) is kind
        assert str(again) == "No x."


@pytest.mark.parametrize("terms", [[], {"es": []}, {"es": {"twinning": 3}}])
def test_terms_that_are_no_translations_are_a_fault(folder, terms):
    found = faults_of(folder(metadata=json.dumps({"terms": terms})))
    assert [(fault.code, fault.column) for fault in found] == [("bad-metadata", "terms")]
