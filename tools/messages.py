"""Bring the catalogues up to date: collect the messages, merge, compile.

``python tools/messages.py`` writes ``reports/locales/alianza.pot`` (not shipped), merges it
into the ``.po`` file of every language and compiles the ``.mo`` files; ``--check`` only tells
whether the catalogues are complete and current, and exits with 1 if not.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "reports" / "locales"
LANGUAGES = ("es", "fr", "pt")
METHODS = [
    ("tests/**", "ignore"),
    ("tools/**", "ignore"),
    ("build/**", "ignore"),
    ("web/**", "ignore"),
    ("**.py", "python"),
    ("**.j2", "jinja2"),
]
REFUSALS = ("UsageError", "BadParameter")
KEYWORDS = {"_": None, "mark": None, "N_": None}


def plural_pairs() -> list[tuple[str, str]]:
    """Give the (singular, plural) pairs that stand in calls of ``counted`` and in ``DROPPED``."""
    pairs = []
    for path in sorted(
        path for top in ("commands", "graph", "reports") for path in (ROOT / top).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            items = None
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "counted":
                items = node.args[:2]
            elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
                items = node.elts
            if not items or not all(map(marked, items)):
                continue
            one, many = (item.args[0].value for item in items)
            if "{count}" in one and "{count}" in many:
                pairs.append((one, many))
    return pairs


def marked(node: object) -> bool:
    """Tell whether `node` is a call ``_("text")``."""
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "_"
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Constant)
    )


def help_texts() -> list[str | tuple[str, str]]:
    """Collect the texts of the help: of the group, of every command, and of click."""
    if ROOT.name == "alianza":
        sys.path.insert(0, str(ROOT.parent))
    import click  # noqa: PLC0415
    from alianza import cli  # noqa: PLC0415
    from alianza.commands import spoken  # noqa: PLC0415

    found = [cli.main.get_command(click.Context(cli.main), name) for name in cli.COMMANDS]
    return spoken.help_texts([cli.main, *found])


def refusals() -> list[str]:
    """Collect the texts of the usage errors that commands raise."""
    return [
        node.args[0].value
        for path in sorted((ROOT / "commands").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in REFUSALS
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]


def template() -> Catalog:
    """Collect every message of the package, plural forms put together."""
    pairs = dict(plural_pairs())
    several = set(pairs.values())
    catalogue = Catalog(project="alianza", charset="utf-8", fuzzy=False)
    found: dict[object, list[str]] = {}
    for file, _line, message, _comments, _context in extract_from_dir(
        ROOT, method_map=METHODS, keywords=KEYWORDS
    ):
        if not message or message in several:
            continue
        key = (message, pairs[message]) if message in pairs else message
        found.setdefault(key, []).append(file)
    for text in [*help_texts(), *refusals()]:
        found.setdefault(text, []).append("cli.py")
    for key in sorted(found, key=str):
        catalogue.add(key, locations=[(file, None) for file in sorted(set(found[key]))])
    return catalogue


def path_of(language: str, suffix: str) -> Path:
    """Give the path of a catalogue."""
    return LOCALES / language / "LC_MESSAGES" / f"alianza.{suffix}"


def merged(language: str, messages: Catalog) -> Catalog:
    """Give the catalogue of `language` with exactly the messages of the template."""
    path = path_of(language, "po")
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    new = Catalog(
        locale=language, project="alianza", charset="utf-8", fuzzy=False, language_team="alianza"
    )
    for message in messages:
        if message.id:
            before = old.get(message.id)
            string = before.string if before is not None and not before.fuzzy else ""
            if message.pluralizable and not isinstance(string, (tuple, list)):
                string = ("",) * new.num_plurals
            new.add(message.id, string, locations=message.locations)
    return new


def text_of(catalogue: Catalog) -> bytes:
    """Give the ``.po`` text, without the dates that would make each run differ."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, omit_header=False, width=100, sort_output=True, include_lineno=False
    )
    lines = buffer.getvalue().splitlines(keepends=True)
    dated = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Last-Translator',
        b'"Generated-By',
        b'"Report-Msgid',
    )
    kept = [line for line in lines if not line.startswith((*dated, b"# "))]
    return b"".join(kept)


class _Undated(Catalog):
    """A catalogue whose header tells no time and no version, so that its bytes stay the same."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Give what gettext needs to read the catalogue."""
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", self.plural_forms),
        ]


def compiled(catalogue: Catalog) -> bytes:
    """Give the ``.mo`` bytes of a catalogue."""
    plain = _Undated(locale=catalogue.locale, charset="utf-8", fuzzy=False)
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, plain)
    return buffer.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Give the messages that have no translation, or only some of the plural forms."""
    empty = []
    for message in catalogue:
        strings = message.string if message.pluralizable else [message.string]
        if message.id and not all(strings):
            empty.append(str(message.id))
    return empty


def main() -> int:
    """Update or check the catalogues."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing, exit 1 if not current"
    )
    parser.add_argument("--language", choices=LANGUAGES, help="only this one (default: all)")
    arguments = parser.parse_args()
    check = arguments.check
    messages, bad = template(), 0
    for language in [arguments.language] if arguments.language else LANGUAGES:
        catalogue = merged(language, messages)
        files = {path_of(language, "po"): text_of(catalogue)}
        files[path_of(language, "mo")] = compiled(catalogue)
        for path, content in files.items():
            if check and (not path.exists() or path.read_bytes() != content):
                print(f"{path.relative_to(ROOT)} is not current")
                bad = 1
            elif not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        empty = missing(catalogue)
        print(f"{language}: {len(catalogue)} messages, {len(empty)} without translation")
        bad = bad or (1 if empty else 0)
    return bad if check else 0


if __name__ == "__main__":
    sys.exit(main())
