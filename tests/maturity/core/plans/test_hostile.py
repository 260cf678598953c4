"""Whatever is sent: a reading, or one sentence. Never another error, and never a long wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core.plans import Reading, Unreadable, read
from tests.maturity.core.plans.making import everything, plan, resource
from tests.maturity.core.plans.test_scenarios import FOLDER

SECRET = "correct-horse-battery"
_KEYS = """
    format_version resource_changes resource_drift relevant_attributes output_changes checks variables outputs
    deferred_changes configuration planned_values prior_state address deposed change actions before values
    after after_unknown before_sensitive after_sensitive replace_paths mode previous_address importing
    type errored complete name value sensitive
"""
KEYS = _KEYS.split()
ACTIONS = ("no-op", "create", "update", "delete", "read", "forget")
BREAKING = (b"\xff", b"\\ud800", b'"', b"null", b"5", b"[", b"}", b"{}")
WORDS = (
    *ACTIONS,
    "managed",
    "data",
    "1.2",
    "fail",
    "a.b",
    'a.b["c"]',
    "\0",
    "x" * 3000,
    '{"a": 1}',
    "arn:aws:x",
)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.sampled_from(WORDS) | st.text(max_size=9)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
)
MASKS = st.recursive(
    st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
)
SIDES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)
CHANGES = st.fixed_dictionaries(
    {
        "actions": st.lists(st.sampled_from(ACTIONS), max_size=3),
        "before": SIDES, "after": SIDES, "after_unknown": MASKS,
        "before_sensitive": MASKS, "after_sensitive": MASKS,
        "replace_paths": st.lists(st.lists(st.sampled_from("abc") | st.integers(0, 2))),
    }
)  # fmt: skip
RESOURCES = st.fixed_dictionaries({"address": st.sampled_from(["a.b", "a.c", 'a.d["e"]']), "change": CHANGES})


def attempted(data: bytes, exit_code: int | None = None) -> Reading | None:
    try:
        return read(data, exit_code=exit_code)
    except Unreadable as refused:
        sentence = str(refused)
    assert sentence
    assert "\n" not in sentence
    return None


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes):
    attempted(data)
    attempted(b"{" + data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["15.plan.json", "17.plan.json", "09.stream.jsonl"]), st.data())
def test_a_real_plan_with_broken_places_is_read_or_refused(name: str, data: st.DataObject):
    whole = bytearray((FOLDER / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole)))
        broken = data.draw(st.binary(max_size=3) | st.sampled_from(BREAKING))
        whole[at : at + data.draw(st.integers(0, 4))] = broken
    attempted(bytes(whole))


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6))
def test_any_json_is_read_or_refused(value: Any):
    attempted(dumped(value))


@settings(max_examples=60, deadline=None)
@given(st.lists(RESOURCES, max_size=4), st.lists(RESOURCES, max_size=4))
def test_any_changes_are_read_and_can_be_kept(planned: list[Any], outside: list[Any]):
    found = attempted(
        dumped({"format_version": "1.2", "resource_changes": planned, "resource_drift": outside})
    )
    assert found is not None
    assert not any("\0" in text for text in texts(msgspec.to_builtins(found)))
    assert msgspec.json.decode(everything(found), type=Reading) == found


@settings(max_examples=50, deadline=None)
@given(SIDES, SIDES, st.sampled_from(["update", "create", "delete", "no-op", "delete create"]))
def test_a_marked_value_is_never_kept_wherever_it_stands(before: Any, after: Any, actions: str):
    masks = {"before_sensitive": {"secret": True}, "after_sensitive": {"secret": True}}
    one = resource(
        "a.b", actions, {"x": before, "secret": SECRET}, {"x": after, "secret": [SECRET, before]}, **masks
    )
    other = resource(f'a.c["{SECRET}"]', "update", {"x": [before, f"<{SECRET}>"]}, {"x": {SECRET: after}})
    found = attempted(dumped(json.loads(plan(one, other, drift=[one]))))
    assert found is not None
    assert SECRET not in everything(found)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["@level", "@module", "type", "change", "hook", "diagnostic", "ui"]), VALUES
        )
    )
)
def test_any_stream_is_read_or_refused(messages: list[Any]):
    start = {"@level": "info", "@module": "terraform.ui", "type": "version", "ui": "1.2"}
    attempted(b"\n".join(dumped(one) for one in [start, *messages]), exit_code=0)


@pytest.mark.parametrize(
    "data",
    [
        b"{" * 400_000, b'{"a":' * 100_000, b"\n{" * 400_000, b'{"a":[\n' * 900, b'{"a":[{}\n' * 100_000,
        b"{}\n" * 200_000, b'{"@level"' * 50_000, b"x" * 299 + b"{" + b"\n" * 400_000, b"[" * 400_000,
        b'prefix {"format_version"\n' * 50_000, (b"p" * 290 + b"\n") * 4_000, b"\\" * 400_000,
        b'{"' + b"a" * 400_000,
    ],
    ids=range(13),
)  # fmt: skip
def test_repeated_beginnings_are_refused_at_once(data: bytes):
    assert attempted(data) is None


def test_one_secret_per_character_of_a_long_text_is_swept_in_one_walk():
    secrets = ["a" * length for length in range(4, 400)]
    masked = resource("a.b", "no-op", {"s": secrets}, {"s": secrets}, after_sensitive={"s": True})
    found = read(plan(masked, resource("a.c", "create", None, {"x": "a" * 60_000})))
    assert found.changes[0].differences[0].after == "[redacted]"


def test_half_a_character_is_no_text():
    change = b'{"actions":["create"],"after":{"x":"\\udfff"}}'
    data = b'{"resource_changes":[{"address":"a.\\ud800","change":%b}]}' % change
    found = attempted(data)
    assert found is None or everything(found).encode()


def test_values_nested_as_deep_as_json_allows_are_compared_or_refused():
    for depth in (50, 150, 400, 900):
        deep = b'{"a":' * depth + b"1" + b"}" * depth
        change = b'{"actions":["update"],"before":%b,"after":{"a":2},"before_sensitive":%b}' % (deep, deep)
        attempted(b'{"resource_changes":[{"address":"a.b","change":%b}]}' % change)
