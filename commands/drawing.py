"""Pictures: the interactive map, figures, slides, and how to embed them."""

from __future__ import annotations

from typing import Any

import click

from .common import (
    dataset_argument,
    lang_option,
    language_of,
    load_data,
    path_given,
    view_options,
)

# The names in FIGURE_KINDS, which a test compares; help must not load what draws them.
KINDS = ("map", "network", "ranking", "mixing", "rankclock", "timeline", "dendrogram", "matrix")


@click.command("map", epilog="Example: alianza map allas -o map.html --lang fr")
@dataset_argument
@click.option("-o", "--output", default="map.html", show_default=True, metavar="FILE", callback=path_given,
    help="The HTML file to write.")  # fmt: skip
@click.option(
    "--renderer",
    type=click.Choice(["html", "pyvis"]),
    default="html",
    show_default=True,
    help="What draws the map.",
)
@click.option(
    "--preset",
    type=click.Choice(["explorer", "presenter"]),
    default="explorer",
    show_default=True,
    help="How the map opens: to be explored, or as a presentation of --steps.",
)
@click.option("--steps", metavar="FILE", help="With --preset presenter: a TOML or JSON file of steps.")  # fmt: skip
@view_options
@lang_option
def map_command(
    dataset: str,
    output: str,
    renderer: str,
    preset: str,
    steps: str | None,
    lang: str,
    **options: Any,
) -> None:
    """Write the interactive map: one HTML file that works offline."""
    from ..reports.map.steps import read_steps
    from ..reports.network_map import network_map

    if (preset == "presenter") != (steps is not None):
        raise click.UsageError("--preset presenter and --steps FILE go together.")
    if steps and renderer != "html":
        raise click.UsageError("--steps needs --renderer html.")
    data = load_data(dataset, lang)
    shown = read_steps(steps, data) if steps else ()
    made = network_map(data, lang=lang, renderer=renderer, steps=shown, intervals=True, **options)
    click.echo(made.save(output))


@click.command("figure", epilog="Example: alianza figure network allas -o network.svg --lang es")
@click.argument("kind", type=click.Choice(KINDS))
@dataset_argument
@click.option("-o", "--output", metavar="FILE", callback=lambda c, p, v: v if v is None else path_given(c, p, v),
    help="The file to write: .svg, .png or .pdf (default: the kind and .svg).")  # fmt: skip
@click.option("--size", default="slide", show_default=True, metavar="SIZE",
    help="slide, column, page, or millimetres: 160x90.")  # fmt: skip
@click.option("--theme", type=click.Choice(["light", "dark", "print"]), default="light", show_default=True,
    help="The colours beside those of the kinds.")  # fmt: skip
@click.option("--dpi", type=click.IntRange(36, 1200), default=200, show_default=True,
    help="Of a PNG: pixels an inch.")  # fmt: skip
@click.option("--measure", default="degree", show_default=True, metavar="NAME",
    help="Of ranking and rankclock: the measure that ranks.")  # fmt: skip
@click.option("--of", metavar="KIND",
    help="Of ranking and rankclock: the kind of actors (default: that of most actors).")  # fmt: skip
@click.option("--top", type=click.IntRange(1, 40), metavar="N",
    help="Of ranking and rankclock: how many (default: 15 bars, 8 ranks).")  # fmt: skip
@click.option("--by", default="area", show_default=True, metavar="COLUMN",
    help="Of mixing: the column of the actors that groups them.")  # fmt: skip
@view_options
@lang_option
def figure_command(
    kind: str, dataset: str, output: str | None, dpi: int, lang: str, **options: Any
) -> None:
    """Draw a figure for a slide, a paper or a page, with its legend, date, source and licence."""
    from ..reports.figures import figure

    drawn = figure(load_data(dataset, lang), kind, lang=lang, **options)
    click.echo(drawn.save(output or f"{kind}.svg", dpi))


@click.command(epilog="Example: alianza slides allas -o slides.pptx --lang es")
@dataset_argument
@click.option("-o", "--output", default="slides.pptx", show_default=True, metavar="FILE", callback=path_given,
    help="The PowerPoint file to write.")  # fmt: skip
@click.option("--template", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
    help="A presentation (.pptx) whose layouts, fonts and colours are used.")  # fmt: skip
@click.option("--link", metavar="ADDRESS",
    help="What a click on the map opens (default: map.html, if it stands beside the slides).")  # fmt: skip
@view_options
@lang_option
def slides(
    dataset: str, output: str, template: str | None, link: str | None, lang: str, **options: Any
) -> None:
    """Write slides: findings, map, network as shapes, ranking as chart, gaps, method, sources."""
    from pathlib import Path

    from ..reports.deck import write_deck

    beside = Path(output).parent / "map.html"
    address = ("map.html" if beside.exists() else "") if link is None else link
    data = load_data(dataset, lang)
    click.echo(write_deck(data, output, lang=lang, template=template, link=address, **options))


@click.command(epilog="Example: alianza embed map.html --address https://example.org/map.html")
@click.argument("page", type=click.Path(exists=True, dir_okay=False))
@click.option("--address", metavar="URL",
    help="Where the page will be found (default: its name, for files side by side).")  # fmt: skip
@click.option("--preview", metavar="URL",
    help="Where a picture of it will be found, for links that are pasted into a chat.")  # fmt: skip
@click.option("--size", default="960x600", show_default=True, metavar="WxH", help="In pixels.")
@lang_option
def embed(page: str, address: str | None, preview: str | None, size: str, lang: str) -> None:
    """Print what to paste so that a map shows in a page, in reveal.js or Quarto, and in slides."""
    from pathlib import Path

    from ..reports.embedding import embedding

    path = Path(page)
    text = path.read_text("utf-8", errors="replace")
    said = embedding(text, address or path.name, language_of(lang), size=size, preview=preview)
    click.echo(said)
