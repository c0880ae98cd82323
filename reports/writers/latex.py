"""The tables of a report for LaTeX, in the style of `booktabs`; no text of the data is a command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .blocks import said
from .cells import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..language import Language
    from ..report import Report

# Each sign that LaTeX would act on, as LaTeX prints it.
_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "%": r"\%",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "−": r"\ensuremath{-}",
        "→": r"\ensuremath{\rightarrow}",
        "↔": r"\ensuremath{\leftrightarrow}",
        "×": r"\ensuremath{\times}",
        **{
            letter: rf"\ensuremath{{\{name}}}"
            for letter, name in zip(
                "αβγδελμνπρσφχωΔΣΦΩ",
                [
                    "alpha",
                    "beta",
                    "gamma",
                    "delta",
                    "epsilon",
                    "lambda",
                    "mu",
                    "nu",
                    "pi",
                    "rho",
                    "sigma",
                    "phi",
                    "chi",
                    "omega",
                    "Delta",
                    "Sigma",
                    "Phi",
                    "Omega",
                ],
                strict=True,
            )
        },
        "·": r"\ensuremath{\cdot}",
        "√": r"\ensuremath{\surd}",
        "≠": r"\ensuremath{\neq}",
        "∞": r"\ensuremath{\infty}",
        "⁻": r"\ensuremath{^-}",
        **{digit: rf"\ensuremath{{^{place}}}" for place, digit in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
        **{digit: rf"\ensuremath{{_{place}}}" for place, digit in enumerate("₀₁₂₃₄₅₆₇₈₉")},
        "≥": r"\ensuremath{\geq}",
        "≤": r"\ensuremath{\leq}",
        "●": r"\ensuremath{\bullet}",
        "…": r"\ldots{}",
        "\u00a0": "~",
        "\u202f": r"\,",
    }
)


_WIDE = 7
# From so many letters on, a word may break; where it does: behind signs, before escapes of
# addresses, and anywhere in a run of letters that is longer than a column.
_LONG = 24
_PIECE = re.compile(r"%[0-9A-Fa-f]{2}|[^/_.?=&%-]{1,20}[/_.?=&-]?|[/_.?=&%-]")
# The share of the line that a letter takes, and what texts need at least.
_LETTER, _LEAST = 0.0105, 0.3


def plain(text: str) -> str:
    r"""Give `text` on one line so that LaTeX prints it and acts on none of it.

    >>> print(plain("50 % & more"))
    50 \% \& more
    """
    return " ".join(printable(text).split()).translate(_SIGNS)


def write(report: Report, language: Language) -> bytes:
    r"""Write every table of the report's sections as a ``longtable``, to be put in with ``\\input``."""
    content = said(report, language)
    lines = [
        "% \\usepackage{booktabs,longtable,array,textcomp}  \\usepackage[T1]{fontenc}  UTF-8",
        f"% {plain(content['title'])}",
        "",
    ]
    for section in content["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "table":
                lines += [*_table(block), ""]
    return "\n".join(lines).encode()


def loose(text: str) -> str:
    r"""Give `text` as `plain` does, its long words (addresses, ids) so that they may break.

    >>> print(loose("https://example.org/one_two"))
    https:/\allowbreak{}/\allowbreak{}example.\allowbreak{}org/\allowbreak{}one\_\allowbreak{}two
    """
    words = printable(text).split(" ")
    return " ".join(
        plain(word)
        if len(word) <= _LONG
        else r"\allowbreak{}".join(plain(piece) for piece in _PIECE.findall(word))
        for word in words
    )


def _shape(block: Mapping[str, Any]) -> str:
    """Give the columns of a ``longtable``; in a wide one those of numbers have a width too."""
    columns = list(zip(block["widths"], block["columns"], strict=True))
    numbers = [
        max(len(title), *(len(row[place][0]) for row in block["rows"] or [[["", ""]] * len(columns)]))
        for place, (_width, (title, number)) in enumerate(columns)
        if number
    ]  # fmt: skip
    taken = sum(max(0.05, _LETTER * length) for length in numbers)
    room = 0.97 - 0.012 * len(columns) - taken
    wide = len(columns) > _WIDE or room < _LEAST
    if wide:
        room = 0.97 - 0.012 * len(columns)
    texts = [width for width, (_title, number) in columns if wide or not number]
    return "".join(
        "r"
        if number and not wide
        else f">{{\\{'raggedleft' if number else 'raggedright'}\\arraybackslash}}"
        f"p{{{room * width / sum(texts):.3f}\\linewidth}}"
        for width, (_title, number) in columns
    )


def _table(block: Mapping[str, Any]) -> list[str]:
    head = " & ".join(plain(title) for title, _number in block["columns"])
    rows = [" & ".join(loose(text) for text, _link in row) + r" \\" for row in block["rows"]]
    size = r"\scriptsize" if len(block["columns"]) > _WIDE else r"\footnotesize"
    note = [rf"\par\noindent\small {plain(block['note'])}"] if block["note"] else []
    return [
        rf"{{{size}\setlength{{\tabcolsep}}{{3pt}}",
        rf"\begin{{longtable}}{{{_shape(block)}}}",
        rf"\caption{{{plain(block['caption'])}}}\\",
        r"\toprule",
        rf"{head} \\",
        r"\midrule",
        r"\endfirsthead",
        r"\toprule",
        rf"{head} \\",
        r"\midrule",
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
        *rows,
        r"\end{longtable}",
        *note,
        "}",
    ]
