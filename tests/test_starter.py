"""Starting from nothing: a workbook that coordinators fill in, then the report on it."""

import csv
import hashlib

import pytest
from alianza.graph.examples import EXAMPLES
from alianza.graph.loading import load, validate
from alianza.graph.tables import COLUMNS
from alianza.graph.vocabulary import ACTOR_KINDS, STATUSES, TIE_KINDS
from alianza.reports.language import LANGUAGES, Language
from alianza.reports.starter import NOTES, starter_folder, starter_workbook
from builders import printed_everywhere
from openpyxl import load_workbook

FILLED = {
    "actors": [
        {"id": "medellin", "label": "Medellín", "kind": "city", "country": "CO", "lat": 6.245, "lon": -75.571},
        {"id": "quito", "label": "Quito, ciudad de la Mitad del Mundo", "kind": "city", "country": "EC"},
        {"id": "malaga", "label": "Málaga", "kind": "city", "country": "ES"},
        {"id": "red-andina", "label": "Red Andina de Ciudades «Ñandú»", "kind": "network"},
        {"id": "007", "label": "Diputación", "kind": "region", "country": "ES"},
    ],
    "ties": [
        {"from": "medellin", "to": "red-andina", "kind": "membership", "start": "2013-05", "sources": "acta"},
        {"from": "quito", "to": "red-andina", "kind": "membership", "start": 2014},
        {"from": "malaga", "to": "medellin", "kind": "agreement", "instrument": "memorando de entendimiento"},
        {"from": "007", "to": "malaga", "kind": "funding"},
    ],
    "sources": [{"id": "acta", "title": "Acta de fundación"}],
}  # fmt: skip


def fill(path, *, keep_examples):
    """Write `FILLED` below the example rows, or over them."""
    book = load_workbook(path)
    for table, rows in FILLED.items():
        sheet = book[table]
        header = [cell.value for cell in sheet[1]]
        first = 2 + (len(EXAMPLES[table]) if keep_examples else 0)
        for number, row in enumerate(rows, start=first):
            for place, column in enumerate(header, start=1):
                sheet.cell(number, place).value = row.get(column)
    if not keep_examples:
        book["claims"].delete_rows(2, 5)
    book.save(path)


@pytest.mark.parametrize("keep_examples", [True, False], ids=["beside", "over"])
def test_a_filled_workbook_gives_a_report(run, tmp_path, keep_examples):
    made = run("new", "red.xlsx", "--lang", "es")
    assert made.exit_code == 0, made.output
    assert "alianza report red.xlsx --lang es" in made.stderr
    fill(tmp_path / "red.xlsx", keep_examples=keep_examples)
    done = run("report", "red.xlsx", "--lang", "es", "-o", "out")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Medellín" in page
    assert "Example City" not in page
    data = load("red.xlsx")
    assert list(data.actors["id"]) == [row["id"] for row in FILLED["actors"]]
    assert list(data.actors["label"]) == [row["label"] for row in FILLED["actors"]]
    assert list(data.ties["start"]) == ["2013-05", "2014", "", ""]
    left_out = [found.code for found in data.report.faults].count("example-rows")
    assert left_out == (4 if keep_examples else 0)
    assert data.report.actors.read == 5


def test_an_example_that_was_changed_is_kept_and_flagged(run, tmp_path):
    run("new", "x")
    path = tmp_path / "x" / "actors.csv"
    path.write_text(path.read_text("utf-8-sig").replace("Example City", "Lima"), "utf-8")
    result = validate("x")
    found = {fault.code: fault for fault in result.report.faults}
    assert (found["example-id"].value, found["example-id"].row) == ("alianza-example-city", 2)
    assert list(result.actors["label"]) == ["Lima"]
    # The tie of the example was not changed, so it is left out still.
    assert len(result.ties) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_has_headers_notes_and_lists(tmp_path, lang):
    path = tmp_path / "x.xlsx"
    path.write_bytes(starter_workbook(Language(lang)))
    book = load_workbook(path)
    assert book.sheetnames[1:] == [*COLUMNS, "lists"]
    assert book["lists"].sheet_state == "hidden"
    for table, columns in COLUMNS.items():
        sheet = book[table]
        assert [cell.value for cell in sheet[1]] == list(columns)
        assert all(cell.comment and cell.comment.text for cell in sheet[1])
        assert [sheet.cell(at, 1).value for at in range(2, sheet.max_row + 1)] == [
            next(iter(row.values())) for row in EXAMPLES[table]
        ]
    lists = {
        (table, next(iter(rule.sqref.ranges)).min_col): rule.formula1
        for table in COLUMNS
        for rule in book[table].data_validations.dataValidation
    }

    def listed(table, column):
        return lists[table, list(COLUMNS[table]).index(column) + 1]

    assert listed("actors", "kind") == '"' + ",".join(ACTOR_KINDS) + '"'
    assert listed("ties", "kind") == '"' + ",".join(TIE_KINDS) + '"'
    assert listed("ties", "status") == '"' + ",".join(STATUSES) + '"'
    assert listed("actors", "country").startswith("lists!")
    result = validate(path)
    assert not result.report.errors
    assert len(result.actors) == len(result.ties) == len(result.sources) == len(result.claims) == 0


def test_every_column_is_explained():
    assert {table: list(notes) for table, notes in NOTES.items()} == {
        table: list(columns) for table, columns in COLUMNS.items()
    }


@pytest.mark.parametrize(
    ("lang", "delimiter"), [("en", ","), ("es", ";"), ("fr", ";"), ("pt", ";")]
)
def test_the_folder_has_the_same_in_text(tmp_path, run, lang, delimiter):
    assert run("new", "x", "--lang", lang).exit_code == 0
    for table, columns in COLUMNS.items():
        text = (tmp_path / "x" / f"{table}.csv").read_text("utf-8-sig")
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
        assert rows[0] == list(columns)
        assert len(rows) == 1 + len(EXAMPLES[table])
    guide = (tmp_path / "x" / "guide.txt").read_text("utf-8-sig")
    assert "alianza-example-" in guide
    assert not validate("x").report.errors


def test_nothing_is_overwritten(run, tmp_path):
    (tmp_path / "red.xlsx").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    for path in ("red.xlsx", "full"):
        done = run("new", path)
        assert done.exit_code == 2
        assert "is there already" in done.stderr
    assert (tmp_path / "red.xlsx").read_text() == "mine"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    assert run("new", "empty").exit_code == 0
    assert run("new", "x.docx").exit_code == 2
    assert run("new", "").exit_code == 2


def test_the_same_bytes_each_time():
    code = (
        "import hashlib\nfrom alianza.reports.language import Language\n"
        "from alianza.reports.starter import starter_workbook\n"
        "print(hashlib.sha256(starter_workbook(Language('es'))).hexdigest())"
    )
    expected = hashlib.sha256(starter_workbook(Language("es"))).hexdigest()
    assert printed_everywhere(code) == {expected}
    assert starter_folder(Language("fr")) == starter_folder(Language("fr"))
