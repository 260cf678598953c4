"""Reading Datadog: a server of this machine gives the answers that its documentation shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from releases.adapters.metrics import Asked, all_sources
from tests.servers_hooks import hook

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEGAN = NOON.timestamp()
KEYS = "api-key-1234 app-key-5678"
MILLISECOND = {"family": "time", "id": 10, "name": "millisecond", "plural": "milliseconds",
               "scale_factor": 0.001, "short_name": "ms"}  # fmt: skip


@pytest.fixture
def datadog(near):
    with hook() as made:
        yield made


def answer(
    *series: Sequence[float | None], index: tuple[int, ...] = (0, 1), step: int = 60, unit: Any = None
) -> bytes:
    """series: their values, minute by minute; index: which query each is of."""
    longest = max((len(one) for one in series), default=0)
    attributes = {
        "series": [{"group_tags": [], "query_index": index[n], "unit": unit} for n in range(len(series))],
        "times": [int(BEGAN + step * n) * 1000 for n in range(longest)], "values": series,
    }  # fmt: skip
    return json.dumps({"data": {"id": "0", "type": "timeseries_response", "attributes": attributes}}).encode()


def read(server, query="avg:latency{*}", total="", **given: Any):
    given = {"starts": NOON, "ends": NOON + timedelta(minutes=5), "secret": KEYS, **given}
    asked = Asked(
        query=query, total_query=total, url=server.url, policy=Policy(http=True, private=True), **given
    )
    return all_sources()["datadog"].read(asked)


def refused(server, **given: Any) -> Any:
    with pytest.raises(AdapterError) as caught:
        read(server, **given)
    return caught.value


def test_it_is_asked_with_both_keys_for_a_point_a_minute(datadog):
    datadog.answers(200, answer([1.0, None, 3.0], unit=[MILLISECOND, None]))
    series = read(datadog, "avg:latency{*}.rollup(avg, $step)")
    assert series.points == ((BEGAN, 1.0), (BEGAN + 120, 3.0))
    assert series.unit == "millisecond"
    taken = datadog.taken[0]
    assert (taken.path, taken.headers["dd-api-key"], taken.headers["dd-application-key"]) == (
        "/api/v2/query/timeseries", "api-key-1234", "app-key-5678",
    )  # fmt: skip
    assert json.loads(taken.body)["data"] == {
        "type": "timeseries_request",
        "attributes": {
            "from": BEGAN * 1000, "to": (BEGAN + 300) * 1000, "interval": 60000,
            "queries": [
                {"data_source": "metrics", "name": "q0", "query": "avg:latency{*}.rollup(avg, 60)"}
            ],
            "formulas": [{"formula": "q0"}],
        },
    }  # fmt: skip


def test_bad_ones_and_all_are_one_request_and_silence_is_zero_where_all_were_counted(datadog):
    datadog.answers(200, answer([2.0, None, 1.0], [50.0, 60.0, None]))
    series = read(datadog, total="sum:requests{*}.as_count()")
    assert series.points == ((BEGAN, 2.0, 50.0), (BEGAN + 60, 0.0, 60.0))
    assert len(datadog.taken) == 1


def test_an_error_that_never_happened_is_zero(datadog):
    datadog.answers(200, answer([50.0], index=(1,)))
    series = read(datadog, total="sum:requests{*}.as_count()")
    assert series.points == ((BEGAN, 0.0, 50.0),)


def test_longer_steps_than_were_asked_for_are_told(datadog):
    datadog.answers(200, answer([1.0, 2.0], step=300))
    assert read(datadog, ends=NOON + timedelta(days=3)).step_seconds == 300


@pytest.mark.parametrize(
    ("status", "body", "said", "permanent", "of_source"),
    [
        (400, b'{"errors":["Rule \'scope_expr\' didn\'t match at \'\' (line 1)."]}',
         "Datadog answered 400: Rule 'scope_expr' didn't match at '' (line 1).", True, False),
        (403, b'{"errors":["Forbidden"]}', "Datadog answered 403: Forbidden.", True, True),
        (429, b'{"errors":["Rate limit of 100 requests reached."]}',
         "Datadog answered 429: Rate limit of 100 requests reached.", False, True),
        (500, b"<html>", "Datadog answered 500.", False, True),
        (302, b"", "Datadog sends on to another address (HTTP 302): enter that one.", True, True),
        (403, b'{"errors":["no such key: app-key-5678"]}', "Datadog answered 403: no such key: ….", True,
         True),
        (200, b'{"errors":"Query failed"}', "Datadog answered 200: Query failed.", True, False),
        (200, b"{}", "Datadog answered 200: nothing.", True, False),
        (200, answer(), "The query gives no series: nothing of that name was there in that time.", False,
         False),
        (200, answer(*[[1.0]] * 500, index=(0,) * 500),
         "The query gives 500 series, and must give one: leave out its by {…}.", True, False),
        (200, b'{"data": {"attributes": {"times": "x"}}}',
         "Datadog answered in a form Rungs does not know: is this its address?", True, True),
    ],
)  # fmt: skip
def test_a_refusal_says_whose_matter_it_is(datadog, status, body, said, permanent, of_source):
    datadog.answers(status, body)
    error = refused(datadog)
    assert (error.message, error.permanent, error.of_source) == (said, permanent, of_source)


def test_what_cannot_be_is_left_out_and_said(datadog):
    datadog.answers(200, answer([-1.0, 1.0]))
    series = read(datadog)
    assert (series.points, series.flaw) == (((BEGAN + 60, 1.0),), "1 point was left out: below zero")


@pytest.mark.parametrize("secret", ["", "one-key-alone", "one two three"])
def test_without_two_keys_nothing_is_asked(datadog, secret):
    assert "Give the API key and the application key" in refused(datadog, secret=secret).message
    assert datadog.taken == []
