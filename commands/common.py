"""What the commands share: the options, loading, and how an answer is said."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..graph.phrases import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..graph.dataset import Dataset
    from ..graph.faults import Fault, LoadReport
    from ..reports.language import Language
    from ..reports.report import Table

FORMATS = ("table", "csv", "json")
FAULTS, USAGE, BUG, INTERRUPTED = 1, 2, 3, 130


def language_of(code: str) -> Language:
    """Give the language of what people read, loaded when it is needed."""
    from ..reports.language import Language

    return Language(code)


def _remember(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Keep the language where `_fail` finds it; a command without ``--lang`` takes the group's."""
    root = ctx.find_root()
    given = ctx.get_parameter_source(str(param.name)) is click.core.ParameterSource.COMMANDLINE
    if given or root.obj is None:
        root.obj = value
    return str(root.obj)


def listed(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> list[str] | None:
    """Split the values of an option at commas; None if it was not given."""
    items = [item.strip() for text in value for item in text.split(",") if item.strip()]
    if value and not items:
        raise click.BadParameter("it names nothing; leave the option out to mean all.")
    return items or None


def path_given(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Refuse an empty path, which would mean the working folder."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty.")
    return value


def limit_changes(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> dict[str, int]:
    """Read ``NAME=NUMBER``, several parted by commas, as limits of what is read."""
    from ..graph.formats.limits import LIMITS
    from ..graph.phrases import mark as _
    from .spoken import said

    found: dict[str, int] = {}
    for part in (part.strip() for text in value for part in text.split(",") if part.strip()):
        name, _sign, number = part.partition("=")
        digits = number.strip().replace("_", "")
        if name.strip() not in LIMITS or not (digits.isascii() and digits.isdecimal()):
            known = ", ".join(LIMITS)
            wrong = _("write “{part}” as NAME=NUMBER; the names are {known}.")
            raise click.BadParameter(said(wrong, part=part, known=known))
        found[name.strip()] = int(digits[:15])
    return found


dataset_argument = click.argument("dataset", default="allas", required=False)
lang_option = click.option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    default="en",
    envvar="ALIANZA_LANG",
    show_default=True,
    show_envvar=True,
    callback=_remember,
    is_eager=True,
    help="Language of what people read.",
)
format_option = click.option(
    "--format", "style", type=click.Choice(FORMATS), default="table", show_default=True,
    help="How the answer is written to standard output.",
)  # fmt: skip


def view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose a view: the same for every command that measures."""
    for option in reversed(
        (
            click.option("--ties", multiple=True, callback=listed, metavar="KINDS",
                help="Kinds of ties to count, separated by commas (default: all)."),
            click.option("--actors", multiple=True, callback=listed, metavar="KINDS",
                help="Kinds of actors to keep (default: all)."),
            click.option("--at", metavar="DATE",
                help="Only ties that held then: 2014, 2014-05 (default: all dates)."),
            click.option("--undated", type=click.Choice(["keep", "drop"]), default="keep",
                show_default=True, help="With --at: what becomes of ties without a date."),
            click.option("--project", metavar="KIND",
                help="Tie the actors of this kind that share an affiliation."),
            click.option("--weights", metavar="WEIGHTS",
                help="Let measures use weights: count, weight; with --project shared, newman, jaccard."),
            click.option("--directed", is_flag=True, help="Keep the direction of ties."),
            click.option("--two-mode/--one-mode", "two_mode", default=None,
                help="Force two modes or one (default: two where all ties join members to networks)."),
            click.option("--where", multiple=True, metavar="COLUMN=VALUES",
                help="Only ties with one of these values, parted by |, in a column; repeat for more columns."),
            click.option("--countries", multiple=True, callback=listed, metavar="CODES",
                help="Only actors of these countries, and those without one: MX,BR."),
            click.option("--areas", multiple=True, callback=listed, metavar="NAMES",
                help="Only actors of these areas, and those without one: Europe."),
            click.option("--min-degree", type=click.IntRange(min=1), metavar="K",
                help="Only actors with at least K partners, counted once; of one kind with --mode."),
            click.option("--mode", metavar="KIND",
                help="With --min-degree: the kind of actors that needs so many partners."),
            click.option("--largest", is_flag=True, help="Only the largest component."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def worker_options(default: int | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--workers`` and ``--scheduler``; `default` None is a thread for each core."""
    threads = "Threads; the answer does not depend on it."
    if default is None:
        threads = (
            "Threads for large networks (default: one a core); the answer does not depend on it."
        )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(
            (
                click.option("--workers", type=click.IntRange(1, 256), default=default,
                    show_default=default is not None, metavar="N", help=threads),
                click.option("--scheduler", metavar="ADDRESS",
                    help="Work on a running Dask cluster: tcp://host:8786; the answer stays the same."),
            )
        ):  # fmt: skip
            command = option(command)
        return command

    return add


@contextmanager
def working(
    workers: int | None, scheduler: str | None, lang: str, *, bar: bool = True
) -> Iterator[None]:
    """Do what is large on so many threads or a cluster, with a bar on a terminal.

    Says so if nothing was large enough for the cluster.
    """
    from ..graph.ensembles import working as placed
    from ..graph.phrases import Phrase
    from ..graph.phrases import mark as _

    with placed(workers, scheduler, steps if bar else None) as place:
        yield
    if scheduler and not place.asked:
        idle = Phrase(_("Nothing here is large enough for the cluster, which was not asked."))
        note(language_of(lang).text(idle))


def load_data(source: str, lang: str) -> Dataset:
    """Load a dataset; its warnings go to standard error."""
    from ..graph.loading import load

    data = load(source)
    if any(fault.severity == "warning" for fault in data.report.faults):
        print_faults(data.report, lang)
    return data


def print_faults(report: LoadReport, lang: str, *, err: bool = True) -> None:
    """Say the faults of a report, at most 50, and their total; to standard error unless told."""
    from ..graph.faults import SHOWN
    from ..graph.phrases import counted
    from ..graph.phrases import mark as _

    language = language_of(lang)
    for fault in report.faults[:SHOWN]:
        click.echo(fault_line(fault, language), err=err)
    rest = len(report.faults) - SHOWN
    if rest > 0:
        more = counted(_("… and {count} more fault."), _("… and {count} more faults."), rest)
        click.echo(language.text(more), err=err)
    errors = len(report.errors)
    if errors:
        total = counted(
            _("{count} fault must be mended; nothing was done."),
            _("{count} faults must be mended; nothing was done."),
            errors,
        )
        click.echo(language.text(total), err=err)


SEVERITIES = ("error", "warning", "note")


def fault_line(fault: Fault, language: Language) -> str:
    """Say a fault in one line: severity, code, place, message, what to do."""
    from ..reports.answers import hint_text
    from ..reports.writers.cells import one_line

    severity = language.text(_severity(fault.severity))
    said = f"{language.text(fault.message)} {hint_text(fault, language)}".strip()
    return one_line(f"{severity} {fault.code} · {fault.place} — {said}")


def _severity(name: str) -> str:
    from ..graph.phrases import mark as _

    return {"error": _("error"), "warning": _("warning"), "note": _("note")}[name]


def answer(style: str, header: list[str], rows: Iterable[list[Any]], value: Any) -> None:
    """Write one answer to standard output as a table, CSV or JSON: of `value`, or what it gives."""
    from ..reports.frames import aligned, csv_pieces, json_text

    if style == "json":
        click.echo(json_text(value() if callable(value) else value))
    elif style == "csv":
        for piece in csv_pieces(header, rows):
            click.echo(piece, nl=False)
    else:
        click.echo(aligned(header, list(rows)))


def note(text: str) -> None:
    """Write a line for people to standard error, where it disturbs no pipe."""
    from ..reports.writers.cells import printable

    click.echo(printable(text), err=True)


@contextmanager
def progress(names: tuple[str, ...], lang: str) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal and nothing in a pipe; gives a function that makes a step."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    language = language_of(lang)
    with click.progressbar(
        range(len(names)),
        file=sys.stderr,
        label="alianza",
        show_eta=False,
        item_show_func=lambda step: language.text(names[step]) if step is not None else "",
    ) as bar:
        yield lambda name: bar.update(1, names.index(name))


@contextmanager
def steps(count: int) -> Iterator[Callable[[], None] | None]:
    """Show a bar of `count` steps on a terminal, none in a pipe; gives a function or None."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=count, file=sys.stderr, label="alianza") as bar:
        yield lambda: bar.update(1)


def table_text(table: Table, language: Language) -> str:
    """Give a table of a report for a terminal, its caption above it."""
    from ..reports.frames import aligned
    from ..reports.writers.cells import cell_text

    rows = [
        [cell_text(cell, column, language) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    header = [language.text(column.title) for column in table.columns]
    return f"{language.text(table.caption)}\n\n{aligned(header, rows)}"
