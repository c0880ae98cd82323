"""The full report on the shape of a network: core and periphery, degrees, rich club, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from .centrality import digits_of
from .part import Part, framed, how, names_of, part, phrases, rounded, shortened
from .report import Block, Table
from .structure import club_facts, degree_facts

if TYPE_CHECKING:
    import pandas as pd

    from ..graph.dataset import Dataset
    from ..graph.evidence.significance import Significance
    from ..graph.evidence.stability import Stability
    from ..graph.view import View

SEED = 1
# Draws for views of up to `SMALL` actors, and for larger ones.
DRAWS, FEWER, SMALL = 499, 99, 300
# Versions of the ranks, which need no p-value.
VERSIONS = 199
RICH_DRAWS = 200
DROP = 0.1
MEASURES_TRIED = ("degree", "betweenness")
FIRST = 5


def draws_for(view: View) -> int:
    """Give how often to draw: 499 times for up to 300 actors, else 99."""
    return DRAWS if len(view) <= SMALL else FEWER


def core_part(view: View) -> Part | None:
    """Part the network into core and periphery, by groups and by degrees."""
    import pandas as pd  # noqa: PLC0415

    from ..graph.measures import FIGURES, MEASURES, core_periphery  # noqa: PLC0415
    from ..graph.measures.coreness import MOST_ACTORS, continuous_core  # noqa: PLC0415

    found = core_periphery(view)
    if found is None:
        return None
    inner = set(found.ids)
    blocks: list[Block | None] = [
        counted(
            _(
                "The best core has {count} actor ({names}). The ties correlate to {fit} with a network in"
                " which exactly the pairs with an actor of the core are tied (1: nothing else)."
            ),
            _(
                "The best core has {count} actors ({names}). The ties correlate to {fit} with a network"
                " in which exactly the pairs with an actor of the core are tied (1: nothing else)."
            ),
            len(inner),
            names=names_of(view, found.ids[:30]),
            fit=rounded(found.fit),
        )
    ]
    facts = [Phrase(FIGURES["core_periphery_fit"].definition)]
    frame = pd.DataFrame({"id": view.ids, "kind": view.kinds})
    sides = [Phrase(_("core")) if a in inner else Phrase(_("periphery")) for a in view.ids]
    frame["core"] = phrases(frame, sides)
    columns = ["label", "kind", "core"]
    continuous = continuous_core(view) if len(view) <= MOST_ACTORS else None
    if continuous is not None:
        frame["coreness"] = continuous.values
        frame = frame.sort_values(["coreness", "id"], ascending=[False, True])
        columns.append("coreness")
        facts.append(Phrase(MEASURES["coreness"].definition))
        if continuous.fit is not None:
            blocks.append(
                phrase(
                    _(
                        "By degrees instead of two groups: the ties correlate to {fit} with the products"
                        " of the two actors’ corenesses, given below."
                    ),
                    fit=rounded(continuous.fit),
                )
            )
    else:
        frame = frame.sort_values("id")
    table = framed(
        view,
        frame,
        columns,
        _("core"),
        Phrase(_("Core and periphery")),
        titles={"core": Phrase(_("belongs to"))},
    )
    blocks += [shortened(table), how(view, *facts)]
    return part("core", _("Core and periphery"), blocks, [table])


def degrees_part(view: View) -> Part:
    """Give how many actors have how many partners, and whether the rich keep to themselves."""
    from ..graph.measures import degree_distribution, rich_club  # noqa: PLC0415
    from .centrality import part_of  # noqa: PLC0415

    frame = degree_distribution(view)
    columns = ["degree", "actors", "share", "at_least"]
    if "mode" in frame.columns:
        columns.insert(0, "mode")
        frame["mode"] = phrases(frame, [part_of(view, name) for name in frame["mode"]])
    degrees = framed(
        view,
        frame,
        columns,
        _("degrees"),
        Phrase(_("How many actors have how many partners")),
    )
    blocks: list[Block | None] = [_spread(frame), shortened(degrees, 30)]
    facts = [*degree_facts()]
    tables = [degrees]
    if view.modes is None and view.pairs:
        club = rich_club(view, draws=RICH_DRAWS, seed=SEED)
        rich = framed(
            view,
            club,
            ["degree", "actors", "ties", "rich_club", "expected", "ratio"],
            _("rich club"),
            Phrase(_("Ties among the actors with more partners than so many")),
        )
        blocks += [_club(club), shortened(rich, 30)]
        facts += club_facts(view, RICH_DRAWS, SEED)
        tables.append(rich)
    blocks.append(how(view, *facts))
    return part("degrees", _("How partners are spread"), blocks, tables)


def _spread(frame: pd.DataFrame) -> Phrase:
    total = int(frame["actors"].sum())
    one = int(frame[frame["degree"] == 1]["actors"].sum())
    return phrase(
        _("Of {total} actors, {one} have a single partner; the most that one has is {most}."),
        total=total,
        one=one,
        most=int(frame["degree"].max()) if total else 0,
    )


def _club(club: pd.DataFrame) -> Phrase | None:
    """Say whether the best connected are tied more than their degrees make them."""
    above = club[(club["actors"] >= 5) & club["ratio"].notna()]  # noqa: PLR2004
    if not len(above):
        return None
    row = above.iloc[-1]
    text = (
        _(
            "The {actors} actors with more than {degree} partners are tied more densely among themselves"
            " ({density}) than their numbers of partners alone make them ({expected}): a rich club."
        )
        if row["ratio"] > 1
        else _(
            "The {actors} actors with more than {degree} partners are not tied more densely among"
            " themselves ({density}) than their numbers of partners alone make them ({expected}): no"
            " rich club."
        )
    )
    return phrase(
        text,
        actors=int(row["actors"]),
        degree=int(row["degree"]),
        density=rounded(row["rich_club"]),
        expected=rounded(row["expected"]),
    )


def _drawable(dataset: Dataset, options: dict[str, Any]) -> tuple[View, View] | None:
    """Give a view with ties and the view that is drawn in its place; None where none can be."""
    from ..graph.chance.underlying import underlying  # noqa: PLC0415
    from ..graph.faults import ViewError  # noqa: PLC0415

    try:
        view, base = underlying(dataset, **options)
    except ViewError:
        # A part of a projection cannot be drawn again.
        return None
    return (view, base) if view.pairs else None


def significance_part(dataset: Dataset, options: dict[str, Any]) -> Part | None:
    """Compare the main figures with networks of the same degrees, and groups dealt out anew."""
    from ..graph.evidence.significance import significance  # noqa: PLC0415
    from .standing import column_of  # noqa: PLC0415

    drawable = _drawable(dataset, options)
    if drawable is None:
        return None
    view, base = drawable
    first = "transitivity" if view.modes is None else "clustering_two_mode"
    draws, by = draws_for(view), column_of(view)
    asked: list[tuple[list[str], str | None]] = [
        ([first, "degree_assortativity", "average_path_length"], None)
    ]
    if by is not None and base is view:
        asked.append(([f"ei:{by}", f"assortativity:{by}"], "labels"))
    blocks: list[Block | None] = []
    tables, facts = [], []
    for figures, null in asked:
        found = significance(view, figures, null=null, draws=draws, seed=SEED, base=base)
        table = _significance_table(found)
        blocks += [_significance_said(found), table]
        tables.append(table)
        facts += [fact for fact in found.sentences if fact not in facts]
    blocks.append(how(view, *facts))
    return part("significance", _("More than chance?"), blocks, tables)


def _significance_table(found: Significance) -> Table:
    from ..graph.structure.by_column import figure_label  # noqa: PLC0415

    labels = [figure_label(name) for name, _part in found.asked]
    frame = found.table.assign(figure=phrases(found.table, labels))
    return framed(
        found.view,
        frame,
        ["figure", "observed", "mean", "low", "high", "z", "p", "p_corrected"],
        f"chance-{found.model.name}",
        phrase(
            _("Figures beside {draws} draws of this null model: {model}"),
            draws=found.draws,
            model=Phrase(found.model.label),
        ),
        digits={"observed": 3, "z": 2},
    )


def _significance_said(found: Significance) -> Phrase:
    from ..graph.structure.by_column import figure_label  # noqa: PLC0415

    rows = found.table.to_dict("records")
    far = [
        phrase(
            _("{figure} is higher") if row["observed"] > row["mean"] else _("{figure} is lower"),
            figure=figure_label(name),
        )
        for row, (name, _part) in zip(rows, found.asked, strict=True)
        if row["p_corrected"] <= 0.05  # noqa: PLR2004
    ]
    if not far:
        return phrase(
            _("Against this null model ({model}) no figure here is more than chance gives."),
            model=Phrase(found.model.label),
        )
    return phrase(
        _("Against this null model ({model}), with corrected p of 0.05 or less: {figures}."),
        model=Phrase(found.model.label),
        figures=tuple(far),
    )


def stability_part(dataset: Dataset, options: dict[str, Any]) -> Part | None:
    """Say how far the first ranks would change if one tie in ten were missing."""
    from ..graph.evidence.stability import stability  # noqa: PLC0415

    drawable = _drawable(dataset, options)
    if drawable is None:
        return None
    view, base = drawable
    draws = min(VERSIONS, draws_for(view))
    blocks: list[Block | None] = []
    tables: list[Table] = []
    facts: list[Phrase] = []
    for measure in MEASURES_TRIED:
        found = stability(view, measure, drop=DROP, draws=draws, seed=SEED, base=base)
        table = _stability_table(found)
        blocks += [_stability_said(found), _first_rows(found, table)]
        tables.append(table)
        facts = list(found.sentences)
    blocks.append(how(view, *facts))
    return part("stability", _("How sure are the ranks?"), blocks, tables)


def _ordered(found: Stability) -> pd.DataFrame:
    order = {kind: place for place, kind in enumerate(found.view.dataset.vocabulary.actor_kinds)}
    frame = found.table.assign(order=found.table["kind"].map(order))
    return frame.sort_values(["order", "rank", "id"], na_position="last").drop(columns="order")


def _stability_table(found: Stability) -> Table:
    from ..graph.measures import measure_label  # noqa: PLC0415

    return framed(
        found.view,
        _ordered(found).rename(columns={"first": "first_place"}),
        ["label", "kind", "value", "rank", "rank_low", "rank_median", "rank_high", "first_place"],
        f"stability-{found.measure}",
        phrase(
            _("Ranks by {measure} if one tie in ten were missing"),
            measure=measure_label(found.measure),
        ),
        digits={"value": digits_of(found.measure)},
    )


def _first_rows(found: Stability, table: Table) -> Table:
    """Keep the first ranks of each kind that the report ranks."""
    frame = _ordered(found)
    several = _several(found.view)
    kept = (
        (frame["rank"] <= FIRST).fillna(value=False)
        & frame["kind"].isin(several)
        & (frame["value"] > 0)
    ).tolist()
    rows = tuple(row for row, keep in zip(table.rows, kept, strict=True) if keep)
    note = Phrase(
        _(
            "Ranks 1 to 5 of each kind in which five actors or more have two partners; the rest stands in"
            " tables.xlsx."
        )
    )
    return Table(table.name, table.caption, table.columns, rows, note)


def _several(view: View) -> set[str]:
    """Give the kinds in which five actors or more have two partners or more, as in the ranking."""
    from ..graph.measures.centrality import degree  # noqa: PLC0415

    tied = [kind for kind, d in zip(view.kinds, degree(view).tolist(), strict=True) if d > 1]
    return {kind for kind in tied if tied.count(kind) >= FIRST}


def _stability_said(found: Stability) -> Phrase | None:
    from ..graph.measures import measure_label  # noqa: PLC0415

    kinds = found.table["kind"].value_counts()
    kind = min(kinds.index, key=lambda name: (-kinds[name], name))
    mine = found.table[(found.table["kind"] == kind) & (found.table["rank"] == 1)]
    if not len(mine):
        return None
    row = mine.sort_values("id").iloc[0]
    agreement = found.agreement.set_index("kind").loc[kind, "kendall"]
    return phrase(
        _(
            "{measure}: {name} is first of the {kind} in a share of {share} of the versions, and from rank"
            " {low} to {high} in 95 of 100; the order of all {kind} agrees with the observed one to"
            " {agreement} (Kendall’s τ-b: 1 the same)."
        ),
        measure=measure_label(found.measure),
        name=names_of(found.view, [row["id"]])[0],
        kind=found.view.dataset.actor_kind(kind).several,
        share=rounded(row["first"], 3),
        low=int(row["rank_low"]),
        high=int(row["rank_high"]),
        agreement=rounded(agreement) if agreement == agreement else "–",  # noqa: PLR0124
    )


def backbone_part(dataset: Dataset, options: dict[str, Any]) -> Part | None:
    """Of a projection, give the ties that chance would not make so heavy."""
    from ..graph.faults import ViewError  # noqa: PLC0415
    from ..graph.structure.backbone import backbone_of  # noqa: PLC0415

    if not options.get("project"):
        return None
    plain = {**options, "weights": None, "largest": False}
    try:
        view, found = backbone_of(dataset, model="sdsm", correction="bh", **plain)
    except ViewError:
        # Too many cells, or nothing to project.
        return None
    kept = found.ties[found.ties["kept"]]
    columns = ["first", "second", "weight", "p", "adjusted"]
    caption = Phrase(_("The ties of the backbone"))
    table = framed(view, kept, columns, _("backbone"), caption)
    said = [Phrase(_("yes")) if k else Phrase(_("no")) for k in found.ties["kept"]]
    everything = framed(
        view,
        found.ties.assign(kept=phrases(found.ties, said)),
        [*columns, "kept"],
        _("backbone, all"),
        Phrase(_("Every tie of the projection with its p")),
        titles={"kept": Phrase(_("kept"))},
    )
    blocks: list[Block | None] = [found.found, found.method]
    blocks += [shortened(table, 30)] if len(kept) else []
    blocks.append(how(view))
    return part("backbone", _("The backbone"), blocks, [everything])
