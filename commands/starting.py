"""Starting a dataset from nothing."""

from __future__ import annotations

from pathlib import Path

import click

from .common import lang_option, language_of, note, path_given


@click.command(epilog="Example: alianza new my-cities.xlsx --lang es")
@click.argument("path", callback=path_given)
@lang_option
def new(path: str, lang: str) -> None:
    """Make a workbook (PATH ends in .xlsx) or a folder of CSV files to fill in.

    It has a sheet or file for each table, with an example row, notes and lists to choose from.
    """
    from ..graph.faults import OutputError
    from ..graph.phrases import mark as _
    from ..graph.phrases import phrase
    from ..reports.starter import starter_folder, starter_workbook
    from ..reports.writers.output import write_file, write_files

    place = Path(path)
    language = language_of(lang)
    if place.is_file() or (place.is_dir() and any(place.iterdir())):
        raise OutputError(
            phrase(
                _("“{path}” is there already; it is left as it is. Give another name."), path=path
            )
        )
    if place.suffix.lower() == ".xlsx":
        written = [write_file(place, starter_workbook(language))]
    elif place.suffix:
        text = _("“{path}” ends neither in .xlsx nor like a folder.")
        raise OutputError(phrase(text, path=path))
    else:
        written = write_files(place, starter_folder(language))
    for file in written:
        click.echo(file)
    said = phrase(
        _("Fill it in; then run: {command}"), command=f"alianza report {path} --lang {lang}"
    )
    note(language.text(said))
