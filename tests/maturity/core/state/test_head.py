from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core.state.head import Head, head_of

STATE = {
    "version": 4, "terraform_version": "1.11.4", "serial": 37, "lineage": "8f1c-22",
    "outputs": {"password": {"value": "hunter2", "serial": 1}},
    "resources": [{"serial": 9, "lineage": "x", "attributes": {"lineage": "y"}}],
}  # fmt: skip
WHOLE = Head(37, "8f1c-22", "1.11.4")


def test_the_head_of_a_state_is_read() -> None:
    assert head_of(json.dumps(STATE, indent=2).encode()) == WHOLE


def test_the_beginning_of_a_state_is_enough() -> None:
    assert head_of(json.dumps(STATE).encode()[:90]) == WHOLE


def test_values_deeper_in_the_state_are_not_taken_for_the_heads() -> None:
    turned = dict(reversed(STATE.items()))
    assert head_of(json.dumps(turned).encode()) == WHOLE
    assert head_of(json.dumps({"resources": STATE["resources"]}).encode()) == Head()


def test_a_number_that_is_cut_is_not_believed() -> None:
    assert head_of(b'{"serial": 12').serial is None
    assert head_of(b'{"serial": 12,').serial == 12


def test_an_encrypted_state_of_opentofu_tells_no_version() -> None:
    text = json.dumps({"serial": 4, "lineage": "a-b", "meta": {"k": "v"}, "encrypted_data": "c2VjcmV0"})
    assert head_of(text.encode()) == Head(4, "a-b")


@pytest.mark.parametrize(
    "text",
    [b"", b"null", b"[1]", b'{"serial": -1}', b'{"serial": {"a": 1}, "lineage": [2]}', b'{"lineage": "<b>"}',
     b'{"serial": "3"}', b'{"serial": 1234567890123456789}', b"\x1f\x8b\x08", b'{"a":"' + b"\\" * 9999],
)  # fmt: skip
def test_what_is_no_state_has_no_head(text: bytes) -> None:
    assert head_of(text) == Head()


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_do_any_harm(text: bytes) -> None:
    head_of(text)


@settings(deadline=None)
@given(st.integers(0, 400))
def test_a_state_cut_anywhere_tells_nothing_that_is_wrong(at: int) -> None:
    found = head_of(json.dumps(STATE).encode()[:at])
    assert found.serial in (None, 37)
    assert found.lineage in ("", "8f1c-22")
    assert found.terraform_version in ("", "1.11.4")
