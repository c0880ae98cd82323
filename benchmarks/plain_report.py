"""What one writes without alianza: the measures of a network by networkx, its page by pyvis.

``python plain_report.py FOLDER TO`` reads the same folder that `alianza report` reads and gives the
tables of its measures and figures, ties, mixing and communities, and a map. It has no gaps, no
suggestions and no trust in them, no intervals and no sources: a lower bound of the work.
"""

from __future__ import annotations

import sys
from pathlib import Path

import networkx as nx
import pandas as pd
from pyvis.network import Network


def main(source: Path, to: Path) -> None:
    """Write the tables and the map."""
    to.mkdir(parents=True, exist_ok=True)
    actors = pd.read_csv(source / "actors.csv")
    ties = pd.read_csv(source / "ties.csv")
    graph = nx.Graph()
    graph.add_nodes_from((row.id, {"kind": row.kind}) for row in actors.itertuples())
    graph.add_edges_from(zip(ties["from"], ties["to"], strict=True))
    parts = [graph.subgraph(part) for part in nx.connected_components(graph)]
    near = {
        actor: len(nx.single_source_shortest_path_length(graph, actor, cutoff=2)) - 1
        for actor in graph
    }
    furthest: dict[str, int] = {}
    for part in parts:
        furthest |= nx.eccentricity(part)
    between = nx.betweenness_centrality(graph)
    degree = dict(graph.degree())
    effective = nx.effective_size(graph)
    table = pd.DataFrame(
        {
            "degree": degree,
            "degree_centrality": nx.degree_centrality(graph),
            "betweenness": between,
            "closeness": nx.closeness_centrality(graph),
            "harmonic": nx.harmonic_centrality(graph),
            "eccentricity": furthest,
            "eigenvector": nx.eigenvector_centrality(graph, max_iter=5000),
            "pagerank": nx.pagerank(graph),
            "katz": nx.katz_centrality(graph, alpha=0.01, max_iter=5000),
            "constraint": nx.constraint(graph),
            "effective_size": effective,
            "efficiency": {a: effective[a] / degree[a] if degree[a] else None for a in graph},
            "core_number": nx.core_number(graph),
            "clustering": nx.clustering(graph),
            "reach": near,
        }
    )
    groups = nx.community.louvain_communities(graph, seed=1)
    table["community"] = {actor: place for place, group in enumerate(groups) for actor in group}
    for name in list(table.columns):
        table[f"{name}_rank"] = table[name].rank(method="min", ascending=False)
    largest = max(parts, key=len)
    figures = pd.Series(
        {
            "density": nx.density(graph),
            "components": len(parts),
            "diameter": max(furthest[actor] for actor in largest),
            "average_path_length": nx.average_shortest_path_length(largest),
            "transitivity": nx.transitivity(graph),
            "mean_clustering": nx.average_clustering(graph),
            "degree_assortativity": nx.degree_assortativity_coefficient(graph),
            "articulation_points": sum(1 for _ in nx.articulation_points(graph)),
            "bridges": sum(1 for _ in nx.bridges(graph)),
        }
    )
    mixing = pd.DataFrame(nx.attribute_mixing_dict(graph, "kind")).fillna(0)
    table.to_csv(to / "centrality.csv")
    with pd.ExcelWriter(to / "tables.xlsx", engine="xlsxwriter") as book:
        table.to_excel(book, sheet_name="measures")
        figures.to_excel(book, sheet_name="figures")
        mixing.to_excel(book, sheet_name="mixing")
        ties.to_excel(book, sheet_name="ties")
    (to / "report.html").write_text(table.to_html(), encoding="utf-8")
    page = Network(cdn_resources="in_line")
    page.from_nx(graph)
    (to / "map.html").write_text(page.generate_html(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
