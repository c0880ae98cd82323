"""Checking a dataset."""

from __future__ import annotations

import click

from .common import (
    FAULTS,
    answer,
    dataset_argument,
    format_option,
    lang_option,
    language_of,
    print_faults,
)


@click.command(epilog="Example: alianza validate my-folder --format json")
@dataset_argument
@format_option
@lang_option
@click.pass_context
def validate(ctx: click.Context, dataset: str, style: str, lang: str) -> None:
    """Check a dataset and list everything that is wrong with it, at once."""
    from ..graph.dataset import Dataset
    from ..graph.loading import validate as check
    from ..reports.answers import COUNT_COLUMNS, FAULT_COLUMNS, count_rows, fault_rows, validation

    result = check(dataset)
    found = result.report if isinstance(result, Dataset) else result
    language = language_of(lang)
    if style == "table":
        answer(
            style,
            [language.text(name) for name in COUNT_COLUMNS],
            count_rows(found, language),
            None,
        )
        print_faults(found, lang, err=False)
    else:
        answer(style, list(FAULT_COLUMNS), fault_rows(found, language), validation(found, language))
    ctx.exit(FAULTS if found.errors else 0)
