"""Measure alianza beside other libraries: ``python benchmarks loading --write``.

Each subject is a module of this folder with ``NAME``, ``run(quick) -> str`` (a text in Markdown).
With ``--write`` the text takes its place in ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "performance.md"
HELPERS = {"__main__", "generators", "graphtool", "plain_report", "timing"}


def subjects() -> list[str]:
    """Give the names of what can be measured."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in HELPERS)


def put(name: str, text: str) -> None:
    """Put `text` between the marks of `name` in the page."""
    page = PAGE.read_text("utf-8")
    first, last = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, rest = page.split(first)
    _old, after = rest.split(last)
    PAGE.write_text(f"{before}{first}\n{text.strip()}\n\n{last}{after}", "utf-8")


def main() -> None:
    """Run the subjects asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("subjects", nargs="*", choices=[*subjects(), []])
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the way")
    parser.add_argument("--write", action="store_true", help="put the result into the docs")
    chosen = parser.parse_args()
    for name in chosen.subjects or subjects():
        text = import_module(name).run(quick=chosen.quick)
        print(text, flush=True)
        if chosen.write:
            put(name, text)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
