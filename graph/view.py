"""A view: the simple graph that one choice of ties, actors, date and mode makes of a dataset."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .conditions import actors_in, condition_facts, conditions, leave_few_partners, ties_where
from .dates import Span, parse_date
from .faults import UnknownNameError, ViewError, did_you_mean
from .matrices import largest_component, merged, projected
from .phrases import Phrase, When, counted, phrase
from .phrases import mark as _
from .selection import DROPPED, LEFT_OUT, Selected, mode_names, modes_of, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


@dataclass(frozen=True, eq=False)
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
    tie_ids: Sequence[str] = field(default=(), repr=False)
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
        """Give the matrix with 1 in place of every weight; where its entries are is shared."""
        import numpy as np  # noqa: PLC0415
        from scipy.sparse import csr_array  # noqa: PLC0415

        given = self.matrix
        if bool((given.data == 1).all()):
            return given
        ones = np.ones_like(given.data)
        return csr_array((ones, given.indices, given.indptr), shape=given.shape, copy=False)

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


def build_view(  # noqa: PLR0913 - one argument a choice, all by name
    dataset: Dataset,
    *,
    ties: Sequence[str] | str | None = None,
    actors: Sequence[str] | str | None = None,
    at: str | int | None = None,
    project: str | None = None,
    weights: str | None = None,
    directed: bool = False,
    two_mode: bool | None = None,
    largest: bool = False,
    undated: str = "keep",
    where: Mapping[str, Any] | Sequence[str] | str | None = None,
    countries: Sequence[str] | str | None = None,
    areas: Sequence[str] | str | None = None,
    min_degree: int | None = None,
    mode: str | None = None,
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
    `where` keeps the ties with one of the values in each column, as ``"role=founder|host"`` or
    ``{"role": ["founder", "host"]}``. `countries` (codes) and `areas` keep the actors that lie there
    and those without a place. `min_degree` leaves out the actors of the kind `mode` (of any kind
    without it) with fewer partners, counted once, before any projection; who loses a partner
    by that stays.

    Raises UnknownNameError for a kind or weighting that is not known, ViewError for options
    that do not go together.
    """
    ties, actors = _names(ties), _names(actors)
    at = None if at is None else str(at)
    if at is None and undated == "drop":
        raise ViewError(Phrase(_("To drop undated ties needs a date: add --at.")))
    vocabulary = dataset.vocabulary
    for name in ties or ():
        known_name(name, vocabulary.tie_kinds, _("a kind of tie"))
    for name in [*(actors or ()), *(name for name in (project, mode) if name)]:
        known_name(name, vocabulary.actor_kinds, _("a kind of actor"))
    if weights is not None:
        known_name(weights, WEIGHTS, _("a weighting"))
    known_name(undated, UNDATED, _("a choice for undated ties"))
    _agree(project=project, weights=weights, directed=directed, two_mode=two_mode)
    if mode is not None and min_degree is None:
        raise ViewError(Phrase(_("A kind with too few partners needs their number: --min-degree.")))
    span, wanted = _span(at), conditions(where)
    countries, areas = _names(countries), _names(areas)
    selected = select(
        dataset,
        ties,
        actors,
        span,
        undated,
        weights,
        actors_in(dataset, countries, areas),
        ties_where(dataset, wanted),
    )
    modes = modes_of(dataset, selected, two_mode=True if project else two_mode, directed=directed)
    if min_degree is not None:
        modes = leave_few_partners(selected, modes, min_degree, mode)
    scheme = weights or ("shared" if project else "count")
    if project:
        matrix, ids, labels, kinds = projected(selected, modes, project, scheme)
        selected.left_out["projection"] = len(selected.ids) - len(ids)
        modes = None
    else:
        matrix = merged(selected, directed=directed)
        ids, labels, kinds = selected.ids, selected.labels, selected.kinds
    if largest:
        matrix, keep, selected.left_out["component"] = largest_component(matrix)
        ids, labels, kinds = (
            [x for x, k in zip(c, keep, strict=True) if k] for c in (ids, labels, kinds)
        )
        modes = None if modes is None else modes[keep]
    _keep_counted(selected, ids, project)
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
        mode_names=None if modes is None else mode_names(kinds, modes),
        projected=project,
        ties=len(selected.rows),
        tie_ids=selected.tie_ids,
        dropped=selected.dropped,
    )
    facts = [
        *_facts(dataset, selected, ties, actors, at, undated),
        *condition_facts(dataset, selected, wanted, countries, areas, min_degree, mode),
        *_shape_facts(view),
        *_dropped_facts(selected),
    ]
    object.__setattr__(view, "facts", tuple(facts))
    return view


def _names(names: Sequence[str] | str | None) -> Sequence[str] | None:
    """Take one name for a list of one."""
    return [names] if isinstance(names, str) else names


def _keep_counted(selected: Selected, ids: Sequence[str], project: str | None) -> None:
    """Keep the ties that the final matrix holds: in a projection those of its own actors."""
    import numpy as np  # noqa: PLC0415

    n = len(selected.ids)
    if project is None and len(ids) == n:
        return
    mine = np.ones(n, dtype=bool)
    if project is not None:
        mine = np.array([kind == project for kind in selected.kinds], dtype=bool)
    known = set(ids)
    there = np.array([actor in known for actor in selected.ids], dtype=bool) | ~mine
    counted = mine[selected.tails] | mine[selected.heads]
    kept = counted & there[selected.tails] & there[selected.heads]
    for why, lost in (("projection", ~counted), ("component", counted & ~kept)):
        if lost.any():
            selected.dropped[why] = selected.dropped.get(why, 0) + int(lost.sum())
    selected.keep_ties(kept)


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
        raise ViewError(phrase(_("The weighting “{name}” needs --project."), name=weights))


def _span(at: str | None) -> Span | None:
    if at is None:
        return None
    try:
        return parse_date(at.strip())
    except ValueError:
        raise ViewError(
            phrase(_("“{at}” is not a date: write 2014, 2014-05 or 2014-05-21."), at=at)
        ) from None


def plurals(
    names: Sequence[str], kinds: Mapping[str, ActorKind] | Mapping[str, TieKind]
) -> tuple[Phrase, ...]:
    """Give the plurals of kinds as phrases, a dataset's own translations with them."""
    return tuple(
        kinds[name].several if name in kinds else Phrase(name, literal=True) for name in names
    )


def mode_phrase(dataset: Dataset, mode: str) -> Phrase:
    """Name a mode of `View.mode_names` by the plurals of its kinds."""
    known = dataset.vocabulary.actor_kinds
    kinds = [mode] if mode in known else mode.split("+")
    return phrase("{kinds}", kinds=plurals(kinds, known))


def _facts(
    dataset: Dataset,
    selected: Selected,
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
        facts.append(phrase(_("Ties that held at this date: {at}."), at=When(at.strip())))
        if undated == "keep" and not selected.dated.all():
            facts.append(
                counted(
                    _("{count} tie without a date is counted as holding."),
                    _("{count} ties without a date are counted as holding."),
                    int((~selected.dated).sum()),
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
        first, second = (mode_phrase(view.dataset, mode) for mode in view.mode_names)
        facts.append(phrase(_("Two-mode: {first} × {second}."), first=first, second=second))
    facts.append(
        Phrase(_("Directed: a tie of a symmetric kind counts both ways, and pairs are ordered."))
        if view.directed
        else Phrase(_("Undirected."))
    )
    facts.append(
        phrase(
            _("Actors: {actors}. Affiliations: {ties}, which make tied pairs: {pairs}.")
            if view.projected
            else _(
                "Actors: {actors}. Ties: {ties}, parallel ties merged into tied pairs: {pairs}."
            ),
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
    return facts


def _dropped_facts(selected: Selected) -> list[Phrase]:
    """Say which ties and actors are left out, by reason."""
    return [
        Phrase(one, {"count": counts[why]}, many, counts[why])
        for reasons, counts in ((DROPPED, selected.dropped), (LEFT_OUT, selected.left_out))
        for why, (one, many) in reasons.items()
        if counts.get(why)
    ]
