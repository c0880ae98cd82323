"""What if: changes read as people write them; every figure as if computed from scratch."""

import json
from itertools import combinations

import networkx as nx
import pandas as pd
import pytest
from alianza.graph.additions import GOALS, best_additions
from alianza.graph.dataset import Dataset
from alianza.graph.evidence.robustness import loss_curve
from alianza.graph.gaps import find_gaps
from alianza.graph.gaps.comparing import compare_gaps
from alianza.graph.loading import load
from alianza.graph.measures import measure_table, summarise
from alianza.graph.scenarios import (
    Change,
    ScenarioError,
    apply_changes,
    area_reach,
    read_changes,
    what_if,
)

ALLAS = load("allas")


def from_edges(edges, **kinds):
    graph = nx.MultiDiGraph()
    for number, pair in enumerate(edges):
        for end in pair:
            graph.add_node(end, kind=kinds.get(end, "city"))
        graph.add_edge(*pair, key=f"t{number}", kind="agreement")
    return Dataset.from_networkx(graph)


@pytest.mark.parametrize(
    ("verb", "text", "expected"),
    [
        ("add", "Lima--Paris:agreement", Change("add", "lima", "paris", "agreement")),
        ("add", "lima -- Ciudad de México", Change("add", "lima", "mexico-city", "agreement")),
        ("add", "Lima--allas:leadership", Change("add", "lima", "allas", "leadership")),
        ("remove", "mexico-city", Change("remove", "mexico-city")),
        ("remove", "Bogota", Change("remove", "bogota")),
        ("remove", "madrid--lima:agreement", Change("remove", "madrid", "lima", "agreement")),
        ("remove", "allas--lima", Change("remove", "allas", "lima", "")),
    ],
)
def test_changes_as_people_write_them(verb, text, expected):
    assert read_changes(ALLAS, **{verb: [text]}) == (expected,)
    assert read_changes(ALLAS, lines=f"# a remark\n\n {verb} {text}\n") == (expected,)


@pytest.mark.parametrize(
    ("verb", "text", "said"),
    [
        ("add", "Lma--Paris", "Did you mean “lima”"),
        ("add", "lima--paris:agrement", "Did you mean “agreement”"),
        ("add", "lima", "write A--B:kind"),
        ("add", "lima--lima", "two actors"),
        ("remove", "lima--paris:agreement", "no such tie"),
        ("remove", "atlantis", "No actor is called"),
    ],
)
def test_wrong_changes_are_refused(verb, text, said):
    with pytest.raises(ScenarioError, match=said):
        read_changes(ALLAS, **{verb: [text]})
    with pytest.raises(ScenarioError, match="is no change"):
        read_changes(ALLAS, lines="lima--paris")


def test_a_name_of_two_actors_and_ids_with_the_joint():
    graph = nx.MultiDiGraph()
    graph.add_node("c1", kind="city", label="Córdoba", country="AR")
    graph.add_node("c2", kind="city", label="Córdoba", country="ES")
    graph.add_node("a--b", kind="city")
    data = Dataset.from_networkx(graph)
    with pytest.raises(ScenarioError, match="c1, c2"):
        read_changes(data, remove=["Cordoba"])
    assert read_changes(data, add=["a--b--c1"]) == (Change("add", "a--b", "c1", "agreement"),)


def from_scratch(data, added, removed):
    """Build the changed dataset by another way: through networkx."""
    graph = data.to_networkx()
    for number, (tail, head, kind) in enumerate(added, start=1):
        graph.add_edge(tail, head, key=f"whatif-{number}", kind=kind, status="active")
    for actor in removed:
        graph.remove_node(actor)
    graph.graph["claims"] = []
    return Dataset.from_networkx(graph)


@pytest.mark.parametrize(
    ("added", "removed"),
    [
        ([("lima", "paris", "agreement")], []),
        ([], ["mexico-city"]),
        ([("lima", "paris", "agreement"), ("quito", "eurocities", "membership")], ["allas"]),
    ],
)
def test_what_if_equals_computing_from_scratch(added, removed):
    changes = read_changes(ALLAS, [f"{a}--{b}:{kind}" for a, b, kind in added], removed)
    outcome = what_if(ALLAS, changes)
    scratch = from_scratch(ALLAS, added, removed)
    assert {name: now for name, (_then, now) in outcome.figures.items()} == summarise(
        scratch.view()
    )
    before, after = measure_table(ALLAS.view()), measure_table(scratch.view())
    moved = {(m.actor, m.measure): (m.before, m.after) for m in outcome.moves}
    for name in ("degree", "betweenness", "closeness"):
        column = f"{name}_rank"
        for actor in {*before.index, *after.index}:
            old, new = (
                int(t.loc[actor, column]) if actor in t.index and pd.notna(t.loc[actor, column]) else None
                for t in (before, after)
            )  # fmt: skip
            assert moved.get((actor, name), (old, old)) == (old, new)
    then = {gap.id: gap for gap in find_gaps(ALLAS, top=None).partnerships if gap.kind != "stale"}
    now = {gap.id: gap for gap in find_gaps(scratch, top=None).partnerships if gap.kind != "stale"}
    assert {gap.id for gap in outcome.closed if gap.kind != "stale"} == set(then) - set(now)
    assert {gap.id for gap in outcome.opened if gap.kind != "stale"} == set(now) - set(then)


def test_adding_a_suggested_tie_closes_its_gap():
    gap = find_gaps(ALLAS, "unlinked_pair")[0]
    changes = read_changes(ALLAS, ["--".join(gap.subjects) + ":agreement"])
    assert gap.id in {found.id for found in what_if(ALLAS, changes).closed}


def test_no_change_changes_nothing():
    added = read_changes(ALLAS, ["lima--paris:agreement"])
    back = apply_changes(
        apply_changes(ALLAS, added), [Change("remove", "lima", "paris", "agreement")]
    )
    assert back.ties.equals(ALLAS.ties)
    outcome = what_if(ALLAS, ())
    assert not outcome.moves + outcome.closed + outcome.opened
    assert all(then == now for then, now in outcome.figures.values())


def test_distances_between_areas_by_hand():
    graph = nx.MultiDiGraph()
    for name, country in (("a", "FR"), ("b", "FR"), ("c", "PE"), ("d", "PE"), ("e", "")):
        graph.add_node(name, kind="city", country=country)
    for pair in ("ab", "bc", "ce"):
        graph.add_edge(*pair, key=pair, kind="agreement")
    data = Dataset.from_networkx(graph)
    after = apply_changes(data, read_changes(data, ["a--d"]))
    rows = {(r.first, r.second): r for r in area_reach(data.view(), after.view())}
    across = rows["Europe", "Latin America and the Caribbean"]
    # Before: a–c 2, b–c 1, d apart from both. After: a–d 1, b–d 2 as well.
    assert (across.before, across.unreached_before) == (1.5, 2)
    assert (across.after, across.unreached_after) == (1.5, 0)
    within = rows["Latin America and the Caribbean", "Latin America and the Caribbean"]
    assert (within.before, within.unreached_before) == (None, 1)
    assert within.after == 3
    assert len(rows) == 3


# Two stars: a with its leaves, z with its leaves, and nothing between them.
STARS = from_edges([("a", f"b{n}") for n in range(4)] + [("z", f"y{n}") for n in range(4)])


def harmonic(edges, ego, nodes):
    graph = nx.Graph(edges)
    graph.add_nodes_from(nodes)
    return nx.harmonic_centrality(graph)[ego] / (len(nodes) - 1)


def test_best_for_an_actor_against_networkx_and_every_choice():
    proposal = best_additions(STARS, 2, actor="b0")
    # The other star's centre first, then nothing is nearer than its own star's centre is.
    assert proposal.additions[0].pair == ("b0", "z")
    edges = [tuple(pair) for pair in nx.Graph(STARS.to_networkx()).edges]
    nodes = list(STARS.actors["id"])
    others = [n for n in nodes if n not in {"a", "b0"}]
    start = harmonic(edges, "b0", nodes)
    best = max(
        harmonic([*edges, *(("b0", other) for other in choice)], "b0", nodes)
        for choice in combinations(others, 2)
    )
    assert proposal.start == pytest.approx(start)
    assert proposal.best == pytest.approx(best - start)
    assert proposal.gain >= (1 - 1 / 2.718281828) * proposal.best
    chosen = [*edges, *(row.pair for row in proposal.additions)]
    assert proposal.additions[-1].value == pytest.approx(harmonic(chosen, "b0", nodes))


def test_best_for_distance_is_what_networkx_measures():
    proposal = best_additions(ALLAS, 2, "distance")
    view = ALLAS.view(two_mode=False)
    graph = nx.Graph(view.to_networkx())

    def nearness():
        n = len(graph)
        return sum(nx.harmonic_centrality(graph).values()) / (n * (n - 1))

    assert proposal.start == pytest.approx(nearness())
    for row in proposal.additions:
        assert not graph.has_edge(*row.pair) or row.pair not in graph.edges
        graph.add_edge(*row.pair)
        assert row.value == pytest.approx(nearness())


def test_best_for_robustness_mends_a_path():
    # On a path only its ends are safe; the ring is whole.
    path = from_edges([("a", "b"), ("b", "c"), ("c", "d")])
    proposal = best_additions(path, 1, "robustness")
    assert proposal.start == -2
    assert [row.pair for row in proposal.additions] == [("a", "d")]
    assert proposal.additions[0].value == 0
    assert proposal.best == pytest.approx(2)
    whole = from_edges(combinations("abcd", 2))
    assert best_additions(whole, 1, "robustness").additions == ()
    assert any("helps" in str(fact) for fact in best_additions(whole, 1, "robustness").facts())


def test_best_for_balance_gives_to_those_with_least():
    data = from_edges([("a", "b"), ("a", "c"), ("b", "c"), ("d", "a")])
    proposal = best_additions(data, 1, "balance")
    assert "d" in proposal.additions[0].pair
    assert proposal.best == pytest.approx(proposal.gain)


def test_wrong_goals():
    with pytest.raises(LookupError, match="distance"):
        best_additions(STARS, 1, "distanse")
    with pytest.raises(ScenarioError, match="No actor"):
        best_additions(STARS, 1, actor="nobody")
    with pytest.raises(ScenarioError, match="For whom"):
        best_additions(STARS, 1, "for")
    assert all(guarantee.endswith(".") for _label, guarantee in GOALS.values())


def test_loss_of_a_star_by_hand():
    star = from_edges([("a", f"b{n}") for n in range(9)]).view()
    rows = loss_curve(star, shares=(0, 0.1, 0.2))
    assert [row.lost for row in rows] == [0, 1, 2]
    assert [row.targeted for row in rows] == [1.0, 0.1, 0.1]
    assert rows[0].random == 1.0
    for row in rows:
        assert row.targeted <= row.lowest <= row.random <= row.highest
    assert loss_curve(star) == loss_curve(star)
    assert loss_curve(star, seed=1) != loss_curve(star)


def test_gaps_of_two_dates_and_of_two_datasets():
    same = compare_gaps(ALLAS, ALLAS)
    assert not same.closed + same.opened
    assert {gap.id for gap in same.unchanged} == {gap.id for gap in find_gaps(ALLAS, top=None)}
    then = {gap.id for gap in find_gaps(ALLAS, at="2013", top=None)}
    now = {gap.id for gap in find_gaps(ALLAS, at="2018", top=None)}
    found = compare_gaps(ALLAS, ALLAS, at="2018", old_at="2013")
    assert {gap.id for gap in found.closed} == then - now
    assert {gap.id for gap in found.opened} == now - then


def test_the_commands_answer_in_every_format(run, tmp_path):
    (tmp_path / "changes.txt").write_text("add Lima--Paris:agreement\nremove mexico-city\n")
    answer = json.loads(
        run("whatif", "--file", tmp_path / "changes.txt", "--format", "json").stdout
    )
    assert [row["verb"] for row in answer["changes"]] == ["add", "remove"]
    assert answer["figures"]["actors"] == {"before": 103, "after": 102}
    shown = run("whatif", "--add", "Lima--Paris:agreement")
    assert "Ranks that move" in shown.stdout
    assert "With a tie of Lima and Paris: agreement." in shown.stderr
    assert run("whatif", "--add", "Lima--Paris", "--format", "csv").stdout.startswith("table,")
    best = json.loads(run("whatif", "--best", "2", "--for", "Lima", "--format", "json").stdout)
    assert [row["gain"] > 0 for row in best["additions"]] == [True, True]
    assert "63 %" in run("whatif", "--best", "1", "--goal", "balance").stderr
    assert "largest component" in run("whatif", "--loss").stdout
    losses = json.loads(run("whatif", "--loss", "--format", "json").stdout)
    assert losses[0]["targeted"] == 1
    compared = json.loads(
        run("compare", "allas", "--at-old", "2013", "--at", "2018", "--format", "json").stdout
    )
    assert set(compared) == {"closed", "opened", "unchanged"}
    assert "Gaps closed: 0, opened: 0" in run("compare", "allas", "allas").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["whatif"], "Say what to change"),
        (["whatif", "--add", "lima--paris", "--loss"], "Say what to change"),
        (["whatif", "--loss", "--for", "lima"], "need --best"),
        (["whatif", "--best", "1", "--for", "lima", "--goal", "balance"], "not both"),
        (["whatif", "--remove", "nobody"], "No actor is called"),
        (["compare", "allas"], "two dates"),
        (["compare", "allas", "allas", "--at", "soon"], "not a date"),
    ],
)
def test_wrong_usage(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
