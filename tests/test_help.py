"""Help and usage errors in four languages, and what else once stayed English."""

import ast
import gettext
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from alianza import cli
from alianza.commands import spoken
from alianza.graph.examples import EXAMPLES, FORMS
from alianza.graph.faults import fault
from alianza.graph.loading import validate
from alianza.graph.phrases import Citation, Land, Phrase, phrase, quoted
from alianza.graph.places import UnknownPlaceError, resolve_place
from alianza.reports.answers import hint_text
from alianza.reports.language import LANGUAGES, Language
from alianza.reports.starter import starter_folder
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
OTHERS = sorted(set(LANGUAGES) - {"en"})
COMMANDS = sorted(cli.COMMANDS)
USAGE = {"en": "Usage:", "es": "Uso:", "fr": "Usage\u00a0:", "pt": "Uso:"}


@pytest.fixture(autouse=True)
def _no_language_asked(monkeypatch):
    monkeypatch.delenv(spoken.VARIABLE, raising=False)


def run(*arguments, **environment):
    return CliRunner().invoke(cli.main, [str(each) for each in arguments], env=environment)


def report_of(path):
    found = validate(path)
    return getattr(found, "report", found)


def command_of(name):
    return cli.main.get_command(click.Context(cli.main), name)


def texts_of(command):
    return [text for text in spoken.help_texts([command]) if isinstance(text, str)]


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_text_of_the_help_is_in_the_catalogue(name, code):
    command = command_of(name) if name else cli.main
    catalogue = gettext.translation(spoken.DOMAIN, spoken.LOCALES, [code])
    known = catalogue._catalog
    missing = [text for text in texts_of(command) if not known.get(text)]
    assert missing == []


@pytest.mark.parametrize("code", OTHERS)
def test_plural_texts_of_click_are_in_the_catalogue(code):
    catalogue = gettext.translation(spoken.DOMAIN, spoken.LOCALES, [code])
    for pair in (each for each in spoken.CLICK if not isinstance(each, str)):
        for count in (1, 2):
            assert catalogue.ngettext(*pair, count) not in pair


@pytest.mark.parametrize("code", OTHERS)
def test_translations_keep_the_names_of_options_and_files(code):
    """What is typed as it stands (options, commands, file names) is the same in every language."""
    kept = re.compile(r"--[a-z][a-z-]*|\b(?!FILE)\w+\.(?:xlsx|csv|html|md|json)\b|`alianza [^`]+`")
    catalogue = gettext.translation(spoken.DOMAIN, spoken.LOCALES, [code])
    commands = [cli.main, *(command_of(name) for name in COMMANDS)]
    for text in {text for command in commands for text in texts_of(command)}:
        assert sorted(kept.findall(catalogue.gettext(text))) == sorted(kept.findall(text)), text


@pytest.mark.parametrize("name", COMMANDS)
def test_help_differs_by_language(name):
    shown = {code: run(name, "--help", "--lang", code).stdout for code in LANGUAGES}
    assert len(set(shown.values())) == len(LANGUAGES)
    for code, text in shown.items():
        assert text.startswith(USAGE[code])
        options = {
            option for each in command_of(name).params for option in each.opts if option[0] == "-"
        }
        assert options <= set(re.findall(r"(?<![\w-])-{1,2}[a-z][a-z-]*", text))


@pytest.mark.parametrize(
    ("code", "usage", "options", "first", "last"),
    [
        ("en", "Usage: main datasets [OPTIONS]", "Options:",
         "List the datasets that ship with alianza.", "Example: alianza datasets --format json"),
        ("es", "Uso: main datasets [OPCIONES]", "Opciones:",
         "Listar los conjuntos de datos incluidos en alianza.", "Ejemplo: alianza datasets --format json"),
        ("fr", "Usage\u00a0: main datasets [OPTIONS]", "Options:",
         "Lister les jeux de données fournis avec alianza.", "Exemple\u00a0: alianza datasets --format json"),
        ("pt", "Uso: main datasets [OPÇÕES]", "Opções:",
         "Listar os conjuntos de dados incluídos no alianza.", "Exemplo: alianza datasets --format json"),
    ],
)  # fmt: skip
def test_the_help_of_one_command(code, usage, options, first, last):
    lines = [line.strip() for line in run("datasets", "-h", "--lang", code).stdout.splitlines()]
    assert lines[0] == usage
    assert lines[2] == first
    assert options in lines
    assert lines[-1] == last


def test_examples_stand_in_one_line():
    """A line that is broken at a hyphen cannot be copied."""
    last = run("whatif", "--help").stdout.rstrip().splitlines()[-1]
    assert last.strip() == command_of("whatif").epilog


@pytest.mark.parametrize(
    ("arguments", "environment", "code"),
    [
        (["--help"], "", "en"),
        (["--help"], "es", "es"),
        (["--help"], "de", "en"),
        (["--help", "--lang", "fr"], "es", "fr"),
        (["--lang=pt", "--help"], "", "pt"),
        (["--lang", "es", "datasets", "--lang", "fr"], "pt", "fr"),
        (["--lang", "de"], "", "en"),
        (["--lang"], "es", "es"),
        (["--", "--lang", "es"], "", "en"),
    ],
)
def test_the_language_that_a_command_line_asks_for(arguments, environment, code, monkeypatch):
    monkeypatch.setenv(spoken.VARIABLE, environment)
    assert spoken.asked_language(arguments) == code


def test_the_group_takes_the_language_for_its_commands():
    own = run("datasets", "--lang", "es").stdout
    assert "la alianza" in own
    assert run("--lang", "es", "datasets").stdout == own
    assert run("--lang", "fr", "datasets", "--lang", "es").stdout == own
    assert run("--lang", "es", "datasets", ALIANZA_LANG="fr").stdout == own
    assert run("datasets", ALIANZA_LANG="es").stdout == own


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["datosets"], "No existe el comando 'datosets'. ¿Quiso decir 'datasets'?"),
        (["map", "--presett", "x"], "No existe la opción"),
        (["gaps", "--format", "xml"], "'xml' no es uno de estos valores: 'table', 'csv', 'json'."),
        (["gaps", "--top", "0"], "Valor no válido para '--top': 0 no está en el intervalo x>=1."),
        (["compare"], "Falta el argumento 'ANTERIOR'."),
        (["datasets", "x"], "Sobra un argumento (x)"),
        (["report", "-o", " "], "está vacío."),
        (["whatif", "--for", "a", "--loss"], "--for y --goal necesitan --best N."),
        (["import", "x.csv", "--role", "a"], "no como «a»."),
    ],
)
def test_usage_errors_are_said_in_the_language(arguments, said):
    result = run("--lang", "es", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.startswith("Uso: ")
    assert "Para ver la ayuda: " in result.stderr
    assert "Error: " in result.stderr


def test_usage_errors_in_english_are_as_they_were():
    result = run("datosets", LANGUAGE="es", LC_ALL="es_ES.UTF-8")
    assert "Error: No such command 'datosets'. Did you mean 'datasets'?" in result.stderr


def test_commands_build_no_usage_error_from_parts():
    """Usage errors are collected for translation where they are constants or said by `said`."""
    for path in sorted((ROOT / "commands").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {
                "UsageError",
                "BadParameter",
            }:
                assert not isinstance(node.args[0], ast.JoinedStr), (path.name, node.lineno)


def test_gettext_is_left_as_it_was(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "nl")
    domain = gettext.textdomain()
    with spoken.speaking("es"):
        assert gettext.gettext("Usage:") == "Uso:"
        assert spoken.said("") == ""
    assert gettext.textdomain() == domain
    assert os.environ["LANGUAGE"] == "nl"
    monkeypatch.delenv("LANGUAGE")
    with spoken.speaking("es"):
        pass
    assert "LANGUAGE" not in os.environ


def test_translating_leaves_the_command_as_it_was():
    command = command_of("report")
    before = spoken.help_texts([command])
    with spoken.speaking("es"):
        assert spoken.translated(command).help != command.help
    assert spoken.help_texts([command]) == before


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt, 130, "Interrumpido; ningún archivo quedó a medio escribir."),
        (ValueError, 3, "Es un error de alianza (ValueError: x)."),
    ],
)
def test_bugs_and_interruptions_are_said_in_the_language(error, code, said, monkeypatch):
    def fail(*_arguments):
        raise error("x")

    monkeypatch.setattr("alianza.reports.answers.dataset_rows", fail)
    result = run("datasets", "--lang", "es")
    assert result.exit_code == code
    assert said in result.stderr


def test_help_in_another_language_imports_nothing_heavy():
    code = (
        "import sys\nfrom alianza.cli import main\n"
        "try:\n    main(['report', '--help', '--lang', 'fr'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'babel', 'numpy', 'pandas', 'scipy', 'igraph', 'networkx', 'jinja2', 'edtf'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert done.stdout.startswith(USAGE["fr"])


def test_countries_and_quotation_marks_of_a_place_error():
    with pytest.raises(UnknownPlaceError) as found:
        resolve_place("Barcelona", "CH")
    english = str(found.value)
    spanish = Language("es").text(found.value.phrase)
    assert "“Barcelona” in Switzerland" in english
    assert "«Barcelona»" in spanish
    assert "Suiza" in spanish
    assert "“" not in spanish


def test_values_that_know_their_language():
    said = phrase(
        "{land}: {source}",
        land=Land("Switzerland", "CH"),
        source=Citation("A and B 1990, chapter 2"),
    )
    assert str(said) == "Switzerland: A and B 1990, chapter 2"
    assert Language("es").text(said) == "Suiza: A y B 1990, capítulo 2"
    assert Language("fr").text(said) == "Suisse: A et B 1990, chapitre 2"
    assert Language("pt").text(said) == "Suíça: A e B 1990, capítulo 2"
    assert Language("es").citation("Anderson and Brand 1990") == "Anderson y Brand 1990"
    assert Language("fr").text(quoted("x")) == "«\u00a0x\u00a0»"


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [("en", 2.5e-4, "2.5·10⁻⁴"), ("es", 2.5e-4, "2,5·10⁻⁴"), ("fr", -1e-12, "-1,0·10⁻¹²")],
)
def test_numbers_too_small_for_decimals(code, value, said):
    assert Language(code).small(value) == said


def test_an_empty_phrase_leaves_no_gap():
    for text, said in (
        ("A. {near} B.", "A. B."), ("{near} B.", "B."), ("A. {near}", "A."), ("{near}", ""),
        ("A  b {near}.", "A  b."),
    ):  # fmt: skip
        found = phrase(text, near=Phrase(""))
        assert str(found) == Language("en").text(found) == said
    assert str(phrase("a {x} b", x="")) == "a  b"
    lines = fault("unknown-kind", "a.csv", value="x", nearest=Phrase(""), known="city")
    assert (
        hint_text(lines, Language("en"))
        == str(lines.hint)
        == "Or declare it in datapackage.json. Known: city."
    )


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_examples_of_a_new_dataset_are_named_in_the_language_and_left_out(code, tmp_path):
    files = starter_folder(Language(code))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    label = EXAMPLES["actors"][0]["label"]
    expected = label if code == "en" else FORMS[label][code]
    assert expected in files["actors.csv"].decode()
    report = report_of(tmp_path)
    assert report.actors.kept == report.ties.kept == report.sources.kept == 0
    assert {each.code for each in report.faults} == {"example-rows", "no-rows"}


def test_an_example_that_was_renamed_is_kept(tmp_path):
    for name, content in starter_folder(Language("es")).items():
        text = content.decode().replace("Ciudad de ejemplo", "Quito")
        (tmp_path / name).write_bytes(text.encode())
    assert "example-id" in {each.code for each in report_of(tmp_path).faults}
