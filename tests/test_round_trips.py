"""There and back: every ordered pair of formats that are written, and what each is said to lose."""

import re

import pytest
from alianza.graph.checks import check
from alianza.graph.dataset import Dataset, cell_text
from alianza.graph.formats import FORMATS
from alianza.graph.loading import load
from alianza.graph.tables import COLUMNS, RawTable, RawTables
from hypothesis import assume, given, settings
from hypothesis import strategies as st

WRITTEN = [name for name, row in FORMATS.items() if row.writes or row.several]
KEPT = {"actors": ["id"], "ties": ["from", "to", "kind", "weight"]}
# What a program wants to find in its tables beside our columns.
ADDED = {
    "gephi": re.compile(r"(Type|Timeset)( \(.*\))*"),
    "kumu-xlsx": re.compile(r"(file id|Name|Direction|Type|Description)( \(.*\))*"),
}


def output(name, data):
    """Give the files that the format `name` makes of a dataset."""
    row = FORMATS[name]
    if row.write_files is not None:
        return row.write_files(data)
    ending = ".xlsx" if name == "kumu-xlsx" else (row.suffixes or (".json",))[0]
    return {f"{data.name}{ending}": row.write(data)}


def through(folder, name, data):
    """Write a dataset in the format `name`, and read what was written by its content alone."""
    place = folder / name / data.name
    place.mkdir(parents=True)
    files = output(name, data)
    for file, content in files.items():
        (place / file).write_bytes(content)
    found = load(place if FORMATS[name].several else place / next(iter(files)))
    for table in COLUMNS:
        new = set(getattr(found, table).columns) - set(getattr(data, table).columns)
        assert all(name in ADDED and ADDED[name].fullmatch(column) for column in new), new
    return found


def held(data, losses, like=None):
    """Give what is left of the columns of `like` in a dataset without `losses`, to be compared."""
    found = {} if "metadata" in losses else {"metadata": metadata(data)}
    for table in COLUMNS:
        frame = getattr(data, table)
        if table in losses:
            continue
        columns = set(frame.columns) & set(getattr(like or data, table).columns)
        if f"{table}.*" in losses:
            columns &= set(KEPT[table])
        frame = frame[sorted(name for name in columns if f"{table}.{name}" not in losses)]
        rows = [[cell_text(cell) for cell in row] for row in frame.itertuples(index=False)]
        order = sorted(rows) if table == "ties" and "order" in losses else rows
        found[table] = (list(frame.columns), order)
    return found


def metadata(data):
    """Give the metadata but the list of the dataset's own files, which folders have."""
    return {key: value for key, value in data.metadata.items() if key != "resources"}


def test_losses_are_places_of_a_dataset():
    for row in FORMATS.values():
        assert not row.losses or row.writes or row.several
        for place in row.losses:
            table, _, column = place.partition(".")
            assert table in {*COLUMNS, "metadata", "order"}
            assert not column or column == "*" or column in COLUMNS[table]


def test_some_formats_lose_nothing_and_some_do():
    assert {name for name in WRITTEN if not FORMATS[name].losses} >= {"graphml", "gml", "node-link"}
    assert FORMATS["gexf"].losses
    allas = load("allas")
    assert held(allas, {}) != held(allas, FORMATS["gexf"].losses)


@pytest.fixture(scope="module")
def allas():
    return load("allas")


@pytest.fixture(scope="module")
def direct(allas, tmp_path_factory):
    """Give the dataset as it comes back from each format."""
    folder = tmp_path_factory.mktemp("direct")
    return {name: through(folder, name, allas) for name in WRITTEN}


@pytest.mark.parametrize("first", WRITTEN)
def test_the_bundled_dataset_goes_through_every_pair(tmp_path, allas, direct, first):
    between = direct[first]
    assert held(between, FORMATS[first].losses, allas) == held(allas, FORMATS[first].losses)
    for second in WRITTEN:
        # The same bytes need not be read again.
        same = output(second, between) == output(second, allas)
        last = direct[second] if same else through(tmp_path, second, between)
        losses = {**FORMATS[first].losses, **FORMATS[second].losses}
        assert held(last, losses, allas) == held(allas, losses), second


@pytest.mark.parametrize("name", WRITTEN)
def test_the_losses_are_no_pretence(allas, direct, name):
    back = direct[name]
    # Labels that no two actors share are kept, and all of the bundled dataset are of that sort.
    for place in set(FORMATS[name].losses) - {"actors.label"}:
        others = {other: "" for other in FORMATS[name].losses if other != place}
        assert held(back, others, allas) != held(allas, others), place


TEXTS = ["007", "NA", "null", "1e3", "TRUE", " leading", "trailing ", "two\nlines", "tab\there", 'a "quoted" one', "O'Brien", "=1+1", "-5", "São Paulo", "北京", "a;b", "a,b", "&amp;", "&#34;", "<b>]]>", "[x]", "{y}", "\\n", "\u00a0", "#", "😀", "nan"]  # fmt: skip
COLUMN_NAMES = ["Kind", "Label", "source", "target", "key", "id_", "name", "x", "colour", "parent", "directed", "metadata", "attributes", "position", "start (file)", "naïve", "=cmd", "a b", "size.inner", "column3", "SUID", "type", "relation", "undirected", "data", 'q"<&', "graphics", "spells", "gid"]  # fmt: skip
PLAIN = {"x", "colour", "position", "naïve", "a b", "size.inner", "column3", "SUID", "gid"}
ids = st.lists(
    st.one_of(
        st.sampled_from([text for text in TEXTS if text == text.strip() and text.isprintable()]),
        st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=6),
    ),
    min_size=2,
    max_size=5,
    unique=True,
)
texts = st.one_of(st.sampled_from(TEXTS), st.text(st.sampled_from("ab\n\t\"'&;<é ,="), max_size=6))
columns = st.lists(st.sampled_from(COLUMN_NAMES), max_size=3, unique=True)


def table(name, header, rows):
    return RawTable(name, tuple(header), tuple((n, tuple(row)) for n, row in enumerate(rows, 2)))


@st.composite
def datasets(draw):
    names = draw(ids)
    actor_columns, tie_columns = draw(columns), draw(columns)
    actors = [
        [name, draw(st.sampled_from(["city", "port", "club"])), *(draw(texts) for _ in range(1 + len(actor_columns)))]
        for name in names
    ]  # fmt: skip
    ties = []
    for number in range(draw(st.integers(1, 5))):
        ends = draw(st.permutations(names))[:2]
        kind = draw(st.sampled_from(["agreement", "membership", "visit", "pact"]))
        known = draw(st.sampled_from([("", ""), ("2.5", "2013~"), ("1e-07", "2014/..")]))
        ties.append([f"t {number}", *ends, kind, *known, *(draw(texts) for _ in tie_columns)])
    tables = {
        "actors": table("actors", ["id", "kind", "note", *actor_columns], actors),
        "ties": table("ties", ["id", "from", "to", "kind", "weight", "start", *tie_columns], ties),
    }
    if draw(st.booleans()):
        title = draw(texts.filter(str.strip))
        tables["sources"] = table("sources", ["id", "title", "own"], [["s1", title, draw(texts)]])
        claim = [names[0], "note", draw(texts), "s1"]
        tables["claims"] = table("claims", ["subject", "field", "value", "source"], [claim])
    own = [{"name": "port", "labels": {"es": "puerto"}}, {"name": "club", "two_mode": True}]
    kinds = [{"name": "visit", "directed": True}, {"name": "pact", "label": draw(texts)}]
    metadata = {"title": draw(texts), "actor_kinds": own, "tie_kinds": kinds, "version": 1.5}
    data = check(RawTables("made", "made", "made", tables, metadata))
    assert isinstance(data, Dataset), data.errors
    return data


def mutual(data):
    """Tell whether all directed ties of a kind of the dataset's own stand in both directions."""
    for kind, ties in data.ties.groupby("kind"):
        ends = sorted(zip(ties["from"], ties["to"], ties["weight"].fillna(-1), strict=True))
        if kind == "visit" and ends == sorted((b, a, w) for a, b, w in ends):
            return True
    return False


@settings(max_examples=100, deadline=None)
@given(datasets(), st.sampled_from(WRITTEN), st.sampled_from(WRITTEN))
def test_any_dataset_goes_through_any_pair(tmp_path_factory, data, first, second):
    if "dl" in {first, second} and mutual(data):
        return
    if {"csv", "gephi", "kumu-xlsx"} & {first, second}:
        # Tables of other programs know columns by many names; theirs come back by ours.
        own = {*data.actors.columns, *data.ties.columns, *data.sources.columns}
        assume(not own & (set(COLUMN_NAMES) - PLAIN))
    folder = tmp_path_factory.mktemp("pair")
    between = through(folder, first, data)
    assert held(between, FORMATS[first].losses, data) == held(data, FORMATS[first].losses)
    (folder / "second").mkdir()
    last = through(folder / "second", second, between)
    losses = {**FORMATS[first].losses, **FORMATS[second].losses}
    assert held(last, losses, data) == held(data, losses)
    assert output(second, between) == output(second, between)
