"""Slides and document as LibreOffice shows them: every page is there, with its words on it."""

import shutil
import subprocess

import alianza
import pytest
from alianza.reports.language import Language
from alianza.reports.writers.docx import write as docx
from alianza.reports.writers.pptx import write as pptx
from pptx import Presentation
from pypdf import PdfReader

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftoppm")),
    reason="LibreOffice and pdftoppm are not installed; see `make office`",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Convert the Spanish slides and document, and give their PDFs and pictures."""
    folder = tmp_path_factory.mktemp("office")
    report = alianza.report(alianza.load("allas"), lang="es", also=["pptx"])
    (folder / "slides.pptx").write_bytes(pptx(report, Language("es")))
    (folder / "report.docx").write_bytes(docx(report, Language("es")))
    home = (folder / "home").as_uri()
    for name in ("slides.pptx", "report.docx"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
    for name in ("slides", "report"):
        subprocess.run(["pdftoppm", "-r", "20", "-png", str(folder / f"{name}.pdf"), str(folder / name)], check=True)  # fmt: skip
    return folder


def test_every_slide_is_a_page(pages):
    deck = Presentation(pages / "slides.pptx")
    shown = PdfReader(pages / "slides.pdf").pages
    assert len(shown) == len(deck.slides) == len(list(pages.glob("slides-*.png")))
    for slide, page in zip(deck.slides, shown, strict=True):
        words = "".join(page.extract_text().split())
        assert "".join(slide.shapes.title.text_frame.text.split()) in words


def test_the_native_network_is_drawn(pages):
    text = " ".join(page.extract_text() for page in PdfReader(pages / "slides.pdf").pages)
    for name in ("Madrid", "Barcelona", "Mercociudades", "ciudades", "membresías"):
        assert name in text


def test_the_document_has_its_pages(pages):
    shown = PdfReader(pages / "report.pdf").pages
    assert 5 <= len(shown) == len(list(pages.glob("report-*.png"))) <= 80
    assert "\ufffd" not in "".join(page.extract_text() for page in shown)
