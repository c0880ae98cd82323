"""Convert and formats: whole files, nothing lost unsaid, the input never touched."""

import json

import pytest
from alianza.graph.formats import FORMATS, builtin_datasets
from alianza.graph.loading import load
from alianza.graph.losses import losses
from alianza.graph.saving import written_formats

WRITTEN = written_formats()


@pytest.mark.parametrize("name", WRITTEN)
def test_every_written_format_is_read_again(run, name):
    suffix = (FORMATS[name].suffixes or ("",))[0]
    done = run("convert", "allas", "-o", f"copy{suffix}", "--to", name)
    assert done.exit_code == 0, done.output
    assert done.stdout.strip()
    if (suffix and not FORMATS[name].several) or name == "folder":
        data, copy = load("allas"), load(f"./copy{suffix}")
        assert (len(copy.actors), len(copy.ties)) == (len(data.actors), len(data.ties))
        # What is not there any more was said, a line each.
        assert done.stderr.splitlines() == [str(said) for said in losses(data, copy)]


def test_a_folder_is_the_dataset_itself(run, tmp_path):
    assert run("convert", "allas", "-o", "copy").stderr == ""
    data, copy = load("allas"), load("copy")
    for table in ("actors", "ties", "sources", "claims"):
        one, two = getattr(data, table), getattr(copy, table)
        shared = [column for column in one.columns if (one[column].astype(str) != "").any()]
        assert one[shared].equals(two[shared]), table
    assert {k: v for k, v in copy.metadata.items() if k != "name"} == {
        k: v for k, v in data.metadata.items() if k != "name"
    }
    before = {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()}
    assert run("convert", "copy", "-o", "again").exit_code == 0
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}


def test_losses_are_said_by_hand(run):
    said = run("convert", "allas", "-o", "x.net").stderr
    data = load("allas")
    assert f"{len(data.sources)} sources are lost." in said
    assert f"{len(data.claims)} claims are lost." in said
    assert "Of the ties 7 columns are lost: " in said
    assert "role" in said
    assert losses(data, data) == []


def test_the_input_is_never_overwritten(run, tmp_path):
    assert run("convert", "allas", "-o", "copy").exit_code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()}
    for target in ("copy", "./copy", "copy/../copy", "copy/inside.gexf", "copy/deeper/still"):
        done = run("convert", "copy", "-o", target)
        assert done.exit_code == 2, target
        assert "is what is read" in done.stderr
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()}
    assert run("convert", "allas", "-o", builtin_datasets()["allas"]).exit_code == 2
    (tmp_path / "x.gexf").write_bytes(b"")
    assert run("convert", "copy", "-o", "x.gexf").exit_code == 0
    again = (tmp_path / "x.gexf").read_bytes()
    (tmp_path / "link.gexf").symlink_to("x.gexf")
    assert run("convert", "x.gexf", "-o", "link.gexf").exit_code == 2
    assert (tmp_path / "x.gexf").read_bytes() == again


def test_a_file_that_cannot_be_written_leaves_what_stood_there(run, tmp_path):
    (tmp_path / "x.gexf").mkdir()
    assert run("convert", "allas", "-o", "x.gexf", "--to", "gexf").exit_code == 2
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "ties.csv").mkdir()
    assert run("convert", "allas", "-o", "copy").exit_code == 2
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == ["ties.csv"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["allas", "-o", "x.docx"],
        ["allas", "-o", "x.gexf", "--to", "nonsense"],
        ["allas", "-o", ""],
        ["allas"],
    ],
)
def test_wrong_usage_is_said_in_a_line(run, arguments):
    done = run("convert", *arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_format_that_is_only_read_is_refused(run):
    only_read = [name for name in FORMATS if name not in WRITTEN]
    for name in only_read:
        assert run("convert", "allas", "-o", "x", "--to", name).exit_code == 2


def test_faults_of_the_input_write_nothing(run, tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "actors.csv").write_text("id\n1\n")
    assert run("convert", "bad", "-o", "x.gexf").exit_code == 1
    assert not (tmp_path / "x.gexf").exists()


def test_formats_lists_the_registry(run):
    rows = json.loads(run("formats", "--format", "json").stdout)
    assert [row["name"] for row in rows] == list(FORMATS)
    for row in rows:
        assert row["suffixes"] == " ".join(FORMATS[row["name"]].suffixes)
        assert (row["write"] == "yes") == (row["name"] in WRITTEN)


def test_no_row_of_an_older_dataset_is_left(run, tmp_path):
    assert run("convert", "allas", "-o", "copy").exit_code == 0
    (tmp_path / "x.net").write_text('*Vertices 2\n1 "a"\n2 "b"\n*Edges\n1 2\n')
    assert run("convert", "x.net", "-o", "copy").exit_code == 0
    data = load("copy")
    assert (len(data.actors), len(data.ties), len(data.sources), len(data.claims)) == (2, 1, 0, 0)


def test_no_room_for_the_copy_that_is_read_again(run, monkeypatch, tmp_path):
    import errno
    import os

    from alianza.graph import saving

    def full(**_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(saving, "mkdtemp", full)
    done = run("convert", "allas", "-o", "x.gexf")
    assert done.exit_code == 2
    assert os.strerror(errno.ENOSPC) in done.stderr
    assert not (tmp_path / "x.gexf").exists()
