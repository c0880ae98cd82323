"""Numbers: of the network as a whole, of its actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    worker_options,
    working,
)

if TYPE_CHECKING:
    from ..graph.dataset import Dataset


by_option = click.option("--by", metavar="COLUMN",
    help="For each year (year) or each value of a column of the ties; with year, --at spans the years: 2010/2020.")  # fmt: skip


@click.command(epilog="Example: alianza summary allas --at 2014 --format json")
@dataset_argument
@click.option("--figures", multiple=True, callback=listed, metavar="NAMES",
    help="Figures to compute, separated by commas (default: all; see `alianza measures`).")  # fmt: skip
@by_option
@view_options
@format_option
@lang_option
def summary(
    dataset: str, figures: list[str] | None, by: str | None, style: str, lang: str, **options: Any
) -> None:
    """Print the figures of the network as a whole."""
    data = load_data(dataset, lang)
    if by is not None:
        _summary_by(data, figures, by, style, lang, options)
        return
    from ..graph.cost import choosing
    from ..graph.measures import summarise
    from ..reports.answers import figure_rows, summary_json
    from ..reports.centrality import view_phrase

    view = data.view(**options)
    language = language_of(lang)
    # A figure that is named is asked for, whatever it costs.
    with choosing(exact=figures is not None):
        values = summarise(view, figures)
    header, rows = figure_rows(view, values, language, labelled=style == "table")
    answer(style, header, rows, summary_json(view, values, language))
    if style != "json":
        note(language.text(view_phrase(view)))


def _summary_by(
    data: Dataset,
    names: list[str] | None,
    by: str,
    style: str,
    lang: str,
    options: dict[str, Any],
) -> None:
    """Print the figures of every year or phase."""
    from ..graph.over_time import figures_over_time, slices
    from ..reports.over_time import figure_rows, figures_json, slices_phrase

    cut = slices(data, by, **options)
    language = language_of(lang)
    values = figures_over_time(cut, names)
    header, rows = figure_rows(cut, values, language, labelled=style == "table")
    answer(style, header, rows, figures_json(cut, values, language))
    if style != "json":
        note(language.text(slices_phrase(cut)))


@click.command(epilog="Example: alianza centrality allas --measures degree,betweenness --top 10")
@dataset_argument
@click.option("--measures", multiple=True, callback=listed, metavar="NAMES",
    help="Measures to compute, separated by commas (default: all; see `alianza measures`).")  # fmt: skip
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Only the first N of each kind."
)
@click.option("--pairs", is_flag=True, help="Measure tied pairs in place of actors.")
@click.option("--exact", is_flag=True, help="Compute exact betweenness however long it takes.")
@click.option("--sample", type=click.IntRange(min=1), metavar="K",
    help="Estimate betweenness from K actors drawn at random, with a bound on the error.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, metavar="N",
    help="With --sample: another seed draws other actors.")  # fmt: skip
@by_option
@worker_options(None)
@view_options
@format_option
@lang_option
def centrality(
    dataset: str,
    measures: list[str] | None,
    top: int | None,
    pairs: bool,
    exact: bool,
    sample: int | None,
    seed: int,
    by: str | None,
    workers: int | None,
    scheduler: str | None,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Rank actors by centrality, among those of their kind."""
    from ..graph.cost import choosing

    if exact and sample is not None:
        raise click.UsageError("--exact and --sample exclude each other.")
    if pairs and (by is not None or sample is not None):
        raise click.UsageError("--pairs goes with neither --by nor --sample.")
    if by is not None and not measures:
        raise click.UsageError("--by needs the measures by name: --measures degree.")
    data = load_data(dataset, lang)
    with choosing(exact=exact, sample=sample, seed=seed), working(workers, scheduler, lang):
        if by is not None:
            _centrality_by(data, measures or [], top, by, style, lang, options)
        else:
            _centrality(data, measures, top, style, lang, options, pairs=pairs)


def _centrality(
    data: Dataset,
    measures: list[str] | None,
    top: int | None,
    style: str,
    lang: str,
    options: dict[str, Any],
    *,
    pairs: bool,
) -> None:
    """Print measures of actors, or of tied pairs."""
    from ..graph.cost import CostlyError, estimate_phrase
    from ..graph.measures import measure_table, tie_table
    from ..reports.answers import centrality_rows, pair_rows
    from ..reports.centrality import view_phrase
    from ..reports.frames import records

    view = data.view(**options)
    language = language_of(lang)
    table = tie_table(view, measures) if pairs else measure_table(view, measures)
    for why in table.attrs.get("left_out", {}).values():
        raise CostlyError(why)
    rows_of = pair_rows if pairs else centrality_rows
    header, rows, shown = rows_of(view, table, language, top=top, labelled=style == "table")
    answer(style, header, rows, records(shown) if style == "json" else None)
    for said in dict.fromkeys(
        language.text(estimate_phrase(found)) for found in table.attrs.get("estimated", {}).values()
    ):
        note(said)
    if style != "json":
        note(language.text(view_phrase(view)))


def _centrality_by(
    data: Dataset,
    names: list[str],
    top: int | None,
    by: str,
    style: str,
    lang: str,
    options: dict[str, Any],
) -> None:
    """Print measures of every year or phase."""
    from ..graph.over_time import measures_over_time, slices
    from ..reports.over_time import centrality_rows, kept_rows, slices_phrase

    cut = slices(data, by, **options)
    language = language_of(lang)
    table = kept_rows(measures_over_time(cut, names), top)
    header, rows, found = centrality_rows(cut, table, language, labelled=style == "table")
    answer(style, header, rows, found)
    if style != "json":
        note(language.text(slices_phrase(cut)))
