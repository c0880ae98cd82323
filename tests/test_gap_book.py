"""The workbook of gaps: what coordinators write is kept while gaps close, open and open again."""

import io

import networkx as nx
import openpyxl
import pytest
from alianza import cli
from alianza.graph.dataset import Dataset
from alianza.graph.faults import AlianzaError
from alianza.graph.gaps import GAPS, find_gaps
from alianza.graph.loading import load
from alianza.reports.gap_book import OWN, read_book, read_notes, workbook
from alianza.reports.gap_rows import gaps_file
from alianza.reports.language import Language
from click.testing import CliRunner

EN = Language("en")


def cities(*links):
    """Give four cities in one network with these agreements."""
    graph = nx.MultiDiGraph()
    graph.add_node("net", kind="network")
    for city in ("lima", "paris", "quito"):
        graph.add_node(city, kind="city")
        graph.add_edge(city, "net", key=f"m-{city}", kind="membership")
    for one, other in links:
        graph.add_edge(one, other, key=f"{one}-{other}", kind="agreement")
    return Dataset.from_networkx(graph)


def pair_ids(data):
    return {gap.subjects: gap.id for gap in find_gaps(data, "unlinked_pair")}


def rows_of(content):
    """Give every row of every sheet by its id, with the sheet's name."""
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        names, _labels, *rows = sheet.iter_rows(values_only=True)
        for cells in rows:
            row = dict(zip(names, cells, strict=True))
            found[row["id"]] = {**row, "sheet": sheet.title}
    return found


def write_note(content, gap, **cells):
    """Fill the coordinator's cells of one gap, as a person would."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        names = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=3):
            if row[names.index("id")].value == gap:
                for name, text in cells.items():
                    row[names.index(name)].value = text
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_notes_are_kept_through_added_closed_and_reopened_gaps():
    start = cities(("lima", "paris"))
    ids = pair_ids(start)
    assert set(ids) == {("lima", "quito"), ("paris", "quito")}
    first = workbook(find_gaps(start), EN)
    gap = ids["lima", "quito"]
    first = write_note(first, gap, state="in hand", owner="Ana", note="=letter sent")

    # A gap is added; the others are as before, in another language too.
    more = find_gaps(cities())
    second = workbook(more, Language("es"), first)
    rows = rows_of(second)
    assert rows[gap]["owner"] == "Ana"
    assert rows[gap]["change"] == Language("es").text("open as before")
    assert rows[pair_ids(cities())["lima", "paris"]]["change"] == Language("es").text("new")
    assert read_notes(second)[gap].own == {
        "state": "in hand",
        "owner": "Ana",
        "note": "=letter sent",
    }

    # The gap is closed: its notes stand among the closed.
    closed = workbook(find_gaps(cities(("lima", "quito"), ("lima", "paris"))), EN, second)
    rows = rows_of(closed)
    assert rows[gap]["sheet"] == "closed"
    assert rows[gap]["owner"] == "Ana"
    assert rows[gap]["sentence"].startswith("lima")
    assert read_notes(closed)[gap].closed

    # It stays there, and comes back with its notes when the gap opens again.
    still = workbook(find_gaps(cities(("lima", "quito"), ("lima", "paris"))), EN, closed)
    assert rows_of(still)[gap]["owner"] == "Ana"
    again = workbook(find_gaps(start), EN, still)
    rows = rows_of(again)
    assert rows[gap]["change"] == "open again"
    assert rows[gap]["sheet"] != "closed"
    assert rows[gap]["note"].endswith("=letter sent")
    assert not read_notes(again)[gap].closed


def test_a_sheet_a_kind_with_filters_and_columns_to_fill():
    found = find_gaps(load("allas"), top=5)
    book = openpyxl.load_workbook(io.BytesIO(workbook(found, EN)))
    kinds = [kind for kind in GAPS if found.of_kind(kind)]
    labels = [GAPS[kind].label for kind in kinds]
    assert book.sheetnames == [*labels, "questions"]
    for sheet, kind in zip(book.worksheets, [*kinds, None], strict=True):
        names = [cell.value for cell in sheet[1]]
        assert sheet.row_dimensions[1].hidden
        assert sheet.auto_filter.ref
        assert sheet.data_validations.dataValidation
        assert set(OWN) <= set(names)
        if kind:
            place = names.index("id")
            ids = [row[place] for row in sheet.iter_rows(min_row=3, values_only=True)]
            assert ids == [gap.id for gap in found.of_kind(kind)]


def test_a_coordinator_reads_and_fills_without_scrolling():
    found = find_gaps(load("allas"), top=5)
    book = openpyxl.load_workbook(io.BytesIO(workbook(found, Language("es"))))
    for sheet in book.worksheets:
        names = [cell.value for cell in sheet[1]]
        labels = [cell.value for cell in sheet[2]]
        assert names[:2] == ["severity", "sentence"]
        # The coordinator's columns stand beside the sentence, ids and evidence behind.
        assert names.index("note") <= 5
        assert names[-1] == "id"
        assert len(set(labels)) == len(labels)
        assert sheet.freeze_panes == "C3"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$2:$2"
        rows = list(sheet.iter_rows(min_row=3))
        for name, column in zip(names, zip(*rows, strict=True), strict=True):
            # Nothing is there to be empty but what a coordinator fills, and evidence.
            if name not in {*OWN, "ties", "sources"}:
                assert any(cell.value not in {None, ""} for cell in column), (sheet.title, name)
        for rule in sheet.data_validations.dataValidation:
            letter = openpyxl.utils.get_column_letter(names.index("state") + 1)
            assert str(rule.sqref).startswith(f"{letter}3")
    first = book.worksheets[0]
    names = [cell.value for cell in first[1]]
    assert first.cell(3, names.index("value:distance") + 1).number_format == "#,##0"


def test_notes_of_a_book_with_its_columns_in_another_order_are_read():
    gap = pair_ids(cities())["lima", "paris"]
    content = write_note(workbook(find_gaps(cities()), EN), gap, owner="Ana")
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        rows = [tuple(reversed(row)) for row in sheet.iter_rows(values_only=True)]
        sheet.delete_rows(1, sheet.max_row)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_notes(buffer.getvalue())[gap].own == {"owner": "Ana"}


def test_same_gaps_same_bytes():
    found = find_gaps(load("allas"), top=3)
    assert workbook(found, EN) == workbook(find_gaps(load("allas"), top=3), EN)


def test_no_formula_comes_alive():
    graph = nx.MultiDiGraph()
    graph.add_node("=1+1", kind="city", label="=HYPERLINK(1)")
    graph.add_node("n", kind="network", label="+n")
    graph.add_edge("=1+1", "n", key="=t", kind="membership")
    content = workbook(find_gaps(Dataset.from_networkx(graph)), EN)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_what_is_no_workbook_of_gaps_is_refused():
    with pytest.raises(AlianzaError, match="not an Excel workbook"):
        read_notes(b"no")
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    with pytest.raises(AlianzaError, match="not one of gaps"):
        read_notes(buffer.getvalue())
    with pytest.raises(AlianzaError, match="workbooks only"):
        gaps_file(find_gaps(cities()), "gaps.csv", EN, b"")


def test_an_old_file_that_would_burst_is_refused(tmp_path):
    import zipfile

    path = tmp_path / "old.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    with pytest.raises(AlianzaError):
        read_book(path)


def test_a_gap_with_notes_is_kept_though_it_ranks_low(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    every = find_gaps(load("allas"), "unlinked_pair", top=None)
    last = every[-1]
    book = write_note(workbook(find_gaps(load("allas"), top=None), EN), last.id, owner="Ana")
    (tmp_path / "old.xlsx").write_bytes(book)
    arguments = ["gaps", "allas", "--top", "2", "-o", "new.xlsx", "--merge", "old.xlsx"]
    assert CliRunner().invoke(cli.main, arguments).exit_code == 0
    row = rows_of((tmp_path / "new.xlsx").read_bytes())[last.id]
    assert row["owner"] == "Ana"
    assert row["sheet"] == "unlinked pair"
