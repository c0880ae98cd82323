"""The house keeps its shape: imports go one way, the wheel holds the tree, help is light."""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = {"cli": 4, "commands": 3, "reports": 2, "graph": 1, "data": 0}
SOURCES = sorted(
    path
    for top in ("__init__.py", "__main__.py", "cli.py", "commands", "graph", "reports", "data")
    for path in ([ROOT / top] if (ROOT / top).is_file() else (ROOT / top).rglob("*.py"))
)


def layer_of(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_layers(path):
    """Give the top folders that a module imports from, wherever in it the imports stand."""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level]
            target = [*base, *((node.module or "").split(".") if node.module else [])]
            names = target[:1] if target else [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".")
            names = parts[1:2] if parts[0] == "alianza" else []
        elif isinstance(node, ast.Import):
            names = [a.name.split(".")[1] for a in node.names if a.name.startswith("alianza.")]
        else:
            continue
        for name in names:
            if name in LAYERS:
                yield name, node.lineno


def test_the_rule_sees_imports():
    found = {name for name, _ in imported_layers(ROOT / "cli.py")}
    assert found == {"commands", "graph", "reports"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path):
    here = layer_of(path)
    if here in LAYERS:
        for name, line in imported_layers(path):
            assert LAYERS[name] <= LAYERS[here], f"{path.name}:{line} imports {name}"
            assert not (here == "reports" and name == "data")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_data_holds_no_code():
    assert not list((ROOT / "data").rglob("*.py"))


def test_reports_read_no_data_file():
    for path in (ROOT / "reports").rglob("*.py"):
        text = path.read_text("utf-8")
        assert "read_csv" not in text
        assert '"data"' not in text, path


def run(*arguments, **options):
    return subprocess.run(arguments, check=True, capture_output=True, text=True, **options)


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys\nfrom alianza.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas','numpy','networkx','matplotlib','scipy','babel','jinja2','igraph','pyvis','edtf','openpyxl','xlsxwriter','numba','dask'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    assert run(sys.executable, "-c", code).stderr.strip() == "[]"


def test_importing_alianza_imports_nothing():
    code = "import sys, alianza; print(sorted(m for m in sys.modules if m.startswith('alianza')))"
    assert run(sys.executable, "-c", code).stdout.strip() == "['alianza']"


def test_centrality_needs_no_drawing_and_no_accelerator():
    code = (
        "import sys\nfrom alianza.cli import main\n"
        "try:\n    main(['centrality', '--format', 'csv'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numba','dask','matplotlib','pyvis','jinja2','networkx'} & set(sys.modules)), file=sys.stderr)"
    )
    assert run(sys.executable, "-c", code).stderr.strip().splitlines()[-1] == "[]"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build an sdist and a wheel from a copy of the tree, and a wheel from the sdist."""
    folder = tmp_path_factory.mktemp("build")
    tree = folder / "tree"
    ignored = shutil.ignore_patterns(
        ".git", ".venv", "build", "dist", "out", "*.egg-info", "__pycache__", ".*_cache", "node_modules"
    )  # fmt: skip
    shutil.copytree(ROOT, tree, ignore=ignored)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "PYTHONWARNINGS": "default"}
    build = [sys.executable, "-m", "build", "--no-isolation"]
    run(*build, "--sdist", "--outdir", str(folder / "sdist"), str(tree), env=environment)
    run(*build, "--wheel", "--outdir", str(folder / "wheel"), str(tree), env=environment)
    archive = next((folder / "sdist").glob("*.tar.gz"))
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "unpacked", filter="data")
    unpacked = next((folder / "unpacked").iterdir())
    run(*build, "--wheel", "--outdir", str(folder / "again"), str(unpacked), env=environment)
    return next((folder / "wheel").glob("*.whl")), next((folder / "again").glob("*.whl"))


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if not name.endswith("/")
        }


def expected_files():
    """Give what the tree holds for the package: modules, data, templates, catalogues."""
    files = {"alianza/py.typed"}
    for path in [*SOURCES, *(p for top in ("data", "reports") for p in (ROOT / top).rglob("*"))]:
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pot":
            files.add(f"alianza/{path.relative_to(ROOT).as_posix()}")
    return files


def test_the_wheel_holds_exactly_the_tree(built):
    names = set(contents(built[0]))
    packaged = {name for name in names if ".dist-info/" not in name}
    assert packaged == expected_files()
    assert all(name.startswith("alianza/") for name in packaged)
    licences = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "data/allas/LICENSE"}


def test_the_wheel_from_the_sdist_is_the_same(built):
    assert contents(built[0]) == contents(built[1])


def test_no_foreign_names_in_the_tree():
    """No home folder, no registry's host and no machine path stands in what is committed."""
    forbidden = re.compile(r"/root/|/home/\w+/|/work/|files\.pythonhosted|registry\.npmjs")
    listed = run("git", "ls-files", "-z", cwd=ROOT).stdout if (ROOT / ".git").exists() else ""
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.name != "test_architecture.py" and path.suffix in {
            ".py",
            ".md",
            ".toml",
            ".json",
            ".csv",
            ".cff",
            ".yml",
            ".ts",
            "",
        }:
            assert not forbidden.search(path.read_text("utf-8", errors="replace")), name
