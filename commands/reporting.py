"""The main job: the report with its files."""

from __future__ import annotations

from typing import Any

import click

from .common import (
    dataset_argument,
    lang_option,
    listed,
    load_data,
    path_given,
    progress,
    view_options,
    worker_options,
    working,
)


@click.command(epilog="Example: alianza report allas -o out --lang es")
@dataset_argument
@click.option("-o", "--output", default="out", show_default=True, metavar="DIR", callback=path_given,
    help="Folder for the files; it is made if it is missing.")  # fmt: skip
@click.option("--compare", multiple=True, callback=listed, metavar="DATES",
    help="Also set the view side by side at these dates: 2014,2020.")  # fmt: skip
@click.option("--also", multiple=True, callback=listed, metavar="FORMATS",
    help="Write these as well: pdf, pptx, docx, latex, bibtex.")  # fmt: skip
@click.option("--full", is_flag=True,
    help="Also communities, mixing, brokers, positions, core, degrees, time, and how sure it all is.")  # fmt: skip
@worker_options(None)
@view_options
@lang_option
def report(
    dataset: str,
    output: str,
    compare: list[str] | None,
    also: list[str] | None,
    full: bool,
    workers: int | None,
    scheduler: str | None,
    lang: str,
    **options: Any,
) -> None:
    """Write the report: report.html, report.md, tables.xlsx, centrality.csv, gaps.xlsx, map.html."""
    from ..reports.main import STEPS, build_report

    data = load_data(dataset, lang)
    with progress(STEPS, lang) as step, working(workers, scheduler, lang, bar=False):
        made = build_report(
            data, lang=lang, compare=compare or (), also=also or (), full=full, step=step, **options
        )
    for path in made.save(output):
        click.echo(path)
