"""What texts mean, and which values nobody may see."""

from __future__ import annotations

import pytest

from releases.core.flags import values
from releases.core.flags.values import MASK


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("true", "", True),
        ("FALSE", "", False),
        ("1", "", 1),
        ("1", "boolean", True),
        ("off", "boolean", False),
        ("off", "", "off"),
        ("3.5", "", 3.5),
        ("007", "string", "007"),
        ('{"a": [1]}', "", {"a": [1]}),
        ("{broken", "", "{broken"),
        ("9" * 40, "", "9" * 40),
        ("NaN", "", "NaN"),
        ("", "", ""),
    ],
)
def test_a_text_means_what_its_type_or_its_look_says(text, kind, value):
    found = values.meant(text, kind)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("FF_PASSWORD", "x"),
        ("apiKey", "x"),
        ("STRIPE_SECRET", "x"),
        ("FF_A", "AKIAABCDEFGHIJKLMNOP"),
        ("FF_A", "postgres://user:hunter2@db/x"),
        ("FF_A", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("FF_A", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc123def456"),
    ],
)
def test_what_looks_like_a_secret_is_masked(key, value):
    assert values.shown(key, value) == MASK
    assert values.shown("FF_B", [{key: value}]) == [{key: MASK}]


@pytest.mark.parametrize(
    "value", [True, 3, "blue", "a-name-that-is-longer-than-most-of-them", "https://example.com/a?b=c", ""]
)
def test_usual_values_are_shown(value):
    assert values.shown("FF_A", value) == value


def test_a_number_or_a_switch_is_no_secret_whatever_its_name():
    assert values.shown("TOKEN_LIFETIME", 300) == 300
    assert values.shown("USE_SECRET_STORE", True) is True


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**40])
def test_numbers_that_json_cannot_hold_become_text(value):
    assert isinstance(values.shown("FF_A", value), str)


def test_true_is_no_one_and_order_does_not_matter():
    assert not values.same(True, 1)
    assert values.same({"a": 1, "b": 2}, {"b": 2, "a": 1})
