"""The workbook that Kumu imports: sheets ``Elements`` and ``Connections``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from .books import book_bytes
from .graphs import cells_of, held_columns
from .workbook import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..dataset import Dataset

__all__ = ["elements", "read", "write"]

TITLES = {
    "actors": {"label": "Label", "kind": "Type", "note": "Description"},
    "ties": {"from": "From", "to": "To", "kind": "Type", "note": "Description"},
}


def write(data: Dataset) -> bytes:
    """Give the actors and ties of a dataset as Kumu's tables of elements and connections.

    Kumu tells elements apart by their labels. So the label is that of the actor where no other actor has it,
    else the id, which stands in a column of its own. Sources, claims and metadata have no place.
    """
    actors, ties = elements(data)
    sheets = {
        name: (list(dict.fromkeys(key for row in rows for key in row)), rows)
        for name, rows in (("Elements", actors), ("Connections", ties))
    }
    return book_bytes(
        data.title,
        {
            name: (header, [[row.get(key, "") for key in header] for row in rows])
            for name, (header, rows) in sheets.items()
        },
    )


def elements(data: Dataset) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give elements and connections with Kumu's names of fields; empty ones are left out."""
    frame = data.actors
    ids, labels = frame["id"].tolist(), frame["label"].tolist()
    twice = {label for label, count in Counter(labels).items() if count > 1} | (
        set(labels) & set(ids)
    )
    names = {
        name: name if label in twice else label for name, label in zip(ids, labels, strict=True)
    }
    columns = ["id", *held_columns("actors", frame, {"id"})]
    actors = []
    for row in frame[columns].to_dict("records"):
        cells = cells_of(row)
        found = {"Label": names[cells["id"]], "ID": cells.pop("id")}
        label = cells.pop("label", "")
        if label != found["Label"]:
            found["Name"] = label
        actors.append(found | _titled("actors", cells))
    ties = []
    for row in data.ties.to_dict("records"):
        cells = cells_of(row)
        found = {"From": names[cells.pop("from")], "To": names[cells.pop("to")]}
        kind = cells["kind"]
        found["Direction"] = "directed" if data.tie_kind(kind).directed else "undirected"
        ties.append(found | _titled("ties", cells))
    return actors, ties


def _titled(table: str, cells: Mapping[str, str]) -> dict[str, str]:
    titles = TITLES[table]
    done = {title.casefold() for title in (*titles.values(), "ID", "Name", "Direction")}
    return {
        titles.get(key)
        or (f"{key} (alianza)" if key.casefold() in done and key != "id" else key): text
        for key, text in cells.items()
    }
