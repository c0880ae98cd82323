"""What every kind of gap looks at: the ties that hold, who belongs where, what was surveyed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..dates import held_at, parse_date
from ..faults import ViewError
from ..phrases import Phrase, named, named_in, phrase
from ..phrases import mark as _
from ..tables import split_list
from .rows import is_of, pairs_of, speaks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..dataset import Dataset
    from ..dates import Span
    from ..view import View

    Tie = Mapping[str, Any]
    Pair = tuple[str, str]

NAMED = 8
"""How many names a sentence lists before it counts the others."""


@dataclass(frozen=True, eq=False)
class Ground:
    """A dataset as the search for gaps sees it, computed once.

    Without ``at`` the ties with status ``active`` hold, those of unknown date among them; with
    it those that held on some day of the date, the undated ones unless they have ended or a full
    list of that date (`surveyed`) leaves them out.
    """

    dataset: Dataset = field(repr=False)
    at: str | None = None
    keep: frozenset[str] = field(default=frozenset(), repr=False)

    @cached_property
    def span(self) -> Span | None:
        """Give the date asked for as a span of days. Raises ViewError for what is no date."""
        if self.at is None:
            return None
        try:
            return parse_date(self.at.strip())
        except ValueError:
            text = _("“{at}” is not a date: write 2014, 2014-05 or 2014-05-21.")
            raise ViewError(phrase(text, at=self.at)) from None

    @cached_property
    def actors(self) -> dict[str, dict[str, Any]]:
        """Give the rows of the actors that exist, by id, in the order of the ids."""
        rows = sorted(self.dataset.actors.to_dict("records"), key=lambda row: row["id"])
        span = self.span
        return {
            str(row["id"]): {str(key): value for key, value in row.items()}
            for row in rows
            if span is None or held_at(row["start"], row["end"], "", span) is not False
        }

    @cached_property
    def all_ties(self) -> list[dict[str, Any]]:
        """Give every row of the ties, whatever its status, in the order of the ids."""
        rows = sorted(self.dataset.ties.to_dict("records"), key=lambda row: row["id"])
        return [
            {str(key): value for key, value in row.items()}
            for row in rows
            if row["from"] in self.actors and row["to"] in self.actors
        ]

    def tie(self, name: str) -> dict[str, Any]:
        """Give the row of a tie by its id."""
        return self._rows[name]

    @cached_property
    def _rows(self) -> dict[str, dict[str, Any]]:
        return {str(tie["id"]): tie for tie in self.all_ties}

    @cached_property
    def ties(self) -> list[dict[str, Any]]:
        """Give the ties that hold."""
        return [tie for tie in self.all_ties if self.holds(tie)]

    @cached_property
    def past_ties(self) -> list[dict[str, Any]]:
        """Give the ties that hold or have held, none that began after the date asked for."""
        return [
            tie
            for tie in self.all_ties
            if tie["status"] not in {"planned", "absent"} and not self.to_come(tie)
        ]

    def to_come(self, tie: Tie) -> bool:
        """Tell whether a tie began after the date asked for."""
        start = str(tie["start"])
        if self.span is None or not start:
            return False
        return parse_date(start).earliest > self.span.latest

    def holds(self, tie: Tie) -> bool:
        """Tell whether a tie counts as a partnership that there is."""
        status = str(tie["status"])
        if status in {"planned", "absent"}:
            return False
        if self.span is None:
            return status != "ended"
        held = held_at(tie["start"], tie["end"], status, self.span)
        if held is None:
            return status != "ended" and not self._left_out(tie)
        return held

    def _left_out(self, tie: Tie) -> bool:
        """Tell whether the full lists of the date asked for speak of an undated tie's ends and name it not."""
        lists = [
            row
            for row in self._surveys_of.get((str(tie["kind"]), str(tie["to"])), ())
            if row.get("at") and speaks_of(row, str(tie["from"]))
        ]
        cited = set(split_list(str(tie["sources"])))
        return bool(lists) and not any(
            cited & set(map(str, row.get("sources") or ())) for row in lists
        )

    @cached_property
    def view(self) -> View:
        """Give the undirected simple graph of the ties that hold, one mode."""
        table = self.dataset.ties
        table = table[table["id"].isin({tie["id"] for tie in self.ties})]
        actors = self.dataset.actors
        actors = actors[actors["id"].isin(set(self.actors))]
        return with_tables(self.dataset, actors=actors, ties=table).view(two_mode=False)

    @cached_property
    def names(self) -> dict[str, Phrase]:
        """Give the name of every actor, with its forms in other languages."""
        return {actor: named_in(row) for actor, row in self.actors.items()}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Give the kind of every actor."""
        return {actor: str(row["kind"]) for actor, row in self.actors.items()}

    @cached_property
    def areas(self) -> dict[str, str]:
        """Give the area of every actor, ``""`` where it is not known."""
        return {k: v for k, v in self.dataset.areas().items() if k in self.actors}

    @cached_property
    def link_kinds(self) -> frozenset[str]:
        """Give the kinds of ties between equals: the symmetric ones, in this dataset or ever.

        A dataset without any has for these its other kinds that are not two-mode and are its
        own (a file of pairs with a direction).
        """
        kinds = self.dataset.vocabulary.tie_kinds
        present = {str(tie["kind"]) for tie in self.all_ties}
        equal = {name for name in present if not (kinds[name].directed or kinds[name].two_mode)}
        if equal:
            return frozenset(equal)
        usual = {"leadership", "funding", "publishing"}
        own = {name for name in present if not kinds[name].two_mode} - usual
        return frozenset(own or {"agreement"})

    @cached_property
    def links(self) -> dict[Pair, tuple[str, ...]]:
        """Give the pairs of actors with a direct tie that holds, and the ids of these ties."""
        return pairs_of(tie for tie in self.ties if tie["kind"] in self.link_kinds)

    @cached_property
    def past_links(self) -> dict[Pair, tuple[str, ...]]:
        """Give the pairs of actors that have or had a direct tie."""
        return pairs_of(tie for tie in self.past_ties if tie["kind"] in self.link_kinds)

    @cached_property
    def planned_links(self) -> dict[Pair, tuple[str, ...]]:
        """Give the pairs of actors with a direct tie that is planned."""
        return pairs_of(
            tie
            for tie in self.all_ties
            if tie["kind"] in self.link_kinds and tie["status"] == "planned"
        )

    @cached_property
    def later_links(self) -> dict[Pair, tuple[str, ...]]:
        """Give the pairs of actors between which a direct tie began after the date asked for."""
        return pairs_of(
            tie
            for tie in self.all_ties
            if tie["kind"] in self.link_kinds
            and tie["status"] not in {"planned", "absent"}
            and self.to_come(tie)
        )

    @cached_property
    def members(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Give, for each network, its members and the ids of the ties that make them so."""
        kinds, second = self.dataset.vocabulary.tie_kinds, self.dataset.vocabulary.actor_kinds
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for tie in self.ties:
            head, tail = str(tie["to"]), str(tie["from"])
            if kinds[tie["kind"]].two_mode and second[self.kinds[head]].two_mode:
                mine = found.setdefault(head, {})
                mine[tail] = (*mine.get(tail, ()), str(tie["id"]))
        return {network: dict(sorted(found[network].items())) for network in sorted(found)}

    @cached_property
    def networks_of(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Give, for each member, its networks and the ids of the ties to them."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for network, members in self.members.items():
            for member, ties in members.items():
                found.setdefault(member, {})[network] = ties
        return found

    @cached_property
    def leads(self) -> list[dict[str, Any]]:
        """Give every leadership that holds or has held."""
        return [tie for tie in self.past_ties if tie["kind"] == "leadership"]

    @cached_property
    def partners(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Give, for each actor, its partners by a direct tie and the ids of these ties."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for (one, other), ties in self.links.items():
            found.setdefault(one, {})[other] = ties
            found.setdefault(other, {})[one] = ties
        return found

    @cached_property
    def linkable(self) -> frozenset[str]:
        """Give the kinds of actors between which direct ties are looked for: cities and regions.

        In data without these, the kinds of which two actors have a direct tie with each other.
        """
        places = {"city", "region"} & set(self.kinds.values())
        kinds = self.dataset.vocabulary.actor_kinds
        same = {
            self.kinds[one]
            for one, other in self.past_links
            if self.kinds[one] == self.kinds[other]
        }
        return frozenset(places or {kind for kind in same if not kinds[kind].two_mode})

    @cached_property
    def surveys(self) -> list[dict[str, Any]]:
        """Give the usable declarations of what was surveyed in full, of the date asked for."""
        return [row for row in self._declared if is_of(row, self.span)]

    @cached_property
    def _declared(self) -> list[dict[str, Any]]:
        rows = self.dataset.metadata.get("surveyed", [])
        rows = rows if isinstance(rows, list) else []
        return [row for row in rows if isinstance(row, dict) and row.get("kind") and row.get("to")]

    @cached_property
    def frame(self) -> frozenset[str]:
        """Give the actors of the survey frame: those that surveys name, of linkable kinds.

        Where no survey names actors, the frame is every actor of these kinds. It is the same at
        every date, so that nobody's gaps close by leaving it.
        """
        named_there: set[str] = set()
        for row in self._declared:
            if isinstance(row.get("from"), list):
                named_there.update(map(str, row["from"]))
                if row["kind"] in self.link_kinds:
                    named_there.add(str(row["to"]))
        can = {actor for actor, kind in self.kinds.items() if kind in self.linkable}
        return frozenset((can & named_there) or can)

    def survey(self, kind: str, one: str, other: str) -> tuple[str, tuple[str, ...]]:
        """Tell what the data know of a missing tie, and by which ties or sources.

        Gives ``absent``, ``surveyed`` or ``unknown``. A tie of a symmetric kind is looked up
        from both ends.
        """
        known = self._absent.get((kind, one, other))
        if known:
            return "absent", known
        symmetric = not self.dataset.vocabulary.tie_kinds[kind].directed
        ways = [(one, other), (other, one)] if symmetric else [(one, other)]
        for tail, head in ways:
            for row in self._surveys_of.get((kind, head), ()):
                if speaks_of(row, tail):
                    return "surveyed", tuple(map(str, row.get("sources") or ()))
        return "unknown", ()

    @cached_property
    def _absent(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
        kinds = self.dataset.vocabulary.tie_kinds
        found: dict[tuple[str, str, str], tuple[str, ...]] = {}
        for tie in self.all_ties:
            if tie["status"] == "absent":
                ends = str(tie["from"]), str(tie["to"])
                sources = tuple(split_list(str(tie["sources"])))
                found[str(tie["kind"]), *ends] = sources or (str(tie["id"]),)
                if not kinds[tie["kind"]].directed:
                    found[str(tie["kind"]), ends[1], ends[0]] = sources or (str(tie["id"]),)
        return found

    @cached_property
    def _surveys_of(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self.surveys:
            found.setdefault((str(row["kind"]), str(row["to"])), []).append(row)
        return found

    def surveyed_whole(self, kind: str, actor: str) -> bool:
        """Tell whether all ties of a kind to an actor were surveyed, from whomever."""
        rows = self._surveys_of.get((kind, actor), ())
        return any(not isinstance(row.get("from"), list) for row in rows)

    def link_survey(self, one: str, other: str) -> tuple[str, tuple[str, ...]]:
        """Tell what the data know of a missing direct tie of whatever kind."""
        known = [self.survey(kind, one, other) for kind in sorted(self.link_kinds)]
        for status in ("absent", "surveyed"):
            if known and all(found[0] in {"absent", status} for found in known):
                sources = [source for found in known for source in found[1]]
                return status, tuple(dict.fromkeys(sources))
        return "unknown", ()

    def listed(self, actors: Iterable[str]) -> Phrase:
        """Name actors, at most `NAMED`, and count the others; the order is kept."""
        names = [self.names[actor] for actor in actors]
        if len(names) <= NAMED + 1:
            return phrase("{names}", names=tuple(names))
        return phrase(
            _("{members} and {rest} more"), members=tuple(names[:NAMED]), rest=len(names) - NAMED
        )

    def sources_of(self, ties: Iterable[str]) -> tuple[str, ...]:
        """Give the sources of ties, each once, sorted."""
        found: set[str] = set()
        for tie in ties:
            found.update(self._sources[tie])
        return tuple(sorted(found))

    @cached_property
    def dates_are_kept(self) -> bool:
        """Tell whether any tie has a date: where none has, dates are not what the data are about."""
        return any(tie["start"] or tie["end"] for tie in self.all_ties)

    @cached_property
    def sources_are_kept(self) -> bool:
        """Tell whether the data have sources at all."""
        return bool(self._titles)

    def titles(self, sources: Iterable[str]) -> tuple[Phrase, ...]:
        """Give the titles of sources in quotes, at most three, in the order given."""
        return tuple(
            phrase(_("“{title}”"), title=named(self._titles[source]))
            for source in list(sources)[:3]
            if source in self._titles
        )

    @cached_property
    def _titles(self) -> dict[str, str]:
        table = self.dataset.sources
        return {
            str(source): str(title) or str(source)
            for source, title in zip(table["id"], table["title"], strict=True)
        }

    @cached_property
    def _sources(self) -> dict[str, list[str]]:
        return {str(tie["id"]): split_list(str(tie["sources"])) for tie in self.all_ties}


def with_tables(dataset: Dataset, **tables: Any) -> Dataset:
    """Give the dataset with other tables in place of those named; nothing is checked anew."""
    kept = {name: getattr(dataset, name) for name in ("actors", "ties", "sources", "claims")}
    fresh = {
        name: table.reset_index(drop=True) for name, table in tables.items() if table is not None
    }
    return replace(dataset, _tables={**kept, **fresh})
