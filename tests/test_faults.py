"""The catalogue of faults: each has an example that triggers it, and its paragraph in the docs."""

import sys
from pathlib import Path

import pytest
from alianza.graph.faults import CATALOGUE, catalogue

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import fault_examples
import fault_pages

# Faults of one cell, and of one row.
COLUMNS = {
    "bad-date", "bad-number", "bad-text", "day-or-month", "end-before-start", "half-a-place",
    "kept-as-text", "likely-duplicate", "missing-value", "out-of-range", "spaces", "two-ends",
    "unknown-actor", "unknown-area", "unknown-country", "unknown-field", "unknown-kind",
    "unknown-source", "unknown-status", "unknown-subject", "zero-year", "na-cells",
}  # fmt: skip
ROWS = (COLUMNS - {"zero-year", "na-cells"}) | {
    "bad-line", "duplicate-id", "encoding", "extra-cells", "guessed-encoding", "hyperedge",
    "left-out-loop", "left-out-row", "long-row", "loop", "merged-cells", "not-csv", "not-text", "not-xml",
    "bad-json", "bad-item", "rows-above-header", "same-row-twice", "short-row", "xml-entities",
}  # fmt: skip


def test_every_code_has_an_example_and_every_example_a_code():
    assert fault_examples.codes_with_example() == set(CATALOGUE)
    assert set(fault_examples.IMPORTS) <= set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_example_has_the_fault(tmp_path, code):
    found = [fault for fault in fault_examples.faults_of(code, tmp_path) if fault.code == code]
    assert found
    for fault in found:
        assert fault.severity == CATALOGUE[code].severity
        assert fault.file
        if code in ROWS:
            assert fault.row, "it says in which row"
        if code in COLUMNS:
            assert fault.column, "it says in which column"
        assert str(fault.message)
        assert "{" not in str(fault.message) + str(fault.hint)


def test_no_code_stands_twice():
    rows = [("a", "note", "One.", "Do."), ("a", "note", "Two.", "Do.")]
    with pytest.raises(ValueError, match="“a” stands twice"):
        catalogue(rows)


def test_the_page_is_current():
    # After a change: python tools/fault_pages.py
    assert fault_pages.PAGE.read_text("utf-8") == fault_pages.page()
