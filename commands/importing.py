"""Tables of other people's making into datasets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.phrases import mark as _
from .common import (
    FAULTS,
    answer,
    format_option,
    lang_option,
    language_of,
    path_given,
    print_faults,
)
from .spoken import said

if TYPE_CHECKING:
    from ..graph.importing.building import Imported

LAYOUTS = ("memberships", "dyads", "incidence", "adjacency")


def _pairs(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in value:
        left, sign, right = text.rpartition("=")
        if not sign or not left.strip():
            raise click.BadParameter(said(_("write it as OLD=NEW, not as “{text}”."), text=text))
        pairs[left.strip()] = right.strip()
    return pairs


def _values(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for text in value:
        column, colon, pair = text.partition(":")
        old, sign, new = pair.rpartition("=")
        if not colon or not sign or not old.strip() or not column.strip():
            wrong = _("write it as COLUMN:OLD=NEW, not as “{text}”.")
            raise click.BadParameter(said(wrong, text=text))
        found.setdefault(column.strip(), {})[old.strip()] = new.strip()
    return found


@click.command("import", epilog="Example: alianza import members.csv -o my-network")
@click.argument("file")
@click.option("--as", "layout", type=click.Choice(LAYOUTS),
    help="What a row is: a membership, a pair; or what the matrix crosses (default: proposed).")  # fmt: skip
@click.option("--map", "columns", multiple=True, metavar="KEY=COLUMN,…",
    help="What each column is: actor=geonameId,label=asciiName,group=Network (default: proposed).")  # fmt: skip
@click.option("-o", "--output", metavar="DATASET",
    help="The folder or file to write; its ending tells the format.")  # fmt: skip
@click.option("--role", "roles", multiple=True, callback=_pairs, metavar="ROLE=KIND",
    help='Kind of tie for which a role stands: "Lead Partner=leadership".')  # fmt: skip
@click.option("--value", "values", multiple=True, callback=_values, metavar="COLUMN:OLD=NEW",
    help='What a cell of a column means: "Country:Prussia=DE".')  # fmt: skip
@click.option(
    "--actor-kind", default="city", show_default=True, metavar="KIND", help="Kind of the actors."
)
@click.option(
    "--group-kind", default="network", show_default=True, metavar="KIND", help="Kind of the groups."
)
@click.option("--tie-kind", metavar="KIND",
    help="Kind of the ties (default: membership; of pairs and square matrices agreement).")  # fmt: skip
@click.option("--directed", is_flag=True, help="A new kind of tie has a direction.")
@click.option(
    "--sheet", metavar="NAME", help="Sheet of a workbook (default: the first with cells)."
)
@format_option
@lang_option
def import_command(
    file: str,
    layout: str | None,
    columns: tuple[str, ...],
    output: str | None,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Make a dataset of a table by a map of its columns; without a map, propose one.

    A map says what each column is. For memberships: actor (its id), label, group, group_label,
    role, start, end, country, lat, lon, … For dyads: from, to (names, or ids if from_label is
    there), from_country, from_lat, from_lon, to_country, …, role, start, end.
    """
    from ..graph.importing import parse_maps, read_import

    ctx = click.get_current_context()
    if layout is None or (not columns and layout in LAYOUTS[:2]):
        _propose(ctx, file, layout, output, style, lang, options.get("sheet"))
        return
    if output is None:
        raise click.UsageError("give the place of the dataset with -o.")
    path_given(ctx, ctx.command.params[0], output)
    from ..graph.saving import format_of
    from .saving import refuse_input, save

    row = format_of(Path(output))
    refuse_input(file, output)
    mapping = parse_maps(columns, file)
    done = read_import(file, layout, mapping, **options)
    print_faults(done.report, lang)
    if done.report.errors:
        ctx.exit(FAULTS)
    written = save(done.result, output, row, lang, _doubts(done))  # type: ignore[arg-type]
    _answer(done, [str(path) for path in written], style, lang)


def _doubts(done: Imported) -> dict[str, bytes]:
    from dataclasses import astuple

    from ..graph.importing.building import DOUBT_COLUMNS
    from ..reports.frames import csv_text

    rows = [list(astuple(doubt)) for doubt in done.doubts]
    return {"doubtful.csv": csv_text(DOUBT_COLUMNS, rows).encode()}


def _answer(done: Imported, written: list[str], style: str, lang: str) -> None:
    from ..reports.answers import import_rows

    header, rows = import_rows(done, language_of(lang))
    keys = ("read", "kept", "merged", "refused")
    value = {
        "rows": {key: getattr(done.rows, key) for key in keys},
        "actors": done.report.actors.kept,
        "ties": done.rows.kept,
        "doubts": len(done.doubts),
        "files": written,
    }
    answer(style, header, rows, value)
    if style == "table":
        for path in written:
            click.echo(path)


def _propose(
    ctx: click.Context,
    file: str,
    layout: str | None,
    output: str | None,
    style: str,
    lang: str,
    sheet: object,
) -> None:
    from ..graph.importing import read_proposal
    from ..reports.answers import proposal_rows

    found = read_proposal(file, layout, None if sheet is None else str(sheet))
    language = language_of(lang)
    if isinstance(found, tuple):
        proposal, report = found
        print_faults(report, lang)
    else:
        print_faults(found, lang)
        ctx.exit(FAULTS)
    command = proposal.command(file, output or language.text(_("DATASET")))
    header, rows = proposal_rows(proposal, language)
    value = {"layout": proposal.layout, "map": dict(proposal.columns), "command": command}
    answer(style, header, rows, value)
    if style == "table":
        from ..reports.writers.cells import one_line

        click.echo("\n" + language.text(_("Nothing was written. This would be:")))
        click.echo(one_line(command))
