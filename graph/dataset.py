"""The validated tables of one network: the hub between files and numbers."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from .faults import DataFaultsError, LoadReport
from .phrases import Phrase, named
from .tables import COLUMNS, RawTable, RawTables, split_list

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import networkx as nx
    import pandas as pd

    from .view import View
    from .vocabulary import ActorKind, TieKind, Vocabulary


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Dataset:
    """Actors, ties, sources and claims that passed every check.

    ``actors``, ``ties``, ``sources`` and ``claims`` are DataFrames in the order of their files,
    with the columns of `alianza.graph.tables.COLUMNS` first and the dataset's own after them.
    Cells are text, an empty cell is ``""``; ``lat``, ``lon`` and ``weight`` are float64 with NaN
    for an empty cell. Each access gives a copy, so that a dataset never changes.
    """

    name: str
    metadata: Mapping[str, Any]
    vocabulary: Vocabulary
    report: LoadReport
    _tables: Mapping[str, pd.DataFrame] = field(hash=False, compare=False)

    @property
    def title(self) -> str:
        """Give the title from the metadata, else the name."""
        return str(self.metadata.get("title") or self.name)

    def said(self, key: str) -> Phrase:
        """Give a text of the metadata, with its translations under ``<key>_es`` and so on.

        Without a title the dataset is called by its name; any other missing text is empty.
        """
        text = self.title if key == "title" else str(self.metadata.get(key) or "")
        pattern = f"{key}_"
        translations = {
            name.removeprefix(pattern): str(value)
            for name, value in self.metadata.items()
            if name.startswith(pattern) and value
        }
        return named(text, translations)

    @property
    def licences(self) -> tuple[str, ...]:
        """Give the titles of the licences that the metadata declare, the name of those without."""
        rows = self.metadata.get("licenses")
        declared = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        names = [str(row.get("title") or row.get("name") or "") for row in declared]
        return tuple(name for name in names if name)

    def term(self, text: str) -> Phrase:
        """Give a role, instrument or theme with the translations that the metadata declare.

        ``terms`` in the metadata holds, by language, texts and what they are called there; a text
        of several parts, parted by semicolons, is translated part by part.
        """
        declared: Mapping[str, Mapping[str, str]] = self.metadata.get("terms") or {}
        parts = [part.strip() for part in text.split(";")]
        said = {
            code: "; ".join(words.get(part) or part for part in parts)
            for code, words in declared.items()
            if any(part in words for part in parts)
        }
        return named(text, said)

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the tables by name as they are kept; they must not be changed."""
        return self._tables

    @property
    def actors(self) -> pd.DataFrame:
        """Give the table of actors."""
        return self._tables["actors"].copy(deep=False)

    @property
    def ties(self) -> pd.DataFrame:
        """Give the table of ties."""
        return self._tables["ties"].copy(deep=False)

    @property
    def sources(self) -> pd.DataFrame:
        """Give the table of sources."""
        return self._tables["sources"].copy(deep=False)

    @property
    def claims(self) -> pd.DataFrame:
        """Give the table of claims: what each source says of one field."""
        return self._tables["claims"].copy(deep=False)

    def __repr__(self) -> str:
        """Name the dataset and count its rows."""
        return f"<Dataset {self.name}: {len(self.actors)} actors, {len(self.ties)} ties>"

    def actor_kind(self, name: str) -> ActorKind:
        """Give the row of a kind of actor."""
        return self.vocabulary.actor_kinds[name]

    def tie_kind(self, name: str) -> TieKind:
        """Give the row of a kind of tie."""
        return self.vocabulary.tie_kinds[name]

    def areas(self) -> dict[str, str]:
        """Give the area of every actor by id: its own cell, else that of its country, else ``""``."""
        from .places import area_of  # noqa: PLC0415

        actors = self._tables["actors"]
        return {
            actor: area or (area_of(country) or "" if country else "")
            for actor, area, country in zip(
                actors["id"], actors["area"], actors["country"], strict=True
            )
        }

    def disputed(self) -> pd.DataFrame:
        """Give the claims of every (subject, field) on which sources state different values."""
        claims = self._tables["claims"]
        if claims.empty:
            return claims.copy(deep=False)
        values = claims.groupby(["subject", "field"])["value"].transform("nunique")
        return claims[values > 1].reset_index(drop=True)

    def view(self, **options: Any) -> View:
        """Give the simple graph that `options` select; see `alianza.graph.view.build_view`."""
        from .view import build_view  # noqa: PLC0415

        return build_view(self, **options)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Give all actors and ties as a plain graph that `from_networkx` reads without loss.

        Nodes are ids, edge keys the ids of ties; their attributes are the cells that are not
        empty. The graph's own attributes hold name, metadata, sources and claims. A tie of a
        symmetric kind is one edge, from its ``from`` to its ``to``.
        """
        import networkx as nx  # noqa: PLC0415

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
            name=self.name,
            metadata=deepcopy(dict(self.metadata)),
            columns={name: list(table.columns) for name, table in self._tables.items()},
            sources=[_filled(row) for row in self._tables["sources"].to_dict("records")],
            claims=[_filled(row) for row in self._tables["claims"].to_dict("records")],
        )
        for row in self._tables["actors"].to_dict("records"):
            attributes = _filled(row)
            graph.add_node(attributes.pop("id"), **attributes)
        for row in self._tables["ties"].to_dict("records"):
            attributes = _filled(row)
            ends = attributes.pop("from"), attributes.pop("to")
            graph.add_edge(*ends, key=attributes.pop("id"), **attributes)
        return graph

    @classmethod
    def from_networkx(cls, graph: nx.Graph[Any], name: str | None = None) -> Self:
        """Read any networkx graph; one from `to_networkx` comes back without loss.

        Nodes become actors with the id ``str(node)``; a graph without kinds has actors of the
        one kind ``actor`` and ties of the one kind ``tie``, directed if the graph is. Of an
        undirected graph the ends stand in the order in which networkx lists them. Raises
        DataFaultsError with everything that is wrong.
        """
        from .checks import check  # noqa: PLC0415
        from .faults import fault  # noqa: PLC0415

        metadata = deepcopy(dict(graph.graph.get("metadata") or {}))
        columns = graph.graph.get("columns") or {}
        actors = [{**_own(data, "id"), "id": str(node)} for node, data in graph.nodes(data=True)]
        ties = [
            {**_own(data, "from", "to"), "from": str(tail), "to": str(head), **_key(key, graph)}
            for tail, head, key, data in _edges(graph)
        ]
        for rows, kind, key in ((actors, "actor", "actor_kinds"), (ties, "tie", "tie_kinds")):
            if any("kind" not in row for row in rows):
                declared = {"name": kind, "directed": graph.is_directed()}
                metadata[key] = [*metadata.get(key, []), declared]
                rows[:] = [{"kind": kind, **row} for row in rows]
        tables = {
            "actors": actors,
            "ties": ties,
            "sources": graph.graph.get("sources", []),
            "claims": graph.graph.get("claims", []),
        }
        twins = [name for name, size in Counter(map(str, graph.nodes)).items() if size > 1]
        raw = RawTables(
            file="graph",
            format="networkx",
            name=name or str(graph.graph.get("name") or "graph"),
            tables={
                key: _raw(key, rows, columns.get(key, ()))
                for key, rows in tables.items()
                if rows or key in {"actors", "ties"}
            },
            metadata=metadata,
            # 1 and "1" are two nodes but would be one id.
            faults=tuple(fault("duplicate-id", "graph", None, "id", t, first=t) for t in twins),
        )
        return cls._checked(check(raw))

    @classmethod
    def _checked(cls, result: Dataset | LoadReport) -> Self:
        if isinstance(result, LoadReport):
            raise DataFaultsError(result)
        assert isinstance(result, cls)  # noqa: S101 - tells the type checker
        return result

    def sources_of(self, cell: str) -> list[str]:
        """Give the ids of the sources in a ``sources`` cell."""
        return split_list(cell)


def _filled(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Keep the cells that hold something."""
    return {str(key): value for key, value in row.items() if value == value and value != ""}  # noqa: PLR0124


def _own(data: Mapping[str, Any], *taken: str) -> dict[str, Any]:
    """Give attributes, those named like an end or id with a ``_`` behind so that none is lost."""
    return {f"{key}_" if key in taken else key: value for key, value in data.items()}


def _key(key: Any, graph: nx.Graph[Any]) -> dict[str, Any]:
    # networkx numbers parallel edges 0, 1, …; only text keys are ids somebody gave.
    return {"id": key} if graph.is_multigraph() and isinstance(key, str) else {}


def _edges(graph: nx.Graph[Any]) -> list[tuple[Any, Any, Any, dict[str, Any]]]:
    if graph.is_multigraph():
        return list(graph.edges(keys=True, data=True))  # type: ignore[call-overload]
    return [(tail, head, None, data) for tail, head, data in graph.edges(data=True)]


def _raw(name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> RawTable:
    """Give `rows` as text cells under the known columns and those that the rows have."""
    header = dict.fromkeys(columns)
    header.update(dict.fromkeys(COLUMNS[name]))
    for row in rows:
        header.update(dict.fromkeys(str(key) for key in row))
    names = tuple(header)
    return RawTable(
        name,
        names,
        tuple(
            (number, tuple(cell_text(row.get(column)) for column in names))
            for number, row in enumerate(rows, start=2)
        ),
    )


def cell_text(value: Any) -> str:
    """Give `value` as the text of a cell; whole floats keep no ``.0``, None is empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124 - NaN is an empty cell
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    return str(value)
