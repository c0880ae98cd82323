"""Every command and example in README and docs is run; every link inside the project leads somewhere."""

import re
import shlex
from pathlib import Path

import click
import pytest
from alianza import cli
from alianza.graph.faults import CATALOGUE
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language):
    return [
        (page.name, body)
        for page in PAGES
        for kind, body in BLOCK.findall(page.read_text("utf-8"))
        if kind == language
    ]


def commands():
    for page, body in blocks("sh"):
        for line in body.replace("\\\n", " ").splitlines():
            if line.strip():
                yield pytest.param(line.strip(), id=f"{page}: {line.strip()}")


def fill_in(folder):
    """Make what the steps of docs/start-from-nothing.md and docs/importing.md leave behind."""
    from alianza.reports.language import Language
    from alianza.reports.starter import starter_workbook
    from openpyxl import load_workbook

    path = folder / "my-cities.xlsx"
    path.write_bytes(starter_workbook(Language("es")))
    book = load_workbook(path)
    book["actors"].append(["medellin", "Medellín", "city", "CO"])
    book["actors"].append(["red-andina", "Red Andina", "network"])
    book["ties"].append([None, "medellin", "red-andina", "membership", None, None, None, "2013-05"])
    book.save(path)
    (folder / "map.html").write_text("<title>Map</title>", "utf-8")
    source = folder / "members.csv"
    made = ["import", source, "--as", "memberships", "--map", "label=asciiName,group=Code_Network"]
    result = CliRunner().invoke(cli.main, [str(word) for word in [*made, "-o", folder / "members"]])
    assert result.exit_code == 0, result.output
    matrix = folder / "southern-women.csv"
    made = ["import", matrix, "--as", "incidence", "-o", folder / "southern-women"]
    result = CliRunner().invoke(cli.main, [str(word) for word in made])
    assert result.exit_code == 0, result.output


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Give an empty folder with the two tables of the README in ``my-network``."""
    tables = [body for page, body in blocks("csv") if page == "README.md"]
    folder = tmp_path / "my-network"
    folder.mkdir()
    (folder / "actors.csv").write_text(tables[0], "utf-8")
    (folder / "ties.csv").write_text(tables[1], "utf-8")
    shown = [body for page, body in blocks("csv") if page == "importing.md"]
    for name, body in zip(("members.csv", "pairs.csv", "matrix.csv"), shown, strict=True):
        (tmp_path / name).write_text(body, "utf-8")
    (tmp_path / "steps.toml").write_text(
        next(body for page, body in blocks("toml") if page == "map.md"), "utf-8"
    )
    women = [body for page, body in blocks("csv") if page == "reproduce.md"]
    (tmp_path / "southern-women.csv").write_text(women[0], "utf-8")
    fill_in(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", list(commands()))
def test_commands_run(line, desk):
    if line.startswith("alianza new "):
        (desk / "my-cities.xlsx").unlink()
    if line.startswith("alianza "):
        result = CliRunner().invoke(cli.main, shlex.split(line)[1:])
        assert result.exit_code == 0, result.output
    elif line.startswith("eval "):
        assert "_ALIANZA_COMPLETE=bash_source" in line
    else:
        # The gate runs these word for word on a fresh clone.
        gate = (ROOT / ".ci" / "run").read_text("utf-8") if (ROOT / ".ci").exists() else line
        makefile = (ROOT / "Makefile").read_text("utf-8")
        targets = re.findall(r"make ([\w-]+)", line)
        assert targets or line.startswith(("python tools/", "pip install"))
        for target in targets:
            assert re.search(rf"^{target}:", makefile, re.MULTILINE)
            assert f"make {target}" in gate or target in {"test", "messages", "bench"}


# Words that stand for something of the reader's, and what the desk has in their place.
STAND_INS = {"FILE": "my-network", "OLD": "my-network", "NEW": "my-network", "twinnings": "allas"}
INLINE = re.compile(r"`((?:alianza|make|pytest|python) [^`]+)`")


def inline_commands():
    """Give the commands that stand within sentences and tables."""
    found = {
        (page.name, line)
        for page in PAGES
        for line in INLINE.findall(BLOCK.sub("", page.read_text("utf-8")))
    }
    return [pytest.param(line, id=f"{page}: {line}") for page, line in sorted(found)]


@pytest.mark.parametrize("line", inline_commands())
def test_commands_in_sentences_run(line, desk):
    program, *words = shlex.split(line)
    if program == "alianza":
        run_in_sentence(desk, words)
    elif program == "make":
        assert re.search(rf"^{words[0]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    elif program == "pytest":
        (path,) = [ROOT / word for word in words if word.startswith("tests/")] or [ROOT / "tests"]
        texts = [each.read_text("utf-8") for each in ([path] if path.is_file() else path.glob("test_*.py"))]  # fmt: skip
        name = words[words.index("-k") + 1] if "-k" in words else ""
        assert any(re.search(rf"^def test_\w*{name}", text, re.MULTILINE) for text in texts)
    else:
        place, *options = words
        script = ROOT / place if place.endswith(".py") else ROOT / place / "__main__.py"
        for word in options:
            option = f'"{word}"' in script.read_text("utf-8")
            assert option or word.isdigit() or (script.parent / f"{word}.py").exists()


def run_in_sentence(desk, words):
    """Run what a sentence says; where it only names a command or its option, see that it is there."""
    known = {name: cli.main.get_command(click.Context(cli.main), name) for name in cli.COMMANDS}
    name = next((word for word in words if word in known), None)
    if words == [name]:
        return
    takes_value = {
        option
        for parameter in (known[name].params if name else ())
        if isinstance(parameter, click.Option) and not parameter.is_flag
        for option in parameter.opts
    }
    if words[-1] in takes_value:
        return
    (desk / "my-cities.xlsx").unlink()
    if "--merge" in words:
        made = ["gaps", "my-network", "-o", words[words.index("--merge") + 1]]
        assert CliRunner().invoke(cli.main, made).exit_code == 0
    stand_ins = {**STAND_INS, **({"FILE": "pairs.csv"} if name == "import" else {})}
    result = CliRunner().invoke(cli.main, [stand_ins.get(word, word) for word in words])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("example", [pytest.param(b, id=p) for p, b in blocks("python")])
def test_python_examples_run(example, desk):
    exec(compile(example, "example", "exec"), {})  # noqa: S102 - our own documentation


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), target


def test_readme_names_all_kinds_and_commands():
    text = (ROOT / "README.md").read_text("utf-8")
    from alianza.graph.vocabulary import ACTOR_KINDS, TIE_KINDS

    for name in (*ACTOR_KINDS, *TIE_KINDS):
        assert f"`{name}`" in text
    for command in cli.COMMANDS:
        assert f"alianza {command}" in text


def test_every_fault_says_what_to_do():
    for kind in CATALOGUE.values():
        assert kind.message.endswith(".")
        assert kind.hint
        assert kind.severity in {"error", "warning", "note"}


def test_the_docs_count_rightly():
    from alianza.graph.gaps import GAPS
    from alianza.graph.measures import MEASURES
    from alianza.graph.saving import written_formats

    words = {13: "thirteen", 17: "seventeen"}
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"any of {words[len(written_formats())]} formats" in changes
    assert f"{words[len(GAPS)]} kinds of partnership gaps" in changes
    assert "More than thirty measures of actors" in changes
    assert 30 < len(MEASURES) < 40
    promises = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    assert f"| codes of faults | {len(CATALOGUE)}, " in promises


def test_versions_agree():
    import alianza

    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[
        1
    ]
    assert alianza.__version__ == version
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text()
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_doctests():
    import doctest
    import importlib

    modules = [
        path.relative_to(ROOT).with_suffix("").parts
        for top in ("graph", "reports")
        for path in sorted((ROOT / top).rglob("*.py"))
    ]
    tried = 0
    for parts in [(), *modules]:
        name = ".".join(("alianza", *(part for part in parts if part != "__init__")))
        result = doctest.testmod(importlib.import_module(name))
        assert result.failed == 0, name
        tried += result.attempted
    assert tried > 20


def test_the_picture_of_the_readme_is_there():
    picture = ROOT / "docs" / "images" / "map.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 500_000


def format_lines():
    """Give the table of formats as docs/formats.md has it."""
    from alianza.graph.formats import FORMATS

    yield "| format | what it is | endings | written | what a written file cannot hold |"
    yield "|---|---|---|---|---|"
    for row in FORMATS.values():
        endings = " ".join(f"`{suffix}`" for suffix in row.suffixes)
        written = row.writes or row.several
        losses = "; ".join(dict.fromkeys(row.losses.values())) or ("nothing" if written else "")
        cells = (f"`{row.name}`", row.label, endings, "yes" if written else "", losses)
        yield f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def test_the_table_of_formats_is_that_of_the_registry():
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert "\n".join(format_lines()) in text


def test_the_page_of_tables_has_every_column_in_its_table():
    from alianza.graph.tables import COLUMNS

    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    for table, columns in COLUMNS.items():
        part = page.split(f"\n## {table}\n")[1].split("\n## ")[0]
        named = set(re.findall(r"`([\w]+)`", "\n".join(re.findall(r"^\| (.*?) \|", part, re.MULTILINE))))  # fmt: skip
        assert named == set(columns), table
