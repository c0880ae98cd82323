"""What readers of graph files and the telling of formats say: rows of the catalogue in `faults`."""

from __future__ import annotations

from .phrases import mark as _

GRAPHS: tuple[tuple[str, str, str, str], ...] = (
    (
        "bad-json",
        "error",
        _("The JSON cannot be read: {reason}."),
        _("Save the file again with the program that made it; it may have been cut short."),
    ),
    (
        "key-twice",
        "error",
        _("“{value}” stands twice in one object, so one of the two values would be lost."),
        _("Leave one of them, or rename the other."),
    ),
    (
        "no-json-number",
        "error",
        _("“{value}” is not a number of JSON."),
        _("Write null where a value is not known."),
    ),
    (
        "long-number",
        "error",
        _("A number has more digits than the limit: {limit}."),
        _("Put it between quotation marks if it is the id of something."),
    ),
    (
        "bad-item",
        "error",
        _("“{value}” is not what should stand here: {expected}."),
        _("Correct it; the row counts the items of the list, the first being 1."),
    ),
    (
        "nested-values",
        "note",
        _("Values that hold others inside: {count}; each of these has a column of its own now."),
        _("The columns are named after the whole way to the value, such as “address.street”."),
    ),
    (
        "value-lists",
        "note",
        _("Values that are lists, kept as text: {count}."),
        _("Semicolons part the items."),
    ),
    (
        "other-content",
        "note",
        _(
            "The name of the file ends in “{value}”, but inside it is this: {label}. So it was read."
        ),
        _("Rename the file so that other programs know it too."),
    ),
    (
        "no-network-file",
        "error",
        _("This seems to be {what}, in which alianza cannot look for a network."),
        _("Save the network as a table or a graph, for example as .csv, .xlsx or .gexf."),
    ),
    (
        "diagonal",
        "warning",
        _("Values on the diagonal of a matrix, left out: {count}; a tie joins two actors."),
        _("Nothing needs to be done if the diagonal has no meaning."),
    ),
    (
        "symmetric-ties",
        "note",
        _(
            "All ties of kind “{kind}” stand in both directions alike; they were read as undirected."
        ),
        _("Each pair is one tie now: {count} in all."),
    ),
    (
        "matrix-size",
        "error",
        _("The matrix needs {expected} values, and there are {got}."),
        _("Check the numbers of rows and columns, and whether the diagonal is there."),
    ),
    (
        "fewer-actors",
        "warning",
        _("The file says that there are {expected} actors, and names {got}."),
        _("Add a list of all labels to the file if those without ties count too."),
    ),
    (
        "matrix-read",
        "note",
        _("The table was read as a matrix of {rows} rows and {columns} columns."),
        _("Name the columns with the ends “from” and “to” if it is a list of ties."),
    ),
)
"""Code, severity, message and hint of each."""
