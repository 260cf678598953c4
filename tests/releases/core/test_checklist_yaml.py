"""Checklists as files: what is written is read again, and what is hostile ends in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from releases.core.checklist import Approval, Checklist, Item, Kind, Proof
from releases.core.checklist_yaml import read, settings, settings_written, written
from releases.core.default_checklist import DEFAULT

TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30)
PARAMS = st.dictionaries(
    st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.one_of(
        st.integers(-1_000, 1_000_000), st.booleans(), TEXT, st.lists(TEXT, max_size=3), st.none(),
        st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
    ),
    max_size=3,
)  # fmt: skip
ITEMS = st.builds(
    Item, key=st.from_regex(r"[a-z][a-z0-9.]{0,9}", fullmatch=True), title=TEXT, about=TEXT, params=PARAMS,
    kind=st.sampled_from(Kind), proof=st.sampled_from(Proof), blocking=st.booleans(),
    max_age=st.integers(0, 99),
)  # fmt: skip
LISTS = st.builds(
    Checklist, items=st.lists(ITEMS, max_size=3).map(tuple),
    without=st.lists(st.sampled_from(["on", "no", "1", "null", "a.b"]), max_size=3).map(tuple),
    approvals=st.none() | st.lists(st.builds(Approval, TEXT, st.integers(1, 9)), max_size=2).map(tuple),
    approval_hours=st.none() | st.integers(1, 99),
)  # fmt: skip


@given(LISTS)
def test_what_is_written_is_read_again(checklist: Checklist):
    assert read(written(checklist, heading="Checklist of\nsomebody").encode()) == checklist


def test_the_default_list_survives_being_a_file():
    assert read(written(DEFAULT).encode()) == DEFAULT


@given(PARAMS)
@example({"a": "08"})
@example({"a": "1.5e3"})
@example({"a": "1e5"})
@example({"a": 1e17})
def test_settings_are_read_as_they_are_written(params: dict[str, object]):
    assert settings(settings_written(params)) == params


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is one document"),
        ("- a", "is one document"),
        ("items: []\n---\nitems: []", "is one document"),
        ("items: [", "did not find expected node content"),
        ("a: &a [*a]", "holds itself"),
        ("items: &a [*a]", "holds itself"),
        ("items: []\nowner: me", "unknown field `owner`"),
        (
            "items:\n- key: a\n  title: A\n- key: b\n  title: B\n  kind: sometimes",
            "Line 6: Invalid enum value",
        ),
        ("items:\n- key: a", "Line 2: Object missing required field `title`"),
        ("items:\n- key: a\n  title: A\n  max_age: soon", "Line 4"),
        ("approval_hours: later", "Line 1"),
        ("items: !!python/object/apply:os.system [ls]", "Line 1"),
        ("a: \x00", "Line 1"),
    ],
)
def test_a_file_that_is_no_checklist_is_refused_with_its_line(text: str, says: str):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        read(text.encode())
    assert says in str(refusal.value)


def test_aliases_that_multiply_end_at_a_limit():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 7)]
    with pytest.raises(ValueError, match="holds too much"):
        read("\n".join(lines).encode())


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(ValueError, match="larger than 200,000 bytes"):
        read(b"# " + b"x" * 200_000)


@pytest.mark.parametrize("text", ["- a", "just text", "a: [", "a: &a {b: *a}"])
def test_settings_that_are_none_are_refused(text: str):
    with pytest.raises(ValueError, match=r"\.$"):
        settings(text)
