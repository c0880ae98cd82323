"""What an import by a map of columns says: rows of the catalogue in `faults`."""

from __future__ import annotations

from .phrases import mark as _

IMPORTING: tuple[tuple[str, str, str, str], ...] = (
    (
        "preamble",
        "note",
        _("The header was found in row {header}; {count} rows above it were left out."),
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
        _("{count} rows have more cells than the header; the first is this one."),
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
            "{count} rows do not say which “{name}” they mean and were left out; the first is this one."
        ),
        _("Fill the cell, or give the actor a name."),
    ),
    (
        "left-out-loop",
        "warning",
        _(
            "{count} rows tie an actor to itself and were left out; the first is this one: “{value}”."
        ),
        _("Correct one of its ends, or remove the row."),
    ),
    (
        "zero-year",
        "note",
        _("{count} years of 0 were read as not known."),
        _("Nothing needs to be done: there was no year 0."),
    ),
    (
        "na-cells",
        "note",
        _("{count} cells such as “{value}” were read as empty."),
        _("Only in columns of dates and numbers; elsewhere they are text."),
    ),
    (
        "na-country",
        "warning",
        _(
            "{count} countries “NA” were read as Namibia, but the file also writes NA for what is missing."
        ),
        _("If they are missing too, add: --value “{name}:NA=”."),
    ),
    (
        "kept-as-text",
        "warning",
        _("{count} cells were not understood ({values}); they are kept in the column “{other}”."),
        _("Correct them in the file, or say what they mean: --value “{name}:OLD=NEW”."),
    ),
    (
        "day-or-month",
        "warning",
        _(
            "{count} dates leave open which number is the month, such as “{value}”; the year was kept."
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
        _("{count} actors have no id in the file; each was named after its name and country."),
        _("One name in one country is one actor if its places lie within {km} km."),
    ),
    (
        "namesakes",
        "note",
        _("{count} names belong to several places of one country; they were kept apart."),
        _("Their ids end in their place."),
    ),
    (
        "doubtful-merged",
        "warning",
        _("{count} times it is doubtful whether mentions that were merged are one actor."),
        _("The first is “{value}”; all are listed in doubtful.csv."),
    ),
    (
        "doubtful-apart",
        "warning",
        _("{count} times it is doubtful whether actors that were kept apart are one."),
        _("The first is “{value}” and “{other}”; all are listed in doubtful.csv."),
    ),
    (
        "renamed-groups",
        "note",
        _(
            "{count} ids stand for an actor and for a group; the group's got an ending, as in “{value}”."
        ),
        _("Nothing needs to be done if they are two things."),
    ),
    (
        "merged-ties",
        "note",
        _("{count} rows say again what another row says; each was counted once."),
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
