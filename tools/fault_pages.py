"""Write docs/faults.md from the catalogue of faults and their examples.

``python tools/fault_pages.py`` writes the page; ``--check`` only tells whether it is current, and
exits with 1 if not.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

import fault_examples as examples
from alianza.commands.common import fault_line
from alianza.graph.faults import CATALOGUE
from alianza.reports.language import Language

PAGE = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
SEVERITIES = {
    "error": "The data are refused until it is mended.",
    "warning": "The data are used; look again.",
    "note": "What alianza did; nothing need be done.",
}
INTRODUCTION = f"""# What can be wrong, and how to mend it

`alianza validate` and `alianza import` name each fault by one of these {len(CATALOGUE)} codes, which stay the same from
version to version and in every language. A line says how grave it is, the code, the file with row and column, what is wrong
and what to do; rows count as a spreadsheet counts them, the header being row 1. At most 50 faults are shown and the rest
counted; `--format json` gives all.

This page is made by `python tools/fault_pages.py` from the catalogue and from the examples in `tests/faults`, each of which a
test reads. Words in braces stand for what the file has there.
"""


def example_line(code: str) -> str:
    """Give the line that alianza prints for the example of `code`, without the place where it lay."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "example"
        folder.mkdir()
        found = examples.faults_of(code, folder)
        said = next(fault for fault in found if fault.code == code)
        line = fault_line(said, Language("en"))
        for path in (folder, examples.FOLDER):
            line = line.replace(f"{path}/", "").replace(str(path), "example")
    return line


def excerpt(code: str) -> str:
    """Give the text of the example of `code` where it is short and plain, else an empty text."""
    if code in examples.BUILT:
        return ""
    path = examples.place_of(code, Path())
    shown = []
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        text = file.read_bytes().decode("utf-8", "replace")
        plain = "\ufffd" not in text and not re.search(r"[\x00-\x08\x0e-\x1f]|```", text)
        if not plain or len(text) > 600:
            return ""
        name = f"{path.name}/{file.name}" if path.is_dir() else file.name
        shown.append(f"{name}:\n{text.rstrip()}")
    return "\n\n".join(shown)


def paragraph(code: str) -> str:
    """Give what the page says of one code."""
    kind = CATALOGUE[code]
    parts = [f"### {code}\n", f"{kind.message} {kind.hint}\n"]
    text = excerpt(code)
    if text:
        parts.append(f"```text\n{text}\n```\n")
    if code in examples.IMPORTS:
        given = examples.IMPORTS[code]
        if given["layout"]:
            columns = f" --map {given['columns']}" if given["columns"] else ""
            parts.append(f"With `--as {given['layout']}{columns}`:\n")
    parts.append(f"```text\n{example_line(code)}\n```\n")
    return "\n".join(parts)


def page() -> str:
    """Give the whole page: the codes of each severity in the order of the alphabet."""
    parts = [INTRODUCTION]
    for severity, meaning in SEVERITIES.items():
        codes = sorted(code for code, kind in CATALOGUE.items() if kind.severity == severity)
        links = " · ".join(f"[{code}](#{code})" for code in codes)
        parts.append(f"## {severity.capitalize()}s\n\n{meaning} {links}\n")
        parts += [paragraph(code) for code in codes]
    return "\n".join(parts)


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    made = page()
    if parser.parse_args().check:
        return 0 if PAGE.read_text("utf-8") == made else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
