"""Reading Prometheus: a real one, and answers that only a broken one gives."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from maturity.adapters import outgoing
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from releases.adapters.metrics import Asked, all_sources
from tests.maturity.adapters.test_outgoing import certificate
from tests.servers import needs
from tests.servers_hooks import hook
from tests.servers_metrics import openmetrics, prometheus

NEAR = Policy(http=True, private=True)
NOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
BEGAN = NOON.timestamp()
PASSWORD = "open sesame"
NO_FORM = "Prometheus answered in a form Rungs does not know: is this its address?"
WEB = """
basic_auth_users:
  rungs: $2b$04$Bxp/sawa3oUweg8ZKm1YcO2GToEjr5vmauIQCOFghyu273iHeVhPm
tls_server_config:
  cert_file: {}
  key_file: {}
"""
real = needs("prometheus", "promtool")


def every(seconds: int, value, minutes: int = 10):
    """From ten minutes before noon on."""
    return [
        (BEGAN + at, value(at)) for at in range(-600, minutes * 60 + 1, seconds)
    ]  # fmt: skip


REMEMBERED = openmetrics([
    ("latency_seconds", every(15, lambda at: float("nan") if at == 60 else 0.2)),
    ("cold", every(60, lambda at: -1.0)),
    ("many", ()),
    *((f'many{{n="{n}"}}', every(60, lambda at: 1.0)) for n in range(500)),
    ('http_requests_total{code="200"}', every(15, lambda at: 6000.0 + 10 * at)),
    ('http_requests_total{code="500"}', every(15, lambda at: 600.0 + at)),
])  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prometheus(tmp_path_factory.mktemp("prometheus"), REMEMBERED) as url:
        yield url


def asked(url: str, query: str, **given) -> Asked:
    given = {"starts": NOON, "ends": NOON + timedelta(minutes=5), "policy": NEAR, **given}
    return Asked(query=query, url=url, **given)


def read(*given, **more):
    return all_sources()["prometheus"].read(asked(*given, **more))


def refused(*given, **more) -> Any:
    with pytest.raises(AdapterError) as caught:
        read(*given, **more)
    return caught.value


@real
def test_a_level_is_read_minute_by_minute_and_what_is_no_number_is_counted(server):
    series = read(server, "latency_seconds")
    assert series.points == tuple((BEGAN + at, 0.2) for at in (0, 120, 180, 240))
    assert series.dropped == 1
    assert series.warnings == ("1 point was left out: no numbers (NaN)",)
    assert series.flaw == ""


@real
def test_counts_are_of_the_minute_that_begins_at_their_time(server):
    series = read(
        server, 'sum(increase(http_requests_total{code="500"}[$step]))',
        total_query="sum(increase(http_requests_total[$step]))",
    )  # fmt: skip
    assert [point[0] - BEGAN for point in series.points] == [0, 60, 120, 180, 240]
    assert series.points[0][1:] == (pytest.approx(60), pytest.approx(660))


@real
def test_an_error_that_never_happened_is_zero_where_all_were_counted(server):
    series = read(
        server, 'sum(increase(http_requests_total{code="503"}[$step]))',
        total_query="sum(increase(http_requests_total[$step]))",
    )  # fmt: skip
    assert [point[1] for point in series.points] == [0.0] * 5
    assert "zero is taken" in series.warnings[0]


@real
def test_counts_without_a_total_are_no_zeros(server):
    error = refused(server, "sum(nothing)", total_query="sum(nothing_either)")
    assert "gives no series" in error.message


@real
def test_five_hundred_series_are_counted_and_none_is_taken(server):
    error = refused(server, "many")
    assert error.message.startswith("The query gives 500 series, and must give one: sum(")
    assert (error.permanent, error.of_source) == (True, False)


@real
def test_what_is_below_zero_is_left_out(server):
    assert read(server, "cold").flaw == "5 points were left out: below zero"


@real
def test_a_query_that_cannot_be_read_is_refused_in_its_own_words(server):
    error = refused(server, "sum(")
    assert error.message.startswith("Prometheus answered 400: bad_data: ")
    assert "1:5: parse error: unclosed left parenthesis" in error.message
    assert (error.permanent, error.of_source) == (True, False)


@real
def test_a_query_that_cannot_be_carried_out_is_refused_in_its_own_words(server):
    error = refused(server, "many * on() many")
    assert "Prometheus answered 422: execution: found duplicate series" in error.message
    assert not error.of_source


@real
def test_more_points_than_it_gives_are_not_asked_for(server):
    error = refused(server, "cold", starts=NOON - timedelta(days=9))
    assert error.message == "Those are more than 11,000 points: ask for a longer step."


@real
def test_over_tls_its_login_is_needed_and_never_told(tmp_path, monkeypatch):
    pair = certificate(tmp_path, "localhost")
    monkeypatch.setattr(outgoing, "_context", lambda: ssl.create_default_context(cafile=str(pair[0])))
    with prometheus(tmp_path / "server", REMEMBERED, web=WEB.format(*pair)) as url:
        url = url.replace("127.0.0.1", "localhost")
        assert read(url, "latency_seconds", secret=f"rungs:{PASSWORD}").points
        error = refused(url, "latency_seconds", secret="rungs:wrong sesame")
        assert error.message == "Prometheus answered 401: Unauthorized."
        assert (error.permanent, error.of_source) == (True, True)


def told(**answer) -> bytes:
    return json.dumps({"status": "success", **answer}).encode()


def matrix(*values) -> bytes:
    return told(data={"resultType": "matrix", "result": [{"metric": {}, "values": values}]})


@pytest.fixture
def broken():
    with hook() as made:
        yield made


def test_a_bearer_token_is_sent_to_nobody_who_could_be_heard(broken):
    error = refused(broken.url, "up", secret="token-of-ours")
    assert error.message == "A secret is sent to https:// addresses only."
    assert broken.taken == []


def test_a_bearer_token_is_sent_as_one(broken, near):
    broken.answers(200, matrix())
    read(broken.url, "up", secret="token-of-ours")
    assert broken.taken[0].headers["authorization"] == "Bearer token-of-ours"


def test_a_secret_that_comes_back_in_an_error_is_not_passed_on(broken, near):
    broken.answers(400, json.dumps({
        "status": "error", "errorType": "bad_data", "error": "see https://rungs:pass-word@x/ for pass-word",
    }).encode())  # fmt: skip
    error = refused(broken.url, "up", secret="rungs:pass-word")
    assert error.message == "Prometheus answered 400: bad_data: see … for …."


@pytest.mark.parametrize(
    ("status", "body", "said", "permanent", "of_source"),
    [
        (503, b'{"status":"error","errorType":"timeout","error":"query timed out"}',
         "Prometheus answered 503: timeout: query timed out.", False, False),
        (503, b"<html>busy</html>", "Prometheus answered 503.", False, True),
        (404, b"not here", "Prometheus answered 404: not here.", True, True),
        (200, b"<html>", NO_FORM, True, True),
        (200, b"[" * 100_000, NO_FORM, True, True),
        (200, told(data={"resultType": "vector", "result": []}), "Prometheus answered no series over time.",
         True, False),
        (200, b" " * 2_000_001,
         "Prometheus answered more than 2 MB: the query gives too many series or points.", True, False),
    ],
)  # fmt: skip
def test_a_refusal_says_whose_matter_it_is(broken, status, body, said, permanent, of_source):
    broken.answers(status, body)
    error = refused(broken.url, "up")
    assert (error.message, error.permanent, error.of_source) == (said, permanent, of_source)


def test_a_redirect_is_not_followed(broken):
    broken.answers(302, Location="http://169.254.169.254/latest/meta-data/")
    assert "sends on to another address (HTTP 302)" in refused(broken.url, "up").message
    assert len(broken.taken) == 1


def test_a_private_address_is_not_asked_unless_that_is_allowed(broken):
    error = refused(broken.url, "up", policy=Policy(http=True))
    assert "is a private address" in error.message
    assert broken.taken == []


def test_times_that_are_twice_or_were_not_asked_for_are_left_out(broken):
    broken.answers(200, matrix((BEGAN, "1"), (BEGAN, "2"), (BEGAN + 7200, "3"), (BEGAN + 60, "+Inf")))
    series = read(broken.url, "up")
    assert (series.points, series.dropped) == (((BEGAN, 1.0),), 3)
    assert "the clocks may differ" in " ".join(series.warnings)


def test_its_warnings_are_passed_on(broken):
    answer = {"data": {"resultType": "matrix", "result": [{"metric": {}, "values": []}]}}
    broken.answers(200, told(**answer, warnings=["store 3 is\nnot there"]))
    assert read(broken.url, "up").warnings == ("store 3 is not there",)


def test_a_server_that_is_slow_is_given_up(broken, monkeypatch):
    monkeypatch.setattr("releases.adapters.metrics._http.SECONDS", 0.2)
    broken.open.clear()
    assert "did not answer within 0 seconds" in refused(broken.url, "up").message


def test_a_server_that_is_down_is_named(broken):
    assert refused("http://127.0.0.1:9", "up").message == "127.0.0.1 cannot be reached."
