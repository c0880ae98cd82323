"""What readers of other programs' files say: rows of the catalogue in `faults`."""

from __future__ import annotations

from .phrases import mark as _

READING: tuple[tuple[str, str, str, str], ...] = (
    (
        "no-ends",
        "error",
        _("No two columns say where a tie begins and where it ends."),
        _("Name them in the header row as one of these pairs: {known}."),
    ),
    (
        "no-ids",
        "error",
        _("No column of the list of actors says which actor a row is."),
        _("Name it in the header row as one of these: {known}."),
    ),
    (
        "several-files",
        "error",
        _("More than one file could be meant: {files}."),
        _("Leave one of them in the folder."),
    ),
    (
        "columns-read",
        "note",
        _("Columns were read under the names that alianza uses: {pairs}."),
        _("Rename a column in the file if it means something else."),
    ),
    (
        "ambiguous-column",
        "note",
        _("“{name}” can mean two things; by the values it was read as “{meaning}”."),
        _("Rename the column in the file if it means the other thing."),
    ),
    (
        "made-actors",
        "note",
        _("There is no list of actors; actors made from the ends of ties: {count}."),
        _("Look for names that were spelled in two ways."),
    ),
    (
        "made-kind",
        "note",
        _("Rows without a kind: {count}; read as “{kind}”, the first is this one."),
        _("Fill a column “kind” to tell cities from networks, memberships from agreements."),
    ),
    (
        "made-sources",
        "note",
        _("Sources made from what the ties cite: {count}."),
        _("Give a dataset folder with sources.csv to say more of them."),
    ),
    (
        "direction-assumed",
        "note",
        _("Ties of which the file does not say whether they are directed: {count}; read as not."),
        _("Say it in the file, in the way of its format."),
    ),
    (
        "direction-of-kind",
        "note",
        _("Ties of kind “{kind}” that say another direction than that kind has: {count}."),
        _("The kind's direction counts; give these ties a kind of their own if it is wrong."),
    ),
    (
        "mixed-direction",
        "note",
        _("Some ties of kind “{kind}” are directed; these {count} became “{other}”."),
        _("Name the two kinds in the file if you want other names."),
    ),
    (
        "parallel-ties",
        "note",
        _("Ties that join actors whom another tie of their kind joins: {count}; all are kept."),
        _("Remove those that are in the file twice by mistake."),
    ),
    (
        "not-xml",
        "error",
        _("The XML is broken: {reason}."),
        _("Save the file again with the program that made it; it may have been cut short."),
    ),
    (
        "other-xml",
        "error",
        _("This is XML of another sort: it begins with “{value}”, not with “{expected}”."),
        _("Check that the file has the ending of its format."),
    ),
    (
        "xml-entities",
        "error",
        _("The XML declares entities, which are not read because they can do harm."),
        _("Save the file again with the program that made it, without a document type."),
    ),
    (
        "too-deep",
        "error",
        _("The parts of the file are nested deeper than the limit: {limit}."),
        _("Save the file again with the program that made it."),
    ),
    (
        "no-graph",
        "error",
        _("There is no graph in the file."),
        _("Save the file again with the program that made it."),
    ),
    (
        "nested-actors",
        "note",
        _("Actors that lie inside others: {count}; all stand side by side now."),
        _("The column “parent” holds the actor in which each lay."),
    ),
    (
        "undeclared-attribute",
        "note",
        _("Values of attributes that the file does not declare: {count}; kept."),
        _("Their columns are named after the attribute's id."),
    ),
    (
        "several-spans",
        "note",
        _("Cells for which there are several values or spans in time: {count}."),
        _("All are kept as text, in columns “spells” or “… (over time)”."),
    ),
    (
        "not-dates",
        "note",
        _("Starts and ends that are not dates, but numbers or hours: {count}."),
        _("They are kept as text in the columns “start (file)” and “end (file)”."),
    ),
    (
        "hyperedge",
        "error",
        _("A hyperedge joins several actors at once; a tie joins two."),
        _("Make an actor of it, such as a network, and its ends the members of that network."),
    ),
    (
        "ports",
        "note",
        _("Ports of actors, kept as text: {count}; ties end at the actors themselves."),
        _("See the columns “ports”, “sourceport” and “targetport”."),
    ),
    (
        "looks",
        "note",
        _("Drawings of which only label, place, colour and shape were kept: {count}."),
        _("Nothing needs to be done: alianza draws in its own way."),
    ),
    (
        "several-graphs",
        "note",
        _("The file holds {count} graphs; they were read as one."),
        _("Save each to a file of its own if they do not belong together."),
    ),
    (
        "bad-line",
        "error",
        _("“{value}” is not what should stand on this line: {expected}."),
        _("Correct the line, or the heading of its section above it."),
    ),
    (
        "left-out",
        "warning",
        _("“{value}” begins a part of the file that is not read."),
        _("Save it to a file of its own if it is needed."),
    ),
    (
        "numbers-as-ids",
        "note",
        _("Labels are missing or stand twice, so the numbers of the actors are their ids."),
        _("Give every actor a label of its own if the labels are to be the ids."),
    ),
    (
        "inflated",
        "error",
        _("Unpacked, the file would have {size} bytes; the limit is {limit}."),
        _("Save it again with less in it, or unpack it and give the files."),
    ),
    (
        "inflated-ratio",
        "error",
        _("Unpacked, the file would be {ratio} times as large; the limit is {limit} times."),
        _("Such files are made to do harm; if this one is not, unpack it and give the files."),
    ),
    (
        "unsafe-archive",
        "error",
        _("The archive holds “{value}”, and nothing of it is read: {reason}."),
        _("Unpack it where that does no harm, and give the folder."),
    ),
    (
        "not-zip",
        "error",
        _("This is not an archive that can be read."),
        _("Pack the dataset's folder again as .zip, without a password."),
    ),
    (
        "no-dataset-in-archive",
        "error",
        _("The archive holds no dataset, or several: {files}."),
        _("Pack one folder with actors.csv and ties.csv, or one pair of tables."),
    ),
    (
        "not-gzip",
        "error",
        _("What gzip packed here cannot be unpacked."),
        _("Fetch or pack the file again; it may have been cut short."),
    ),
    (
        "not-ods",
        "error",
        _("This is not an OpenDocument workbook that can be read."),
        _("Open it in a spreadsheet program and save it as .ods or .xlsx, without a password."),
    ),
    (
        "not-xls",
        "error",
        _("This is not an old workbook (.xls) that can be read."),
        _("Open it in a spreadsheet program and save it as .xlsx, without a password."),
    ),
    (
        "not-parquet",
        "error",
        _("This is not a Parquet file that can be read."),
        _("Write it again with the program that made it, or save the table as CSV."),
    ),
    (
        "needs-package",
        "error",
        _("To read this, alianza needs the package {package}, which is not installed."),
        _("Install it ({command}), or save the table as .xlsx or CSV."),
    ),
    (
        "no-sheet",
        "error",
        _("There is no sheet “{value}”."),
        _("Give one of these: {known}."),
    ),
    (
        "no-table-sheets",
        "error",
        _("None of the sheets holds a table of ties or of actors: {sheets}."),
        _("Name two sheets actors and ties, or give columns such as “from” and “to”."),
    ),
    (
        "same-sheet-twice",
        "error",
        _("More than one sheet could be meant: {sheets}."),
        _("Rename or remove all of them but one."),
    ),
    (
        "sheets-left-out",
        "note",
        _("These sheets were not read: {sheets}."),
        _("Nothing needs to be done unless one holds actors or ties."),
    ),
    (
        "formula-without-value",
        "error",
        _(
            "Formulas without a value, since no program has computed them: {count}; this is the first."
        ),
        _("Open the file in a spreadsheet program and save it; that computes them."),
    ),
    (
        "error-cell",
        "warning",
        _("Cells that hold an error such as “{value}”, read as empty: {count}."),
        _("Mend the formula, or empty the cell."),
    ),
    (
        "rounded-number",
        "warning",
        _(
            "Cells with numbers of more than 15 digits, of which spreadsheets lose the last: {count}."
        ),
        _("If they are ids, type them again as text."),
    ),
    (
        "merged-cells",
        "note",
        _("Groups of merged cells: {count}; each of their cells was read with the same text."),
        _("Separate the cells in the file if the text belongs to the first one only."),
    ),
    (
        "rows-above-header",
        "note",
        _("Rows above the header, left out: {count}; it was found in this row."),
        _("Remove those rows if the header was found in the wrong place."),
    ),
    (
        "guarded-cells",
        "note",
        _(
            "Cells that begin with an apostrophe before a sign such as “=”: {count}; it was taken off."
        ),
        _("It keeps spreadsheets from taking text for a formula; alianza writes it so too."),
    ),
    (
        "other-column",
        "note",
        _(
            "“{name}” does not hold what alianza means by it (such as “{value}”); it became “{other}”."
        ),
        _("Correct the column in the file if it should mean the same."),
    ),
    (
        "countries-read",
        "note",
        _("Names of countries read as codes ({count}): {pairs}."),
        _("Nothing needs to be done if they are the right countries."),
    ),
)
"""Code, severity, message and hint of each."""
