"""Pictures: the interactive map."""

from __future__ import annotations

from typing import Any

import click

from .common import dataset_argument, lang_option, load_data, path_given, view_options


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
    made = network_map(data, lang=lang, renderer=renderer, steps=shown, **options)
    click.echo(made.save(output))
