"""Office files open without repair: parts by the schemas of Open XML, names, ids and relationships whole."""

import io
import posixpath
import re
import zipfile
from collections import Counter

import alianza
import pytest
from alianza.graph.formats import FORMATS
from alianza.graph.gaps import find_gaps
from alianza.reports.deck import write_deck
from alianza.reports.gap_rows import gaps_file
from alianza.reports.language import Language
from alianza.reports.starter import starter_workbook
from alianza.reports.writers.docx import write as docx
from alianza.reports.writers.pptx import write as pptx
from alianza.reports.writers.xlsx import write as xlsx
from defusedxml.ElementTree import fromstring
from openxml_audit import FileFormat, OpenXmlValidator
from pptx import Presentation

RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write every kind of Office file that alianza writes, the full report's document among them."""
    folder = tmp_path_factory.mktemp("office")
    data = alianza.load("allas")
    es = Language("es")
    report = alianza.report(data, lang="es", full=True, also=["pptx"], ties=["agreement", "leadership"])  # fmt: skip
    found = find_gaps(data)
    files = {
        "slides.pptx": pptx(report, es),
        "full.docx": docx(report, es),
        "tables.xlsx": xlsx(report, es),
        "gaps.xlsx": gaps_file(found, "gaps.xlsx", es),
        "starter.xlsx": starter_workbook(es),
        "dataset.xlsx": FORMATS["xlsx"].write(data),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    notes = (folder / "gaps.xlsx").read_bytes()
    (folder / "merged.xlsx").write_bytes(gaps_file(found, "gaps.xlsx", es, notes))
    Presentation().save(folder / "own")
    write_deck(data, folder / "own.pptx", template=folder / "own", lang="fr", ties=["agreement"])
    (folder / "own").unlink()
    return folder


NAMES = ("slides.pptx", "own.pptx", "full.docx", "tables.xlsx", "gaps.xlsx", "merged.xlsx", "starter.xlsx", "dataset.xlsx")  # fmt: skip


@pytest.fixture(scope="module")
def validator():
    return OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=50)


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_as_its_schema_wants(folder, validator, name):
    found = validator.validate(folder / name)
    assert [f"{one.part_uri}: {one.description}" for one in found.errors] == []
    with zipfile.ZipFile(folder / name) as archive:
        for inner in archive.namelist():
            if inner.endswith(".xlsx"):
                book = folder / f"{name}-{posixpath.basename(inner)}"
                book.write_bytes(archive.read(inner))
                inside = validator.validate(book)
                assert [f"{one.part_uri}: {one.description}" for one in inside.errors] == []


def test_the_validator_finds_what_is_wrong(folder, validator, tmp_path):
    """Else the test above would tell nothing."""
    content = (folder / "full.docx").read_bytes()
    path = tmp_path / "wrong.docx"
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(path, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                # Borders behind the look of a table, where the schema has them before.
                data = re.sub(rb"(<w:tblBorders>.*?</w:tblBorders>)(.*?)(</w:tblPr>)", rb"\2\1\3", data, flags=re.DOTALL)  # fmt: skip
            new.writestr(name, data)
    assert not validator.validate(path).is_valid


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len({name.casefold() for name in names}), "names differ by more than case"  # fmt: skip
        return {name: archive.read(name) for name in names}


def relations(parts, name):
    """Give id → (target, type, external) of a part."""
    head, tail = posixpath.split(name)
    content = parts.get(posixpath.join(head, "_rels", f"{tail}.rels"))
    if content is None:
        return {}
    return {
        one.get("Id"): (one.get("Target"), one.get("Type"), one.get("TargetMode") == "External")
        for one in fromstring(content)
    }


@pytest.mark.parametrize("name", NAMES)
def test_relationships_lead_to_parts_and_every_part_has_a_type(folder, name):
    parts = parts_of(folder / name)
    types = fromstring(parts["[Content_Types].xml"])
    defaults = {one.get("Extension").lower() for one in types if one.get("Extension")}
    own = [one.get("PartName").lstrip("/") for one in types if one.get("PartName")]
    assert max(Counter(own).values()) == 1
    assert set(own) <= set(parts)
    reached = {"[Content_Types].xml"}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        known = relations(parts, part)
        if known:
            head, tail = posixpath.split(part)
            reached.add(posixpath.join(head, "_rels", f"{tail}.rels"))
        for target, _type, external in known.values():
            if external:
                assert target == "map.html"
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))  # fmt: skip
            assert path in parts, (part, target)
            if path not in reached:
                reached.add(path)
                waiting.append(path)
        if part.endswith(".xml"):
            used = {value for element in fromstring(parts[part]).iter() for key, value in element.attrib.items() if key.startswith(RELATED) and value}  # fmt: skip
            assert used <= set(known), part
    assert reached == set(parts), "no part stands alone"
    for part in set(parts) - {"[Content_Types].xml"}:
        assert part in own or part.rpartition(".")[2].lower() in defaults, part


@pytest.mark.parametrize("name", ["slides.pptx", "own.pptx"])
def test_shapes_of_a_slide_have_ids_of_their_own(folder, name):
    parts = parts_of(folder / name)
    slides = [part for part in parts if re.fullmatch(r"ppt/(slides|notesSlides)/\w+\.xml", part)]
    assert len(slides) > 12
    for part in slides:
        ids = [one.get("id") for one in fromstring(parts[part]).iter() if one.tag.endswith("}cNvPr")]  # fmt: skip
        assert max(Counter(ids).values()) == 1, part
        assert all(0 < int(number) < 2**31 for number in ids)


@pytest.mark.parametrize("name", ["slides.pptx", "own.pptx"])
def test_the_presentation_lists_its_slides_once_and_has_a_master_of_notes(folder, name):
    parts = parts_of(folder / name)
    root = fromstring(parts["ppt/presentation.xml"])
    known = relations(parts, "ppt/presentation.xml")
    listed = [one for one in root.iter() if one.tag.endswith("}sldId")]
    assert len({one.get("id") for one in listed}) == len(listed) >= 6
    assert all(256 <= int(one.get("id")) < 2**31 for one in listed)
    targets = [known[one.get(f"{RELATED}id")][0] for one in listed]
    assert len(set(targets)) == len(targets)
    assert len([part for part in parts if re.fullmatch(r"ppt/slides/\w+\.xml", part)]) == len(listed)  # fmt: skip
    masters = [one.get(f"{RELATED}id") for one in root.iter() if one.tag.endswith("}notesMasterId")]
    assert len(masters) == 1
    assert known[masters[0]][0].endswith("notesMaster1.xml")
    for part in parts:
        if re.fullmatch(r"ppt/notesSlides/\w+\.xml", part):
            kinds = {kind.rpartition("/")[2] for _target, kind, _out in relations(parts, part).values()}  # fmt: skip
            assert kinds == {"notesMaster", "slide"}


def test_pictures_and_tables_of_the_document_have_ids_of_their_own(folder):
    parts = parts_of(folder / "full.docx")
    root = fromstring(parts["word/document.xml"])
    ids = [one.get("id") for one in root.iter() if one.tag.endswith("}docPr")]
    assert len(ids) == len(set(ids)) > 1
    for style in {one.get(one.tag.rpartition("}")[0] + "}val") for one in root.iter() if one.tag.endswith(("}pStyle", "}tblStyle"))}:  # fmt: skip
        assert f'w:styleId="{style}"'.encode() in parts["word/styles.xml"]
