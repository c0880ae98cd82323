"""The command line: which commands there are, and how an error is said."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn, cast

import click

from . import __version__
from .commands.common import (
    BUG,
    FAULTS,
    INTERRUPTED,
    USAGE,
    lang_option,
    language_of,
    limit_changes,
    print_faults,
)
from .commands.spoken import (
    asked_language,
    near_miss,
    said,
    said_again,
    speaking,
    translated,
)
from .graph.phrases import LANGUAGES
from .graph.phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .graph.phrases import Phrase

_ISSUES = "https://github.com/alianza/alianza/issues"

# Where each command stands: module and name in `commands`. Loaded when it is asked for.
COMMANDS = {
    "backbone": ("structure", "backbone"),
    "brokerage": ("structure", "brokerage"),
    "centrality": ("measuring", "centrality"),
    "communities": ("evidence", "communities"),
    "compare": ("changing", "compare"),
    "convert": ("converting", "convert"),
    "datasets": ("listing", "datasets"),
    "distribution": ("distribution", "distribution"),
    "embed": ("drawing", "embed"),
    "equivalence": ("structure", "equivalence"),
    "figure": ("drawing", "figure_command"),
    "formats": ("converting", "formats"),
    "gaps": ("gaps", "gaps"),
    "import": ("importing", "import_command"),
    "map": ("drawing", "map_command"),
    "measures": ("listing", "measures"),
    "mixing": ("structure", "mixing"),
    "new": ("starting", "new"),
    "qap": ("evidence", "qap"),
    "rankclock": ("timeline", "rankclock"),
    "report": ("reporting", "report"),
    "significance": ("evidence", "significance"),
    "slides": ("drawing", "slides"),
    "stability": ("evidence", "stability"),
    "summary": ("measuring", "summary"),
    "timeline": ("timeline", "timeline"),
    "validate": ("checking", "validate"),
    "warm-up": ("warming", "warm_up"),
    "whatif": ("changing", "whatif"),
}


class _Alianza(click.Group):
    """The group of commands: says every error in one line and keeps tracebacks for ``--debug``.

    Its help and its commands' are `spoken` in the language that the command line asks for.
    """

    spoken = False

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        with speaking(asked_language(sys.argv[1:] if args is None else list(args))):
            group = cast("_Alianza", translated(self))
            group.spoken = True
            return super(_Alianza, group).main(args, *more, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f".commands.{module}", __package__), name)
        return translated(command) if self.spoken else command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = near_miss(args[0], COMMANDS)
            raise click.UsageError(f"{error.message} {near}".rstrip(), ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.Exit:
            raise
        except click.ClickException as error:
            raise said_again(error) from None
        except (KeyboardInterrupt, click.Abort):
            click.echo(said(_("Interrupted; nothing was half written.")), err=True)
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
        print_faults(error.report, lang)
        ctx.exit(FAULTS)
    if isinstance(error, AlianzaError):
        click.echo(printable(language_of(lang).text(error.phrase)), err=True)
        ctx.exit(USAGE)
    what = printable(f"{type(error).__name__}: {error}".splitlines()[0][:300])
    text = _(
        "This is a bug in alianza ({what}). Please report it at {address};"
        " `{command}` shows where it happened."
    )
    click.echo(said(text, what=what, address=_ISSUES, command="alianza --debug …"), err=True)
    ctx.exit(BUG)


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(said(_("alianza, version {version}"), version=__version__))
        ctx.exit()


@click.group(
    cls=_Alianza,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: alianza report allas -o out --lang es",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Show the version and exit.",
)  # fmt: skip
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.option("--verbose", is_flag=True, help="Say which way large networks are measured.")
@lang_option
@click.option(
    "--limit", "changes", multiple=True, metavar="NAME=NUMBER", envvar="ALIANZA_LIMITS",
    show_envvar=True, callback=limit_changes,
    help="Another limit for what is read: ties=9000000 (docs/reliability.md lists them).",
)  # fmt: skip
@click.pass_context
def main(
    ctx: click.Context,
    debug: bool,  # noqa: ARG001 - read from the context by _Alianza
    verbose: bool,
    lang: str,  # noqa: ARG001 - kept by its callback
    changes: dict[str, int],
) -> None:
    """Networks of cities and their partners: reports, measures, maps.

    DATASET is the name of a built-in dataset, a folder with actors.csv and ties.csv, or an
    .xlsx workbook with sheets of those names.
    """
    if changes:
        from .graph.formats.limits import limited

        ctx.with_resource(limited(**changes))
    for stream in (sys.stdout, sys.stderr):
        # A pipe or an old console may not know every letter; no answer fails for that.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    _listen(ctx, verbose=verbose)


def _listen(ctx: click.Context, *, verbose: bool) -> None:
    """Say each notice of the library once, details only if `verbose`."""
    from .commands.common import note
    from .graph.notices import listen

    said: set[str] = set()

    def hear(what: Phrase, detail: bool) -> None:
        text = language_of(ctx.obj if ctx.obj in LANGUAGES else "en").text(what)
        if text not in said and (verbose or not detail):
            said.add(text)
            note(text)

    listen(hear)
