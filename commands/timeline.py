"""Over time: ties that come and go, how long they last, and the rank clock."""

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
    path_given,
    view_options,
)


@click.command(epilog="Example: alianza timeline allas --ties membership --at 2010/2024")
@dataset_argument
@click.option("--survival", "lasting", is_flag=True,
    help="How long ties last instead: the share left after so many years (Kaplan–Meier).")  # fmt: skip
@click.option("--group", metavar="COLUMN",
    help="With --survival: a curve for each value of a column of the ties, such as kind.")  # fmt: skip
@click.option("--until", type=click.IntRange(1, 9999), metavar="YEAR",
    help="With --survival: the year until which ties were observed (default: the last that a date names).")  # fmt: skip
@view_options
@format_option
@lang_option
def timeline(
    dataset: str,
    lasting: bool,
    group: str | None,
    until: int | None,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Count for every year the ties that hold, appear, end and return; or how long they last."""
    from ..graph.over_time import changes
    from ..graph.survival import survival
    from ..reports.over_time import change_rows, survival_json, survival_rows

    if not lasting and (group is not None or until is not None):
        raise click.UsageError("--group and --until need --survival.")
    data = load_data(dataset, lang)
    language = language_of(lang)
    labelled = style == "table"
    if lasting:
        curves = survival(data, by=group, until=until, **options)
        header, rows = survival_rows(curves, group, language, labelled=labelled)
        answer(style, header, rows, survival_json(curves, language))
        facts = curves.facts
    else:
        found = changes(data, **options)
        header, rows = change_rows(found, language, labelled=labelled)
        said = " ".join(language.text(fact) for fact in found.facts)
        value = [dict(zip(header, row, strict=True)) for row in rows]
        answer(style, header, rows, {"view": said, "years": value})
        facts = found.facts
    if style != "json":
        note(" ".join(language.text(fact) for fact in facts))


@click.command(epilog="Example: alianza rankclock allas -o rankclock.svg --at 2010/2024")
@dataset_argument
@click.option("-o", "--output", default="rankclock.svg", show_default=True, metavar="FILE", callback=path_given,
    help="The SVG file to write.")  # fmt: skip
@click.option("--measure", default="degree", show_default=True, metavar="NAME",
    help="The measure that ranks (see `alianza measures`).")  # fmt: skip
@click.option("--by", default="year", show_default=True, metavar="COLUMN",
    help="Years, or the values of a column of the ties.")  # fmt: skip
@click.option("--kind", metavar="KIND",
    help="The kind of actors that is ranked (default: the kind of most actors).")  # fmt: skip
@click.option("--top", type=click.IntRange(1, 24), default=8, show_default=True, metavar="N",
    help="How many ranks the clock has: actors are shown while they are among them.")  # fmt: skip
@view_options
@lang_option
def rankclock(
    dataset: str,
    output: str,
    measure: str,
    by: str,
    kind: str | None,
    top: int,
    lang: str,
    **options: Any,
) -> None:
    """Draw a rank clock: time runs round, the first rank is the centre (Batty 2006)."""
    from ..graph.over_time import slices
    from ..reports.over_time import slices_phrase
    from ..reports.rankclock import rank_clock, rank_clock_svg
    from ..reports.writers.output import write_file

    cut = slices(load_data(dataset, lang), by, **options)
    language = language_of(lang)
    clock = rank_clock(cut, measure, language, kind=kind, top=top)
    click.echo(write_file(output, rank_clock_svg(clock).encode()))
    note(language.text(slices_phrase(cut)))
