"""The pictures of a change and of loss: what is new, what goes, the same places as in the network's picture."""

import re
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from alianza import cli
from alianza.graph.dataset import Dataset
from alianza.graph.evidence.robustness import Loss
from alianza.graph.loading import load
from alianza.graph.scenarios import Change, what_if
from alianza.reports.change_picture import (
    GONE,
    GONE_DASH,
    NEW,
    NEW_DASH,
    before_and_after,
    change_scene,
)
from alianza.reports.language import LANGUAGES, Language
from alianza.reports.loss_chart import HEIGHT, WIDTH, loss_svg
from alianza.reports.scene import build_scene
from alianza.reports.writers.svg import point_on_curve, scene_svg
from click.testing import CliRunner

EN = Language("en")
ALLAS = load("allas")
CHANGES = (Change("add", "lima", "paris", "agreement"), Change("remove", "mexico-city"))


@pytest.fixture(scope="module")
def outcome():
    return what_if(ALLAS, CHANGES, gaps=False)


@pytest.fixture(scope="module")
def scene(outcome):
    return change_scene(outcome, EN)


def test_actors_stand_where_they_stand_in_the_picture_of_the_network(scene):
    usual = build_scene(ALLAS)
    assert [(m.id, m.x, m.y, m.size) for m in scene.markers] == [
        (m.id, m.x, m.y, m.size) for m in usual.markers
    ]


def test_what_is_new_is_dashed_and_named_and_what_goes_is_grey(scene):
    gone = {
        tie["id"]
        for tie in ALLAS.ties.to_dict("records")
        if "mexico-city" in (tie["from"], tie["to"]) and tie["status"] not in {"planned", "absent"}
    }
    drawn = {curve.id for curve in build_scene(ALLAS).curves}
    assert {curve.id for curve in scene.curves if curve.colour == GONE} == gone & drawn
    assert all(curve.dash == GONE_DASH for curve in scene.curves if curve.colour == GONE)
    (fresh,) = (curve for curve in scene.curves if curve.colour == NEW)
    assert ({fresh.tail, fresh.head}, fresh.dash) == ({"lima", "paris"}, NEW_DASH)
    assert "new: agreement" in {label.text for label in scene.labels}
    assert [marker.id for marker in scene.markers if marker.colour == GONE] == ["mexico-city"]
    counts = {key.label: key.count for key in scene.mark_keys}
    assert counts["new tie"] == 1
    assert counts["tie that goes"] == len(gone & drawn)
    assert counts["actor that goes"] == 1
    # Nothing that stays has the colour of what comes or goes.
    stays = [c for c in scene.curves if c.id not in gone and c is not fresh]
    assert {NEW, GONE}.isdisjoint(curve.colour for curve in stays)


def test_before_and_after_have_the_same_places(outcome):
    before, after = before_and_after(outcome, EN)
    place = {marker.id: (marker.x, marker.y) for marker in before.markers}
    assert {m.id for m in after.markers} == set(place) - {"mexico-city"}
    assert all((m.x, m.y) == place[m.id] for m in after.markers)
    assert len(after.curves) == len(outcome.after.tie_ids)


def test_a_second_tie_of_two_is_bent_beside_the_first():
    graph = nx.MultiDiGraph()
    graph.add_nodes_from("ab", kind="city")
    graph.add_edge("a", "b", key="t", kind="agreement")
    data = Dataset.from_networkx(graph)
    found = what_if(data, [Change("add", "a", "b", "agreement")], gaps=False)
    old, new = change_scene(found, EN).curves
    assert old.bend == 0
    assert abs(new.bend) > 0.1


def test_no_change_draws_no_key_of_change():
    found = what_if(ALLAS, [], gaps=False)
    assert {key.mark for key in change_scene(found, EN).mark_keys} == {"undated", "disputed"}


def test_a_new_tie_of_an_actor_that_is_not_drawn_is_counted():
    graph = nx.MultiDiGraph()
    graph.add_nodes_from("abcd", kind="city")
    for tail, head in ("ab", "bc", "ca"):
        graph.add_edge(tail, head, key=tail + head, kind="agreement")
    data = Dataset.from_networkx(graph)
    found = what_if(data, [Change("add", "a", "d", "agreement")], gaps=False, largest=True)
    scene = change_scene(found, EN)
    assert NEW not in {curve.colour for curve in scene.curves}
    assert scene.sentence.endswith("1 new tie is not drawn: the view left an end of it out.")


def test_points_of_a_curve():
    scene = change_scene(what_if(ALLAS, CHANGES, gaps=False), EN)
    markers = {marker.id: marker for marker in scene.markers}
    curve = next(curve for curve in scene.curves if curve.bend)
    tail, head = markers[curve.tail], markers[curve.head]
    assert point_on_curve(curve, tail, head, 0) == (tail.x, tail.y)
    assert point_on_curve(curve, tail, head, 1) == (head.x, head.y)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_picture_is_well_formed_in_every_language(outcome, code):
    scene = change_scene(outcome, Language(code))
    root = ET.fromstring(scene_svg(scene))  # noqa: S314
    assert root.get("lang") == code
    assert sum("a-tie" in (node.get("class") or "") for node in root.iter()) >= len(scene.curves)


ROWS = [Loss(0.0, 0, 1.0, 1.0, 1.0, 1.0), Loss(0.5, 5, 0.0, 0.5, 0.25, 0.75)]


def test_loss_by_hand():
    root = ET.fromstring(loss_svg(ROWS, "A & B", EN))  # noqa: S314
    lines = [node.get("points") for node in root.iter() if node.tag.endswith("polyline")]
    random, targeted = ([tuple(map(float, p.split(","))) for p in line.split()] for line in lines)
    (left, top), (right, bottom) = targeted
    assert random[0] == (left, top)
    assert random[1] == (right, (top + bottom) / 2)
    assert 0 < left < right < WIDTH
    assert 0 < top < bottom < HEIGHT
    (band,) = (node.get("points") for node in root.iter() if node.tag.endswith("polygon"))
    assert band.split()[1] == f"{right:g},{top + (bottom - top) / 4:g}"
    assert "A & B" in {node.text for node in root.iter()}


@pytest.mark.parametrize("code", LANGUAGES)
def test_loss_is_well_formed_in_every_language(code):
    for rows in (ROWS, []):
        assert ET.fromstring(loss_svg(rows, "T", Language(code))).get("lang") == code  # noqa: S314


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli.main, ["whatif", "allas", *words])


def test_the_command_draws(run, tmp_path):
    added = ["--add", "Lima--Paris", "--ties", "agreement"]
    assert run(*added, "-o", "w.svg").exit_code == 0
    assert run(*added, "-o", "again.svg").exit_code == 0
    assert (tmp_path / "w.svg").read_bytes() == (tmp_path / "again.svg").read_bytes()
    result = run(*added, "-o", "w.html", "--lang", "pt")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "w.html").read_text("utf-8")
    assert page.count("<svg") >= 3
    assert not re.search(r'(src|href)="https?://', page.partition("<footer")[0])
    assert run("--loss", "-o", "loss.svg", "--format", "csv").exit_code == 0
    assert "<polyline" in (tmp_path / "loss.svg").read_text("utf-8")
    best = run("--best", "1", "--goal", "balance", "--ties", "agreement", "-o", "best.svg")
    assert best.exit_code == 0
    assert NEW in (tmp_path / "best.svg").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [["--loss", "-o", "l.html"], ["--add", "Lima--Paris", "-o", "w.png"], ["--loss", "-o", " "]],
)
def test_other_endings_are_refused(run, words, tmp_path):
    assert run(*words).exit_code == 2
    assert not list(tmp_path.iterdir())
