"""Pipelines tell how feature flags stand."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from releases.models import FeatureFlag
from tests.releases.api.conftest import SECRET
from tests.releases.factories import make_application


@pytest.fixture
def put(shell):
    def send(raw: bytes | None = None, secret: str = SECRET, **sent):
        body = json.dumps({"environment": "prod", **sent}).encode() if raw is None else raw
        headers = {"Authorization": f"Bearer {secret}"}
        return Client().put("/api/v1/flags", body, "application/json", headers=headers)

    return send


def states():
    return {
        one.key: [(state.environment, state.value, state.by) for state in one.states.all()]
        for one in FeatureFlag.objects.all()
    }


def test_states_are_taken_and_the_second_time_nothing_changes(put):
    answer = put(flags={"FF_A": True, "limit": 3})
    assert answer.json() == {"application": "ai-shell", "environment": "prod", "flags": 2, "changed": 2}
    assert put(flags={"FF_A": True, "limit": 3}).json()["changed"] == 0
    assert states() == {"FF_A": [("prod", True, "ci")], "limit": [("prod", 3, "ci")]}


def test_a_whole_push_takes_back_what_it_does_not_name(put):
    put(flags={"FF_A": True, "FF_B": True})
    put(flags={"FF_B": True}, whole=True)
    assert states() == {"FF_A": [], "FF_B": [("prod", True, "ci")]}


def test_secrets_are_masked_on_the_way_in(put):
    put(flags={"API_TOKEN": "hunter2", "nested": {"password": "hunter2"}})
    assert "hunter2" not in str(states())


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"environment": "moon", "flags": {}}, "environment: it is stage or prod"),
        ({"flags": {"<b>": True}}, "flags: a key is a name such as FF_SEARCH"),
        ({"flags": {"a\u0000b": True}}, "flags: a key is a name such as FF_SEARCH"),
        ({"flags": {f"F{n}": 1 for n in range(501)}}, "flags: "),
        ({"flags": [1]}, "flags: "),
        ({"flags": {}, "wohle": True}, "wohle: "),
        ({"application": "other", "flags": {}}, "application: this token knows none of that name"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(put, sent, told):
    make_application("other")
    answer = put(**sent)
    assert (answer.status_code, answer.json()["error"].startswith(told)) == (422, True)
    assert states() == {}


def test_what_is_no_json_or_has_no_token_is_refused(put):
    assert put(raw=b"{").status_code == 400
    assert put(flags={}, secret="rungs_another").status_code == 401


def test_a_deep_or_endless_value_is_cut_to_what_a_row_holds(put):
    deep: object = 1
    for _ in range(60):
        deep = [deep]
    assert (
        put(flags={"deep": deep, "long": "x" * 5_000, "wide": list(range(500)), "big": 10**30}).status_code
        == 200
    )
    held = {key: rows[0][1] for key, rows in states().items()}
    assert (len(held["long"]), len(held["wide"]), held["big"]) == (500, 50, str(10**30))
