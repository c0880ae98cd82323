"""Write docs/measures.md from the registries, and from networkx and igraph on a worked example.

``python tools/measures_page.py`` writes the page; ``--check`` only tells whether it is current, and
exits with 1 if not.
"""

from __future__ import annotations

import argparse
import math
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import igraph
import networkx as nx
from alianza.graph.dataset import Dataset
from alianza.graph.measures import FIGURES, MEASURES, TIE_MEASURES, measure_table, summarise
from alianza.graph.structure.by_column import COLUMN_FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alianza.graph.measures import Figure, Measure

PAGE = Path(__file__).resolve().parent.parent / "docs" / "measures.md"
NAMES = ["Andre", "Beverley", "Carol", "Diane", "Ed", "Fernando", "Garth", "Heather", "Ike", "Jane"]
ISOLATE = "Zoe"
ASKS = {
    "directed": "a directed view (`--directed`)",
    "two-mode": "a two-mode view",
    "roles": "`role_weights` in `datapackage.json`",
}
SHOWN = [
    "degree",
    "degree_centrality",
    "betweenness_raw",
    "betweenness",
    "closeness",
    "harmonic",
    "eccentricity",
    "eigenvector",
    "pagerank",
    "katz",
    "reach",
    "bridging",
    "current_flow_betweenness",
    "core_number",
    "clustering",
    "constraint",
]


def kite() -> nx.Graph[str]:
    """Give Krackhardt's kite by its people's names, and an isolate."""
    graph = nx.relabel_nodes(nx.krackhardt_kite_graph(), dict(enumerate(NAMES)))
    graph.add_node(ISOLATE)
    return graph


class Other(NamedTuple):
    """What others give for a measure (of `actor`) or figure: who they are, and how they differ."""

    name: str
    actor: str
    who: str
    why: str
    value: Callable[[nx.Graph[str]], float]


def to_igraph(graph: nx.Graph[str]) -> igraph.Graph:
    """Give the same graph with the actors in the order in which networkx has them."""
    place = {name: number for number, name in enumerate(graph)}
    return igraph.Graph(len(graph), [(place[one], place[other]) for one, other in graph.edges])


def of_igraph(method: str, actor: str, **options: Any) -> Callable[[nx.Graph[str]], float]:
    """Ask igraph for a list of values and give that of `actor`."""

    def ask(graph: nx.Graph[str]) -> float:
        with warnings.catch_warnings():
            # It warns that an isolate's eigenvector centrality is 0, which is the point.
            warnings.simplefilter("ignore", RuntimeWarning)
            values: list[float] = getattr(to_igraph(graph), method)(**options)
        return values[list(graph).index(actor)]

    return ask


def distances(graph: nx.Graph[str], actor: str) -> list[int]:
    """Give the distances from `actor` to those it reaches, itself left out."""
    return [far for far in nx.single_source_shortest_path_length(graph, actor).values() if far]


def component(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Give the largest component."""
    return graph.subgraph(max(nx.connected_components(graph), key=len))


def freeman_with_n(graph: nx.Graph[str]) -> float:
    """Give Heather's closeness with n in place of every distance that is not there."""
    found = distances(graph, "Heather")
    n = len(graph)
    return (n - 1) / (sum(found) + n * (n - 1 - len(found)))


def mean_with_n(graph: nx.Graph[str]) -> float:
    """Give the mean distance with n in place of every distance that is not there."""
    n = len(graph)
    found = [far for actor in graph for far in distances(graph, actor)]
    pairs = n * (n - 1)
    return (sum(found) + n * (pairs - len(found))) / pairs


def newman(graph: nx.Graph[str]) -> float:
    """Give Heather's random-walk betweenness with the ends of pairs counted, as Newman has it."""
    part = component(graph)
    n = len(part)
    inner = nx.current_flow_betweenness_centrality(part)["Heather"] * (n - 1) * (n - 2) / 2
    return (inner + n - 1) / (n * (n - 1) / 2)


OTHERS = (
    Other("betweenness", "Heather", "networkx", "the same",
          lambda graph: nx.betweenness_centrality(graph)["Heather"]),
    Other("betweenness", "Heather", "igraph", "not divided: our `betweenness_raw`",
          of_igraph("betweenness", "Heather")),
    Other("closeness", "Heather", "networkx", "the same (`wf_improved=True`, its default)",
          lambda graph: nx.closeness_centrality(graph)["Heather"]),
    Other("closeness", "Heather", "igraph; networkx with `wf_improved=False`",
          "(r − 1)/Σd within the component: who is near to few is as close as who is near to all",
          of_igraph("closeness", "Heather")),
    Other("closeness", "Heather", "UCINET with missing distances set to n",
          "(n − 1)/Σd, n being the distance where there is no path", freeman_with_n),
    Other("closeness", "Heather", "sna of R",
          "(n − 1)/Σd with infinite distances: 0 for all once one actor is out of reach",
          lambda graph: 0.0 if nx.number_connected_components(graph) > 1 else math.nan),
    Other("closeness", ISOLATE, "igraph", "undefined for who reaches nobody; ours is 0 by the formula",
          of_igraph("closeness", ISOLATE)),
    Other("harmonic", "Heather", "networkx", "not divided by n − 1",
          lambda graph: nx.harmonic_centrality(graph)["Heather"]),
    Other("harmonic", "Heather", "igraph", "the same", of_igraph("harmonic_centrality", "Heather")),
    Other("eccentricity", ISOLATE, "igraph", "0 for who reaches nobody; ours is blank (networkx refuses the graph)",
          of_igraph("eccentricity", ISOLATE)),
    Other("eigenvector", "Diane", "networkx", "the same: squares sum to 1",
          lambda graph: nx.eigenvector_centrality_numpy(component(graph))["Diane"]),
    Other("eigenvector", "Diane", "igraph", "scaled so that the largest is 1",
          of_igraph("eigenvector_centrality", "Diane")),
    Other("pagerank", "Diane", "networkx", "the same",
          lambda graph: nx.pagerank(graph, tol=1e-13, max_iter=1000)["Diane"]),
    Other("pagerank", "Diane", "igraph", "the same", of_igraph("pagerank", "Diane")),
    Other("katz", "Diane", "networkx", "α is 0.1 unless told, whatever the network, and squares sum to 1",
          lambda graph: nx.katz_centrality_numpy(graph)["Diane"]),
    Other("current_flow_betweenness", "Heather", "networkx on the largest component", "the same",
          lambda graph: nx.current_flow_betweenness_centrality(component(graph))["Heather"]),
    Other("current_flow_betweenness", "Heather", "Newman 2005",
          "the two ends of each pair count as passed through, and pairs are n(n − 1)/2", newman),
    Other("clustering", "Jane", "networkx", "the same: 0 with fewer than two partners",
          lambda graph: nx.clustering(graph)["Jane"]),
    Other("clustering", "Jane", "igraph", "undefined with fewer than two partners",
          of_igraph("transitivity_local_undirected", "Jane")),
    Other("constraint", "Heather", "networkx, igraph", "the same",
          of_igraph("constraint", "Heather")),
    Other("mean_clustering", "", "networkx", "the same: all actors count",
          nx.average_clustering),
    Other("mean_clustering", "", "igraph", "the mean over actors with two partners or more",
          lambda graph: to_igraph(graph).transitivity_avglocal_undirected()),
    Other("transitivity", "", "networkx, igraph", "the same", nx.transitivity),
    Other("average_path_length", "", "igraph", "the same: pairs without a path are left out (networkx refuses the graph)",
          lambda graph: to_igraph(graph).average_path_length()),
    Other("average_path_length", "", "UCINET with missing distances set to n",
          "pairs without a path count with n", mean_with_n),
    Other("diameter", "", "igraph", "the same: the largest component (networkx refuses the graph)",
          lambda graph: to_igraph(graph).diameter()),
    Other("degree_assortativity", "", "networkx, igraph", "the same",
          nx.degree_assortativity_coefficient),
)  # fmt: skip


def page() -> str:
    """Give the text of the page."""
    return "\n".join([*_head(), *_example(), *_differences(), *_rows(), *_by_column()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Measures and figures"
    yield ""
    yield (
        "Every measure of actors and every figure of networks that alianza computes, from the registries in the code"
        " (`python tools/measures_page.py` writes this page, and a test keeps it true). The same stands in the terminal, in four"
        " languages:"
    )
    yield ""
    yield "```sh"
    yield "alianza measures --lang es"
    yield "```"
    yield ""
    yield (
        "In the formulas n is the number of actors of the view, a_ij is 1 where i has a tie to j, w_ij the merged weight, d(i, j)"
        " the length of the shortest path, σ_st the number of shortest paths from s to t and σ_st(i) of those through i, k(i) the"
        " degree. Ranks are competition ranks (1, 2, 2, 4) among the actors of one kind after rounding to 12 significant digits."
        " A value that is not defined is blank, never 0."
    )
    yield ""


def _example() -> Iterator[str]:
    graph = kite()
    view = Dataset.from_networkx(graph).view()
    table = measure_table(view, list(SHOWN))
    yield "## A worked example"
    yield ""
    yield (
        "Krackhardt's kite (1990), in which degree, closeness and betweenness have different leaders, and an isolate,"
        f" {ISOLATE}, beside it: {len(graph)} actors, {graph.number_of_edges()} ties, two components. A dash is a blank."
    )
    yield ""
    people = [*NAMES, ISOLATE]
    yield f"| measure | {' | '.join(people)} |"
    yield f"|---|{'--:|' * len(people)}"
    for name in SHOWN:
        cells = " | ".join(_number(table[name][person]) for person in people)
        yield f"| `{name}` | {cells} |"
    yield ""


def _differences() -> Iterator[str]:
    graph = kite()
    view = Dataset.from_networkx(graph).view()
    measures = list(dict.fromkeys(row.name for row in OTHERS if row.name in MEASURES))
    table = measure_table(view, measures)
    figures = summarise(view)
    yield "## What other programs give"
    yield ""
    yield (
        "The same graph in other programs. Those of networkx and igraph are computed by them when this page is made; the"
        " others follow their stated definitions."
    )
    yield ""
    yield "| measure or figure | of | alianza | other | who | how they differ |"
    yield "|---|---|--:|--:|---|---|"
    for row in OTHERS:
        ours: Any = table[row.name][row.actor] if row.actor else figures[row.name]
        yield (
            f"| `{row.name}` | {row.actor or 'the network'} | {_number(ours)} | {_number(row.value(graph))}"
            f" | {row.who} | {row.why} |"
        )
    yield ""


def _rows() -> Iterator[str]:
    for title, registry in (
        ("Measures of actors", MEASURES),
        ("Measures of ties", TIE_MEASURES),
        ("Figures of networks", FIGURES),
    ):
        yield f"## {title}"
        yield ""
        for row in registry.values():
            yield from _row(row)


def _by_column() -> Iterator[str]:
    yield "## Figures by a column of the actors"
    yield ""
    yield (
        "Asked for as `figure:column` in `alianza significance --figure`, such as `ei:area`; for whether ties stay within"
        " groups the null model `labels` is the right one."
    )
    yield ""
    for row in COLUMN_FIGURES.values():
        yield from (f"### `{row.name}:COLUMN`: {row.label}", "", row.definition, "")
        yield from (f"- Formula: `{row.formula}`", f"- Range: {row.range}")
        yield from (f"- Blank: {row.blank}", f"- Reference: {row.reference}", "")


def _row(row: Measure | Figure) -> Iterator[str]:
    yield f"### `{row.name}`: {row.label}"
    yield ""
    yield row.definition
    yield ""
    lines = {
        "Formula": f"`{row.formula}`" if row.formula else "",
        "Asked for as": f"`{row.name}`, or with a number of steps, such as `{row.name}:3`"
        if getattr(row, "stepped", None)
        else "",
        "Range": row.range,
        "Blank": row.blank,
        "0 by definition": getattr(row, "zero", ""),
        "Rank 1": "the lowest" if getattr(row, "lowest_first", False) else "",
        "Needs": ASKS.get(row.mode, ""),
        "Cost": "" if row.default else "computed only when it is named",
        "Reference": row.reference,
    }
    yield from (f"- {name}: {text}" for name, text in lines.items() if text)
    yield ""


def _number(value: Any) -> str:
    if value is None or math.isnan(value):
        return "–"
    number = round(float(value), 4) + 0.0
    return f"{number:.0f}" if number.is_integer() else f"{number:.4f}"


def main() -> int:
    """Write the page, or only check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="only tell whether the page is current"
    )
    text = page().rstrip("\n") + "\n"
    if parser.parse_args().check:
        if PAGE.read_text("utf-8") == text:
            return 0
        print("docs/measures.md is not current: run python tools/measures_page.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
