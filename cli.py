"""The command line: options in, one library call, lines out."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from . import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .graph.dataset import Dataset
    from .graph.faults import Fault, LoadReport
    from .reports.language import Language

LANGUAGES = ("en", "es", "fr", "pt")
FORMATS = ("table", "csv", "json")
FAULTS, USAGE, BUG, INTERRUPTED = 1, 2, 3, 130
_ISSUES = "https://github.com/alianza/alianza/issues"


class _Alianza(click.Group):
    """The group of commands: says every error in one line and keeps tracebacks for ``--debug``."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            click.echo("Interrupted; nothing was half written.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            # The reader of our output has left (``| head``); nothing is wrong.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            _fail(ctx, error)


def _fail(ctx: click.Context, error: Exception) -> NoReturn:
    from .graph.faults import AlianzaError, DataFaultsError
    from .reports.writers.cells import printable

    lang = ctx.obj if ctx.obj in LANGUAGES else "en"
    if isinstance(error, DataFaultsError):
        _print_faults(error.report, lang)
        ctx.exit(FAULTS)
    if isinstance(error, AlianzaError):
        click.echo(printable(_language(lang).text(error.phrase)), err=True)
        ctx.exit(USAGE)
    what = printable(f"{type(error).__name__}: {error}".splitlines()[0][:300])
    click.echo(
        f"This is a bug in alianza ({what}). Please report it at {_ISSUES};"
        " `alianza --debug …` shows where it happened.",
        err=True,
    )
    ctx.exit(BUG)


def _language(code: str) -> Language:
    from .reports.language import Language

    return Language(code)


def _remember(ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """Keep the language where `_fail` finds it."""
    ctx.find_root().obj = value
    return value


def _listed(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> list[str] | None:
    """Split the values of an option at commas; None if it was not given."""
    items = [item.strip() for text in value for item in text.split(",") if item.strip()]
    if value and not items:
        raise click.BadParameter("it names nothing; leave the option out to mean all.")
    return items or None


def _path(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """Refuse an empty path, which would mean the working folder."""
    if not value.strip():
        raise click.BadParameter("it is empty.")
    return value


dataset_argument = click.argument("dataset", default="allas", required=False)
lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
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
            click.option("--ties", multiple=True, callback=_listed, metavar="KINDS",
                help="Kinds of ties to count, separated by commas (default: all)."),
            click.option("--actors", multiple=True, callback=_listed, metavar="KINDS",
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
            click.option("--largest", is_flag=True, help="Only the largest component."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(
    cls=_Alianza,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: alianza report allas -o out --lang es",
)
@click.version_option(__version__, prog_name="alianza")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
def main(debug: bool) -> None:  # noqa: ARG001 - read from the context by _Alianza
    """Networks of cities and their partners: reports, measures, maps.

    DATASET is the name of a built-in dataset, a folder with actors.csv and ties.csv, or an
    .xlsx workbook with sheets of those names.
    """
    for stream in (sys.stdout, sys.stderr):
        # A pipe or an old console may not know every letter; no answer fails for that.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _load(source: str, lang: str) -> Dataset:
    """Load a dataset; its warnings go to standard error."""
    from .graph.loading import load

    data = load(source)
    if any(fault.severity == "warning" for fault in data.report.faults):
        _print_faults(data.report, lang)
    return data


def _print_faults(report: LoadReport, lang: str, *, err: bool = True) -> None:
    from .graph.faults import SHOWN
    from .graph.phrases import counted
    from .graph.phrases import mark as _

    language = _language(lang)
    for fault in report.faults[:SHOWN]:
        click.echo(_fault_line(fault, language), err=err)
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


def _fault_line(fault: Fault, language: Language) -> str:
    from .reports.answers import hint_text
    from .reports.writers.cells import one_line

    severity = language.text(_severity(fault.severity))
    said = f"{language.text(fault.message)} {hint_text(fault, language)}".strip()
    return one_line(f"{severity} {fault.code} · {fault.place} — {said}")


def _severity(name: str) -> str:
    from .graph.phrases import mark as _

    return {"error": _("error"), "warning": _("warning"), "note": _("note")}[name]


def _answer(style: str, header: list[str], rows: list[list[Any]], value: Any) -> None:
    """Write one answer to standard output as a table, CSV or JSON."""
    from .reports.frames import aligned, csv_text, json_text

    if style == "json":
        click.echo(json_text(value))
    elif style == "csv":
        click.echo(csv_text(header, rows), nl=False)
    else:
        click.echo(aligned(header, rows))


def _note(text: str) -> None:
    """Write a line for people to standard error, where it disturbs no pipe."""
    from .reports.writers.cells import printable

    click.echo(printable(text), err=True)


@contextmanager
def _progress(names: tuple[str, ...], lang: str) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal and nothing in a pipe; gives a function that makes a step."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    language = _language(lang)
    with click.progressbar(
        range(len(names)),
        file=sys.stderr,
        label="alianza",
        show_eta=False,
        item_show_func=lambda step: language.text(names[step]) if step is not None else "",
    ) as bar:
        yield lambda name: bar.update(1, names.index(name))


@main.command(epilog="Example: alianza report allas -o out --lang es")
@dataset_argument
@click.option("-o", "--output", default="out", show_default=True, metavar="DIR", callback=_path,
    help="Folder for the files; it is made if it is missing.")  # fmt: skip
@click.option("--compare", multiple=True, callback=_listed, metavar="DATES",
    help="Also set the view side by side at these dates: 2014,2020.")  # fmt: skip
@view_options
@lang_option
def report(dataset: str, output: str, compare: list[str] | None, lang: str, **options: Any) -> None:
    """Write the report: report.html, report.md, tables.xlsx, centrality.csv, map.html."""
    from .reports.main import STEPS, build_report

    data = _load(dataset, lang)
    with _progress(STEPS, lang) as step:
        made = build_report(data, lang=lang, compare=compare or (), step=step, **options)
    for path in made.save(output):
        click.echo(path)


@main.command(epilog="Example: alianza validate my-folder --format json")
@dataset_argument
@format_option
@lang_option
@click.pass_context
def validate(ctx: click.Context, dataset: str, style: str, lang: str) -> None:
    """Check a dataset and list everything that is wrong with it, at once."""
    from .graph.dataset import Dataset
    from .graph.loading import validate as check
    from .reports.answers import COUNT_COLUMNS, FAULT_COLUMNS, count_rows, fault_rows, validation

    result = check(dataset)
    found = result.report if isinstance(result, Dataset) else result
    language = _language(lang)
    if style == "table":
        _answer(
            style,
            [language.text(name) for name in COUNT_COLUMNS],
            count_rows(found, language),
            None,
        )
        _print_faults(found, lang, err=False)
    else:
        _answer(
            style, list(FAULT_COLUMNS), fault_rows(found, language), validation(found, language)
        )
    ctx.exit(FAULTS if found.errors else 0)


@main.command(epilog="Example: alianza summary allas --at 2014 --format json")
@dataset_argument
@view_options
@format_option
@lang_option
def summary(dataset: str, style: str, lang: str, **options: Any) -> None:
    """Print the figures of the network as a whole."""
    from .graph.measures import summarise
    from .reports.answers import figure_rows, summary_json
    from .reports.centrality import view_phrase

    view = _load(dataset, lang).view(**options)
    language = _language(lang)
    figures = summarise(view)
    header, rows = figure_rows(view, figures, language, labelled=style == "table")
    _answer(style, header, rows, summary_json(view, figures, language))
    if style != "json":
        _note(language.text(view_phrase(view)))


@main.command(epilog="Example: alianza centrality allas --measures degree,betweenness --top 10")
@dataset_argument
@click.option("--measures", multiple=True, callback=_listed, metavar="NAMES",
    help="Measures to compute, separated by commas (default: all; see `alianza measures`).")  # fmt: skip
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Only the first N of each kind."
)
@view_options
@format_option
@lang_option
def centrality(
    dataset: str, measures: list[str] | None, top: int | None, style: str, lang: str, **options: Any
) -> None:
    """Rank actors by centrality, among those of their kind."""
    from .graph.measures import measure_table
    from .reports.answers import centrality_rows
    from .reports.centrality import view_phrase
    from .reports.frames import records

    view = _load(dataset, lang).view(**options)
    language = _language(lang)
    table = measure_table(view, measures)
    header, rows, shown = centrality_rows(view, table, language, top=top, labelled=style == "table")
    _answer(style, header, rows, records(shown) if style == "json" else None)
    if style != "json":
        _note(language.text(view_phrase(view)))


@main.command("map", epilog="Example: alianza map allas -o map.html --lang fr")
@dataset_argument
@click.option("-o", "--output", default="map.html", show_default=True, metavar="FILE", callback=_path,
    help="The HTML file to write.")  # fmt: skip
@click.option("--renderer", type=click.Choice(["pyvis"]), default="pyvis", show_default=True,
    help="What draws the map.")  # fmt: skip
@view_options
@lang_option
def map_command(dataset: str, output: str, renderer: str, lang: str, **options: Any) -> None:
    """Write the interactive map: one HTML file that works offline."""
    from .reports.network_map import network_map

    click.echo(
        network_map(_load(dataset, lang), lang=lang, renderer=renderer, **options).save(output)
    )


@main.command(epilog="Example: alianza datasets --format json")
@format_option
@lang_option
def datasets(style: str, lang: str) -> None:
    """List the datasets that ship with alianza."""
    from .reports.answers import dataset_rows

    header, rows = dataset_rows(_language(lang))
    _answer(style, header, rows, [dict(zip(header, row, strict=True)) for row in rows])


@main.command(epilog="Example: alianza measures --format csv")
@format_option
@lang_option
def measures(style: str, lang: str) -> None:
    """List every measure and figure with its definition, range and reference."""
    from .reports.answers import measure_rows

    header, rows = measure_rows(_language(lang), short=style == "table")
    _answer(style, header, rows, [dict(zip(header, row, strict=True)) for row in rows])
