"""The same input gives the same bytes: each file made in two processes that share nothing but the data."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

# Another hash seed, time zone, locale and working folder.
PLACES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "pt_BR.UTF-8"},
)
MAKE = """
import sys
from pathlib import Path
import alianza
from alianza.reports.deck import write_deck
from alianza.reports.figures import FIGURE_KINDS, figure
from alianza.reports.gap_rows import gaps_file
from alianza.reports.language import Language
from alianza.reports.starter import starter_workbook
from alianza.reports.writers import WRITERS
from pptx import Presentation

out = Path(sys.argv[1])
data = alianza.load("allas")
for kind in FIGURE_KINDS:
    drawn = figure(data, kind, size="column", lang="fr", **({"at": "2019/2024"} if kind == "rankclock" else {}))
    for ending in ("svg", "pdf", "png"):
        drawn.save(out / f"{kind}.{ending}", 60)
also = [name for name, row in WRITERS.items() if not row.always]
alianza.report(data, lang="es", also=also, ties=["leadership", "agreement"]).save(out)
Presentation().save(out / "template")
write_deck(data, out / "own.pptx", template=out / "template", lang="pt", ties=["agreement"])
(out / "template").unlink()
(out / "new.xlsx").write_bytes(starter_workbook(Language("es")))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Give, of each of two processes, the hash of every file that it made."""
    running = []
    for place in PLACES:
        folder = tmp_path_factory.mktemp("same") / f"here-{place['PYTHONHASHSEED']}"
        folder.mkdir()
        environment = {**os.environ, **place}
        command = [sys.executable, "-c", MAKE, str(folder)]
        running.append(
            (folder, subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.PIPE))
        )
    found = []
    for folder, process in running:
        _out, error = process.communicate(timeout=300)
        assert process.returncode == 0, error.decode()
        found.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()})  # fmt: skip
    return found


def test_every_kind_of_file_is_made(made):
    endings = {name.rpartition(".")[2] for name in made[0]}
    assert endings == {"svg", "pdf", "png", "pptx", "docx", "xlsx", "csv", "html", "md", "tex", "bib"}  # fmt: skip
    assert len(made[0]) > 30


def test_the_same_bytes_in_every_place(made):
    one, other = made
    assert sorted(one) == sorted(other)
    different = [name for name in one if one[name] != other[name]]
    assert different == [], json.dumps(different)
