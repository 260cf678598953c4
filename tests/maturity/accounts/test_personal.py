"""The language and the time zone of the person hold for their requests, and for nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from hypothesis import given
from hypothesis import strategies as st

from maturity import words
from maturity.accounts import zones
from maturity.accounts.middleware import personal
from maturity.models import Organisation, Repository, User
from maturity.views._drift import start_of_yesterday
from tests.factories import make_event, make_scanned
from tests.pages import get, signed_in


@pytest.fixture
def client(lin: User) -> Client:
    return signed_in(lin)


@pytest.fixture
def scanned(db: None) -> Repository:
    return make_scanned("acme/network", last_scanned_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))


def choose(**fields: object) -> None:
    User.objects.update(**fields)


@pytest.mark.parametrize(
    ("zone", "exact"),
    [
        ("", "2026-07-01 23:30 UTC"),
        ("Europe/Berlin", "2026-07-02 01:30 CEST"),
        ("Asia/Shanghai", "2026-07-02 07:30 CST"),
        ("Not/There", "2026-07-01 23:30 UTC"),
        ("../../etc/passwd", "2026-07-01 23:30 UTC"),
        ("Europe", "2026-07-01 23:30 UTC"),
    ],
)
def test_the_exact_time_is_told_in_the_persons_zone(
    client: Client, scanned: Repository, zone: str, exact: str
) -> None:
    choose(time_zone=zone)
    assert f'<time datetime="2026-07-01T23:30:00Z" title="{exact}">' in get(client, "/repos/").html


def test_without_a_zone_of_their_own_the_organisations_holds(client: Client, scanned: Repository) -> None:
    Organisation.objects.create(pk=1, time_zone="America/New_York")
    assert 'title="2026-07-01 19:30 EDT"' in get(client, "/repos/").html
    choose(time_zone="Asia/Tokyo")
    assert 'title="2026-07-02 08:30 JST"' in get(client, "/repos/").html


def test_the_next_request_of_somebody_else_is_not_in_that_zone(client: Client) -> None:
    choose(time_zone="Asia/Tokyo")
    get(client, "/criteria/")
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_date_is_the_persons_day(client: Client, scanned: Repository) -> None:
    choose(time_zone="Asia/Shanghai")
    data = {"from": 1, "to": 2, "criteria": []}
    make_event(scanned, "level.changed", at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC), data=data)
    assert ">2026-07-02</time>" in get(client, "/repos/acme/network/history/").html


def test_a_chosen_language_wins_over_the_browsers(client: Client) -> None:
    choose(language="zh-hans")
    response = client.get("/criteria/", headers={"accept-language": "en"})
    assert '<html lang="zh-hans"' in response.content.decode()
    assert response.headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("language", ["", "xx", "../en"])
def test_a_language_that_is_none_follows_the_browser(client: Client, language: str) -> None:
    choose(language=language)
    assert '<html lang="zh-hans"' in get(client, "/criteria/", **{"accept-language": "zh-CN"}).html


def test_who_sends_no_session_is_not_looked_up() -> None:
    asked = RequestFactory().get("/")
    asked.user = SimpleLazyObject(lambda: pytest.fail("looked up"))  # type: ignore[assignment]
    assert personal(lambda _: HttpResponse("fine"))(asked).content == b"fine"


@pytest.mark.parametrize(
    ("now", "zone", "start"),
    [
        ("2026-03-30T10:00+00:00", "Europe/Berlin", "2026-03-29T00:00+01:00"),  # the clock goes forward
        ("2026-10-26T10:00+00:00", "Europe/Berlin", "2026-10-25T00:00+02:00"),  # and back
        ("2026-07-01T23:30+00:00", "Asia/Shanghai", "2026-07-01T00:00+08:00"),
        ("2026-07-01T00:30+00:00", "America/New_York", "2026-06-29T00:00-04:00"),
    ],
)
def test_yesterday_begins_at_the_persons_midnight(now: str, zone: str, start: str) -> None:
    with timezone.override(zone):
        assert start_of_yesterday(datetime.fromisoformat(now)) == datetime.fromisoformat(start)


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(sorted(available_timezones())))
def test_the_exact_time_names_the_moment_in_any_zone(moment: datetime, name: str) -> None:
    with timezone.override(zones.zone(name) or zones.UTC):
        told = words.exact(moment)
        local = timezone.localtime(moment)
    assert told.startswith(f"{local:%Y-%m-%d %H:%M} ")
    assert words.day(moment) == moment.date().isoformat()  # outside, it is UTC again


@given(st.text(max_size=60))
def test_no_text_is_a_zone_by_accident(text: str) -> None:
    assert zones.known(text) in {"", *available_timezones()}
    found = zones.zone(text)
    assert found is None or found.key in available_timezones()
