"""How a network is built: brokers, mixing of groups, like positions, backbone."""

from __future__ import annotations

from typing import Any

import click

from .common import (
    answer,
    dataset_argument,
    format_option,
    lang_option,
    language_of,
    load_data,
    note,
    path_given,
    view_options,
)

by_option = click.option("--by", default="area", show_default=True, metavar="COLUMN",
    help="The column of the actors that groups them: area, country, kind, or one of your own.")  # fmt: skip
seed_option = click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the draws."
)


def _notes(style: str, language: Any, *facts: Any) -> None:
    """Say the sentences that belong to an answer, unless it holds them itself."""
    if style != "json":
        for fact in facts:
            note(language.text(fact))


@click.command(epilog="Example: alianza brokerage allas --by area --top 10")
@dataset_argument
@by_option
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the N busiest brokers.")
@view_options
@format_option
@lang_option
def brokerage(
    dataset: str, by: str, top: int | None, style: str, lang: str, **options: Any
) -> None:
    """Count who brokers between and within groups: the roles of Gould and Fernandez.

    In a two-mode view: the open pairs that each actor joins.
    """
    from ..graph.groups import grouped
    from ..graph.phrases import Phrase
    from ..graph.structure.brokerage import TWO_MODE_DEFINITION, gould_fernandez, two_mode_brokerage
    from ..reports.centrality import view_phrase
    from ..reports.frames import records
    from ..reports.structure import broker_rows, brokerage_json

    view, language = load_data(dataset, lang).view(**options), language_of(lang)
    if view.modes is None:
        found = gould_fernandez(view, by)
        table, facts = found.actors, found.facts
        value = brokerage_json(view, found, language)
    else:
        table = two_mode_brokerage(view, by)
        facts = (Phrase(TWO_MODE_DEFINITION), *grouped(view, by).facts)
        value = {
            "view": language.text(view_phrase(view)),
            "by": by,
            "method": [language.text(fact) for fact in facts],
            "actors": records(table.reset_index()),
        }
    header, rows = broker_rows(view, table, language, top=top, labelled=style == "table")
    if style == "json" and top is not None:
        kept = {row[0] for row in broker_rows(view, table, language, top=top, labelled=False)[1]}
        value["actors"] = [row for row in value["actors"] if row["id"] in kept]
    answer(style, header, rows, value)
    _notes(style, language, view_phrase(view), *facts)


@click.command(epilog="Example: alianza mixing allas --by area")
@dataset_argument
@by_option
@click.option("--show", type=click.Choice(["pairs", "groups", "actors"]), default="pairs",
    show_default=True, help="Pairs of groups, or the E-I index of groups or of actors (JSON has all).")  # fmt: skip
@click.option("--draws", type=click.IntRange(min=1, max=1_000_000), default=999, show_default=True,
    help="Draws for the p of the E-I index.")  # fmt: skip
@seed_option
@view_options
@format_option
@lang_option
def mixing(
    dataset: str,
    by: str,
    show: str,
    draws: int,
    seed: int,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Compare the ties within and between groups with chance."""
    from ..graph.faults import ViewError
    from ..graph.phrases import Phrase
    from ..graph.structure.homophily import (
        ASSORTATIVITY,
        MIXING,
        ei_index,
        mixing_matrix,
        nominal_assortativity,
        numeric_assortativity,
    )
    from ..reports.centrality import view_phrase
    from ..reports.structure import MIXING_SHOWN, mixing_found, mixing_json, rows_of

    view, language = load_data(dataset, lang).view(**options), language_of(lang)
    table = mixing_matrix(view, by)
    index = ei_index(view, by, draws=draws, seed=seed)
    assortativity = {"assortativity": nominal_assortativity(view, by)}
    try:
        assortativity["assortativity_numeric"] = numeric_assortativity(view, by)
    except ViewError:
        # A column of words has no numeric one.
        assortativity["assortativity_numeric"] = None
    frames = {
        "pairs": (table, MIXING_SHOWN),
        "groups": (
            index.groups.rename_axis("group").reset_index(),
            ("group", "actors", "internal", "external", "ei_index", "expected", "p"),
        ),
        "actors": (
            index.actors.reset_index(),
            ("label", "kind", "group", "internal", "external", "ei_index"),
        ),
    }
    frame, columns = frames[show]
    header, rows = rows_of(view, frame, language, columns if style == "table" else None)
    value = mixing_json(view, table, index, assortativity, language)
    facts = (Phrase(MIXING), *index.facts, Phrase(ASSORTATIVITY))
    value["method"] = [language.text(fact) for fact in facts]
    answer(style, header, rows, value)
    _notes(style, language, view_phrase(view), *mixing_found(index, assortativity), *facts)


@click.command(epilog="Example: alianza equivalence allas --project city --minimum 0.8")
@dataset_argument
@click.option("--show", type=click.Choice(["pairs", "positions"]), default="pairs", show_default=True,
    help="Pairs of actors with like partners, or the group and block of each actor (JSON has both).")  # fmt: skip
@click.option("--minimum", type=click.FloatRange(0, 1), default=0.5, show_default=True,
    help="Least overlap of a pair that is listed.")  # fmt: skip
@click.option("--groups", type=click.IntRange(min=1), default=4, show_default=True,
    help="Groups into which the tree is cut.")  # fmt: skip
@click.option("--splits", type=click.IntRange(1, 6), default=2, show_default=True,
    help="Times that CONCOR splits every block.")  # fmt: skip
@click.option("--side", type=click.Choice(["first", "second"]), default="first", show_default=True,
    help="In a two-mode view, whose positions: members or networks.")  # fmt: skip
@click.option("--dendrogram", metavar="FILE", callback=lambda c, p, v: v if v is None else path_given(c, p, v),
    help="Also draw the tree as an SVG file.")  # fmt: skip
@view_options
@format_option
@lang_option
def equivalence(
    dataset: str,
    show: str,
    minimum: float,
    groups: int,
    splits: int,
    side: str,
    dendrogram: str | None,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Find actors who stand alike: the same partners, the same position."""
    from ..graph.phrases import Phrase, phrase
    from ..graph.structure.equivalence import (
        CONCOR,
        OVERLAP,
        TREE,
        concor,
        equivalent_pairs,
        overlap_tree,
    )
    from ..reports.centrality import view_phrase
    from ..reports.frames import records
    from ..reports.structure import pair_rows, position_frame, rows_of

    view, language = load_data(dataset, lang).view(**options), language_of(lang)
    mode = 0 if side == "first" else 1
    pairs = equivalent_pairs(view, minimum=minimum)
    tree = overlap_tree(view, mode=mode)
    positions = position_frame(tree, tree.cut(groups), concor(view, splits=splits, mode=mode))
    labelled = style == "table"
    if show == "pairs":
        columns = ["shared", "either", "overlap"]
        header, rows = pair_rows(view, pairs, language, columns, labelled=labelled)
    else:
        wanted = ("label", "group", "block") if labelled else None
        header, rows = rows_of(view, positions, language, wanted)
    facts = (
        Phrase(OVERLAP),
        phrase(TREE, count=groups),
        phrase(CONCOR, splits=splits),
    )
    value = {
        "view": language.text(view_phrase(view)),
        "method": [language.text(fact) for fact in facts],
        "pairs": records(pairs),
        "positions": records(positions),
        "tree": {"ids": list(tree.ids), "merges": tree.merges.tolist()},
    }
    if dendrogram is not None:
        from ..reports.dendrogram import dendrogram_svg
        from ..reports.writers.output import write_file

        note(str(write_file(dendrogram, dendrogram_svg(view, tree, language).encode())))
    answer(style, header, rows, value)
    _notes(style, language, view_phrase(view), *(facts[:1] if show == "pairs" else facts))


@click.command(epilog="Example: alianza backbone allas --project city --model fixed-row")
@dataset_argument
@click.option("--model", default="sdsm", show_default=True, metavar="MODEL",
    help="disparity, fixed-column, fixed-row, fdsm or sdsm.")  # fmt: skip
@click.option("--alpha", type=float, default=0.05, show_default=True,
    help="Largest p, after correction, of a tie that is kept.")  # fmt: skip
@click.option("--correction", default="none", show_default=True, metavar="NAME",
    help="For the number of tests: none, bonferroni, holm or bh.")  # fmt: skip
@click.option("--draws", type=click.IntRange(min=1, max=1_000_000), default=1000, show_default=True,
    help="Draws of fdsm.")  # fmt: skip
@seed_option
@click.option("--all", "everything", is_flag=True, help="Also list the ties that were not kept.")
@view_options
@format_option
@lang_option
def backbone(
    dataset: str,
    model: str,
    alpha: float,
    correction: str,
    draws: int,
    seed: int,
    everything: bool,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Keep the ties of a dense projection that chance would not have made so heavy."""
    from ..graph.structure.backbone import backbone_of
    from ..reports.centrality import view_phrase
    from ..reports.structure import backbone_json, pair_rows

    data, language = load_data(dataset, lang), language_of(lang)
    view, found = backbone_of(
        data, model=model, alpha=alpha, correction=correction, draws=draws, seed=seed, **options
    )
    ties = found.ties if everything else found.ties[found.ties["kept"]]
    columns = ["weight", "p", "adjusted"]
    header, rows = pair_rows(view, ties, language, columns, labelled=style == "table")
    answer(style, header, rows, backbone_json(view, found, ties, language))
    _notes(style, language, view_phrase(view), found.method, found.found)
