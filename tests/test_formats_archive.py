"""Zip archives: datasets and pairs in them; bombs, links and names that lead elsewhere are refused."""

import io
import stat
import struct
import zipfile

import pytest
from alianza.graph.formats import FORMATS
from alianza.graph.formats.limits import limited
from alianza.graph.loading import load

ACTORS = "id,kind\na,city\nb,city\n"
TIES = "from,to,kind\na,b,agreement\n"


def zipped(*members, **options):
    """Make an archive of (name or ZipInfo, text) pairs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return buffer.getvalue()


def test_a_folder_at_the_top_or_in_a_folder(read_file):
    for folder in ("", "allas/", "deep/er/"):
        found = read_file(
            zipped(
                (f"{folder}actors.csv", ACTORS),
                (f"{folder}ties.csv", TIES),
                (f"{folder}datapackage.json", '{"title": "T"}'),
                ("__MACOSX/._actors.csv", "\0"),
                (".DS_Store", "\0"),
                ("README.md", "# read me"),
            ),
            "x.zip",
        )
        assert found.ties == [("a", "b", "agreement")]
        assert found.data.title == "T"
        assert found.report.format == "zip"


def test_a_pair_and_a_single_table(read_file):
    pair = zipped(
        ("out/nodes.csv", "Id;Label\na;A\nb;B\n"), ("out/edges.csv", "Source;Target\na;b\n")
    )
    found = read_file(pair, "x.zip")
    assert found.data.actors["label"].tolist() == ["A", "B"]
    found = read_file(zipped(("mine.csv", "Source,Target\na,b\n"), ("x.pdf", "%PDF")), "x.zip")
    assert [tie[:2] for tie in found.ties] == [("a", "b")]


def test_no_dataset_or_several(read_file):
    two = zipped(("a/actors.csv", ACTORS), ("b/actors.csv", ACTORS))
    assert read_file(two, "x.zip").one("no-dataset-in-archive").file == "x.zip"
    assert read_file(zipped(("x.pdf", "")), "x.zip").codes == {"no-dataset-in-archive"}
    assert read_file(zipped(), "x.zip").codes == {"no-dataset-in-archive"}
    twice = zipped(("edges.csv", "from,to\na,b\n"), ("links.csv", "from,to\na,b\n"))
    assert "several-files" in read_file(twice, "x.zip").codes


def test_what_is_no_archive(read_file):
    good = zipped(("actors.csv", ACTORS), ("ties.csv", TIES))
    for data in (b"", b"%PDF-1.7", b"PK\x03\x04", good[:-30], good[: len(good) // 2]):
        assert read_file(data, "x.zip").codes == {"not-zip"}
    spoiled = bytearray(good)
    spoiled[good.find(b"actors.csv") + 12] ^= 0xFF
    assert "not-zip" in read_file(bytes(spoiled), "x.zip").codes


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../actors.csv", "its name leads out of the archive"),
        ("a/../../actors.csv", "its name leads out of the archive"),
        ("/etc/actors.csv", "its name leads out of the archive"),
        ("C:\\actors.csv", "its name leads out of the archive"),
        ("..\\actors.csv", "its name leads out of the archive"),
        ("link", "it is a link"),
        ("ties.csv", "its name stands twice"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_lead_elsewhere(read_file, name, reason):
    member = zipfile.ZipInfo(name)
    if name == "link":
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
    fault = read_file(zipped(("actors.csv", ACTORS), ("ties.csv", TIES), (member, "/etc/passwd")), "x.zip").one("unsafe-archive")  # fmt: skip
    assert str(fault.message.values["reason"]) == reason
    assert fault.value == name.replace("C:\\", "C:\\")


def test_encrypted_members(read_file):
    data = bytearray(zipped(("actors.csv", ACTORS), ("ties.csv", TIES)))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    fault = read_file(bytes(data), "x.zip").one("unsafe-archive")
    assert str(fault.message.values["reason"]) == "it is encrypted"


def test_bombs_are_refused_before_anything_is_unpacked(read_file):
    bomb = zipped(("actors.csv", "x" * 20_000_000))
    fault = read_file(bomb, "x.zip").one("inflated-ratio")
    assert fault.message.values["limit"] == 100
    assert fault.message.values["ratio"] > 900
    book = zipped(("xl/workbook.xml", "x" * 20_000_000))
    assert read_file(book, "x.xlsx").codes == {"inflated-ratio"}
    assert read_file(zipped(("content.xml", "x" * 20_000_000)), "x.ods").codes == {"inflated-ratio"}
    with limited(inflated_bytes=1_000):
        assert read_file(bomb, "x.zip").one("inflated").message.values["limit"] == 1_000
    with limited(input_bytes=100):
        assert read_file(bomb, "x.zip").codes == {"too-large"}


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says(read_file):
    data = bytearray(zipped(("actors.csv", "x" * 20_000_000), ("ties.csv", TIES)))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    assert "not-zip" in read_file(bytes(data), "x.zip").codes


def test_too_many_members(read_file):
    many = zipped(*((f"{at}", "") for at in range(40)))
    with limited(members=39):
        assert read_file(many, "x.zip").one("too-many").message.values["limit"] == 39
    lying = bytearray(many)
    end = many.rfind(b"PK\x05\x06")
    lying[end + 10 : end + 12] = struct.pack("<H", 0xFFFF)
    assert read_file(bytes(lying), "x.zip").one("too-many").message.values["limit"] == 10_000


def test_nothing_is_unpacked_to_disk(read_file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.zip").write_bytes(FORMATS["zip"].write(load("allas")))
    assert len(read_file(tmp_path / "x.zip", "").data.actors) == 103
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_written_archives_hold_no_clock():
    with zipfile.ZipFile(io.BytesIO(FORMATS["zip"].write(load("allas")))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(archive.namelist()) == {"actors.csv", "ties.csv", "sources.csv", "claims.csv", "datapackage.json"}  # fmt: skip
