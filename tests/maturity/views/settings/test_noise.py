"""All noise rules of what a person leads, on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event, NoiseRule, Repository, Role, User
from tests.factories import make_member, make_repository, make_stack, make_team, make_user
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/noise/"


def rule(repository: Repository, address: str, days: int | None, by: User | None = None) -> NoiseRule:
    now = timezone.now()
    ends = now + timedelta(days=days) if days is not None else None
    return NoiseRule.objects.create(
        repository=repository, address=address, reason="the scheduler does it", created_by=by,
        created_at=now, expires_at=ends,
    )  # fmt: skip


def test_what_ends_soon_stands_first_and_what_is_over_last(client: Client, lin: User):
    network = make_repository("acme/network")
    rule(network, "a.for_good", None)
    rule(network, "b.over", -1)
    rule(network, "c.late", 90)
    rule(network, "d.soon", 2, lin)
    page = client.get(PAGE).content.decode()
    order = [page.index(f"<code>{one}</code>") for one in ("d.soon", "c.late", "a.for_good", "b.over")]
    assert order == sorted(order)
    assert "by lin" in page
    assert "the scheduler does it" in page


def test_a_rule_is_ended_and_that_is_told(client: Client, lin: User):
    network = make_repository("acme/network")
    one, other = rule(network, "a.b", 5), rule(network, "c.d", 5)
    assert client.post(PAGE, {"rule": one.pk}).status_code == 302
    assert list(NoiseRule.objects.all()) == [other]
    told = Event.objects.get(kind="noise.removed")
    assert (told.actor, told.data["address"]) == (lin, "a.b")


def test_a_lead_sees_and_ends_rules_of_their_own_teams_alone():
    own = make_repository("acme/network", team=make_team("Core"))
    theirs = make_repository("acme/pay", team=make_team("Pay"))
    make_stack(own)
    mine, foreign = rule(own, "a.b", 5), rule(theirs, "x.y", 5)
    client = signed_in(make_member("ada", own.team, Role.LEAD))  # type: ignore[arg-type]
    page = client.get(PAGE).content.decode()
    assert "a.b" in page
    assert "x.y" not in page
    assert client.post(PAGE, {"rule": foreign.pk}).status_code == 404
    assert client.post(PAGE, {"rule": mine.pk}).status_code == 302
    assert NoiseRule.objects.get() == foreign


def test_who_leads_nothing_may_not_open_it():
    assert signed_in(make_user("bob")).get(PAGE).status_code == 403


def test_without_rules_the_page_says_where_they_come_from(client: Client):
    assert "from its own page" in client.get(PAGE).content.decode()
