import math
from itertools import combinations

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.loading import load
from alianza.reports.colours import on_dark
from alianza.reports.scene import (
    build_scene,
)
from alianza.reports.writers.svg import control_point, scene_svg
from defusedxml import ElementTree

LANGS = ("en", "es", "fr", "pt")


@pytest.fixture(scope="module")
def allas():
    return load("allas")


def parallel(number, kind="agreement"):
    graph = nx.MultiDiGraph()
    graph.add_node("a", kind="city", label="A")
    graph.add_node("b", kind="city", label="B")
    for tie in range(number):
        ends = ("a", "b") if tie % 2 else ("b", "a")
        graph.add_edge(*ends, key=f"t{tie}", kind=kind)
    return Dataset.from_networkx(graph)


def box_of(marker):
    size = marker.size
    return marker.x - size, marker.y - size, marker.x + size, marker.y + size


def overlap(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def test_every_tie_that_the_view_counted_is_a_curve(allas):
    view = allas.view()
    scene = build_scene(allas, view)
    assert sorted(curve.id for curve in scene.curves) == sorted(view.tie_ids)
    assert [marker.id for marker in scene.markers] == list(view.ids)


def test_a_narrower_view_draws_only_its_ties(allas):
    view = allas.view(ties=["leadership"], actors=["city", "network"])
    scene = build_scene(allas, view)
    assert {curve.kind for curve in scene.curves} == {"leadership"}
    assert {marker.kind for marker in scene.markers} <= {"city", "network"}
    assert [key.kind for key in scene.tie_keys] == ["leadership"]


def test_a_projection_draws_its_pairs(allas):
    view = allas.view(ties=["membership"], project="city")
    scene = build_scene(allas, view)
    assert len(scene.curves) == view.pairs
    assert "shared affiliations" in scene.curves[0].label


@pytest.mark.parametrize("number", [1, 2, 3, 7, 20])
def test_parallel_ties_are_apart_and_symmetric(number):
    scene = build_scene(parallel(number))
    markers = {marker.id: marker for marker in scene.markers}
    points = []
    for curve in scene.curves:
        tail, head = markers[curve.tail], markers[curve.head]
        points.append(control_point((tail.x, tail.y), (head.x, head.y), curve.bend))
    assert min([math.dist(one, two) for one, two in combinations(points, 2)], default=99) > 8
    middle = [sum(axis) / number for axis in zip(*points, strict=True)]
    straight = [(markers["a"].x + markers["b"].x) / 2, (markers["a"].y + markers["b"].y) / 2]
    assert middle == pytest.approx(straight, abs=1)
    if number == 1:
        assert scene.curves[0].bend == 0


def test_colours_shapes_and_dashes_are_those_of_the_vocabulary(allas):
    scene = build_scene(allas)
    for marker in scene.markers:
        kind = allas.actor_kind(marker.kind)
        assert (marker.colour, marker.shape) == (kind.colour, kind.shape)
    for curve in scene.curves:
        kind = allas.tie_kind(curve.kind)
        assert (curve.colour, curve.dash) == (kind.colour, kind.dash)
        assert curve.arrow == (curve.kind in {"leadership", "funding"})


def test_undated_and_disputed_ties_are_marked(allas):
    scene = build_scene(allas)
    disputed = set(allas.disputed()["subject"])
    for curve in scene.curves:
        assert curve.undated == (not curve.start and not curve.end)
        assert curve.disputed == (curve.id in disputed)
    counts = {key.mark: key.count for key in scene.mark_keys}
    assert counts["undated"] == sum(curve.undated for curve in scene.curves)
    assert counts["disputed"] == sum(curve.disputed for curve in scene.curves)


@pytest.mark.parametrize("lang", LANGS)
def test_labels_overlap_nothing_and_stay_in_the_frame(allas, lang):
    scene = build_scene(allas, lang=lang, width=1280, height=720)
    boxes = [(label.id, label.box) for label in scene.labels]
    assert len(boxes) == len(scene.markers)
    for (_one, first), (_two, second) in combinations(boxes, 2):
        assert not overlap(first, second)
    for _name, box in boxes:
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= 1280
        assert box[3] <= 720
        assert not any(overlap(box, box_of(marker)) for marker in scene.markers)


def test_no_language_moves_an_actor(allas):
    places = {
        tuple((marker.x, marker.y) for marker in build_scene(allas, lang=lang).markers)
        for lang in LANGS
    }
    assert len(places) == 1


def test_labels_are_in_the_language(allas):
    names = {
        lang: {marker.id: marker.label for marker in build_scene(allas, lang=lang).markers}
        for lang in ("en", "es")
    }
    assert names["en"]["mexico-city"] == "Mexico City"
    assert names["es"]["mexico-city"] == "Ciudad de México"


def test_kinds_are_translated(allas):
    scene = build_scene(allas, translate=lambda said: f"<{said}>")
    assert all(key.label.startswith("<") for key in scene.actor_keys + scene.tie_keys)
    assert scene.sentence.startswith("<")


def test_sizes_follow_the_values(allas):
    scene = build_scene(allas, size_by={"allas": 4, "paris": 1, "quito": math.nan})
    sizes = {marker.id: marker.size for marker in scene.markers}
    assert sizes["allas"] > sizes["paris"] > sizes["quito"] == sizes["lima"]


def test_the_same_scene_twice(allas):
    assert build_scene(allas) == build_scene(allas)


def test_an_empty_view_is_an_empty_picture(allas):
    scene = build_scene(allas, allas.view(actors=["city"], ties=["publishing"]))
    assert scene.curves == ()
    ElementTree.fromstring(scene_svg(scene))


def test_colours_for_the_dark_are_lighter(allas):
    for key in build_scene(allas).actor_keys:
        assert on_dark(key.colour) != key.colour


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_svg_holds_every_label_and_nothing_live(allas, theme):
    scene = build_scene(allas)
    text = scene_svg(scene, theme)
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names == {"svg", "title", "desc", "rect", "path", "g", "circle", "polygon", "text"}
    shown = {element.text for element in root.iter() if element.tag.endswith("}text")}
    assert {label.text for label in scene.labels} <= shown
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "style=" not in text


def test_hostile_names_are_inert_in_the_svg():
    graph = nx.MultiDiGraph(metadata={"title": "]]></title><script>alert(1)</script>"})
    hostile = '</text><script>alert(1)</script><a href="javascript:alert(1)">&#0;'
    graph.add_node("a", kind="city", label=hostile)
    graph.add_node("b", kind="city", label='" onload="alert(1)')
    graph.add_edge("a", "b", key="t", kind="agreement")
    root = ElementTree.fromstring(scene_svg(build_scene(Dataset.from_networkx(graph))))
    assert not [e for e in root.iter() if e.tag.rpartition("}")[2] in {"script", "a"}]
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]
    assert hostile in {e.text for e in root.iter()}
