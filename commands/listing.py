"""What exists: datasets, measures."""

from __future__ import annotations

import click

from .common import answer, format_option, lang_option, language_of


@click.command(epilog="Example: alianza datasets --format json")
@format_option
@lang_option
def datasets(style: str, lang: str) -> None:
    """List the datasets that ship with alianza."""
    from ..reports.answers import dataset_rows

    header, rows = dataset_rows(language_of(lang))
    answer(style, header, rows, [dict(zip(header, row, strict=True)) for row in rows])


@click.command(epilog="Example: alianza measures --format csv")
@format_option
@lang_option
def measures(style: str, lang: str) -> None:
    """List every measure and figure with its definition, range and reference."""
    from ..reports.answers import measure_rows

    header, rows = measure_rows(language_of(lang), short=style == "table")
    answer(style, header, rows, [dict(zip(header, row, strict=True)) for row in rows])
