"""The full report on like positions: actors with the same partners, and the tree of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from .part import Part, framed, how, part, shortened
from .report import Block, Drawing

if TYPE_CHECKING:
    from ..graph.view import View
    from .language import Language

# Actors that a tree shows.
MOST_ROWS = 110


def equivalence_part(view: View, language: Language) -> Part | None:
    """Give actors with the same partners, groups of like positions, and the tree of them."""
    from ..graph.faults import ViewError  # noqa: PLC0415
    from ..graph.structure.equivalence import (  # noqa: PLC0415
        CONCOR,
        OVERLAP,
        TREE,
        concor,
        equivalent_pairs,
        overlap_tree,
    )
    from .structure import position_frame  # noqa: PLC0415

    groups, splits = 4, 2
    try:
        pairs = equivalent_pairs(view, minimum=0.5)
        tree = overlap_tree(view)
        frame = position_frame(tree, tree.cut(groups), concor(view, splits=splits))
    except ViewError:
        # More actors than a full table of pairs may have.
        return None
    if len(tree.ids) < 3:  # noqa: PLR2004
        return None
    same = int((pairs["overlap"] == 1).sum())
    columns = ["first", "second", "shared", "either", "overlap"]
    caption = Phrase(_("Pairs of actors that share at least half of their partners"))
    table = framed(view, pairs, columns, _("like pairs"), caption)
    several = framed(
        view,
        pairs[pairs["shared"] > 1],
        columns,
        _("like pairs"),
        caption,
        note=Phrase(_("Only pairs with two shared partners or more; all are in tables.xlsx.")),
    )
    positions = framed(
        view,
        frame.rename(columns={"group": "position"}),
        ["label", "position", "block"],
        _("positions"),
        Phrase(_("The group of every actor in the tree, and its CONCOR block")),
        titles={"position": Phrase(_("group of the tree"))},
    )
    blocks: list[Block | None] = [
        phrase(
            _(
                "Two actors stand alike if they have the same partners; one could then take the place"
                " of the other. {same}"
            ),
            same=counted(
                _("{count} pair has all partners in common."),
                _("{count} pairs have all partners in common."),
                same,
            ),
        ),
        shortened(several) if several.rows else None,
        _tree(view, language) if len(tree.ids) <= MOST_ROWS else None,
        how(view, Phrase(OVERLAP), phrase(TREE, count=groups), phrase(CONCOR, splits=splits)),
    ]
    tables = [*([table] if len(pairs) else []), positions]
    return part("equivalence", _("Like positions"), blocks, tables)


def _tree(view: View, language: Language) -> Drawing:
    from ..graph.structure.equivalence import overlap_tree  # noqa: PLC0415
    from .dendrogram import TITLE, dendrogram_svg  # noqa: PLC0415

    caption = Phrase(
        _(
            "The tree of like positions: the further to the left two branches meet, the more partners"
            " the actors behind them share (overlap 1: all, 0: none)."
        )
    )
    svg = dendrogram_svg(view, overlap_tree(view), language)
    return Drawing("tree", caption, svg, language.text(TITLE))
