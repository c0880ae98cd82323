"""The rank clock: what it shows, that nothing in it overlaps, that hostile names stay text."""

import math
import re

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.loading import load
from alianza.graph.over_time import slices
from alianza.reports import rankclock
from alianza.reports.labels import FONT_SIZE, text_width
from alianza.reports.language import Language
from alianza.reports.rankclock import rank_clock, rank_clock_svg
from defusedxml.ElementTree import fromstring

SVG = "{http://www.w3.org/2000/svg}"


def data(names="abcd", ties=None):
    graph = nx.MultiDiGraph()
    for name in names:
        graph.add_node(name, kind="city", label=name)
    for tail, head, start, end in ties or [
        ("a", "b", "2010", "2012"),
        ("a", "c", "2010", "2010"),
        ("c", "b", "2011", "2012"),
        ("c", "d", "2012", "2012"),
    ]:
        graph.add_edge(tail, head, kind="agreement", start=start, end=end)
    return Dataset.from_networkx(graph)


def clock(dataset=None, top=3, **options):
    cut = slices(dataset or data())
    return rank_clock(cut, options.pop("measure", "degree"), Language("en"), top=top, **options)


def test_ranks_by_hand():
    made = clock()
    assert made.slices == ("2010", "2011", "2012")
    # 2010: a 2, b 1, c 1. 2011: a–b, c–b. 2012: a–b, c–b, c–d.
    assert {course.id: course.ranks for course in made.courses} == {
        "a": (1, 2, 3),
        "b": (2, 1, 1),
        "c": (2, 2, 1),
        "d": (None, None, 3),
    }
    assert [course.id for course in made.courses] == ["b", "c", "a", "d"]
    assert made.courses[0].places[2] == 1
    assert made.courses[1].places[2] == pytest.approx(1.35)


def test_only_the_first():
    assert {c.id: c.ranks for c in clock(top=1).courses} == {
        "a": (1, None, None),
        "b": (None, 1, 1),
        "c": (None, None, 1),
    }


def test_a_value_of_0_has_no_place():
    assert "d" in {course.id for course in clock(top=9).courses}
    ranks = {course.id: course.ranks for course in clock(top=9).courses}
    assert ranks["d"] == (None, None, 3)


def parsed(made):
    return fromstring(rank_clock_svg(made))


def test_the_drawing():
    made = clock()
    root = parsed(made)
    assert root.find(f"{SVG}title").text == "Ranks of the cities by Degree"
    assert "Cut by year, 2010 to 2012" in root.find(f"{SVG}desc").text
    groups = root.findall(f"{SVG}g")
    assert [group.find(f"{SVG}title").text for group in groups] == ["b", "c", "a", "d"]
    line = groups[2].find(f"{SVG}path").get("d")
    assert line.count("M") == 1
    assert line.count("L") == 2


def test_a_line_breaks_where_the_actor_is_not_ranked():
    ties = [("a", "b", "2010", "2010"), ("c", "d", "2011", "2011"), ("a", "b", "2012", "2012")]
    line = parsed(clock(data(ties=ties), top=2)).find(f"{SVG}g/{SVG}path").get("d")
    assert line.count("M") == 2
    assert "L" not in line


def boxes(root):
    for text in root.iter(f"{SVG}text"):
        width = text_width(text.text) / 1.04
        x, y = float(text.get("x")), float(text.get("y"))
        left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        yield left, y - 0.75 * FONT_SIZE, left + width, y + 0.2 * FONT_SIZE, text.text


@pytest.mark.parametrize(
    ("by", "options"),
    [("year", {}), ("year", {"at": "2010/2024"}), ("kind", {}), ("role", {})],
)
@pytest.mark.parametrize("top", [1, 8, 24])
def test_no_label_lies_on_another_and_none_leaves_the_picture(by, options, top):
    made = rank_clock(slices(load("allas"), by, **options), "degree", Language("es"), top=top)
    root = parsed(made)
    left, _top, width, height = map(float, root.get("viewBox").split())
    found = list(boxes(root))
    for number, one in enumerate(found):
        assert one[0] >= left, one
        assert one[2] <= left + width, one
        assert one[1] >= 0, one
        assert one[3] <= height, one
        for other in found[number + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)


def test_no_two_courses_look_alike():
    looks = set()
    for number in range(rankclock.LARGEST):
        sign = re.sub(r"[\d.,-]+", "", rankclock._sign(number, 0, 0)).split("#")[0]
        shape = rankclock.SHAPES[number % len(rankclock.SHAPES)]
        dash = rankclock.DASHES[number % len(rankclock.DASHES)]
        colour = rankclock.COLOURS[number % len(rankclock.COLOURS)]
        # Without colour too: by marker and dash.
        looks.add((shape, dash))
        assert colour in rankclock._sign(number, 0, 0)
        assert sign
    assert len(looks) == rankclock.LARGEST


def test_colours_stand_out_from_paper():
    for colour in rankclock.COLOURS:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        light = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        assert 1.05 / (light + 0.05) >= 3, colour


def test_too_many_are_said(monkeypatch):
    monkeypatch.setattr(rankclock, "LARGEST", 2)
    made = clock()
    assert [course.id for course in made.courses] == ["b", "c"]
    assert "2 actors are not shown for want of space." in made.note


def test_one_slice_is_drawn():
    ties = [("a", "b", "2010", "2010")]
    root = parsed(clock(data(ties=ties)))
    assert not any(math.isnan(float(box[0])) for box in boxes(root))


def test_hostile_names_stay_text():
    names = ["</title><script>x</script>", 'a" onload="x', "b&lt;", "]]>\u202e"]
    ties = [(names[0], names[1], "2010", "2011"), (names[2], names[3], "2010", "2010")]
    root = parsed(clock(data(names, ties)))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "rect", "circle", "path", "g", "text", "polygon")
    }
    assert not any(key.startswith("on") for element in root.iter() for key in element.attrib)


def test_the_same_twice():
    assert rank_clock_svg(clock()) == rank_clock_svg(clock())


def test_what_is_not_there():
    with pytest.raises(UnknownNameError, match="degree"):
        clock(measure="degre")
    with pytest.raises(UnknownNameError, match="city"):
        clock(kind="citty")
    with pytest.raises(ViewError, match="university"):
        clock(kind="university")
