"""From one format to another; which formats there are."""

from __future__ import annotations

from pathlib import Path

import click

from .common import answer, format_option, lang_option, language_of, load_data, path_given


@click.command(epilog="Example: alianza convert allas -o allas.graphml")
@click.argument("dataset")
@click.option("-o", "--output", required=True, metavar="PATH", callback=path_given,
    help="The file or folder to write; its ending tells the format.")  # fmt: skip
@click.option("--to", "target", metavar="FORMAT",
    help="The format to write, whatever the ending (see `alianza formats`).")  # fmt: skip
@lang_option
def convert(dataset: str, output: str, target: str | None, lang: str) -> None:
    """Write a dataset in another format; what that format cannot hold is said."""
    from ..graph.saving import format_of
    from .saving import refuse_input, save

    row = format_of(Path(output), target)
    refuse_input(dataset, output)
    for path in save(load_data(dataset, lang), output, row, lang):
        click.echo(path)


@click.command(epilog="Example: alianza formats --format json")
@format_option
@lang_option
def formats(style: str, lang: str) -> None:
    """List the formats that are read and written."""
    from ..reports.answers import format_rows

    header, rows = format_rows(language_of(lang), labelled=style == "table")
    answer(style, header, rows, [dict(zip(header, row, strict=True)) for row in rows])
