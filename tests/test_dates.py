"""EDTF dates and what they mean for a tie at a date."""

import datetime as dt

import pytest
from alianza.graph.dates import FIRST, LAST, held_at, parse_date
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2013-05", "2013-05-01", "2013-05-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2013-05-21", "2013-05-21", "2013-05-21"),
        ("2013~", "2013-01-01", "2013-12-31"),
        ("2013-05?", "2013-05-01", "2013-05-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2013/2015-03", "2013-01-01", "2015-03-31"),
    ],
)
def test_spans(text, earliest, latest):
    span = parse_date(text)
    assert (span.earliest.isoformat(), span.latest.isoformat()) == (earliest, latest)
    assert span.text == text


def test_open_intervals():
    assert (parse_date("2014/..").earliest, parse_date("2014/..").latest) == (
        dt.date(2014, 1, 1),
        LAST,
    )
    assert parse_date("../2014").earliest == FIRST


def test_doubt_is_read():
    assert parse_date("2013~").approximate
    assert not parse_date("2013~").uncertain
    assert parse_date("2013?").uncertain
    assert parse_date("2013%").uncertain
    assert parse_date("2013%").approximate


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "0", "0000", "..", "/", "13/05/2013", "2013-13", "2013-02-30", "2013-2-1",
        "2015/2013", "[2013,2014]", "Y170000002", "99999", "２０１３", "2013-05-21T10:00",
        "2013 ", "//..", "May 2013", "2013/2014/2015", "2013-21",
    ],
)  # fmt: skip
def test_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        parse_date(text)


@given(st.text(max_size=25))
def test_any_text_is_a_span_or_a_value_error(text):
    try:
        span = parse_date(text)
    except ValueError:
        return
    assert span.earliest <= span.latest


@given(st.dates(), st.dates())
def test_a_tie_holds_on_each_of_its_days(one, other):
    start, end = sorted((one, other))
    for day in (start, end):
        assert held_at(start.isoformat(), end.isoformat(), "ended", parse_date(day.isoformat()))


@pytest.mark.parametrize(
    ("start", "end", "status", "at", "expected"),
    [
        ("2013", "", "active", "2012", False),
        ("2013", "", "active", "2013", True),
        ("2013", "", "active", "2030", True),
        ("2013", "2015", "ended", "2015-12-31", True),
        ("2013", "2015", "ended", "2016", False),
        ("2013/2015", "", "ended", "2016", False),
        ("2013/..", "", "active", "2026", True),
        ("", "2015", "ended", "1990", True),
        ("", "", "active", "2014", None),
        # Ended on a day that nobody knows.
        ("2013", "", "ended", "2013", True),
        ("2013", "", "ended", "2014", False),
        ("2013", "2014/..", "ended", "2014", True),
        ("2013", "2014/..", "ended", "2014-06", True),
        ("2013", "2014/..", "ended", "2015", False),
        ("2013", "2014/..", "", "2030", False),
        ("2010/..", "", "ended", "2030", False),
        ("2010/..", "", "ended", "2010", True),
        # A date that spans more than a day counts wherever it may lie.
        ("2013-05", "", "active", "2013-05-01", True),
        ("2013-05", "", "active", "2013-04-30", False),
    ],
)
def test_held_at(start, end, status, at, expected):
    assert held_at(start, end, status, parse_date(at)) is expected
