"""Promise 1, never a traceback, crash or hang: broken files at every reader."""

import json
import os
import subprocess
import sys
from pathlib import Path

from alianza.graph.formats import FORMATS

ROOT = Path(__file__).resolve().parent.parent
# The gate sets 20,000; a developer's run is shorter. Either prints its seed and its figures.
FILES = int(os.environ.get("ALIANZA_FUZZ", "1500"))


def test_promise_1_broken_files_end_as_data_or_as_faults(tmp_path):
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "fuzz.py", "--files", str(FILES), "--keep", tmp_path],
        capture_output=True,
        text=True,
    )
    assert run.stdout, run.stderr
    found = json.loads(run.stdout)
    print(run.stdout)  # noqa: T201 - `pytest -s` shows the figures
    assert found["bad"] == []
    assert run.returncode == 0
    assert sum(found["ends"].values()) == FILES
    assert found["peak_megabytes"] < 1500
    for name in (*FORMATS, "import"):
        # A reader that refused or took everything would not have been tried.
        assert found["ends"].get(f"{name} faults"), name
        assert found["ends"].get(f"{name} loaded"), name
