"""How partners are spread: the degree distribution and the rich club."""

from __future__ import annotations

from typing import Any

import click

from .common import (
    answer,
    dataset_argument,
    format_option,
    lang_option,
    language_of,
    load_data,
    note,
    view_options,
)


@click.command(epilog="Example: alianza distribution allas --show rich-club --draws 99")
@dataset_argument
@click.option("--show", type=click.Choice(["degrees", "rich-club"]), default="degrees",
    show_default=True, help="How many actors have how many partners, or whether those with many are tied.")  # fmt: skip
@click.option("--draws", type=click.IntRange(0, 1_000_000), default=200, show_default=True,
    metavar="N", help="Random networks of the same degrees beside the rich club; 0 for none.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, metavar="N",
    help="Where the random numbers begin: same seed, same answer.")  # fmt: skip
@view_options
@format_option
@lang_option
def distribution(
    dataset: str, show: str, draws: int, seed: int, style: str, lang: str, **options: Any
) -> None:
    """Count how many actors have how many partners; or ask for a rich club."""
    from ..graph.measures import degree_distribution, rich_club
    from ..reports.centrality import view_phrase
    from ..reports.frames import records
    from ..reports.structure import club_facts, degree_facts, spread_rows

    view, language = load_data(dataset, lang).view(**options), language_of(lang)
    if show == "degrees":
        table, facts = degree_distribution(view), degree_facts()
    else:
        table, facts = rich_club(view, draws=draws, seed=seed), club_facts(view, draws, seed)
    header, rows = spread_rows(view, table, language, labelled=style == "table")
    method = [language.text(fact) for fact in facts]
    value = {"view": language.text(view_phrase(view)), "method": method, show: records(table)}
    answer(style, header, rows, value)
    if style != "json":
        note(" ".join([language.text(view_phrase(view)), *method]))
