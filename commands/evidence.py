"""How sure a number is: against chance, under errors, between relations, over runs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from .common import (
    answer,
    dataset_argument,
    format_option,
    lang_option,
    language_of,
    listed,
    load_data,
    note,
    steps,
    view_options,
    worker_options,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def ensemble_options(draws: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options of every answer that is drawn at random: how often, which seed."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(
            (
                click.option("--draws", type=click.IntRange(1, 1_000_000), default=draws,
                    show_default=True, metavar="N", help="How many random draws."),
                click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
                    metavar="N", help="Where the random numbers begin: same seed, same answer."),
                worker_options(1),
            )
        ):  # fmt: skip
            command = option(command)
        return command

    return add


@contextmanager
def drawing(options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Take what `ensemble_options` added out of `options`; give it with a bar of as many steps."""
    drawn = {name: options.pop(name) for name in ("draws", "seed", "workers", "scheduler")}
    with steps(drawn["draws"]) as step:
        yield {**drawn, "step": step}


top_option = click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="In the table: only the first N actors."
)


@click.command(epilog="Example: alianza significance allas --figure transitivity --draws 99")
@dataset_argument
@click.option("--figure", "figures", multiple=True, callback=listed, metavar="NAMES",
    help="Figures of the network, separated by commas (see `alianza measures`); by a column: ei:area,"
    " assortativity:kind, density:area.")  # fmt: skip
@click.option("--measure", "measures", multiple=True, callback=listed, metavar="NAMES",
    help="Measures of actors, each actor a row, p corrected over the actors.")  # fmt: skip
@click.option("--null", metavar="MODEL",
    help="erdos-renyi, degree, curveball or labels (default: the one that keeps degrees).")  # fmt: skip
@click.option("--sweeps", type=click.IntRange(1, 100_000), default=30, show_default=True,
    metavar="N", help="Length of the random walk to each draw (degree, curveball).")  # fmt: skip
@ensemble_options(1000)
@top_option
@view_options
@format_option
@lang_option
def significance(
    dataset: str,
    figures: list[str] | None,
    measures: list[str] | None,
    null: str | None,
    sweeps: int,
    top: int | None,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Compare figures or measures with what chance would give."""
    from ..graph.chance.underlying import underlying
    from ..graph.evidence.significance import significance as compare
    from ..reports.centrality import view_phrase
    from ..reports.evidence import method_text, significance_json, significance_rows

    data = load_data(dataset, lang)
    with drawing(options) as drawn:
        view, base = underlying(data, **options)
        found = compare(
            view,
            figures,
            measures=measures or (),
            null=null,
            sweeps=sweeps,
            base=base,
            **drawn,
        )
    language = language_of(lang)
    header, rows = significance_rows(found, language, labelled=style == "table", top=top)
    answer(style, header, rows, lambda: significance_json(found, language))
    if style != "json":
        note(language.text(view_phrase(view)))
        note(method_text(found.sentences, language))


@click.command(epilog="Example: alianza stability allas --drop 0.1 --draws 99 --top 5")
@dataset_argument
@click.option("--measure", default="betweenness", show_default=True, metavar="NAME",
    help="The measure that ranks the actors.")  # fmt: skip
@click.option("--drop", type=float, default=0.1, show_default=True, metavar="SHARE",
    help="Chance that a tie (or actor) is missing.")  # fmt: skip
@click.option("--add", type=float, default=0.0, show_default=True, metavar="SHARE",
    help="False ties to add, as a share of the tied pairs.")  # fmt: skip
@click.option("--of", type=click.Choice(["ties", "actors"]), default="ties", show_default=True,
    help="What is missing.")  # fmt: skip
@click.option("--by-confidence", is_flag=True,
    help="Ties without source or date, or disputed, are missing more often.")  # fmt: skip
@ensemble_options(500)
@top_option
@view_options
@format_option
@lang_option
def stability(
    dataset: str,
    measure: str,
    drop: float,
    add: float,
    of: str,
    by_confidence: bool,
    top: int | None,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Say how far ranks change if some ties or actors are missing."""
    from ..graph.chance.underlying import underlying
    from ..graph.evidence.stability import stability as versions
    from ..reports.centrality import view_phrase
    from ..reports.evidence import agreement_rows, method_text, stability_json, stability_rows
    from ..reports.frames import aligned

    data = load_data(dataset, lang)
    with drawing(options) as drawn:
        view, base = underlying(data, **options)
        found = versions(
            view,
            measure,
            drop=drop,
            add=add,
            of=of,
            by_confidence=by_confidence,
            base=base,
            **drawn,
        )
    language = language_of(lang)
    header, rows = stability_rows(found, language, labelled=style == "table", top=top)
    answer(style, header, rows, lambda: stability_json(found, language))
    if style == "table":
        click.echo()
        header, cells = agreement_rows(found, language)
        click.echo(aligned(header, list(cells)))
    if style != "json":
        note(language.text(view_phrase(view)))
        note(method_text(found.sentences, language))


@click.command(epilog="Example: alianza qap --response ties:agreement --predictor distance")
@dataset_argument
@click.option("--response", default="ties", show_default=True, metavar="RELATION",
    help="ties:KINDS, count:KINDS, shared:KINDS, distance, log-distance, same:COLUMN (also"
    " same:language), difference:COLUMN; kinds joined by +.")  # fmt: skip
@click.option("--predictor", "predictors", multiple=True, callback=listed,
    metavar="RELATIONS",
    help="Relations that may explain it, written in the same way (default: distance).")  # fmt: skip
@click.option("--actors", multiple=True, callback=listed, metavar="KINDS",
    help="Kinds of actors to compare (default: all).")  # fmt: skip
@click.option("--at", metavar="DATE", help="Only ties that held then (default: all dates).")
@click.option("--directed", is_flag=True, help="Keep the direction of ties.")
@ensemble_options(1000)
@format_option
@lang_option
def qap(
    dataset: str,
    response: str,
    predictors: list[str] | None,
    actors: list[str] | None,
    at: str | None,
    directed: bool,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Say whether relations between actors go together (QAP, MRQAP)."""
    from ..graph.evidence.qap import qap as regress
    from ..reports.evidence import method_text, qap_json, qap_rows

    data = load_data(dataset, lang)
    with drawing(options) as drawn:
        found = regress(
            data,
            response,
            predictors or ["distance"],
            actors=actors,
            directed=directed,
            at=at,
            **drawn,
        )
    language = language_of(lang)
    header, rows = qap_rows(found, language, labelled=style == "table")
    answer(style, header, rows, qap_json(found, language))
    if style != "json":
        note(method_text(found.sentences, language))


@click.command(epilog="Example: alianza communities allas --ties membership --seed 1")
@dataset_argument
@click.option("--compare", multiple=True, callback=listed, metavar="DATES",
    help="Find the communities at each of these dates and say how alike they are.")  # fmt: skip
@click.option("--resolution", type=float, default=1.0, show_default=True, metavar="NUMBER",
    help="Above 1 gives smaller communities.")  # fmt: skip
@click.option("--runs", type=click.IntRange(1, 100_000), default=50, show_default=True,
    metavar="N", help="How often to look for them; the best run counts.")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, metavar="N",
    help="Where the random numbers begin: same seed, same answer.")  # fmt: skip
@view_options
@format_option
@lang_option
def communities(
    dataset: str,
    compare: list[str] | None,
    resolution: float,
    runs: int,
    seed: int,
    style: str,
    lang: str,
    **options: Any,
) -> None:
    """Find communities, and say how sure they are."""
    from ..graph.structure.communities import across
    from ..graph.structure.communities import communities as find
    from ..reports.centrality import view_phrase
    from ..reports.evidence import (
        community_json,
        community_rows,
        comparison_json,
        comparison_rows,
        method_text,
    )

    data = load_data(dataset, lang)
    language = language_of(lang)
    views = [data.view(**{**options, "at": at}) for at in compare or [options["at"]]]
    with steps(runs * len(views)) as step:
        found = [
            find(view, seed=seed, runs=runs, resolution=resolution, step=step) for view in views
        ]
    if not compare:
        header, rows = community_rows(found[0], language, labelled=style == "table")
        answer(style, header, rows, lambda: community_json(found[0], language))
    else:
        likeness = across(found)
        header, rows = comparison_rows(likeness, compare, language, labelled=style == "table")
        partitions = [
            {"at": at, **community_json(one, language)}
            for at, one in zip(compare, found, strict=True)
        ]
        value = {"comparison": comparison_json(likeness, compare), "partitions": partitions}
        answer(style, header, rows, value)
    if style != "json":
        for one in found:
            note(language.text(view_phrase(one.view)))
            note(method_text(one.sentences, language))
