import pytest
from alianza.reports.labels import plain_text, short_label, text_width


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Lima", "Lima"),
        ("Andalusian Fund of Municipalities for International Solidarity (FAMSI)", "FAMSI"),
        ("Cahier 3 : Stratégies participatives pour internationaliser", "Cahier 3"),
        ("European Network of Digital Cities", "European Network…"),
        ("x" * 90, "x" * 27 + "…"),
    ],
)
def test_short_labels(name, short):
    assert short_label(name) == short


def test_plain_text_drops_what_cannot_be_shown():
    assert plain_text("a\x00\x1b[31m\u202eb\ud800\ufffe\nc") == "a[31mb c"
    assert len(plain_text("x" * 5000)) == 2000


def test_text_is_wider_with_more_letters():
    assert text_width("São Paulo") > text_width("Sao") > text_width("") == 0
    assert text_width("北京") >= 24
