"""Numbers: of the network as a whole, of its actors."""

from __future__ import annotations

from typing import Any

import click

from .common import (
    answer,
    dataset_argument,
    format_option,
    lang_option,
    language_of,
    listed,
    load_data,
    note,
    view_options,
)


@click.command(epilog="Example: alianza summary allas --at 2014 --format json")
@dataset_argument
@view_options
@format_option
@lang_option
def summary(dataset: str, style: str, lang: str, **options: Any) -> None:
    """Print the figures of the network as a whole."""
    from ..graph.measures import summarise
    from ..reports.answers import figure_rows, summary_json
    from ..reports.centrality import view_phrase

    view = load_data(dataset, lang).view(**options)
    language = language_of(lang)
    figures = summarise(view)
    header, rows = figure_rows(view, figures, language, labelled=style == "table")
    answer(style, header, rows, summary_json(view, figures, language))
    if style != "json":
        note(language.text(view_phrase(view)))


@click.command(epilog="Example: alianza centrality allas --measures degree,betweenness --top 10")
@dataset_argument
@click.option("--measures", multiple=True, callback=listed, metavar="NAMES",
    help="Measures to compute, separated by commas (default: all; see `alianza measures`).")  # fmt: skip
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Only the first N of each kind."
)
@view_options
@format_option
@lang_option
def centrality(
    dataset: str, measures: list[str] | None, top: int | None, style: str, lang: str, **options: Any
) -> None:
    """Rank actors by centrality, among those of their kind."""
    from ..graph.measures import measure_table
    from ..reports.answers import centrality_rows
    from ..reports.centrality import view_phrase
    from ..reports.frames import records

    view = load_data(dataset, lang).view(**options)
    language = language_of(lang)
    table = measure_table(view, measures)
    header, rows, shown = centrality_rows(view, table, language, top=top, labelled=style == "table")
    answer(style, header, rows, records(shown) if style == "json" else None)
    if style != "json":
        note(language.text(view_phrase(view)))
