"""What an import by a map of columns says: rows of the catalogue in `faults`."""

from __future__ import annotations

from .phrases import mark as _

IMPORTING: tuple[tuple[str, str, str, str], ...] = (
    (
        "preamble",
        "note",
        _("The header was found in row {header}; rows above it, left out: {count}."),
        _("They begin with “{text}”."),
    ),
    (
        "renamed-column",
        "warning",
        _("Two columns have the name “{name}”; the later one was called “{other}”."),
        _("Rename one of them in the file if the map means the other."),
    ),
    (
        "extra-cells",
        "warning",
        _("Rows with more cells than the header: {count}; the first is this one."),
        _("The cells beyond it are kept in the column “{name}”."),
    ),
    (
        "several-sheets",
        "note",
        _("The workbook has several sheets; “{name}” was read."),
        _("Choose another with --sheet: {known}."),
    ),
    (
        "bad-map",
        "error",
        _("“{value}” is not a part of a map."),
        _("Write it as actor=COLUMN,group=COLUMN, with the names of the header."),
    ),
    (
        "unknown-key",
        "error",
        _("“{value}” is nothing that a column can be."),
        _("{nearest} Known: {known}."),
    ),
    (
        "unknown-column",
        "error",
        _("The file has no column “{value}”."),
        _("{nearest} It has: {known}."),
    ),
    (
        "missing-key",
        "error",
        _("The map does not say which column holds “{name}”."),
        _("Add {name}=COLUMN to --map. The file has: {known}."),
    ),
    (
        "no-proposal",
        "error",
        _("It cannot be told from the table which column is what."),
        _("Say it with --as and --map. The columns are: {known}."),
    ),
    (
        "unused-value",
        "error",
        _("No cell of the column “{name}” is “{value}”."),
        _("{nearest} Cells are compared letter by letter."),
    ),
    (
        "left-out-row",
        "warning",
        _(
            "Rows that do not say which “{name}” they mean, left out: {count}; the first is this one."
        ),
        _("Fill the cell, or give the actor a name."),
    ),
    (
        "left-out-loop",
        "warning",
        _("Rows that tie an actor to itself, left out: {count}; the first is this one: “{value}”."),
        _("Correct one of its ends, or remove the row."),
    ),
    (
        "zero-year",
        "note",
        _("Years of 0, read as not known: {count}."),
        _("Nothing needs to be done: there was no year 0."),
    ),
    (
        "na-cells",
        "note",
        _("Cells such as “{value}”, read as empty: {count}."),
        _("Only in columns of dates and numbers; elsewhere they are text."),
    ),
    (
        "na-country",
        "warning",
        _(
            "Countries “NA” read as Namibia: {count}; but the file also writes NA for what is missing."
        ),
        _("If they are missing too, add: --value “{name}:NA=”."),
    ),
    (
        "kept-as-text",
        "warning",
        _("Cells that were not understood: {count} ({values}); kept in the column “{other}”."),
        _("Correct them in the file, or say what they mean: --value “{name}:OLD=NEW”."),
    ),
    (
        "day-or-month",
        "warning",
        _(
            "Dates that leave open which number is the month, such as “{value}”: {count}; the year was kept."
        ),
        _("Write them as 2013-05-21. The text is in the column “{other}”."),
    ),
    (
        "countries-understood",
        "note",
        _("Names of countries were read as codes: {pairs}."),
        _("Correct one with --value “{name}:OLD=NEW”."),
    ),
    (
        "disagreement",
        "warning",
        _(
            "Rows of one thing disagree about “{name}” {count} times, such as “{kept}” and “{other}” of {who}."
        ),
        _("The first was kept; all are listed in doubtful.csv."),
    ),
    (
        "columns-placed",
        "note",
        _("Columns beyond the map were kept as columns of {what}: {names}."),
        _("Name them in the map as actor_…, group_… or tie_… to place them otherwise."),
    ),
    (
        "ids-from-names",
        "note",
        _("Actors without an id in the file: {count}; each was named after its name and country."),
        _("One name in one country is one actor if its places lie within {km} km."),
    ),
    (
        "namesakes",
        "note",
        _("Names that belong to several places of one country: {count}; kept apart."),
        _("Their ids end in their place."),
    ),
    (
        "doubtful-merged",
        "warning",
        _("Merged mentions of which it is doubtful whether they are one actor: {count}."),
        _("The first is “{value}”; all are listed in doubtful.csv."),
    ),
    (
        "doubtful-apart",
        "warning",
        _("Actors kept apart of which it is doubtful whether they are one: {count}."),
        _("The first is “{value}” and “{other}”; all are listed in doubtful.csv."),
    ),
    (
        "renamed-groups",
        "note",
        _(
            "Ids that stand for an actor and for a group: {count}; the group's got an ending, as in “{value}”."
        ),
        _("Nothing needs to be done if they are two things."),
    ),
    (
        "merged-ties",
        "note",
        _("Rows that say again what another row says: {count}; each was counted once."),
        _("{reversed} of them name the two ends the other way round."),
    ),
    (
        "new-kind",
        "note",
        _("“{value}” is a kind that alianza did not know; the dataset declares it."),
        _("Known kinds: {known}."),
    ),
    (
        "no-matrix",
        "error",
        _("This is no matrix: it has no row of labels above and column of labels before numbers."),
        _(
            "Give the name of each row in its first cell, and those of the columns in the first row."
        ),
    ),
    (
        "repeated-label",
        "error",
        _("“{value}” is the label of two rows or columns."),
        _("Give each its own; a matrix tells actors apart by their labels."),
    ),
    (
        "not-square",
        "error",
        _("The rows and columns of the matrix are not the same actors: {names}."),
        _("Add what is missing, or import it --as incidence if rows and columns are two sorts."),
    ),
    (
        "asymmetric",
        "error",
        _(
            "The matrix says {value} from “{tail}” to “{head}” and {other} back, {count} pairs in all."
        ),
        _("Give a kind of tie that has a direction: --tie-kind funding."),
    ),
    (
        "one-triangle",
        "note",
        _("Only one triangle of the matrix is filled; it was read as the whole."),
        _("Nothing needs to be done if its ties have no direction."),
    ),
)
"""Code, severity, message and hint of each."""
