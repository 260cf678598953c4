from __future__ import annotations

import pytest

from maturity.core.ci._tree import first_mapping, load, pack, unpack
from maturity.core.syntax.yaml import Scalar, items, mapping


def test_aliases_that_multiply_are_refused():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 8))
    with pytest.raises(ValueError, match="expand to more than"):
        load(bomb.encode())


def test_a_node_that_contains_itself_is_refused():
    with pytest.raises(ValueError, match="levels deep"):
        load(b"a: &a\n  b: *a\n")


def test_a_chain_of_aliases_deeper_than_any_walk_is_refused():
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 300))
    with pytest.raises(ValueError, match="levels deep"):
        load(chain.encode())


def test_a_node_comes_back_as_it_was_with_its_lines_moved():
    body = first_mapping(b"a:\n- !reference [x, y]\n- |\n  text\n")
    assert body is not None
    back = unpack(pack(body), 1_000)
    assert back == body
    reference, block = items(mapping(back)["a"])
    assert reference.tag == "!reference"
    assert isinstance(block, Scalar)
    assert (block.line, block.first_line) == (1_003, 1_004)
