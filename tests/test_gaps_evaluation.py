"""The model of missing ties: its parts by hand, and what it finds again of what was hidden."""

import json

import networkx as nx
import numpy as np
import pytest
from alianza import cli
from alianza.graph.dataset import Dataset
from alianza.graph.gaps import find_gaps, trials
from alianza.graph.gaps.evaluation import FIGURES, SCORERS, evaluate, wilson
from alianza.graph.gaps.features import FEATURES, Indices, arena_of, tied
from alianza.graph.gaps.ground import Ground
from alianza.graph.gaps.model import (
    FEW_TIES,
    fit,
    isotonic,
    logistic,
    matched_pairs,
    uniform_pairs,
    with_ends,
)
from alianza.graph.gaps.suggestions import suggest
from alianza.graph.loading import load
from alianza.graph.places import distance_km
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st


def affiliations(seed=1, cities=240, networks=48, groups=6, ties=900):
    """Draw memberships: cities and networks have hidden groups and unequal activity."""
    rng = np.random.default_rng(seed)
    active = rng.pareto(2.5, cities) + 0.5
    large = rng.pareto(2.0, networks) + 0.5
    chance = np.outer(active, large)
    chance[np.arange(cities)[:, None] % groups != np.arange(networks) % groups] *= 0.06
    pairs = rng.choice(chance.size, ties, replace=False, p=(chance / chance.sum()).ravel())
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((f"c{n:03}" for n in range(cities)), kind="city")
    graph.add_nodes_from((f"n{n:02}" for n in range(networks)), kind="network")
    for pair in sorted(pairs.tolist()):
        city, network = divmod(pair, networks)
        graph.add_edge(f"c{city:03}", f"n{network:02}", key=f"t{pair}", kind="membership")
    return Dataset.from_networkx(graph)


@pytest.fixture(scope="module")
def trial():
    return evaluate(affiliations(), seeds=3)


def figure(evaluation, scorer, name):
    (row,) = (r for r in evaluation.rows if r.scorer == scorer and r.hiding == "random")
    return row.figures[name]


@pytest.mark.parametrize(("name", "by"), [("auc_uniform", 0.05), ("auc_matched", 0.15)])
def test_hidden_memberships_are_found_beyond_popularity(trial, name, by):
    model, popular = (figure(trial, scorer, name) for scorer in ("model", "preferential"))
    assert model[0] >= popular[0] + by
    # Outside the intervals.
    assert model[1] > popular[2]


def test_baselines_are_what_they_must_be(trial):
    for name in ("auc_uniform", "auc_matched"):
        assert figure(trial, "random", name)[0] == pytest.approx(0.5, abs=0.05)
        # In two-mode data no member and network have a common neighbour.
        assert figure(trial, "common", name)[0] == pytest.approx(0.5)
        assert figure(trial, "distance", name)[0] == pytest.approx(0.5)
    assert figure(trial, "preferential", "auc_matched")[0] == pytest.approx(0.5, abs=0.06)
    assert figure(trial, "random", "average_precision")[0] == pytest.approx(1 / 11, abs=0.03)
    assert {row.scorer for row in trial.rows} == set(SCORERS)
    for row in trial.rows:
        assert row.hidden + row.left_out == 3 * 90
        for value, low, high in row.figures.values():
            assert np.isnan(value) or low <= value <= high


def test_calibration_is_near_the_truth(trial):
    rows = trial.calibration["membership"]
    predicted = sum(pairs * mean for _low, _high, pairs, mean, _seen in rows)
    observed = sum(pairs * seen for _low, _high, pairs, _mean, seen in rows)
    assert predicted == pytest.approx(observed, rel=0.2)


def test_evaluation_is_the_same_twice(trial):
    again = evaluate(affiliations(), seeds=3)
    assert repr(again.rows) == repr(trial.rows)
    assert again.weights == trial.weights


def test_hidden_ties_leave_no_trace():
    """What the model sees of a hidden tie is what it would see if the tie were not there."""
    data = affiliations()
    ground = Ground(data)
    arena = arena_of(ground, frozenset({"membership"}), two_mode=True)
    tails, heads = arena.ties()
    hidden = np.arange(len(tails)) % 10 == 0
    kept = data.to_networkx()
    for tail, head in zip(tails[hidden], heads[hidden], strict=True):
        kept.remove_edge(arena.ids[tail], arena.ids[head])
    without = arena_of(
        Ground(Dataset.from_networkx(kept)), frozenset({"membership"}), two_mode=True
    )
    visible = arena.with_target(tails[~hidden], heads[~hidden])
    pairs = tails[hidden], heads[hidden]
    assert (Indices(visible).of(*pairs) == Indices(without).of(*pairs)).all()
    # The frame may shrink with what is hidden; with it alike, so are the weights.
    model, other = fit(visible), fit(without)
    if (arena.first == without.first).all() and (arena.second == without.second).all():
        assert (model.weights == other.weights).all()


def test_too_few_ties_are_said_and_given_weights_used():
    found = evaluate(load("allas"), seeds=1)
    assert set(found.too_few) == {"agreement", "participation"}
    assert all(count < FEW_TIES for count in found.too_few.values())
    assert {row.kind for row in found.rows} == {"membership"}
    assert any("Too few to tell" in str(fact) for fact in found.facts())
    (row, *_rest) = suggest(Ground(load("allas")))
    assert np.isnan(row.share)


def planted(seed, together):
    """Give cities in two networks each, which agree as they share them, but for one pair.

    The pair is like all others: with `together` it shares both its networks, and its agreement,
    which every other such pair has, is missing; else it shares none.
    """
    rng = np.random.default_rng(seed)
    graph = nx.MultiDiGraph()
    names, nets = [f"c{n:02}" for n in range(60)], [f"n{n:02}" for n in range(12)]
    graph.add_nodes_from(names, kind="city", country="FR")
    graph.add_nodes_from(nets, kind="network")
    mine = {name: set(rng.choice(nets, 2, replace=False).tolist()) for name in names}
    mine["c00"], mine["c01"] = set(nets[:2]), set(nets[:2] if together else nets[2:4])
    for name in names:
        for net in sorted(mine[name]):
            graph.add_edge(name, net, key=f"{name}{net}", kind="membership")
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            chance = 0.5 * len(mine[name] & mine[other]) + 0.01
            if (name, other) != ("c00", "c01") and rng.random() < chance:
                graph.add_edge(name, other, key=f"{name}{other}", kind="agreement")
    return Dataset.from_networkx(graph)


@pytest.mark.parametrize("seed", range(6))
def test_a_planted_missing_tie_is_found_with_its_reason(seed):
    gaps = find_gaps(planted(seed, together=True), "unlinked_pair").rows
    place = [gap.subjects for gap in gaps].index(("c00", "c01"))
    assert place < 10
    assert "Both belong to: n00, n01." in [str(reason) for reason in gaps[place].reasons]


@pytest.mark.parametrize("seed", range(3))
def test_a_pair_without_the_reason_is_not_among_the_first(seed):
    gaps = find_gaps(planted(seed, together=False), "unlinked_pair", top=50).rows
    assert ("c00", "c01") not in [gap.subjects for gap in gaps]


def test_what_is_hidden_never_reaches_features_weights_or_candidates():
    """Shuffle the hidden ties: all that is learnt and computed from the others stays the same."""
    data = affiliations()
    graph = data.to_networkx()
    edges = sorted(graph.edges(keys=True))
    hidden = edges[::10]
    rng = np.random.default_rng(0)
    kept = {(tail, head) for tail, head, _key in edges}
    for _turn in range(1000):
        heads = rng.permutation([head for _tail, head, _key in hidden]).tolist()
        fresh = [(tail, head) for (tail, _head, _key), head in zip(hidden, heads, strict=True)]
        if len(set(fresh)) == len(fresh) and sum(pair in kept for pair in fresh) < len(fresh) / 2:
            break
    other = graph.copy()
    other.remove_edges_from(hidden)
    gone = {(tail, head) for tail, head, _key in hidden}
    for tail, head in fresh:
        if (tail, head) not in kept - gone:
            other.add_edge(tail, head, key=f"{tail}{head}", kind="membership")
    seen = []
    for one, secret in ((data, gone), (Dataset.from_networkx(other), set(fresh))):
        arena = arena_of(Ground(one), frozenset({"membership"}), two_mode=True)
        tails, heads = arena.ties()
        pairs = zip(tails.tolist(), heads.tolist(), strict=True)
        visible = np.array(
            [(arena.ids[t], arena.ids[h]) not in secret - (kept - gone) for t, h in pairs]
        )
        assert (~visible).sum() > 0
        part = arena.with_target(tails[visible], heads[visible])
        indices, model = Indices(part), fit(part)
        everyone = (
            np.repeat(np.flatnonzero(part.first), 3),
            np.resize(np.flatnonzero(part.second), 3 * int(part.first.sum())),
        )
        seen.append((indices.of(*everyone), indices.candidates(500), model.weights, arena.first))
    assert (seen[0][3] == seen[1][3]).all()
    assert np.array_equal(seen[0][0], seen[1][0])
    assert all(np.array_equal(*sides) for sides in zip(seen[0][1], seen[1][1], strict=True))
    assert np.array_equal(seen[0][2], seen[1][2])


def test_no_scorer_of_an_evaluation_sees_a_hidden_tie(monkeypatch):
    calls = []

    def spy(indices, pairs):
        calls.append(len(pairs[0]))
        assert not tied(indices.arena.target, *pairs).any()
        assert not tied(indices.scaled, *pairs).any()
        return with_ends(indices, pairs)

    monkeypatch.setattr(trials, "with_ends", spy)
    evaluate(affiliations(), seeds=2)
    assert calls == [90, 90]


def test_the_number_of_workers_changes_no_figure(trial):
    again = evaluate(affiliations(), seeds=3, workers=3)
    # As text, since undefined figures equal nothing.
    assert repr(again.rows) == repr(trial.rows)
    assert again.calibration == trial.calibration
    assert again.weights == trial.weights


def test_suggestions_and_drawn_pairs_stay_within_the_survey_frame():
    ground = Ground(load("allas"))
    frame = ground.frame
    cities = set(ground.actors) & {a for a, kind in ground.kinds.items() if kind in ground.linkable}
    assert frame < cities  # there is something to leave out
    assert {end for row in suggest(ground) for end in row.pair} <= frame
    arena = arena_of(ground, ground.link_kinds)
    drawn = uniform_pairs(arena, Indices(arena), 300, np.random.default_rng(0))
    assert {arena.ids[place] for side in drawn for place in side.tolist()} <= frame


def test_features_by_hand():
    graph = nx.MultiDiGraph()
    places = {"a": ("FR", 48.0, 2.0), "b": ("PE", -12.0, -77.0), "c": ("PE", -13.0, -72.0)}
    for name, (country, lat, lon) in places.items():
        graph.add_node(name, kind="city", country=country, lat=lat, lon=lon)
    graph.add_node("n", kind="network")
    for tail, head, kind in (
        ("a", "b", "agreement"),
        ("b", "c", "agreement"),
        ("a", "n", "membership"),
        ("c", "n", "membership"),
    ):
        graph.add_edge(tail, head, key=tail + head, kind=kind)
    arena = arena_of(Ground(Dataset.from_networkx(graph)), frozenset({"agreement"}))
    (row,) = Indices(arena).of(np.array([0]), np.array([2]))
    found = dict(zip(FEATURES, row.tolist(), strict=True))
    assert found["degrees"] == pytest.approx(np.log(2) * 2)
    # Two tied pairs: one between FR and PE, one within PE. Ends: FR 1, PE 3, of 4.
    assert found["block"] == pytest.approx(np.log((1 + 1) / (1 * 3 / 4 + 1)))
    # a has one partner in PE where 1 × 3/4 are expected, c none in FR where 1 × 1/4 are.
    assert found["comparable"] == pytest.approx(np.log(2 / 1.75) + np.log(1 / 1.25))
    assert found["common"] == pytest.approx(np.log1p(0.5 / 1e-3))
    assert found["shared"] == pytest.approx(np.log1p(0.5 / 1e-3))
    assert found["paths"] == 0
    assert found["others"] == pytest.approx(np.log(2) * 2)
    assert found["distance"] == pytest.approx(np.log1p(distance_km(48, 2, -13, -72) / 100))
    assert (found["country"], found["language"]) == (0, 0)


def test_paths_of_three_by_hand():
    graph = nx.MultiDiGraph()
    graph.add_nodes_from("abcd", kind="city")
    for tail, head in ("ab", "bc", "cd"):
        graph.add_edge(tail, head, key=tail + head, kind="agreement")
    arena = arena_of(Ground(Dataset.from_networkx(graph)), frozenset({"agreement"}))
    (row,) = Indices(arena).of(np.array([0]), np.array([3]))
    assert row[list(FEATURES).index("paths")] == pytest.approx(np.log1p(0.25 / 1e-3))
    tails, heads = Indices(arena).candidates(10)
    assert set(zip(tails.tolist(), heads.tolist(), strict=True)) == {(0, 2), (1, 3), (0, 3)}


def test_logistic_against_a_general_minimiser():
    from scipy.optimize import minimize

    rng = np.random.default_rng(0)
    columns = rng.normal(size=(200, 3))
    truth = (columns @ [1.0, -2.0, 0.0] + rng.normal(size=200) > 0.3).astype(float)

    def loss(weights):
        line = weights[0] + columns @ weights[1:]
        return np.logaddexp(0, line).sum() - truth @ line + weights[1:] @ weights[1:] / 2

    expected = minimize(loss, np.zeros(4), tol=1e-12).x
    assert logistic(columns, truth, 1.0) == pytest.approx(expected, abs=1e-4)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=1, max_size=40))
def test_isotonic_never_falls_and_keeps_the_mean(rows):
    scores = np.array([float(score) for score, _true in rows])
    truth = np.array([float(true) for _score, true in rows])
    steps, shares = isotonic(scores, truth)
    assert (np.diff(shares) >= -1e-12).all()
    assert np.interp(scores, steps, shares).mean() == pytest.approx(truth.mean())


def test_drawn_pairs_are_untied_and_matched():
    arena = arena_of(Ground(affiliations()), frozenset({"membership"}), two_mode=True)
    indices = Indices(arena)
    rng = np.random.default_rng(0)
    known = arena.ties()
    tied = set(zip(*(side.tolist() for side in known), strict=True))
    uniform = uniform_pairs(arena, indices, 500, rng)
    matched = matched_pairs(arena, indices, known, rng, 2)
    for tails, heads in (uniform, matched):
        assert arena.first[tails].all()
        assert arena.second[heads].all()
        assert not tied & set(zip(tails.tolist(), heads.tolist(), strict=True))
    assert len(uniform[0]) == 500
    for side in (0, 1):
        mean = np.log(indices.degree[matched[side]]).mean()
        assert mean == pytest.approx(np.log(indices.degree[known[side]]).mean(), abs=0.15)


def test_wilson_by_the_published_example():
    # Newcombe 1998, table I, method 3: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_the_command_prints_the_figures():
    result = CliRunner().invoke(cli.main, ["gaps", "--evaluate", "--seeds", "1"])
    assert result.exit_code == 0
    assert "P@10" in result.stdout
    assert "Too few to tell" in result.stderr
    answer = json.loads(
        CliRunner().invoke(cli.main, ["gaps", "--evaluate", "--seeds", "1", "--format", "json"]).stdout
    )  # fmt: skip
    assert {row["scorer"] for row in answer["rows"]} == set(SCORERS)
    assert set(FIGURES) <= set(answer["rows"][0])
    assert answer["weights"]["membership"]
