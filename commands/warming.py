"""Compiling ahead of time."""

from __future__ import annotations

import click

from .common import lang_option, language_of, note


@click.command("warm-up", epilog="Example: alianza warm-up")
@lang_option
def warm_up(lang: str) -> None:
    """Compile what large networks need, once for this machine.

    Without it, the first question about a large network takes some seconds longer.
    """
    from ..graph.kernels.warming import warm
    from ..graph.phrases import Phrase
    from ..graph.phrases import mark as _

    language = language_of(lang)
    done = warm()
    said = (
        Phrase(_("Everything is compiled."))
        if done
        else Phrase(_("numba is not installed: large networks are measured by igraph and numpy."))
    )
    note(language.text(said))
