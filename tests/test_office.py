"""Slides and documents as LibreOffice and a PDF viewer show them: whole pages, every text in its box."""

import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import alianza
import pytest
from alianza.reports.deck import write_deck
from alianza.reports.language import Language
from alianza.reports.writers.docx import write as docx
from alianza.reports.writers.pdf import write as pdf
from alianza.reports.writers.pptx import write as pptx
from defusedxml.ElementTree import fromstring
from docx import Document
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

POINT = 12_700
LANGUAGES = ("es", "fr")
TOOLS = ("soffice", "pdftoppm", "pdftotext")
missing = [name for name in TOOLS if not shutil.which(name)]
# In the gate nothing is skipped: there `make office` has installed them.
pytestmark = pytest.mark.skipif(
    bool(missing) and not os.environ.get("CI"),
    reason=f"{', '.join(missing)}: not installed; see `make office`",
)


@dataclass(frozen=True)
class Word:
    """A word on a page: left, top, right, bottom in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Shown:
    """A page: its size in points, its words in the order in which they are drawn, its picture."""

    width: float
    height: float
    words: tuple[Word, ...]
    picture: Image.Image

    @cached_property
    def letters(self):
        """Give all letters without spaces, and of each the word in which it stands."""
        return (
            "".join(word.text for word in self.words),
            [word for word in self.words for _letter in word.text],
        )

    def places(self, text):
        """Give left, top, right and bottom of every place where `text` stands, however it is broken."""
        wanted, (said, owners) = "".join(text.split()), self.letters
        start = said.find(wanted)
        while start >= 0:
            found = owners[start : start + len(wanted)]
            yield (
                min(word.left for word in found),
                min(word.top for word in found),
                max(word.right for word in found),
                max(word.bottom for word in found),
            )
            start = said.find(wanted, start + 1)


def grey(path):
    with Image.open(path) as picture:
        return picture.convert("L")


def pages_of(path):
    """Give the pages of a PDF as `Shown`."""
    picked = subprocess.run(["pdftotext", "-raw", "-bbox", path, "-"], check=True, capture_output=True)  # fmt: skip
    subprocess.run(["pdftoppm", "-r", "30", "-png", path, path.with_suffix("")], check=True)
    pictures = sorted(path.parent.glob(f"{path.stem}-*.png"))
    tree = fromstring(picked.stdout)
    shown = [element for element in tree.iter() if element.tag.endswith("}page")]
    assert len(shown) == len(pictures) == len(PdfReader(path).pages)
    return [
        Shown(
            float(page.get("width")),
            float(page.get("height")),
            tuple(
                Word(word.text, *(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.iter()
                if word.tag.endswith("}word")
            ),
            grey(picture),
        )
        for page, picture in zip(shown, pictures, strict=True)
    ]  # fmt: skip


def template(path):
    """Make a presentation of somebody's own: a tall page, layouts and placeholders with other names."""
    own = Presentation()
    own.slide_width, own.slide_height = 7_560_000, 10_692_000
    for number, layout in enumerate(own.slide_layouts):
        layout.name = f"Plantilla {number}"
        for place, shape in enumerate(layout.placeholders):
            shape.name = f"Marcador {place}"
    for holder in (own.slide_master, *own.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(".//{*}off") is not None:
                shape.left, shape.width = int(shape.left * 0.82), int(shape.width * 0.82)
    own.save(path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write slides, document and PDF in two languages, and turn them into PDF in one run."""
    if missing:
        pytest.fail(f"{', '.join(missing)}: not installed; see `make office`")
    folder = tmp_path_factory.mktemp("office")
    data = alianza.load("allas")
    for lang in LANGUAGES:
        report = alianza.report(data, lang=lang, also=["pptx"])
        (folder / f"slides-{lang}.pptx").write_bytes(pptx(report, Language(lang)))
        (folder / f"document-{lang}.docx").write_bytes(docx(report, Language(lang)))
        (folder / f"report-{lang}.pdf").write_bytes(pdf(report, Language(lang)))
    own = template(folder / "own.potx.pptx")
    write_deck(data, folder / "slides-own.pptx", template=own, lang="pt", ties=["membership"])
    own.unlink()
    made = sorted(str(path) for path in folder.iterdir() if path.suffix in {".pptx", ".docx"})
    home = (folder / "home").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *made],
        check=True, capture_output=True, timeout=420,
    )  # fmt: skip
    return folder


DECKS = (*(f"slides-{lang}" for lang in LANGUAGES), "slides-own")
DOCUMENTS = tuple(f"{kind}-{lang}" for lang in LANGUAGES for kind in ("document", "report"))


@pytest.fixture(scope="module")
def shown(folder):
    """Give the pages of every file by its name."""
    return {name: pages_of(folder / f"{name}.pdf") for name in (*DECKS, *DOCUMENTS)}


def shapes(slide):
    """Give every shape, those in groups too."""
    for shape in slide.shapes:
        yield from shape.shapes if shape.shape_type == 6 else [shape]


@pytest.mark.parametrize("name", [*DECKS, *DOCUMENTS])
def test_every_word_lies_on_its_page_and_no_page_is_blank(shown, name):
    for number, page in enumerate(shown[name], start=1):
        assert page.words, number
        low, high = page.picture.getextrema()
        assert high - low > 50, number
        for word in page.words:
            assert "\ufffd" not in word.text
            assert word.left >= 0, (number, word)
            assert word.top >= 0, (number, word)
            assert word.right <= page.width, (number, word)
            assert word.bottom <= page.height, (number, word)


@pytest.mark.parametrize("name", DECKS)
def test_every_slide_is_a_page_with_its_title(folder, shown, name):
    deck = Presentation(folder / f"{name}.pptx")
    assert len(deck.slides) == len(shown[name]) >= 8
    for slide, page in zip(deck.slides, shown[name], strict=True):
        assert page.width == pytest.approx(deck.slide_width / POINT, abs=1)
        assert list(page.places(slide.shapes.title.text_frame.text))


@pytest.mark.parametrize("name", DECKS)
def test_every_text_lies_in_its_box(folder, shown, name):
    deck = Presentation(folder / f"{name}.pptx")
    tried = 0
    for slide, page in zip(deck.slides, shown[name], strict=True):
        for shape in shapes(slide):
            if not shape.has_text_frame:
                continue
            left, top = shape.left / POINT, shape.top / POINT
            right, bottom = left + shape.width / POINT, top + shape.height / POINT
            for paragraph in shape.text_frame.paragraphs:
                if not paragraph.text.strip():
                    continue
                places = list(page.places(paragraph.text))
                assert places, (shape.name, paragraph.text)
                # A line's box is a little higher than its letters.
                inside = [
                    place
                    for place in places
                    if left - 3 <= place[0] and place[2] <= right + 3
                    and top - 4 <= place[1] and place[3] <= bottom + 4
                ]  # fmt: skip
                assert inside, (shape.name, paragraph.text, places, (left, top, right, bottom))
                tried += 1
    assert tried > 60


@pytest.mark.parametrize("name", DECKS)
def test_tables_and_charts_say_all_and_end_on_their_slide(folder, shown, name):
    deck = Presentation(folder / f"{name}.pptx")
    tables = charts = 0
    for slide, page in zip(deck.slides, shown[name], strict=True):
        foot = next((s.top / POINT for s in slide.shapes if s.name == "foot"), page.height)
        for shape in slide.shapes:
            if shape.has_table:
                tables += 1
                for row in shape.table.rows:
                    for cell in row.cells:
                        assert any(place[3] <= foot + 2 for place in page.places(cell.text)), cell.text  # fmt: skip
            elif shape.has_chart:
                charts += 1
                for text in shape.chart.plots[0].categories:
                    assert list(page.places(text)), text
    assert tables >= 3
    assert charts == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_on_the_slide_lie_on_no_other(shown, folder, lang):
    deck = Presentation(folder / f"slides-{lang}.pptx")
    for slide, page in zip(deck.slides, shown[f"slides-{lang}"], strict=True):
        labels = [s for s in shapes(slide) if s.name.startswith("label: ")]
        boxes = []
        for label in labels:
            near = label.left / POINT, label.top / POINT
            boxes.append(min(page.places(label.text_frame.text), key=lambda box: abs(box[0] - near[0]) + abs(box[1] - near[1])))  # fmt: skip
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                # The box of a line reaches over its letters by a fifth, above and below.
                slack = 0.2 * (one[3] - one[1])
                assert (
                    one[2] <= other[0] or other[2] <= one[0]
                    or one[3] - slack <= other[1] + slack or other[3] - slack <= one[1] + slack
                ), (one, other)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_has_its_headings_in_their_order(folder, shown, lang):
    document = Document(folder / f"document-{lang}.docx")
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    pages = shown[f"document-{lang}"]
    assert 8 <= len(pages) <= 60
    on = [[number for number, page in enumerate(pages) if list(page.places(head))] for head in heads]  # fmt: skip
    assert all(on), heads
    last = [max(numbers) for numbers in on]
    assert all(min(one) <= after for one, after in pairwise([*on, [last[-1]]]) for after in [max(after)])  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_has_the_pages_that_it_says(folder, shown, lang):
    pages = shown[f"report-{lang}"]
    assert 8 <= len(pages) <= 60
    reader = PdfReader(io.BytesIO((folder / f"report-{lang}.pdf").read_bytes()))
    assert [float(page.mediabox.width) for page in reader.pages] == [pytest.approx(page.width, abs=0.1) for page in pages]  # fmt: skip
