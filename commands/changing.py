"""What would change, and what has changed: scenarios, and gaps then and now."""

from __future__ import annotations

from typing import Any

import click

from .common import (
    answer,
    format_option,
    lang_option,
    language_of,
    load_data,
    note,
    path_given,
    table_text,
    view_options,
)
from .common import dataset_argument as _dataset

GOALS = ("distance", "robustness", "balance")


@click.command(
    epilog="Example: alianza whatif allas --add Lima--Paris:agreement --remove mexico-city"
)
@_dataset
@click.option("--add", multiple=True, metavar="TIE",
    help="A tie to add: Lima--Paris:agreement (ids or names; repeat for more).")  # fmt: skip
@click.option("--remove", multiple=True, metavar="ACTOR|TIE",
    help="An actor or a tie to remove (repeat for more).")  # fmt: skip
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
    help="A text file of changes: add TIE or remove ACTOR a line.")  # fmt: skip
@click.option("--best", type=click.IntRange(1, 50), metavar="N",
    help="Instead: the N additions that help most.")  # fmt: skip
@click.option("--for", "ego", metavar="ACTOR", help="With --best: help this actor's closeness.")
@click.option("--goal", type=click.Choice(GOALS),
    help="With --best: what to help (default: distance).")  # fmt: skip
@click.option("--loss", is_flag=True,
    help="Instead: what is left of the network when it loses actors, targeted and at random.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", callback=path_given,
    help="Draw it too: a picture (.svg), or a page with the pictures and tables (.html).")  # fmt: skip
@view_options
@format_option
@lang_option
def whatif(
    dataset: str,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    path: str | None,
    best: int | None,
    ego: str | None,
    goal: str | None,
    loss: bool,
    output: str | None,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Measure the network before and after changes, or propose those that help most."""
    changes = bool(add or remove or path)
    if changes + (best is not None) + loss != 1:
        raise click.UsageError("Say what to change (--add, --remove, --file), or --best N, or --loss.")  # fmt: skip
    if (ego or goal) and best is None:
        raise click.UsageError("--for and --goal need --best N.")
    if ego and goal:
        raise click.UsageError("Choose --for or --goal, not both.")
    ending = "" if output is None else output.rpartition(".")[2].lower()
    if ending not in {"", "svg", "html"} or (loss and ending == "html"):
        raise click.UsageError("-o draws a .svg or, of a change, an .html.")
    data = load_data(dataset, lang)
    if loss:
        _loss(data, style, lang, options, output)
    elif best is not None:
        _best(data, best, ego, goal or "distance", style, lang, options, output)
    else:
        _changes(data, add, remove, path, style, lang, options, output)


def _changes(
    data: Any,
    add: Any,
    remove: Any,
    path: str | None,
    style: str,
    lang: str,
    options: Any,
    output: str | None,
) -> None:
    from pathlib import Path

    from ..graph.scenarios import read_changes, what_if
    from ..reports.scenarios import change_phrase, outcome_json, outcome_tables

    lines = Path(path).read_text("utf-8", errors="replace") if path else ""
    outcome = what_if(data, read_changes(data, add, remove, lines), **options)
    language = language_of(lang)
    tables = outcome_tables(outcome)
    if style == "json":
        answer(style, [], [], outcome_json(outcome, language))
    elif style == "csv":
        rows = [
            [table.name, *(_cell(cell, language) for cell in row), *[None] * (6 - len(row))]
            for table in tables
            for row in table.rows
        ]
        answer(style, ["table", *(f"cell_{n}" for n in range(1, 7))], rows, None)
    else:
        click.echo("\n\n".join(table_text(table, language) for table in tables))
        for change in outcome.changes:
            note(language.text(change_phrase(outcome, change)))
    _drawn(outcome, language, output)


def _drawn(outcome: Any, language: Any, output: str | None) -> None:
    """Write the picture of a change, or the page about it."""
    if output is None:
        return
    from ..reports.change_picture import change_report, change_scene
    from ..reports.writers import html
    from ..reports.writers.output import write_file
    from ..reports.writers.svg import scene_svg

    if output.lower().endswith(".html"):
        content = html.write(change_report(outcome, language), language)
    else:
        content = scene_svg(change_scene(outcome, language)).encode()
    note(str(write_file(output, content)))


def _cell(cell: Any, language: Any) -> Any:
    from ..graph.phrases import Phrase

    return language.text(cell) if isinstance(cell, Phrase) else cell


def _best(
    data: Any,
    count: int,
    ego: str | None,
    goal: str,
    style: str,
    lang: str,
    options: Any,
    output: str | None,
) -> None:
    from ..graph.additions import best_additions
    from ..graph.scenarios import tie_changes, what_if
    from ..reports.scenarios import proposal_json, proposal_table

    proposal = best_additions(data, count, goal, actor=ego, **options)
    language = language_of(lang)
    if style == "table":
        click.echo(table_text(proposal_table(proposal), language))
        for fact in proposal.facts():
            note(language.text(fact))
    else:
        rows = [[*row.pair, row.value, row.gain] for row in proposal.additions]
        answer(style, ["from", "to", "value", "gain"], rows, proposal_json(proposal, language))
    if output is not None:
        changes = tie_changes(data, [row.pair for row in proposal.additions])
        _drawn(what_if(data, changes, **options), language, output)


def _loss(data: Any, style: str, lang: str, options: Any, output: str | None) -> None:
    from ..graph.evidence.robustness import loss_curve
    from ..reports.loss_chart import loss_svg
    from ..reports.scenarios import loss_json, loss_table
    from ..reports.writers.output import write_file

    curve = loss_curve(data.view(**options))
    rows = loss_json(curve)
    language = language_of(lang)
    if style == "table":
        click.echo(table_text(loss_table(curve), language))
    else:
        header = ["share", "lost", "targeted", "random", "lowest", "highest"]
        answer(style, header, [list(row.values()) for row in rows], rows)
    if output is not None:
        title = language.text(data.said("title"))
        note(str(write_file(output, loss_svg(curve, title, language).encode())))


@click.command(epilog="Example: alianza compare allas allas --at-old 2014 --at 2018")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--at", metavar="DATE", help="The date in NEW at which ties hold.")
@click.option("--at-old", metavar="DATE", help="The date in OLD (default: that of --at).")
@format_option
@lang_option
def compare(
    old: str, new: str | None, at: str | None, at_old: str | None, style: str, lang: str
) -> None:
    """List the gaps closed, opened and unchanged between two datasets, or two dates of one.

    Without NEW, OLD is compared with itself, which needs --at and --at-old.
    """
    from ..graph.gaps.comparing import compare_gaps
    from ..reports.gap_rows import COLUMNS, full_row
    from ..reports.scenarios import compared_json, compared_table

    if new is None and (at is None or at_old is None):
        raise click.UsageError("Name a second dataset, or two dates with --at-old and --at.")
    first = load_data(old, lang)
    second = first if new is None else load_data(new, lang)
    found = compare_gaps(first, second, at=at, old_at=at_old)
    language = language_of(lang)
    if style == "table":
        click.echo(table_text(compared_table(found), language))
    else:
        rows = [
            [state, *full_row(gap, language)]
            for state in ("closed", "opened", "unchanged")
            for gap in getattr(found, state)
        ]
        answer(style, ["change", *COLUMNS], rows, compared_json(found, language))
