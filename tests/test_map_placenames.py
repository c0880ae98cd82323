import pandas as pd
import pytest
from alianza.graph.places import place_at
from alianza.reports.cells import column_cells, row_cells
from alianza.reports.map.placenames import shared_places, spoken_names

BRUSSELS, LISBON = (50.8504, 4.3488), (38.72, -9.14)


def test_the_largest_place_near_a_point_is_found():
    assert place_at(*BRUSSELS).name == "Brussels"
    # Quarters of Lisbon are in the gazetteer too, and some lie nearer.
    assert place_at(*LISBON).name == "Lisbon"
    assert place_at(0.0, -30.0) is None


@pytest.mark.parametrize(
    ("point", "names"),
    [
        (BRUSSELS, ["Brussels", "Bruselas", "Bruxelles", "Bruxelas"]),
        (LISBON, ["Lisbon", "Lisboa", "Lisbonne", "Lisboa"]),
        # No time zone is called after it: one name for all.
        ((45.4643, 9.1895), ["Milan"] * 4),
    ],
)
def test_a_place_is_named_in_four_languages(point, names):
    assert spoken_names(place_at(*point)) == names


def test_only_shared_places_that_are_no_actor_are_named():
    points = [BRUSSELS, BRUSSELS, LISBON, LISBON, (45.4643, 9.1895), None, None]
    kinds = ["network", "agency", "city", "agency", "network", "network", "network"]
    found = shared_places(points, kinds)
    assert found["at"] == {"0": 0, "1": 0}
    assert [names[0] for names in found["places"]] == ["Brussels"]
    assert shared_places([BRUSSELS, None], ["network", "network"]) is None
    # In the open sea there is no name to give.
    assert shared_places([(0.0, -30.0)] * 2, ["network"] * 2) is None


def test_cells_are_those_of_pandas():
    table = pd.DataFrame({"id": ["a", "b"], "lat": [1.5, float("nan")], "n": [1, 2]})
    assert str(row_cells(table)) == str(table.to_dict("records"))
    assert column_cells(table, "missing") == ["", ""]
    assert [type(value) for value in column_cells(table, "n")] == [int, int]
