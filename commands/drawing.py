"""Pictures: the interactive map."""

from __future__ import annotations

from typing import Any

import click

from .common import dataset_argument, lang_option, load_data, path_given, view_options


@click.command("map", epilog="Example: alianza map allas -o map.html --lang fr")
@dataset_argument
@click.option("-o", "--output", default="map.html", show_default=True, metavar="FILE", callback=path_given,
    help="The HTML file to write.")  # fmt: skip
@click.option("--renderer", type=click.Choice(["html", "pyvis"]), default="html", show_default=True,
    help="What draws the map.")  # fmt: skip
@view_options
@lang_option
def map_command(dataset: str, output: str, renderer: str, lang: str, **options: Any) -> None:
    """Write the interactive map: one HTML file that works offline."""
    from ..reports.network_map import network_map

    click.echo(
        network_map(load_data(dataset, lang), lang=lang, renderer=renderer, **options).save(output)
    )
