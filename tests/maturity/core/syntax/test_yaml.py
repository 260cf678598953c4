"""YAML as nodes that know their line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.syntax import yaml


def one(text: str | bytes) -> yaml.Node:
    return yaml.documents(text.encode() if isinstance(text, str) else text)[0]


def refusal(data: bytes) -> str:
    with pytest.raises(ValueError, match=r".") as refused:
        yaml.documents(data)
    return str(refused.value)


def test_on_and_no_stay_text() -> None:
    top = yaml.mapping(one("on: push\nno: off\nversion: 1.10\n"))
    assert [yaml.text(top[key]) for key in ("on", "no", "version")] == ["push", "off", "1.10"]


def test_every_node_knows_its_line_and_a_block_where_its_text_begins() -> None:
    top = yaml.mapping(one("a: 1\nb:\n  - run: |\n      first\n      second\n"))
    step = yaml.mapping(yaml.items(top["b"])[0])
    run = step["run"]
    assert isinstance(run, yaml.Scalar)
    assert (top.key_lines["b"], step.line, run.line, run.first_line) == (2, 3, 3, 4)


def test_a_quoted_null_is_text_and_a_bare_one_is_nothing() -> None:
    top = yaml.mapping(one("a: ~\nb: '~'\nc:\nd: null\n"))
    assert [yaml.text(top[key], "absent") for key in "abcd"] == ["absent", "~", "absent", "absent"]


def test_an_alias_is_the_node_its_anchor_names() -> None:
    top = yaml.mapping(one("a: &x [1]\nb: *x\n"))
    assert top["a"] is top["b"]


def test_merged_keys_give_way_to_own_ones_and_keep_their_line() -> None:
    top = yaml.mapping(one("base: &b {image: old, script: run}\njob:\n  <<: *b\n  image: new\n"))
    job = yaml.mapping(top["job"])
    assert (dict(job), job.key_lines) == ({"image": "new", "script": "run"}, {"image": 4, "script": 1})


def test_of_several_merged_mappings_the_first_wins() -> None:
    nodes = yaml.items(one("- &a {x: 1}\n- &b {x: 2, y: 2}\n- <<: [*a, *b]\n"))
    assert dict(yaml.mapping(nodes[2])) == {"x": "1", "y": "2"}


def test_of_equal_keys_the_last_wins() -> None:
    assert yaml.mapping(one("a: 1\na: 2\n")) == {"a": "2"}


def test_tags_are_kept_by_name() -> None:
    node = yaml.mapping(one("script: !reference [.base, script]\n"))["script"]
    assert (node.tag, yaml.strings(node)) == ("!reference", [".base", "script"])


def test_one_string_reads_as_a_list_of_one() -> None:
    top = yaml.mapping(one("a: x\nb: [x, y, {z: 1}]\nc:\n"))
    assert [yaml.strings(top[key]) for key in "abc"] == [["x"], ["x", "y"], []]
    assert yaml.strings(None) == yaml.items(None) == []


def test_what_is_no_mapping_reads_as_an_empty_one() -> None:
    assert yaml.mapping(one("- 1\n")) == yaml.mapping(None) == {}


def test_a_node_that_contains_itself_is_walked_once() -> None:
    loop = one("&a [x, {b: *a}]")
    assert len(list(yaml.walk(loop))) == 3


def test_a_thousand_million_laughs_are_a_few_nodes() -> None:
    more = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    laughs = one("\n".join(["a0: &a0 [x]", *more]))
    assert len(list(yaml.walk(laughs))) == 22
    assert len(repr(laughs)) < 200


def test_deep_nesting_is_refused() -> None:
    assert refusal(b"[" * 30_000 + b"]" * 30_000) == "Line 1: nested more than 64 levels deep."


def test_too_many_nodes_are_refused_also_when_merging_makes_them() -> None:
    base = b"b: &b {" + b",".join(b"k%d: 1" % n for n in range(1_000)) + b"}\n"
    merged = base + b"".join(b"m%d: {<<: *b}\n" % n for n in range(300))
    sentence = "The file has more than 200,000 YAML nodes."
    assert refusal(merged) == refusal(b"[1,1]\n---\n" * 60_000) == sentence


def test_a_large_file_is_refused_unread() -> None:
    assert refusal(b"a" * 1_000_001) == "The file is larger than 1,000,000 bytes."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: 1\nb: {{ x }: y\n", "Line 3"),
        (b"a: *nobody\n", "Line 1: the alias *nobody names no anchor."),
        (b"a: *" + b"n" * 900, f"Line 1: the alias *{'n' * 60} names no anchor."),
        (b"a: 1\nb: \x01\n", "Line 2: control characters are not allowed."),
        (b"a: \xff\n", "Line 1"),
    ],
)
def test_a_broken_file_is_one_sentence_with_its_line(data: bytes, message: str) -> None:
    assert refusal(data).startswith(message)


PIECES = ["[", "]", "{", "}", "- ", "a: ", "\n", "  ", "&a ", "*a", "|\n", "<<: ", "!t ", "? ", "'", "\0"]


@given(st.lists(st.sampled_from(PIECES)))
def test_any_soup_is_read_or_refused(pieces: list[str]) -> None:
    with suppress(ValueError):
        read = yaml.documents("".join(pieces).encode())
        assert all(node.line >= 1 for node in yaml.walk(*read))
