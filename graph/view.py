"""A view: the simple graph that one choice of ties, actors, date and mode makes of a dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .dates import Span, held_at, parse_date
from .faults import UnknownNameError, ViewError, did_you_mean
from .phrases import Phrase, counted, phrase
from .phrases import mark as _

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .dataset import Dataset
    from .vocabulary import ActorKind, TieKind

WEIGHTS: dict[str, str] = {
    "count": _("the number of parallel ties"),
    "weight": _("the sum of the weights of parallel ties (1 where the cell is empty)"),
    "shared": _("the number of shared affiliations"),
    "newman": _("the sum of 1/(k − 1) over shared affiliations with k members (Newman 2001)"),
    "jaccard": _("shared affiliations divided by the affiliations of either"),
}
PROJECTION_WEIGHTS = ("shared", "newman", "jaccard")
UNDATED = ("keep", "drop")


@dataclass(frozen=True)
class View:
    """A simple graph of n actors on arrays, with the sentences that say what it is.

    ``ids``, ``labels`` and ``kinds`` have n entries, sorted by id. ``matrix`` is an n × n CSR
    array of float64 weights, row to column, without loops; symmetric unless ``directed``.
    ``modes`` holds 0 or 1 for each actor of a two-mode view, else it is None; ``mode_names``
    names the two. ``weighted`` says that the weights were asked for, so that every measure
    that can use weights does. ``facts`` are the sentences; ``ties`` counts the ties that were
    merged into the matrix, ``dropped`` those that were not, by reason.
    """

    dataset: Dataset = field(repr=False)
    ids: tuple[str, ...] = field(repr=False)
    labels: tuple[str, ...] = field(repr=False)
    kinds: tuple[str, ...] = field(repr=False)
    matrix: csr_array = field(repr=False)
    directed: bool = False
    weighted: bool = False
    weights: str = "count"
    modes: NDArray[np.int8] | None = field(default=None, repr=False)
    mode_names: tuple[str, str] | None = None
    projected: str | None = None
    ties: int = 0
    tie_ids: tuple[str, ...] = field(default=(), repr=False)
    dropped: Mapping[str, int] = field(default_factory=dict, repr=False)
    facts: tuple[Phrase, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        """Count the actors."""
        return len(self.ids)

    def __str__(self) -> str:
        """Say in English which ties, actors, dates, direction and weights make this view."""
        return " ".join(str(fact) for fact in self.facts)

    @cached_property
    def adjacency(self) -> csr_array:
        """Give the matrix with 1 in place of every weight."""
        import numpy as np  # noqa: PLC0415

        ones = self.matrix.copy()
        ones.data = np.ones_like(ones.data)
        return ones

    @cached_property
    def undirected(self) -> csr_array:
        """Give the symmetric 0/1 matrix: a tie in either direction counts once."""
        if not self.directed:
            return self.adjacency
        import numpy as np  # noqa: PLC0415
        from scipy.sparse import csr_array  # noqa: PLC0415

        both = csr_array(self.adjacency + self.adjacency.T)
        both.data = np.ones_like(both.data)
        return both

    @property
    def pairs(self) -> int:
        """Count the tied pairs: unordered, or ordered in a directed view."""
        return int(self.matrix.nnz) if self.directed else int(self.matrix.nnz) // 2

    def to_networkx(self) -> nx.Graph[str]:
        """Give the simple graph that was measured: a Graph or DiGraph with ``weight``."""
        import networkx as nx  # noqa: PLC0415

        graph: nx.Graph[str] = nx.DiGraph() if self.directed else nx.Graph()
        for place, (actor, label, kind) in enumerate(
            zip(self.ids, self.labels, self.kinds, strict=True)
        ):
            mode = {} if self.modes is None else {"bipartite": int(self.modes[place])}
            graph.add_node(actor, label=label, kind=kind, **mode)
        coo = self.matrix.tocoo()
        for row, column, weight in zip(
            coo.row.tolist(), coo.col.tolist(), coo.data.tolist(), strict=True
        ):
            if self.directed or row < column:
                graph.add_edge(self.ids[row], self.ids[column], weight=weight)
        return graph


@dataclass(slots=True)
class _Selected:
    """The ties that a view counts: their ends as positions of `ids`, and what was left out."""

    ids: list[str]
    kinds: list[str]
    labels: list[str]
    tails: list[int]
    heads: list[int]
    weights: list[float]
    symmetric: list[bool]
    two_mode: list[bool]
    tie_ids: list[str]
    dropped: dict[str, int]
    undated: int = 0
    ended: int = 0

    def keep_ties(self, places: list[int]) -> None:
        for name in ("tails", "heads", "weights", "symmetric", "two_mode", "tie_ids"):
            column = getattr(self, name)
            setattr(self, name, [column[place] for place in places])

    def keep_actors(self, keep: Sequence[bool]) -> None:
        """Keep the actors marked in `keep`; the ties left must lie among them."""
        moved: dict[int, int] = {}
        for place, kept in enumerate(keep):
            if kept:
                moved[place] = len(moved)
        for name in ("ids", "kinds", "labels"):
            setattr(self, name, [getattr(self, name)[place] for place in moved])
        self.tails = [moved[place] for place in self.tails]
        self.heads = [moved[place] for place in self.heads]


DROPPED: dict[str, tuple[str, str]] = {
    "absent": (
        _("{count} tie known not to exist is left out."),
        _("{count} ties known not to exist are left out."),
    ),
    "planned": (_("{count} planned tie is left out."), _("{count} planned ties are left out.")),
    "date": (
        _("{count} tie did not hold at that date."),
        _("{count} ties did not hold at that date."),
    ),
    "undated": (_("{count} undated tie is left out."), _("{count} undated ties are left out.")),
    "kind": (
        _("{count} tie is of another kind."),
        _("{count} ties are of other kinds."),
    ),
    "actors": (
        _("{count} tie ends at an actor that is left out."),
        _("{count} ties end at an actor that is left out."),
    ),
    "one-mode": (
        _("{count} tie that does not join the two modes is left out."),
        _("{count} ties that do not join the two modes are left out."),
    ),
    "zero": (
        _("{count} tie with weight 0 is left out."),
        _("{count} ties with weight 0 are left out."),
    ),
}


def build_view(
    dataset: Dataset,
    *,
    ties: Sequence[str] | None = None,
    actors: Sequence[str] | None = None,
    at: str | None = None,
    project: str | None = None,
    weights: str | None = None,
    directed: bool = False,
    two_mode: bool | None = None,
    largest: bool = False,
    undated: str = "keep",
) -> View:
    """Give the simple graph of the ties and actors selected.

    `ties` and `actors` list kinds; without them, every kind counts. `at` is an EDTF date:
    only ties that held on some day of it count (undated ones too unless `undated` is
    ``"drop"``), and only actors that existed. Without it ties of every date count, the ended
    ones included. Planned and absent ties never count. `project` names a kind of actor: its
    actors are tied where they share an affiliation. `weights` is one of `WEIGHTS`; naming it
    makes measures use it. `two_mode` true asks for the two modes, false for none; by default
    a view is two-mode where all its ties are of two-mode kinds and run from one mode to the
    other. `largest` keeps the largest component (of equals, the one with the first id).

    Raises UnknownNameError for a kind or weighting that is not known, ViewError for options
    that do not go together.
    """
    vocabulary = dataset.vocabulary
    for name in ties or ():
        known_name(name, vocabulary.tie_kinds, _("a kind of tie"))
    for name in [*(actors or ()), *([project] if project else [])]:
        known_name(name, vocabulary.actor_kinds, _("a kind of actor"))
    if weights is not None:
        known_name(weights, WEIGHTS, _("a weighting"))
    known_name(undated, UNDATED, _("a choice for undated ties"))
    _agree(project=project, weights=weights, directed=directed, two_mode=two_mode)
    span = _span(at)
    selected = _select(dataset, ties, actors, span, undated, weights)
    facts = _facts(dataset, selected, ties, actors, at, undated)
    modes = _modes(dataset, selected, two_mode=True if project else two_mode, directed=directed)
    if modes is not None and (project is not None or two_mode is not False):
        names = _mode_names(selected, modes)
    else:
        modes, names = None, None
    scheme = weights or ("shared" if project else "count")
    count, tie_ids = len(selected.tie_ids), tuple(selected.tie_ids)
    if project:
        matrix, ids, labels, kinds = _project(selected, modes, project, scheme)
        modes, names = None, None
    else:
        matrix = _merge(selected, directed=directed)
        ids, labels, kinds = selected.ids, selected.labels, selected.kinds
    if largest:
        matrix, keep, lost = _largest(matrix)
        ids, labels, kinds = ([x for x, k in zip(c, keep, strict=True) if k] for c in (ids, labels, kinds))
        modes = None if modes is None else modes[keep]
        if lost:
            facts.append(
                counted(
                    _("Only the largest component: {count} actor outside it is left out."),
                    _("Only the largest component: {count} actors outside it are left out."),
                    lost,
                )
            )
    view = View(
        dataset=dataset,
        ids=tuple(ids),
        labels=tuple(labels),
        kinds=tuple(kinds),
        matrix=matrix,
        directed=directed,
        weighted=weights is not None,
        weights=scheme,
        modes=modes,
        mode_names=names,
        projected=project,
        ties=count,
        tie_ids=tie_ids,
        dropped=selected.dropped,
    )
    facts += _shape_facts(view)
    object.__setattr__(view, "facts", tuple(facts))
    return view


def known_name(name: str, known: Mapping[str, object] | Sequence[str], what: str) -> None:
    """Raise UnknownNameError, with the nearest or all of the `known`, if `name` is not one."""
    if name not in known:
        near = did_you_mean(name, known)
        listed = ", ".join(sorted(known))
        raise UnknownNameError(
            phrase(
                _("“{name}” is not {what}. {nearest} Known: {known}."),
                name=name,
                what=Phrase(what),
                nearest=near,
                known=listed,
            )
        )


def _agree(
    *, project: str | None, weights: str | None, directed: bool, two_mode: bool | None
) -> None:
    if project and directed:
        raise ViewError(Phrase(_("A projection has no direction: leave out --directed.")))
    if project and two_mode is False:
        raise ViewError(Phrase(_("A projection starts from two modes: leave out --one-mode.")))
    if project and weights in {"count", "weight"}:
        raise ViewError(
            phrase(
                _("A projection is weighted by one of {known}."),
                known=", ".join(PROJECTION_WEIGHTS),
            )
        )
    if not project and weights in PROJECTION_WEIGHTS:
        raise ViewError(
            phrase(_("The weighting “{name}” needs --project."), name=weights)
        )


def _span(at: str | None) -> Span | None:
    if at is None:
        return None
    try:
        return parse_date(at.strip())
    except ValueError:
        raise ViewError(
            phrase(_("“{at}” is not a date: write 2014, 2014-05 or 2014-05-21."), at=at)
        ) from None


def _select(
    dataset: Dataset,
    ties: Sequence[str] | None,
    actors: Sequence[str] | None,
    span: Span | None,
    undated: str,
    weights: str | None,
) -> _Selected:
    table = dataset.actors
    rows = sorted(
        (actor, label, kind)
        for actor, label, kind, start, end in zip(
            *(table[name].tolist() for name in ("id", "label", "kind", "start", "end")),
            strict=True,
        )
        if (actors is None or kind in actors)
        and (span is None or held_at(start, end, "", span) is not False)
    )
    ids = [row[0] for row in rows]
    place = {actor: index for index, actor in enumerate(ids)}
    kinds = dataset.vocabulary.tie_kinds
    result = _Selected(
        ids, [row[2] for row in rows], [row[1] for row in rows], [], [], [], [], [], [], {}
    )

    def drop(why: str) -> None:
        result.dropped[why] = result.dropped.get(why, 0) + 1

    # In the order of their ids, so that the order of the file never shows in a number.
    columns = ("id", "from", "to", "kind", "start", "end", "status", "weight")
    frame = dataset.ties[list(columns)].sort_values("id", kind="stable")
    for tie, tail, head, kind, start, end, status, weight in zip(
        *(frame[name].tolist() for name in columns), strict=True
    ):
        if ties is not None and kind not in ties:
            drop("kind")
            continue
        if status in {"absent", "planned"}:
            drop(status)
            continue
        dated = start or end
        if span is not None:
            if not dated and undated == "drop":
                drop("undated")
                continue
            if held_at(start, end, status, span) is False or (not dated and status == "ended"):
                drop("date")
                continue
        if tail not in place or head not in place:
            drop("actors")
            continue
        size = 1.0 if weight != weight else float(weight)  # noqa: PLR0124 - NaN: empty cell
        if weights == "weight" and size == 0:
            drop("zero")
            continue
        result.undated += not dated
        result.ended += status == "ended"
        result.tails.append(place[tail])
        result.heads.append(place[head])
        result.weights.append(size if weights == "weight" else 1.0)
        result.symmetric.append(not kinds[kind].directed)
        result.two_mode.append(kinds[kind].two_mode)
        result.tie_ids.append(tie)
    return result


def _modes(
    dataset: Dataset, selected: _Selected, *, two_mode: bool | None, directed: bool
) -> NDArray[np.int8] | None:
    """Give the mode of every actor, or None for a one-mode view; leave out what fits neither.

    The second mode is every actor of a two-mode kind (networks). Ties within a mode, and
    actors of kinds that no tie of the view reaches, belong to no two-mode graph.
    """
    import numpy as np  # noqa: PLC0415

    kinds = dataset.vocabulary.actor_kinds
    second = [kinds[kind].two_mode for kind in selected.kinds]
    fits = [
        two and second[tail] != second[head]
        for tail, head, two in zip(
            selected.tails, selected.heads, selected.two_mode, strict=True
        )
    ]
    if two_mode is None:
        if directed or not fits or not all(fits):
            return None
    elif not two_mode:
        return None
    elif directed:
        raise ViewError(Phrase(_("A two-mode view has no direction: leave out --directed.")))
    lost = len(fits) - sum(fits)
    if lost:
        selected.dropped["one-mode"] = lost
        selected.keep_ties([place for place, fit in enumerate(fits) if fit])
    reached = {selected.kinds[place] for place in (*selected.tails, *selected.heads)}
    selected.keep_actors([kind in reached for kind in selected.kinds])
    return np.array([kinds[kind].two_mode for kind in selected.kinds], dtype=np.int8)


def _mode_names(selected: _Selected, modes: NDArray[np.int8]) -> tuple[str, str]:
    names = [
        "+".join(sorted({k for k, m in zip(selected.kinds, modes, strict=True) if m == mode}))
        for mode in (0, 1)
    ]
    return names[0], names[1]


def _merge(selected: _Selected, *, directed: bool) -> csr_array:
    """Sum parallel ties into one entry of an n × n matrix; symmetric unless `directed`."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import coo_array, csr_array  # noqa: PLC0415

    n = len(selected.ids)
    tails = np.array(selected.tails, dtype=np.int64)
    heads = np.array(selected.heads, dtype=np.int64)
    sizes = np.array(selected.weights, dtype=np.float64)
    both = np.array(selected.symmetric, dtype=bool) if directed else np.ones(len(tails), dtype=bool)
    rows = np.concatenate([tails, heads[both]])
    columns = np.concatenate([heads, tails[both]])
    matrix = csr_array(coo_array((np.concatenate([sizes, sizes[both]]), (rows, columns)), (n, n)))
    matrix.sum_duplicates()
    matrix.sort_indices()
    return matrix


def _project(
    selected: _Selected, modes: NDArray[np.int8] | None, project: str, scheme: str
) -> tuple[csr_array, list[str], list[str], list[str]]:
    """Tie the actors of the kind `project` that share an affiliation of the other mode."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array, diags_array  # noqa: PLC0415

    matrix = _merge(selected, directed=False)
    matrix.data = np.ones_like(matrix.data)
    mine = np.array([kind == project for kind in selected.kinds], dtype=bool)
    if modes is None or not mine.any():
        raise ViewError(
            phrase(
                _("No actor of the kind “{kind}” has a tie that makes two modes in this view."),
                kind=project,
            )
        )
    others = modes != modes[int(np.flatnonzero(mine)[0])]
    incidence = csr_array(matrix[mine][:, others])
    if scheme == "newman":
        sizes = np.asarray(incidence.sum(axis=0)).ravel()
        share = np.divide(1.0, sizes - 1, out=np.zeros_like(sizes), where=sizes > 1)
        result = csr_array(incidence @ diags_array(share) @ incidence.T)
    else:
        result = csr_array(incidence @ incidence.T)
    result.setdiag(0)
    result.eliminate_zeros()
    if scheme == "jaccard":
        degree = np.asarray(incidence.sum(axis=1)).ravel()
        coo = result.tocoo()
        union = degree[coo.row] + degree[coo.col] - coo.data
        result = csr_array((coo.data / union, (coo.row, coo.col)), shape=result.shape)
    result.sort_indices()
    columns = (selected.ids, selected.labels, selected.kinds)
    ids, labels, kinds = ([x for x, k in zip(c, mine, strict=True) if k] for c in columns)
    return result, ids, labels, kinds


def _largest(matrix: csr_array) -> tuple[csr_array, NDArray[np.bool_], int]:
    import numpy as np  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    if not matrix.shape[0]:
        return matrix, np.zeros(0, dtype=bool), 0
    _number, labels = connected_components(matrix, directed=True, connection="weak")
    keep = labels == np.bincount(labels).argmax()
    return matrix[keep][:, keep], keep, int((~keep).sum())


def plurals(
    names: Sequence[str], kinds: Mapping[str, ActorKind] | Mapping[str, TieKind]
) -> tuple[Phrase, ...]:
    """Give the plurals of kinds as phrases, a dataset's own translations with them."""
    return tuple(kinds[name].several for name in names)


def _facts(
    dataset: Dataset,
    selected: _Selected,
    ties: Sequence[str] | None,
    actors: Sequence[str] | None,
    at: str | None,
    undated: str,
) -> list[Phrase]:
    """Say what was selected, before modes, merging and components."""
    vocabulary = dataset.vocabulary
    facts = [
        Phrase(_("All kinds of ties."))
        if ties is None
        else phrase(_("Ties: {kinds}."), kinds=plurals(ties, vocabulary.tie_kinds)),
        Phrase(_("All kinds of actors."))
        if actors is None
        else phrase(_("Actors: {kinds}."), kinds=plurals(actors, vocabulary.actor_kinds)),
    ]
    if at is None:
        facts.append(Phrase(_("All dates, ended ties included.")))
    else:
        facts.append(phrase(_("Ties that held in {at}."), at=at.strip()))
        if undated == "keep" and selected.undated:
            facts.append(
                counted(
                    _("{count} tie without a date is counted as holding."),
                    _("{count} ties without a date are counted as holding."),
                    selected.undated,
                )
            )
    return facts


def _shape_facts(view: View) -> list[Phrase]:
    """Say how many there are, how they were merged, and what was left out."""
    facts = []
    if view.projected:
        facts.append(
            phrase(
                _("Projected onto {kind}: tied where they share an affiliation."),
                kind=plurals([view.projected], view.dataset.vocabulary.actor_kinds),
            )
        )
    elif view.mode_names:
        facts.append(phrase(_("Two-mode: {modes}."), modes=Phrase(" × ".join(view.mode_names))))
    facts.append(Phrase(_("Directed.")) if view.directed else Phrase(_("Undirected.")))
    facts.append(
        phrase(
            _("{actors} actors, {ties} ties, parallel ties merged into {pairs} tied pairs."),
            actors=len(view),
            ties=view.ties,
            pairs=view.pairs,
        )
    )
    facts.append(
        phrase(
            _("Weight: {weight}; used by every measure that can.")
            if view.weighted
            else _("Weight: {weight}; used by strength alone."),
            weight=Phrase(WEIGHTS[view.weights]),
        )
    )
    facts += [
        Phrase(one, {"count": view.dropped[why]}, many, view.dropped[why])
        for why, (one, many) in DROPPED.items()
        if view.dropped.get(why)
    ]
    return facts
