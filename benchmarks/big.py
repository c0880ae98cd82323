"""Large inputs: from a file to an answer, beside a script of pandas and scipy for the same."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from timing import PYTHON, machine, table, timed

# Actors and ties.
SIZES = ((300, 1_000), (3_000, 10_000), (30_000, 100_000), (300_000, 1_000_000))
FORMATS = ("csv", "parquet", "graphml")
# Name, and how alianza and the script are asked.
QUESTIONS = {
    "degree": ("centrality", "--measures", "degree", "--format", "csv"),
    "degree, PageRank": ("centrality", "--measures", "degree,pagerank", "--format", "csv"),
    "components": ("summary", "--figures", "components"),
    "core": ("centrality", "--measures", "core_number", "--format", "csv"),
    "communities": ("communities", "--runs", "1", "--format", "csv"),
    "closeness": ("centrality", "--measures", "closeness", "--format", "csv"),
}
# What the script is asked too; of closeness only for the first actors, which are enough to weigh it.
SHARED = ("degree", "degree, PageRank", "components", "closeness")
FIRST, TOGETHER = 128, 64

SCRIPT = """
import sys
import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

path, question, first, together = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
frame = pd.read_parquet(path) if path.endswith("parquet") else pd.read_csv(path, dtype=str, keep_default_na=False)
codes, ids = pd.factorize(pd.concat([frame["source"], frame["target"]]), sort=True)
n, tails, heads = len(ids), codes[: len(frame)], codes[len(frame) :]
both = np.concatenate([tails, heads]), np.concatenate([heads, tails])
matrix = csr_array((np.ones(len(codes)), both), shape=(n, n))
matrix.data[:] = 1
degree = np.asarray(matrix.sum(axis=1)).ravel()
found = {"id": ids, "degree": degree}
if "PageRank" in question:
    rank = np.full(n, 1 / n)
    for _step in range(200):
        new = 0.85 * (matrix.T @ (rank / np.maximum(degree, 1))) + (0.15 + 0.85 * rank[degree == 0].sum()) / n
        done = np.abs(new - rank).sum() < 1e-12
        rank = new
        if done:
            break
    found["pagerank"] = rank
if question == "closeness":
    sums = []
    for at in range(0, min(n, first), together):
        sources = np.arange(at, min(n, at + together))
        steps = dijkstra(matrix, directed=False, unweighted=True, indices=sources)
        steps[np.isinf(steps)] = 0
        sums.append(steps.sum(axis=1))
    print(np.concatenate(sums))
elif question == "components":
    print(connected_components(matrix, directed=False)[0])
else:
    pd.DataFrame(found).to_csv(sys.stdout, index=False)
"""


def pairs_of(actors: int, ties: int, seed: int = 1) -> np.ndarray:
    """Give distinct pairs of actors, few with many partners."""
    rng = np.random.default_rng(seed)
    eager = np.cumsum(rng.pareto(1.5, actors) + 1)
    found = np.empty(0, dtype=np.int64)
    while len(found) < ties:
        ends = np.searchsorted(eager, rng.random((2, 2 * ties)) * eager[-1])
        low, high = np.sort(np.minimum(ends, actors - 1), axis=0)
        found = np.unique(np.concatenate([found, (low * actors + high)[low != high]]))
    kept = rng.permutation(found)[:ties]
    return np.column_stack([kept // actors, kept % actors])


def write(folder: Path, name: str, pairs: np.ndarray, actors: int) -> Path:
    """Write the pairs as ties in a format."""
    path = folder / f"ties.{name}"
    if name == "parquet":
        import pandas as pd

        ends = {
            end: [f"a{at}" for at in pairs[:, side]]
            for side, end in enumerate(("source", "target"))
        }
        pd.DataFrame(ends).to_parquet(path)
    elif name == "csv":
        lines = [f"a{tail},a{head}\n" for tail, head in pairs.tolist()]
        path.write_text("source,target\n" + "".join(lines))
    else:
        nodes = [f'<node id="a{actor}"/>\n' for actor in range(actors)]
        edges = [f'<edge source="a{tail}" target="a{head}"/>\n' for tail, head in pairs.tolist()]
        head = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">\n'
        path.write_text(head + "".join(nodes) + "".join(edges) + "</graph></graphml>\n")
    return path


def run(*, quick: bool) -> str:
    """Time alianza and the script on files of growing size, and weigh their memory."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "script.py"
        script.write_text(SCRIPT)
        for actors, ties in SIZES[:2] if quick else SIZES:
            # In a process of its own: a child's peak counts what its parent held when it began.
            subprocess.run([PYTHON, __file__, place, str(actors), str(ties)], check=True)  # noqa: S603
            files = {name: Path(place) / f"ties.{name}" for name in FORMATS}
            for question, (command, *options) in QUESTIONS.items():
                for name, file in files.items():
                    if name != "csv" and question != "degree, PageRank":
                        continue
                    ours = timed(
                        [PYTHON, "-m", "alianza", command, str(file), *options],
                        runs=1 if quick else 3,
                    )
                    theirs = None
                    if name != "graphml" and question in SHARED:
                        asked = [str(file), question, str(FIRST), str(TOGETHER)]
                        theirs = timed([PYTHON, str(script), *asked], runs=1 if quick else 3)
                    mark = " *" if question == "closeness" else ""
                    rows.append(
                        (
                            f"{ties:,}, {name}, {question}",
                            f"{ours.median:.1f}",
                            f"{ours.megabytes:.0f}",
                            f"{theirs.median:.1f}{mark}" if theirs else "–",
                            f"{theirs.megabytes:.0f}" if theirs else "–",
                            f"{ours.megabytes / theirs.megabytes:.2f}" if theirs else "–",
                        )
                    )
    header = ("ties, file, question", "seconds", "MB", "script, seconds", "script, MB", "MB ratio")
    return (
        f"{table(header, rows)}\n\n{machine('pandas', 'scipy', 'igraph')}; medians of three runs, the"
        f" most memory of them. * Of closeness the script computes {FIRST} actors only,"
        f" {TOGETHER} at a time."
    )


if __name__ == "__main__":
    folder, many, wanted = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    drawn = pairs_of(many, wanted)
    for kind in FORMATS:
        write(folder, kind, drawn, many)
