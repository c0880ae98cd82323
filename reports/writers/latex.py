"""The tables of a report for LaTeX, in the style of `booktabs`; no text of the data is a command."""

from __future__ import annotations

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
        "Σ": r"\ensuremath{\Sigma}",
        "≥": r"\ensuremath{\geq}",
        "≤": r"\ensuremath{\leq}",
        "●": r"\ensuremath{\bullet}",
        "…": r"\ldots{}",
        "\u00a0": "~",
        "\u202f": r"\,",
    }
)


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


def _table(block: Mapping[str, Any]) -> list[str]:
    texts = [width for width, (_title, number) in zip(block["widths"], block["columns"], strict=True) if not number]  # fmt: skip
    room = 0.9 - 0.055 * (len(block["columns"]) - len(texts))
    shape = "".join(
        "r"
        if number
        else f">{{\\raggedright\\arraybackslash}}p{{{room * width / sum(texts):.3f}\\linewidth}}"
        for width, (_title, number) in zip(block["widths"], block["columns"], strict=True)
    )
    head = " & ".join(plain(title) for title, _number in block["columns"])
    rows = [" & ".join(plain(text) for text, _link in row) + r" \\" for row in block["rows"]]
    note = [rf"\par\noindent\small {plain(block['note'])}"] if block["note"] else []
    return [
        r"{\footnotesize\setlength{\tabcolsep}{3pt}",
        rf"\begin{{longtable}}{{{shape}}}",
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
