from __future__ import annotations

import pytest

from maturity.core.plans.sketch import SIZE, Sketch, holds


def sketched(count: int) -> tuple[int, ...]:
    sketch = Sketch()
    for number in range(count):
        sketch.add(f"a.r{number}")
    return sketch.smallest()


def test_a_small_stack_is_known_address_by_address():
    assert [holds(sketched(5), address) for address in ("a.r0", "a.r4", "a.r5")] == [True, True, False]


def test_of_a_large_stack_only_what_lies_inside_the_sample_is_known():
    answers = [holds(sketched(10 * SIZE), f"a.r{number}") for number in range(10 * SIZE)]
    assert (answers.count(True), answers.count(False)) == (SIZE, 0)
    assert {holds(sketched(10 * SIZE), f"b.r{number}") for number in range(100)} == {None, False}


@pytest.mark.parametrize("sketch", [(), []])
def test_without_a_sketch_nothing_is_known(sketch):
    assert holds(sketch, "a.b") is None
