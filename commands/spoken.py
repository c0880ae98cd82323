"""The help and the usage errors in the reader's language.

English stands in the code: in docstrings, in ``help=``, in click. click asks gettext for its
own texts, so for the time of a command gettext is pointed at our catalogues, and commands are
shown as copies whose texts have gone through them. Nothing here imports more than click and the names of the languages.
"""

from __future__ import annotations

import copy
import gettext
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.phrases import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DOMAIN = "alianza"
LOCALES = Path(__file__).resolve().parent.parent / "reports" / "locales"
VARIABLE = "ALIANZA_LANG"
EXAMPLE, EXAMPLE_TEXT = "Example: ", "Example: {command}"

NEAR = ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)")

# What click says by gettext and our commands can make it say, from click 8.2 on.
CLICK: tuple[str | tuple[str, str], ...] = (
    "Aborted!",
    "Choose from:\n\t{choices}",
    "Commands",
    "Could not open file {filename!r}: {message}",
    "Error: {message}",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "Missing parameter",
    "Missing {param_type}",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "No such option: {name}",
    "Option {name!r} does not take a value.",
    "Options",
    "Positional arguments",
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "directory",
    "env var: {var}",
    "file",
    "path",
    "required",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    NEAR,
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)


def asked_language(arguments: Sequence[str]) -> str:
    """Give the language that a command line asks for, before it is parsed.

    The last ``--lang`` with a known code, wherever it stands; else that of the environment;
    else English.
    """
    asked = os.environ.get(VARIABLE, "")
    for place, text in enumerate(arguments):
        if text == "--":
            break
        name, sign, value = text.partition("=")
        if name == "--lang":
            code = value if sign else "".join(arguments[place + 1 : place + 2])
            asked = code if code in LANGUAGES else asked
    return asked if asked in LANGUAGES else "en"


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Let gettext, which click asks for its texts, speak a language for a while."""
    domain, variable = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = code
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if variable is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = variable


def said(text: str, /, **values: Any) -> str:
    """Say a marked text in the language of `speaking`, its places filled from `values`."""
    spoken = gettext.gettext(text) if text else ""
    return spoken.format_map(values) if values else spoken


def said_again(error: click.ClickException) -> click.ClickException:
    """Put the message of an error that a command has raised in English into the language."""
    vars(error)["message"] = said(error.message)
    return error


def near_miss(name: str, known: Iterable[str]) -> str:
    """Say which of `known` may have been meant by `name`, as click says it of options; or nothing."""
    from difflib import get_close_matches

    near = sorted(get_close_matches(name, list(known)))
    names = ", ".join(map(repr, near))
    text = gettext.ngettext(*NEAR, len(near))
    return text.format(possibility=names, possibilities=names) if near else ""


def translated(command: click.Command) -> click.Command:
    """Give a copy of `command` whose help is in the language of `speaking`."""
    own = copy.copy(command)
    # click keeps its --help, in the language in which it was first asked for.
    vars(own)["_help_option"] = None
    own.params = [_translated_parameter(parameter) for parameter in command.params]
    own.options_metavar = said(command.options_metavar or "")
    if command.help:
        own.help = "\n\n".join(map(said, _paragraphs(command.help)))
        own.short_help = own.help.partition("\n\n")[0].partition(". ")[0].removesuffix(".")
    if command.epilog:
        own.epilog = _epilog(command.epilog)
    if isinstance(own, click.Group):
        own.subcommand_metavar = said(own.subcommand_metavar or "")
        own.commands = {name: translated(each) for name, each in own.commands.items()}
    return own


def _epilog(text: str) -> str:
    if text.startswith(EXAMPLE):
        # \b keeps click from breaking the line, so that it can be copied.
        return "\b\n" + said(EXAMPLE_TEXT, command=text.removeprefix(EXAMPLE))
    return said(text)


def _translated_parameter(parameter: click.Parameter) -> click.Parameter:
    own = copy.copy(parameter)
    own.type = copy.copy(parameter.type)
    own.type.name = said(parameter.type.name)
    if own_help := getattr(parameter, "help", None):
        vars(own)["help"] = said(own_help)
    if parameter.metavar:
        own.metavar = said(parameter.metavar)
    elif isinstance(parameter, click.Argument):
        shown = said(str(parameter.name).upper()) + ("..." if parameter.nargs != 1 else "")
        own.metavar = shown if parameter.required else f"[{shown}]"
    return own


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def texts_of(command: click.Command) -> Iterator[str]:
    """Give every text of the help of a command that is to be translated."""
    yield from _paragraphs(command.help or "")
    epilog = command.epilog or ""
    yield EXAMPLE_TEXT if epilog.startswith(EXAMPLE) else epilog
    yield command.options_metavar or ""
    for parameter in command.params:
        yield getattr(parameter, "help", None) or ""
        if parameter.metavar:
            yield parameter.metavar
        elif isinstance(parameter, click.Argument):
            yield str(parameter.name).upper()
        elif not isinstance(parameter.type, (click.Choice, click.types.BoolParamType)):
            yield parameter.type.name
    if isinstance(command, click.Group):
        yield command.subcommand_metavar or ""
        for each in command.commands.values():
            yield from texts_of(each)


def help_texts(commands: Iterable[click.Command]) -> list[str | tuple[str, str]]:
    """Give all texts of the help of `commands` and of click, each once, sorted.

    Texts with a plural are pairs. A text of one letter (``N``) is the same in all languages.
    """
    own = {text for command in commands for text in texts_of(command) if len(text) > 1}
    return sorted({*CLICK, *own}, key=str)
