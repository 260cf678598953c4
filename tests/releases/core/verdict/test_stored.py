from __future__ import annotations

import json
import math

import msgspec
import pytest

from releases.core.verdict import METHOD, asked, levels, stored
from releases.core.verdict.burning import Window
from releases.core.verdict.counts import Counts, CountSettings
from releases.core.verdict.levels import LevelSettings
from tests.releases.core.verdict.vectors import BASE, CALM, LEVELS, times

CASES: list[stored.Case] = [
    stored.level_case(BASE, times(1.25), CALM, LevelSettings(ceiling=10.0)),
    stored.level_case(BASE, times(1.25), concurrent=True),
    stored.Shares(before=Counts(0, 10_000), after=Counts(8, 10_000), settings=CountSettings(slo=0.9999)),
    stored.Burn(windows=(Window(3600, 72, 3600), Window(300, 12, 300)), slo=0.999),
    stored.Budget(since=Counts(5, 1000), slo=0.999, expected=1_000_000, already=Counts(1, 1000)),
]


@pytest.mark.parametrize("case", CASES)
def test_what_is_stored_can_be_judged_again(case):
    packed = stored.pack(case)
    assert stored.again(packed) == case.judge() == stored.unpack(packed).judged


@pytest.mark.parametrize("name", LEVELS)
def test_closed_forms_survive_being_stored(name):
    before, after, weeks, settings, *_ = LEVELS[name]
    case = stored.level_case(before, after, weeks, LevelSettings(**settings))
    assert stored.again(stored.pack(case)) == levels.judge(before, after, weeks, LevelSettings(**settings))


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_json_cannot_hold_is_judged_the_same(value):
    case = stored.level_case([value, *BASE], BASE, CALM)
    assert stored.again(stored.pack(case)) == levels.judge([value, *BASE], BASE, CALM)


def test_settings_and_method_are_stored_though_they_are_the_usual_ones():
    document = json.loads(stored.pack(CASES[1]))
    assert document["judged"]["method"] == METHOD
    assert document["case"]["settings"]["fail"] == 1.2


def test_judgements_agree_when_only_the_last_digits_differ():
    one = CASES[0].judge()
    assert one.low is not None
    assert stored.agree(one, msgspec.structs.replace(one, low=one.low * (1 + 1e-12)))
    assert not stored.agree(one, msgspec.structs.replace(one, low=one.low * 1.001))
    assert not stored.agree(one, msgspec.structs.replace(one, low=None))


def test_short_names_are_understood():
    vector = {
        "name": "x",
        "args": {"pre": BASE, "post": times(1.25), "seasonal": CALM, "abs_ok": 7, "bad": "up"},
    }
    case, then = asked.read(json.dumps(vector).encode())
    assert (case, then) == (stored.level_case(BASE, times(1.25), CALM, LevelSettings(ceiling=7.0)), None)
    case, _ = asked.read(b'{"b0": 1, "n0": 500, "b1": 9, "n1": 500, "slo": 0.9}')
    assert case == stored.Shares(before=Counts(1, 500), after=Counts(9, 500), settings=CountSettings(slo=0.9))


@pytest.mark.parametrize(
    "text",
    [
        b"", b"[]", b"{}", b'{"args": 3}', b'{"kind": "no"}', b'{"kind": "levels"}',
        b'{"pre": 1, "post": [], "x": 2}',
        b'{"pre": [true], "post": []}', b'{"pre": ["NaN"], "post": []}', b'{"case": {}, "judged": {}}',
        b'{"pre": [], "post": [], "settings": []}',
        b'{"pre": [], "post": [], "settings": {"bad": "sideways"}}',
        b'{"b0": "1", "n0": 5, "b1": 1, "n1": 5}', b"\xff\xfe", b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_case_says_so_in_one_line(text):
    with pytest.raises((ValueError, RecursionError)) as refused:
        asked.read(text)
    assert "\n" not in str(refused.value)
