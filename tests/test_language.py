"""Four languages: complete catalogues, and numbers, dates and names as each writes them."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from alianza.graph.faults import UnknownNameError
from alianza.graph.phrases import Phrase, counted, named, phrase
from alianza.reports.language import LANGUAGES, Language, labels_of
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def catalogue(code):
    path = ROOT / "reports" / "locales" / code / "LC_MESSAGES" / "alianza.po"
    with path.open("rb") as file:
        return read_po(file, locale=code)


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"en"}))
def test_every_message_is_translated(code):
    for message in catalogue(code):
        if message.id:
            strings = message.string if message.pluralizable else [message.string]
            assert all(strings), message.id
            assert not message.fuzzy, message.id


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"en"}))
def test_translations_keep_their_places(code):
    for message in catalogue(code):
        if not message.id:
            continue
        ids = message.id if message.pluralizable else [message.id]
        strings = message.string if message.pluralizable else [message.string]
        for form, text in enumerate(strings):
            own = ids[min(form, len(ids) - 1)]
            assert places(text) <= places(own) | {"count"} & places(ids[-1]), message.id
            assert places(text) | {"count"} >= places(own), message.id
            assert text.endswith(".") == own.endswith("."), message.id


def test_french_spaces():
    """Before ; : ! ? and inside « » stands a no-break space, as French is set."""
    for message in catalogue("fr"):
        strings = message.string if message.pluralizable else [message.string]
        for text in strings if message.id else []:
            plain = re.sub(r"\{\w+\}|https?://\S+|\d:\d", "x", text)
            assert not re.search(r"(?<![\u00a0\u202f])[;!?»](?!\w)", plain), text
            assert not re.search(r"(?<![\u00a0\u202f]):(?=\s)", plain), text
            assert "“" not in text, text


def test_catalogues_are_current():
    command = [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "1,234.568"), ("es", "1.234,568"), ("fr", "1\u202f234,568"), ("pt", "1.234,568")],
)
def test_numbers(code, expected):
    assert Language(code).number(1234.5678) == expected


def test_digits():
    assert Language("en").number(0.5, 3) == "0.500"
    assert Language("es").number(12, 0) == "12"
    assert Language("pt").number(0.1) == "0,1"


@pytest.mark.parametrize(
    ("code", "edtf", "expected"),
    [
        ("en", "2013", "2013"),
        ("en", "2013-05", "May 2013"),
        ("es", "2013-05", "mayo de 2013"),
        ("fr", "2013-05", "mai 2013"),
        ("pt", "2013-05", "maio de 2013"),
        ("en", "2013-05-21", "May 21, 2013"),
        ("fr", "2013-05-21", "21 mai 2013"),
        ("en", "2013~", "about 2013"),
        ("en", "2013?", "perhaps 2013"),
        ("en", "2014/..", "since 2014"),
        ("en", "../2014", "until 2014"),
        ("en", "2013/2015", "2013–2015"),
        ("en", "201X", "the 2010s"),
        ("en", "", ""),
    ],
)
def test_dates(code, edtf, expected):
    assert Language(code).date(edtf) == expected


@pytest.mark.parametrize(
    ("start", "end", "status", "expected"),
    [
        ("2013", "2015", "ended", "2013 – 2015"),
        ("2014", "2014", "ended", "2014"),
        ("2013", "", "active", "since 2013"),
        ("2013", "", "ended", "from 2013, end not known"),
        ("2013", "2014/..", "ended", "2013 – 2014 or later"),
        ("", "2015", "ended", "until 2015"),
        ("2013/2015", "", "ended", "2013–2015"),
        ("", "", "active", ""),
    ],
)
def test_periods(start, end, status, expected):
    assert Language("en").period(start, end, status) == expected


def test_countries():
    assert Language("es").country("NA") == "Namibia"
    assert Language("fr").country("ES") == "Espagne"
    assert Language("pt").country("MX") == "México"
    assert Language("pt").country("") == ""


def test_phrases():
    english = Language("en")
    assert english.text(counted("{count} tie", "{count} ties", 1)) == "1 tie"
    assert english.text(counted("{count} tie", "{count} ties", 1200)) == "1,200 ties"
    nested = phrase("{a} and {b}", a=phrase("x"), b=(Phrase("y"), "z"))
    assert english.text(nested) == str(nested) == "x and y, z"
    assert english.text(named("{braces} {0}")) == "{braces} {0}"
    lima = named("Mexico City", {"es": "Ciudad de México"})
    assert Language("es").text(lima) == "Ciudad de México"
    assert Language("fr").text(lima) == "Mexico City"


def test_plural_forms_follow_the_language():
    """French counts 0 as singular; a catalogue must know."""
    one = counted("{count} planned tie is left out.", "{count} planned ties are left out.", 0)
    french = Language("fr").text(one)
    single = Language("fr").text(counted(one.text, one.plural, 1))
    assert french.replace("0", "1") == single


def test_names_of_actors_follow_the_language():
    import alianza

    names = labels_of(alianza.load("allas").actors)
    spoken = {code: Language(code).text(names["mexico-city"]) for code in LANGUAGES}
    assert spoken == {
        "en": "Mexico City",
        "es": "Ciudad de México",
        "fr": "Mexico",
        "pt": "Cidade do México",
    }


def test_unknown_language():
    with pytest.raises(UnknownNameError, match="Known: en, es, fr, pt"):
        Language("de")
