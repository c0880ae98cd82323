"""The full report on groups: communities, mixing, brokers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from .part import Part, framed, how, names_of, part, rounded, shortened, value_of
from .report import Block, Section, Table

if TYPE_CHECKING:
    from ..graph.structure.communities import Communities
    from ..graph.view import View

SEED, RUNS, DRAWS = 1, 50, 999
# Fewer runs for networks of more actors than this, where each takes its time; the text counts them.
MANY, FEW_RUNS = 5_000, 10
# Ties up to which the default report looks for communities.
MOST_TIES = 20_000
CENTRAL = 3
SURE = 0.75


def column_of(view: View) -> str | None:
    """Give the column that groups actors for mixing and brokerage: area, or else country."""
    from ..graph.groups import MOST_GROUPS, grouped  # noqa: PLC0415

    for by in ("area", "country"):
        if by == "area" or by in view.dataset.actors.columns:
            known = {code for code in grouped(view, by).codes.tolist() if code >= 0}
            if 1 < len(known) <= MOST_GROUPS:
                return by
    return None


def _found(view: View) -> Communities | None:
    """Find the communities, or nothing without ties or without the library that finds them."""
    from ..graph.structure.communities import communities  # noqa: PLC0415

    if not view.pairs:
        return None
    try:
        runs = RUNS if len(view) <= MANY else FEW_RUNS
        return communities(view, seed=SEED, runs=runs)
    except ImportError:
        # Without igraph nothing is found, and nothing said.
        return None


def communities_in_short(view: View) -> Section | None:
    """Say in one paragraph how many communities there are and how sure they are."""
    if view.pairs > MOST_TIES:
        return None
    found = _found(view)
    if found is None:
        return None
    blocks: tuple[Block, ...] = (_communities_said(found), how(view, *found.sentences))
    return Section("communities", Phrase(_("Communities")), blocks)


def _communities_said(found: Communities) -> Phrase:
    from ..graph.structure.communities import community_sizes  # noqa: PLC0415

    sizes = community_sizes(found)
    sizes = sizes[sizes["actors"] > 1]
    sure = int((sizes["stability"] >= SURE).sum())
    return phrase(
        _(
            "{parts} Modularity {modularity} (0: no more ties within than chance; best of {runs} runs of"
            " Leiden, seed {seed}, resolution 1, {weights}). {sure} On average a run agrees with this"
            " partition to {agreement} (adjusted Rand index: 1 the same, 0 no more than chance)."
        ),
        parts=counted(
            _("{count} community of two actors and more was found."),
            _("{count} communities of two actors and more were found."),
            len(sizes),
        ),
        modularity=tuple(
            Phrase("{value}", {"value": round(value, 4)}) for value in found.modularity
        ),
        runs=len(found.runs),
        seed=found.seed,
        weights=_weighing(found.view),
        sure=counted(
            _("In {count} of them, any two members are together in three of four runs or more."),
            _("In {count} of them, two members are together in three of four runs or more."),
            sure,
        ),
        agreement=rounded(found.agreement),
    )


def _weighing(view: View) -> Phrase:
    if view.modes is not None:
        return Phrase(_("each mode by its own projection"))
    counts = view.weighted or view.projected is not None
    return Phrase(_("weights count")) if counts else Phrase(_("weights ignored"))


def communities_part(view: View) -> Part | None:
    """Give the communities with who is in them, and how often members are together."""
    from ..graph.measures.centrality import degree  # noqa: PLC0415
    from ..graph.structure.communities import community_sizes  # noqa: PLC0415

    found = _found(view)
    if found is None:
        return None
    sizes, frame = community_sizes(found), found.table.assign(degree=degree(view))
    by = column_of(view)
    if by is not None:
        from ..graph.groups import column_values  # noqa: PLC0415

        frame["mostly"] = column_values(view, by)
    rows = []
    for row in sizes[sizes["actors"] > 1].to_dict("records"):
        mine = frame[frame["community"] == row["community"]]
        leading = mine.sort_values(["degree", "id"], ascending=[False, True])["id"]
        areas = Counter(value for value in mine.get("mostly", []) if value)
        most = min(areas, key=lambda name: (-areas[name], name)) if areas else None
        rows.append(
            {
                **row,
                "central": Phrase(
                    "{names}", {"names": names_of(view, leading.head(CENTRAL).tolist())}
                ),
                "mostly": None
                if most is None
                else phrase("{name} ({count})", name=value_of(view, most), count=areas[most]),
            }
        )
    import pandas as pd  # noqa: PLC0415

    columns = ["community", "actors", "stability", "central", *(["mostly"] if by else [])]
    table = framed(
        view,
        pd.DataFrame(rows),
        columns,
        _("communities"),
        Phrase(_("Communities of two actors and more")),
        note=Phrase(
            _(
                "Stability: the share of runs in which two members are together, averaged; from 0 to 1."
                " The three members with most partners in the view are named; who belongs where is in"
                " tables.xlsx."
            )
        ),
    )
    members = framed(
        view,
        frame.sort_values(["community", "id"]),
        ["label", "kind", "community", "stability"],
        _("community members"),
        Phrase(_("Every actor and its community")),
        note=how(view, *found.sentences),
    )
    return part(
        "communities",
        _("Communities"),
        [_communities_said(found), shortened(table, 30), how(view, *found.sentences)],
        [table, members],
    )


def mixing_part(view: View) -> Part | None:
    """Give ties within and between areas and kinds beside chance, with E-I and assortativity."""
    blocks: list[Block | None] = []
    tables: list[Table] = []
    facts: list[Phrase] = []
    by = column_of(view)
    for column in dict.fromkeys([by, "kind"]):
        # In two modes, ties between kinds are what the modes are.
        same = view.modes is not None or len(set(view.kinds)) < 2  # noqa: PLR2004
        if column is None or (same and column == "kind"):
            continue
        said, found, how_many = _mixing(view, column)
        blocks += said
        tables += found
        facts += [fact for fact in how_many if fact not in facts]
    if not tables:
        return None
    return part("groups", _("Ties within and between groups"), [*blocks, how(view, *facts)], tables)


def _mixing(view: View, by: str) -> tuple[list[Block], list[Table], list[Phrase]]:
    from ..graph.structure.homophily import (  # noqa: PLC0415
        ASSORTATIVITY,
        MIXING,
        ei_index,
        mixing_matrix,
        nominal_assortativity,
    )

    index = ei_index(view, by, draws=DRAWS, seed=SEED)
    frame = mixing_matrix(view, by)
    frame = frame[frame["possible"] > 0]
    blocks: list[Block] = []
    if index.whole is not None and index.expected is not None:
        blocks.append(
            phrase(
                _(
                    "By {column}: {internal} tied pairs stay within a group and {external} leave it; E-I"
                    " index {index} (−1: all within, 1: all outside), where groups dealt out at random"
                    " give {expected} (p = {p}). {assortativity}"
                ),
                column=column_name(by),
                internal=index.internal,
                external=index.external,
                index=rounded(index.whole),
                expected=rounded(index.expected),
                p=rounded(index.p, 3),
                assortativity=_assorted(nominal_assortativity(view, by)),
            )
        )
    strongest = frame[(frame["z"].abs() >= 2) & (frame["possible"] > 0)]  # noqa: PLR2004
    strongest = strongest.reindex(strongest["z"].abs().sort_values(ascending=False).index)
    if len(strongest):
        blocks.append(
            phrase(
                _("Furthest from chance (|z| of 2 or more): {pairs}."),
                pairs=tuple(_pair(view, row) for row in strongest.head(4).to_dict("records")),
            )
        )
    columns = ["first", "second", "observed", "possible", "density", "expected", "z"]
    table = framed(
        view,
        frame,
        columns,
        f"mixing-{by}",
        phrase(_("Tied pairs by {column}"), column=column_name(by)),
        digits={"expected": 1, "z": 2},
    )
    groups = framed(
        view,
        index.groups.rename_axis("group").reset_index(),
        ["group", "actors", "internal", "external", "ei_index", "expected", "p"],
        f"ei-{by}",
        phrase(_("E-I index by {column}"), column=column_name(by)),
    )
    facts = [Phrase(MIXING), *index.facts, Phrase(ASSORTATIVITY)]
    return [*blocks, shortened(table), shortened(groups)], [table, groups], facts


def _assorted(value: float | None) -> Phrase:
    if value is None:
        return Phrase(_("Assortativity is undefined: all ties are within one group."))
    return phrase(_("Assortativity {value} (1: only like with like)."), value=rounded(value))


def _pair(view: View, row: dict[Any, Any]) -> Phrase:
    return phrase(
        _("{first} – {second} ({observed} observed, {expected} expected)"),
        first=value_of(view, str(row["first"])),
        second=value_of(view, str(row["second"])),
        observed=row["observed"],
        expected=round(float(str(row["expected"])), 1),
    )


def column_name(by: str) -> Phrase:
    """Name a column of the actors as people say it."""
    known = {"area": _("area"), "country": _("country"), "kind": _("kind of actor")}
    return Phrase(known[by]) if by in known else Phrase(by, literal=True)


def brokerage_part(view: View) -> Part | None:
    """Give who brokers within and between groups: five roles, or open pairs of two modes."""
    from ..graph.faults import ViewError  # noqa: PLC0415
    from ..graph.groups import grouped  # noqa: PLC0415
    from ..graph.structure.brokerage import (  # noqa: PLC0415
        ROLES,
        TWO_MODE_DEFINITION,
        gould_fernandez,
        two_mode_brokerage,
    )

    by = column_of(view) or "kind"
    try:
        if view.modes is None:
            found = gould_fernandez(view, by)
            frame, facts, busy = found.actors, list(found.facts), "total"
            roles = [role for role in ROLES if role != "total"]
            columns = ["label", "kind", "group", *roles, "total", "total_z"]
        else:
            frame = two_mode_brokerage(view, by)
            facts, busy = [Phrase(TWO_MODE_DEFINITION), *grouped(view, by).facts], "pairs"
            roles = ["coordinator", "itinerant", "gatekeeper_or_representative", "liaison"]
            columns = ["label", "kind", "group", "pairs", *roles, "only_link"]
    except ViewError:
        # Too many groups or pairs to compare.
        return None
    frame = frame.reset_index().sort_values([busy, "id"], ascending=[False, True])
    frame = frame[frame[busy] > 0]
    table = framed(
        view,
        frame,
        columns,
        _("brokerage"),
        phrase(_("Brokers by {column}, the busiest first"), column=column_name(by)),
        digits={"total_z": 2},
    )
    if not len(frame):
        return None
    first = frame.iloc[0]
    role = max(roles, key=lambda name: (first[name], -roles.index(name)))
    text = (
        _(
            "A broker stands between two actors who are not tied to one another. {name} does so most"
            " often ({often}), above all as: {role} ({times})."
        )
        if view.modes is None
        else _(
            "A broker shares a partner with each of two actors of its mode who share none with one"
            " another. {name} does so most often ({often}), above all as: {role} ({times})."
        )
    )
    said = phrase(
        text,
        name=names_of(view, [first["id"]])[0],
        often=counted(_("{count} time"), _("{count} times"), int(first[busy])),
        role=Phrase(_role_name(role)),
        times=int(first[role]),
    )
    meaning = Phrase(
        _(
            "Coordinator: all three in one group. Itinerant broker: an outsider between two of one group."
            " Representative and gatekeeper: between the broker’s own group and another, outwards and"
            " inwards. Liaison: three groups."
        )
    )
    # On a page the counts are enough.
    kept = ("label", "group", *roles, busy)
    some = framed(view, frame, list(dict.fromkeys(kept)), table.name, table.caption)
    blocks: list[Block] = [said, meaning, shortened(some), how(view, *facts)]
    return part("brokerage", _("Brokers between groups"), blocks, [table])


def _role_name(role: str) -> str:
    from .structure import HEADERS  # noqa: PLC0415

    return HEADERS[role]
