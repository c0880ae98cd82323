"""The answers of the commands that weigh evidence, as headers, rows and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.phrases import Phrase
from ..graph.phrases import mark as _
from .centrality import digits_of, part_of, view_phrase
from .frames import plain, plain_rows, records
from .language import Language, has_translations, labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from ..graph.evidence.qap import Qap
    from ..graph.evidence.significance import Significance
    from ..graph.evidence.stability import Stability
    from ..graph.structure.communities import Communities
    from ..graph.view import View

    Answer = tuple[list[str], Iterable[list[Any]]]

# How each column is headed and, for numbers, with how many decimals people read it.
COLUMNS: dict[str, tuple[str, int | None]] = {
    "label": (_("actor"), None),
    "kind": (_("kind"), None),
    "figure": (_("figure"), None),
    "measure": (_("measure"), None),
    "predictor": (_("predictor"), None),
    "observed": (_("observed"), 3),
    "mean": (_("mean of draws"), 3),
    "sd": (_("standard deviation"), 3),
    "low": (_("interval from"), 3),
    "high": (_("interval to"), 3),
    "z": ("z", 2),
    "p": ("p", 4),
    "p_high": (_("p (higher)"), 4),
    "p_low": (_("p (lower)"), 4),
    "p_corrected": (_("p (corrected)"), 4),
    "value": (_("value"), 3),
    "rank": (_("rank"), 0),
    "rank_low": (_("rank from"), 0),
    "rank_median": (_("median rank"), 0),
    "rank_high": (_("rank to"), 0),
    "first": (_("share first"), 3),
    "r": ("r", 3),
    "b": ("b", 4),
    "beta": ("β", 3),
    "t": ("t", 2),
    "community": (_("community"), 0),
    "actors": (_("actors"), 0),
    "stability": (_("stability"), 3),
    "members": (_("members"), None),
    "adjusted_rand": (_("adjusted Rand index"), 3),
    "variation": (_("variation of information (bits)"), 3),
    "mutual": (_("normalised mutual information"), 3),
    "one": (_("first"), None),
    "other": (_("second"), None),
    "kendall": (_("Kendall’s τ-b"), 3),
    "spearman": (_("Spearman’s ρ"), 3),
}


def method_text(sentences: Sequence[Phrase], language: Language) -> str:
    """Say the sentences one after the other."""
    return " ".join(language.text(sentence) for sentence in sentences)


def _readable(
    rows: list[dict[str, Any]],
    columns: Sequence[str],
    language: Language,
    digits: Mapping[str, int] | None = None,
) -> Answer:
    """Head `columns` for people and round their numbers."""
    places = {name: COLUMNS[name][1] for name in columns} | dict(digits or {})

    def shown(name: str, value: Any) -> Any:
        number, decimals = plain(value), places[name]
        if number is None or isinstance(number, str) or decimals is None:
            return number
        return language.number(number, decimals)

    header = [language.text(COLUMNS[name][0]) for name in columns]
    return header, [[shown(name, row.get(name)) for name in columns] for row in rows]


def _exact(frame: pd.DataFrame) -> Answer:
    """Give a frame with its own names and full precision."""
    return list(frame.columns), plain_rows(frame)


def _named(view: View, rows: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Put actors' names and kinds in the reader's language into `rows`."""
    names = labels_of(view.dataset.actors)
    kinds = view.dataset.vocabulary.actor_kinds
    return [
        {
            **row,
            "label": language.text(names[row["id"]]),
            "kind": language.text(kinds[row["kind"]].one),
        }
        for row in rows
    ]


def _label_column(view: View, frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Put actors' names in the reader's language into a frame."""
    if "label" in frame and not has_translations(view.dataset):
        return frame
    names = labels_of(view.dataset.actors)
    labels = [language.text(names[actor]) if actor else "" for actor in frame["id"]]
    return frame.assign(label=labels)


def significance_rows(
    found: Significance, language: Language, *, labelled: bool, top: int | None = None
) -> Answer:
    """Give figures, or measures of actors, beside what chance would give."""
    from ..graph.measures import measure_label  # noqa: PLC0415
    from ..graph.structure.by_column import figure_label  # noqa: PLC0415

    frame = found.table
    actors = "measure" in frame
    if not labelled:
        return _exact(_label_column(found.view, frame, language) if actors else frame)
    numbers = ["observed", "mean", "sd", "low", "high", "z", "p"]
    if len(frame) > 1:
        numbers.append("p_corrected")
    rows = records(frame)
    for row, (name, part) in zip(rows, found.asked, strict=False):
        row["figure"] = language.text(figure_label(name))
        if part:
            row["figure"] += f" ({language.text(part_of(found.view, part))})"
    for row in rows[len(found.asked) :]:
        row["figure"] = language.text(measure_label(row["measure"]))
    if not actors:
        return _readable(rows, ["figure", *numbers], language)
    figures = [{**row, "label": "", "kind": ""} for row in rows if not row["id"]]
    ranked = [row for row in rows if row["id"]]
    ranked.sort(key=lambda row: (row["p"] is None, row["p"] or 0, -abs(row["z"] or 0), row["id"]))
    ranked = _named(found.view, ranked[:top], language)
    return _readable([*figures, *ranked], ["figure", "label", "kind", *numbers], language)


def significance_json(found: Significance, language: Language) -> dict[str, Any]:
    """Give the model, the draws and every number: ``figures`` and ``actors``."""
    frame = found.table
    if "measure" in frame:
        of_actors = frame["id"] != ""
        actors = records(_label_column(found.view, frame[of_actors], language))
        rest = frame[~of_actors].drop(columns=["id", "label", "kind"])
        figures = records(rest.rename(columns={"measure": "figure"}))
    else:
        figures, actors = records(frame), []
    return {
        "view": language.text(view_phrase(found.view)),
        "null": {
            "model": found.model.name,
            "draws": found.draws,
            "seed": found.seed,
            "sweeps": found.sweeps if found.model.chain else None,
            "changed": plain(found.changed),
            "walk": [{"sweeps": sweeps, "changed": plain(share)} for sweeps, share in found.walk],
        },
        "method": method_text(found.sentences, language),
        "figures": figures,
        "actors": actors,
    }


def stability_rows(
    found: Stability, language: Language, *, labelled: bool, top: int | None = None
) -> Answer:
    """Give each actor's rank and what becomes of it when there are errors."""
    frame = _label_column(found.view, found.table, language)
    if not labelled:
        return _exact(frame)
    order = {kind: place for place, kind in enumerate(found.view.dataset.vocabulary.actor_kinds)}
    rows = [row for row in records(frame) if top is None or (row["rank"] or top + 1) <= top]
    rows.sort(
        key=lambda row: (order[row["kind"]], row["rank"] is None, row["rank"] or 0, row["id"])
    )
    columns = ["label", "kind", "value", "rank", "rank_low", "rank_median", "rank_high", "first"]
    digits = {"value": digits_of(found.measure)}
    return _readable(_named(found.view, rows, language), columns, language, digits)


def agreement_rows(found: Stability, language: Language) -> Answer:
    """Give how far the versions agree with what was observed, by kind of actor."""
    kinds = found.view.dataset.vocabulary.actor_kinds
    rows = records(found.agreement)
    for row in rows:
        row["kind"] = language.text(kinds[row["kind"]].several)
    return _readable(rows, ["kind", "actors", "kendall", "spearman"], language)


def stability_json(found: Stability, language: Language) -> dict[str, Any]:
    """Give the measure, the draws, every actor and the agreement by kind."""
    return {
        "view": language.text(view_phrase(found.view)),
        "measure": found.measure,
        "draws": found.draws,
        "seed": found.seed,
        "method": method_text(found.sentences, language),
        "actors": records(_label_column(found.view, found.table, language)),
        "agreement": records(found.agreement),
    }


def qap_rows(found: Qap, language: Language, *, labelled: bool) -> Answer:
    """Give a row a predictor: its correlation, then its coefficient."""
    frame = _qap_frame(found)
    if not labelled:
        return _exact(frame)
    rows = records(frame)
    for row in rows:
        if row["predictor"] == "intercept":
            row["predictor"] = language.text(_("intercept"))
    readable = [
        _readable([{**row, **_prefixed(row, side)} for row in rows], columns, language)
        for side, columns in (
            ("r_", ["predictor", "r", "p", "p_corrected"]),
            ("", ["b", "beta", "t", "p", "p_corrected"]),
        )
    ]
    heads = [head for header, _cells in readable for head in header]
    heads[2] = language.text(_("p of r"))
    heads[7] = language.text(_("p of t"))
    return heads, [
        [*one, *other] for one, other in zip(readable[0][1], readable[1][1], strict=True)
    ]


def _prefixed(row: dict[str, Any], side: str) -> dict[str, Any]:
    """Give p and corrected p of one side: of r under ``r_``, of t under nothing."""
    return {name: row[f"{side}{name}"] for name in ("p", "p_corrected")}


def _qap_frame(found: Qap) -> pd.DataFrame:
    correlations = found.correlations.rename(
        columns={name: f"r_{name}" for name in ("p", "p_high", "p_low", "p_corrected")}
    )
    return found.coefficients.merge(correlations, on="predictor", how="left", sort=False)


def qap_json(found: Qap, language: Language) -> dict[str, Any]:
    """Give correlations, coefficients and how well the regression fits."""
    return {
        "response": found.response,
        "actors": found.actors,
        "pairs": found.pairs,
        "draws": found.draws,
        "seed": found.seed,
        "method": method_text(found.sentences, language),
        "r_squared": plain(found.r_squared),
        "adjusted_r_squared": plain(found.adjusted),
        "correlations": records(found.correlations),
        "coefficients": records(found.coefficients),
    }


def community_rows(found: Communities, language: Language, *, labelled: bool) -> Answer:
    """Give a row an actor for programs; for people a row a community of two and more."""
    from ..graph.structure.communities import community_sizes  # noqa: PLC0415

    frame = _label_column(found.view, found.table, language)
    if not labelled:
        return _exact(frame)
    rows = [row for row in records(community_sizes(found)) if row["actors"] > 1]
    members: dict[int, list[str]] = {}
    for label, community in zip(frame["label"], frame["community"], strict=True):
        members.setdefault(int(community), []).append(label)
    for row in rows:
        names = sorted(members[row["community"]])
        row["members"] = _folded("; ".join(names))
    return _readable(rows, ["community", "actors", "stability", "members"], language)


def _folded(text: str, width: int = 80) -> str:
    import textwrap  # noqa: PLC0415

    return "\n".join(textwrap.wrap(" ".join(text.split()), width))


def community_json(found: Communities, language: Language) -> dict[str, Any]:
    """Give the partition: modularity, the communities, every actor."""
    from ..graph.structure.communities import community_sizes  # noqa: PLC0415

    return {
        "view": language.text(view_phrase(found.view)),
        "method": method_text(found.sentences, language),
        "modularity": [plain(value) for value in found.modularity],
        "agreement": plain(found.agreement),
        "resolution": plain(found.resolution),
        "runs": len(found.runs),
        "seed": found.seed,
        "communities": records(community_sizes(found)),
        "actors": records(_label_column(found.view, found.table, language)),
    }


def comparison_rows(
    rows: list[dict[str, Any]], names: Sequence[str], language: Language, *, labelled: bool
) -> Answer:
    """Give how alike every two partitions are; `names` say which is which."""
    named = comparison_json(rows, names)
    columns = ["one", "other", "actors", "adjusted_rand", "variation", "mutual"]
    if labelled:
        dated = [
            {**row, "one": language.date(row["one"]), "other": language.date(row["other"])}
            for row in named
        ]
        return _readable(dated, columns, language)
    return columns, [[row[name] for name in columns] for row in named]


def comparison_json(rows: list[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    """Give the comparisons with the names of the two partitions as ``one`` and ``other``."""
    return [
        {
            "one": names[row["first"]],
            "other": names[row["second"]],
            **{
                name: plain(row[name])
                for name in ("actors", "adjusted_rand", "variation", "mutual")
            },
        }
        for row in rows
    ]
