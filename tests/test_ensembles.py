"""Blocks of work: in order, the same for any number of workers, and stopped cleanly."""

import threading
import time

import pytest
from alianza.graph.chance.null_models import generators
from alianza.graph.ensembles import run


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_blocks(workers):
    def slow_first(block):
        time.sleep(0.02 if block == 0 else 0)
        return block * 10

    steps = []
    assert run(slow_first, range(6), workers=workers, step=lambda: steps.append(1)) == [
        0, 10, 20, 30, 40, 50
    ]  # fmt: skip
    assert len(steps) == 6


def test_the_number_of_workers_changes_no_draw():
    def work(rng):
        return rng.random(3).tolist()

    assert run(work, generators(1, 20)) == run(work, generators(1, 20), workers=4)


def test_one_worker_begins_no_thread():
    here = threading.get_ident()
    assert run(lambda _block: threading.get_ident(), [1, 2]) == [here, here]


def test_no_blocks_give_no_results():
    assert run(lambda block: block, [], workers=3) == []


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError])
def test_an_interrupt_or_error_leaves_the_rest_undone(workers, kind):
    begun = []

    def work(block):
        begun.append(block)
        time.sleep(0.005)
        return block

    def stop():
        raise kind

    before = threading.active_count()
    with pytest.raises(kind):
        run(work, range(500), workers=workers, step=stop)
    assert len(begun) < 100
    assert threading.active_count() == before


def test_an_error_of_a_block_is_raised():
    with pytest.raises(ZeroDivisionError):
        run(lambda block: 1 // block, [1, 0, 1], workers=2)
