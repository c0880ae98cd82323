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
    table_text,
    worker_options,
    working,
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
@click.option("--evaluate", is_flag=True,
    help="Instead: hide known ties and print how well suggestions find them again.")  # fmt: skip
@click.option("--share", type=click.FloatRange(0, 0.5, min_open=True), default=0.1, show_default=True,
    help="With --evaluate: the share of known ties to hide.")  # fmt: skip
@click.option("--seeds", type=click.IntRange(1, 50), default=5, show_default=True, metavar="N",
    help="With --evaluate: how many times, each with draws of its own.")  # fmt: skip
@click.option("--seed", "first", type=click.IntRange(0), default=0, show_default=True, metavar="N",
    help="With --evaluate: the seed of the first of them.")  # fmt: skip
@worker_options(1)
@format_option
@lang_option
def gaps(
    dataset: str,
    kinds: list[str] | None,
    at: str | None,
    top: int,
    output: str | None,
    merge: str | None,
    evaluate: bool,
    share: float,
    seeds: int,
    first: int,
    workers: int,
    scheduler: str | None,
    style: str,
    lang: str,
) -> None:
    """List partnership gaps with reasons, and the questions that the data leave open."""
    from pathlib import Path

    from ..graph.gaps import find_gaps
    from ..reports.gap_book import read_book, read_notes
    from ..reports.gap_rows import COLUMNS, full_row, gaps_file, gaps_json, short_rows
    from ..reports.writers.output import write_file

    if evaluate:
        if output or kinds:
            raise click.UsageError("--evaluate writes no file and tries every kind of tie.")
        with working(workers, scheduler, lang):
            _evaluate(dataset, at, share, (seeds, first), style, lang)
        return
    _go_together(merge, output, kinds, scheduler)
    old = read_book(Path(merge)) if merge else None
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


def _go_together(
    merge: str | None, output: str | None, kinds: list[str] | None, scheduler: str | None
) -> None:
    """Refuse options that do not go together without ``--evaluate``."""
    if scheduler:
        raise click.UsageError("--scheduler goes with --evaluate.")
    if merge and not output:
        raise click.UsageError("--merge needs -o FILE.xlsx.")
    if merge and kinds:
        raise click.UsageError("--merge needs every kind of gap: leave out --kinds.")


def _evaluate(
    dataset: str, at: str | None, share: float, seeds: tuple[int, int], style: str, lang: str
) -> None:
    """Print how far the suggestions can be trusted."""
    from ..graph.gaps.evaluation import evaluate
    from ..reports.trust import COLUMNS, trust_json, trust_rows, trust_tables

    found = evaluate(load_data(dataset, lang), at=at, share=share, seeds=seeds[0], first=seeds[1])
    language = language_of(lang)
    if style == "table":
        tables = trust_tables(found, language)
        click.echo("\n\n".join(table_text(table, language) for table in tables))
        for fact in found.facts():
            note(language.text(fact))
    else:
        answer(style, list(COLUMNS), trust_rows(found), trust_json(found, language))
