"""Brokerage, mixing, positions and backbones as headers and rows of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.faults import ViewError
from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from ..graph.view import mode_phrase
from ..graph.vocabulary import AREAS
from .centrality import view_phrase
from .frames import plain, records
from .language import labels_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ..graph.structure.backbone import Backbone
    from ..graph.structure.brokerage import Brokerage
    from ..graph.structure.equivalence import Tree
    from ..graph.structure.homophily import EIIndex
    from ..graph.view import View
    from .language import Language

Answer = tuple[list[str], list[list[Any]]]

HEADERS: Mapping[str, str] = {
    "label": _("actor"),
    "kind": _("kind"),
    "group": _("group"),
    "coordinator": _("Coordinator"),
    "itinerant": _("Itinerant broker"),
    "representative": _("Representative"),
    "gatekeeper": _("Gatekeeper"),
    "gatekeeper_or_representative": _("Gatekeeper or representative"),
    "liaison": _("Liaison"),
    "total": _("Total"),
    "total_z": _("z of the total"),
    "pairs": _("pairs"),
    "only_link": _("only link"),
    "first": _("first"),
    "second": _("second"),
    "observed": _("observed"),
    "possible": _("possible"),
    "density": _("density"),
    "expected": _("expected"),
    "z": _("z"),
    "actors": _("actors"),
    "internal": _("internal"),
    "external": _("external"),
    "ei_index": _("E-I index"),
    "p": _("p"),
    "adjusted": _("corrected p"),
    "shared": _("shared"),
    "either": _("of either"),
    "overlap": _("overlap"),
    "weight": _("weight"),
    "block": _("block"),
}
SPREAD: Mapping[str, str] = {
    "mode": _("mode"),
    "degree": _("partners"),
    "actors": _("actors"),
    "share": _("share of the actors"),
    "at_least": _("share with so many or more"),
    "ties": _("ties among them"),
    "rich_club": _("density among them"),
    "expected": _("expected"),
    "ratio": _("density / expected"),
}
ROLES_SHOWN = (
    *("label", "kind", "group", "coordinator", "itinerant", "representative", "gatekeeper"),
    *("liaison", "total", "total_z"),
)
PAIRS_SHOWN = (
    *("label", "kind", "group", "pairs", "coordinator", "itinerant"),
    *("gatekeeper_or_representative", "liaison", "only_link"),
)
MIXING_SHOWN = ("first", "second", "observed", "possible", "density", "expected", "z")
FRACTIONS = frozenset(
    ("density", "expected", "z", "total_z", "p", "adjusted", "overlap", "ei_index")
)
DIGITS = 3
SMALL = 5e-4


def broker_rows(
    view: View, table: pd.DataFrame, language: Language, *, top: int | None, labelled: bool
) -> Answer:
    """Give the brokers, the busiest first for people, by id with every column for programs."""
    shown = table.reset_index()
    busy = "total" if "total" in table.columns else "pairs"
    if top is not None:
        rank = shown[busy].rank(method="min", ascending=False)
        shown = shown[rank.notna() & (rank <= top)]
    if labelled:
        shown = shown.sort_values([busy, "id"], ascending=[False, True], na_position="last")
    wanted = ROLES_SHOWN if busy == "total" else PAIRS_SHOWN
    return rows_of(view, shown, language, wanted if labelled else None)


def rows_of(
    view: View, frame: pd.DataFrame, language: Language, columns: Sequence[str] | None
) -> Answer:
    """Give a frame as rows: for people `columns` with headings, names and rounded numbers.

    With `columns` None, every column as it is, for programs.
    """
    if columns is None:
        found = records(frame)
        return [str(name) for name in frame.columns], [list(row.values()) for row in found]
    names = labels_of(view.dataset.actors)
    ids = frame["id"].tolist() if "id" in frame.columns else []
    rows = []
    for place, row in enumerate(records(frame[list(columns)])):
        if "label" in row and ids:
            row["label"] = language.text(names[ids[place]])
        rows.append([_cell(view, name, value, language) for name, value in row.items()])
    return [language.text(HEADERS[name]) for name in columns], rows


def _cell(view: View, column: str, value: Any, language: Language) -> Any:
    if column in {"kind", "group", "first", "second"} and isinstance(value, str):
        return _group(view, value, language)
    if isinstance(value, float):
        if 0 < abs(value) < SMALL:
            # 0.000 would say more than is known.
            return language.small(value)
        return language.number(value, DIGITS)
    if isinstance(value, int) and column in FRACTIONS:
        return language.number(value, DIGITS)
    if isinstance(value, int):
        return language.number(value)
    return value


def _group(view: View, value: str, language: Language) -> str:
    """Give the name of a kind or an area in the language; other groups are named as they are."""
    kinds = view.dataset.vocabulary.actor_kinds
    if value in kinds:
        return language.text(kinds[value].one)
    return language.text(value) if value in AREAS else value


def brokerage_json(view: View, found: Brokerage, language: Language) -> dict[str, Any]:
    """Give everything about the five roles as one object."""
    return {
        "view": language.text(view_phrase(view)),
        "by": found.by,
        "method": [language.text(fact) for fact in found.facts],
        "actors": records(found.actors.reset_index()),
        "groups": records(found.groups.rename_axis("group").reset_index()),
        "whole": records(found.whole.reset_index()),
    }


def mixing_json(
    view: View,
    mixing: pd.DataFrame,
    ei: EIIndex,
    assortativity: Mapping[str, float | None],
    language: Language,
) -> dict[str, Any]:
    """Give the mixing table, the E-I index and the assortativity as one object."""
    return {
        "view": language.text(view_phrase(view)),
        "mixing": records(mixing),
        "ei_index": {
            "whole": plain(ei.whole),
            "expected": plain(ei.expected),
            "p": plain(ei.p),
            "internal": ei.internal,
            "external": ei.external,
            "groups": records(ei.groups.rename_axis("group").reset_index()),
            "actors": records(ei.actors.reset_index()),
        },
        **{name: plain(value) for name, value in assortativity.items()},
    }


def mixing_found(ei: EIIndex, assortativity: Mapping[str, float | None]) -> list[Phrase]:
    """Say the E-I index and the assortativity of the whole view."""
    found = []
    if ei.whole is not None and ei.expected is not None:
        found.append(
            phrase(
                _("E-I index {index} (expected {expected}, p = {p})."),
                index=ei.whole,
                expected=ei.expected,
                p=ei.p,
            )
        )
    for name, text in (
        ("assortativity", _("Assortativity {value}.")),
        ("assortativity_numeric", _("Assortativity of the numbers {value}.")),
    ):
        value = assortativity.get(name)
        if value is not None:
            found.append(phrase(text, value=value))
    return found


def pair_rows(
    view: View, frame: pd.DataFrame, language: Language, columns: Sequence[str], *, labelled: bool
) -> Answer:
    """Give pairs of actors as rows: with their names and `columns` for people, else as they are."""
    if not labelled:
        return rows_of(view, frame, language, None)
    names = labels_of(view.dataset.actors)
    shown = frame[["first", "second", *columns]].copy()
    header, rows = rows_of(view, shown, language, list(shown.columns))
    for row, (first, second) in zip(
        rows, zip(frame["first"], frame["second"], strict=True), strict=True
    ):
        row[:2] = [language.text(names[first]), language.text(names[second])]
    return header, rows


def degree_facts() -> tuple[Phrase, ...]:
    """Say how partners are counted."""
    return (Phrase(_("Partners are counted once, in either direction; weights are ignored.")),)


def club_facts(view: View, draws: int, seed: int) -> tuple[Phrase, ...]:
    """Say what the rich club is compared with; raises ViewError for a view of two modes."""
    if view.modes is not None:
        raise ViewError(
            Phrase(_("The rich club needs a one-mode view: add --one-mode or --project."))
        )
    said = [
        Phrase(
            _(
                "Rich club (Zhou and Mondragón 2004): density among the actors with more than so many"
                " partners; direction and weights are ignored."
            )
        )
    ]
    if draws:
        said.append(
            phrase(
                _(
                    "Expected: its mean over {draws} random networks with the same degrees (ties switched,"
                    " seed {seed}; Colizza et al. 2006)."
                ),
                draws=draws,
                seed=seed,
            )
        )
    return tuple(said)


def spread_rows(view: View, table: pd.DataFrame, language: Language, *, labelled: bool) -> Answer:
    """Give a degree distribution or a rich club as rows: rounded and headed for people."""
    found = records(table)
    if not labelled:
        return [str(name) for name in table.columns], [list(row.values()) for row in found]
    rows = []
    for row in found:
        if "mode" in row:
            row["mode"] = language.text(mode_phrase(view.dataset, row["mode"]))
        rows.append(
            [
                language.number(value, 0 if name in {"degree", "actors", "ties"} else DIGITS)
                if isinstance(value, (int, float))
                else value
                for name, value in row.items()
            ]
        )
    return [language.text(SPREAD[str(name)]) for name in table.columns], rows


def position_frame(
    tree: Tree, groups: Mapping[str, int], blocks: Mapping[str, str]
) -> pd.DataFrame:
    """Give each actor its group of the tree and its block, in the order of the tree."""
    import pandas as pd  # noqa: PLC0415

    ids = [tree.ids[place] for place in tree.order]
    return pd.DataFrame(
        {
            "id": ids,
            "label": [tree.labels[place] for place in tree.order],
            "group": [groups[actor] for actor in ids],
            "block": [blocks[actor] for actor in ids],
        }
    )


def backbone_json(
    view: View, found: Backbone, ties: pd.DataFrame, language: Language
) -> dict[str, Any]:
    """Give a backbone as one object: how it was made, how many ties were kept, the ties."""
    return {
        "view": language.text(view_phrase(view)),
        "model": found.model,
        "method": language.text(found.method),
        "tests": found.tests,
        "tied": len(found.ties),
        "kept": int(found.ties["kept"].sum()),
        "ties": records(ties),
    }
