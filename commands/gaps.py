"""What is missing: gaps, what would close them, what has closed."""

from __future__ import annotations

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
)


@click.command(epilog="Example: alianza gaps allas --kinds unlinked_pair,single_tie --top 5")
@dataset_argument
@click.option("--kinds", multiple=True, callback=listed, metavar="KINDS",
    help="Kinds of gaps, separated by commas (default: all).")  # fmt: skip
@click.option("--at", metavar="DATE", help="Only ties that held then count (default: not ended).")
@click.option("--top", type=click.IntRange(min=1), default=200, show_default=True, metavar="N",
    help="At most N rows of each kind, the gravest.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE",
    help="Write gaps.xlsx (a sheet a kind, with columns to fill), gaps.csv or gaps.json.")  # fmt: skip
@click.option("--merge", metavar="OLD", type=click.Path(exists=True, dir_okay=False),
    help="With -o gaps.xlsx: keep the notes of this earlier workbook.")  # fmt: skip
@format_option
@lang_option
def gaps(
    dataset: str,
    kinds: list[str] | None,
    at: str | None,
    top: int,
    output: str | None,
    merge: str | None,
    style: str,
    lang: str,
) -> None:
    """List partnership gaps with reasons, and the questions that the data leave open."""
    from pathlib import Path

    from ..graph.gaps import find_gaps
    from ..reports.gap_book import read_notes
    from ..reports.gap_rows import COLUMNS, full_row, gaps_file, gaps_json, short_rows
    from ..reports.writers.output import write_file

    if merge and not output:
        raise click.UsageError("--merge needs -o FILE.xlsx.")
    if merge and kinds:
        raise click.UsageError("--merge needs every kind of gap: leave out --kinds.")
    old = Path(merge).read_bytes() if merge else None
    keep = () if old is None else read_notes(old)
    found = find_gaps(load_data(dataset, lang), kinds, at=at, top=top, keep=keep)
    language = language_of(lang)
    if output:
        click.echo(write_file(output, gaps_file(found, output, language, old)))
    elif style == "table":
        answer(style, *short_rows(found, language), None)
    elif style == "csv":
        answer(style, list(COLUMNS), [full_row(gap, language) for gap in found], None)
    else:
        answer(style, [], [], gaps_json(found, language))
    if style == "table":
        for fact in found.facts:
            note(language.text(fact))
