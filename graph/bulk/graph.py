"""What `alianza.graph.formats.graphs` settles about a graph file, on columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..coded import Coded, Numbered
from ..formats.graphs import ACTOR, TIE
from ..sheet import Sheet, check_header
from ..tables import COLUMNS
from ..vocabulary import Vocabulary, usable_name
from .clean import alike, dataset_of, first_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ..coded import Column
    from ..dataset import Dataset
    from ..formats.graphs import GraphFile

    Ints = NDArray[np.int64]


def settled_graph(
    graph: GraphFile,
    actors: dict[str, Column] | None,
    ties: dict[str, Column],
    rows: dict[str, Ints],
) -> Dataset | None:
    """Give the dataset of what a reader found, with its notes; None where anything is doubtful.

    `ties` and `actors` hold columns by our names (without actors, the ends of ties are the
    actors), `rows` where each row of a table stands in the file.
    """
    vocabulary = Vocabulary.from_metadata(graph.metadata)
    tails, heads = ties.get("from"), ties.get("to")
    if not (isinstance(tails, Coded) and isinstance(heads, Coded)):
        return None
    if actors is None:
        actors, rows["actors"] = _ends(graph, tails, heads, rows["ties"])
    for table, columns, kind in (("actors", actors, ACTOR), ("ties", ties, TIE)):
        if not _with_kind(graph, table, columns, kind, rows[table]):
            return None
    kinds = ties["kind"]
    if not isinstance(kinds, Coded) or not isinstance(actors["kind"], Coded):
        return None
    directed = _directions(graph, kinds, vocabulary)
    _declare(graph, "actor_kinds", actors["kind"], vocabulary.actor_kinds, {})
    _declare(graph, "tie_kinds", kinds, vocabulary.tie_kinds, directed)
    _say_parallels(graph, tails, heads, kinds, directed)
    sources = ties.get("sources")
    if sources is not None and not (isinstance(sources, Coded) and not any(sources.values)):
        # Sources are made of what ties cite: that is for the reader.
        return None
    tables = {"actors": actors, "ties": ties}
    if not _headed(graph, tables) or not _named(graph, ties, rows["ties"]):
        return None
    return dataset_of(
        file=graph.file,
        format_name=graph.format,
        name=graph.name,
        metadata=dict(graph.metadata),
        vocabulary=Vocabulary.from_metadata(graph.metadata),
        tables=tables,
        faults=graph.faults,
        files=[graph.actors_file, graph.ties_file],
    )


def _ends(
    graph: GraphFile, tails: Coded, heads: Coded, rows: Ints
) -> tuple[dict[str, Column], Ints]:
    """Make actors of the ends of ties, in the order in which they come."""
    met: dict[str, int] = {}
    for cells, late in ((tails, 0), (heads, 1)):
        for value, first in zip(cells.values.tolist(), first_rows(cells).tolist(), strict=True):
            at = 2 * first + late
            met[value] = min(met.get(value, at), at)
    names = sorted(met, key=met.__getitem__)
    graph.say("made-actors", graph.ties_file, count=len(names))
    at = np.array([met[name] // 2 for name in names], dtype=np.int64)
    ids = Coded(np.arange(len(names), dtype=np.int32), np.array(names, dtype=object))
    return {"id": ids}, rows[at] if len(at) else rows[:0]


def _with_kind(
    graph: GraphFile, table: str, columns: dict[str, Column], kind: str, rows: Ints
) -> bool:
    """Give every row a kind; false where only some have one."""
    cells = columns.get("kind")
    if isinstance(cells, Coded) and all(value.strip() for value in cells.values):
        return True
    if cells is not None and not (
        isinstance(cells, Coded) and not any(map(str.strip, cells.values))
    ):
        return False
    file = graph.actors_file if table == "actors" else graph.ties_file
    if len(rows):
        graph.say("made-kind", file, int(rows[0]), count=len(rows), kind=kind)
    columns["kind"] = Coded.all(kind, len(rows))
    return True


def _directions(graph: GraphFile, kinds: Coded, vocabulary: Vocabulary) -> dict[str, bool]:
    """Settle the direction of every kind of tie; none is said to be undirected."""
    counts = np.bincount(kinds.codes, minlength=len(kinds.values)).tolist()
    found: dict[str, bool] = {}
    unsaid = 0
    for kind, count in zip(kinds.values.tolist(), counts, strict=True):
        known = vocabulary.tie_kinds.get(kind)
        found[kind] = known.directed if known else bool(graph.directed)
        if known is None:
            unsaid += count if graph.directed is None else 0
        elif graph.directed is (not known.directed):
            graph.say("direction-of-kind", graph.ties_file, count=count, kind=kind)
    if unsaid:
        graph.say("direction-assumed", graph.ties_file, count=unsaid)
    return found


def _declare(
    graph: GraphFile, key: str, cells: Coded, known: Any, directed: dict[str, bool]
) -> None:
    kinds = [
        {"name": name, **({"directed": directed[name]} if name in directed else {})}
        for name in cells.values.tolist()
        if name not in known and usable_name(name)
    ]
    if kinds:
        graph.metadata[key] = [*graph.metadata.get(key, []), *kinds]


def _say_parallels(
    graph: GraphFile, tails: Coded, heads: Coded, kinds: Coded, directed: dict[str, bool]
) -> None:
    names = pd.unique(np.concatenate([tails.values, heads.values]))
    place = {name: at for at, name in enumerate(names.tolist())}
    first, second = (
        np.array([place[value] for value in cells.values], dtype=np.int64)[cells.codes]
        for cells in (tails, heads)
    )
    one_way = np.array([directed[kind] for kind in kinds.values], dtype=bool)[kinds.codes]
    low = np.where(one_way, first, np.minimum(first, second))
    high = np.where(one_way, second, np.maximum(first, second))
    more = alike((low * len(names) + high) * len(kinds.values) + kinds.codes)
    if more:
        graph.say("parallel-ties", graph.ties_file, count=more)


def _headed(graph: GraphFile, tables: dict[str, dict[str, Column]]) -> bool:
    """Check the names of columns as they would stand in a table."""
    for table, columns in tables.items():
        own: Sequence[str] = tuple(graph.columns.get(table, ()))
        header = dict.fromkeys(own)
        header.update(dict.fromkeys(c.name for c in COLUMNS[table].values() if c.required))
        header.update(dict.fromkeys(columns))
        file = graph.actors_file if table == "actors" else graph.ties_file
        sheet = Sheet(table, file, graph.faults)
        sheet.missing = frozenset(COLUMNS[table]) - set(header)
        check_header(sheet, list(header), graph.header_rows.get(table, 1))
        count = len(columns["kind"])
        ordered = {name: columns.get(name, Coded.all("", count)) for name in header}
        columns.clear()
        columns.update(ordered)
    return not any(found.severity == "error" for found in graph.faults)


def _named(graph: GraphFile, ties: dict[str, Column], rows: Ints) -> bool:
    """Name ties that have no id; false where only some have one."""
    cells = ties.get("id")
    if cells is not None and not isinstance(cells, Coded):
        return True
    if isinstance(cells, Coded) and all(cells.values):
        return True
    if isinstance(cells, Coded) and any(cells.values):
        return False
    if len(rows) > 1 and bool((np.diff(rows) <= 0).any()):
        # Two ties on one line would need names of another sort.
        return False
    graph.say("made-id", graph.ties_file, None, "id", count=len(rows))
    ties["id"] = Numbered("tie-", rows)
    return True
