from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions import imports
from maturity.actions.imports import listing, working
from maturity.models import Import, ImportItem, ImportState
from maturity.models.imports import ATTEMPTS
from tests.factories import make_repository
from tests.maturity.actions.imports.conftest import worked
from tests.servers_hosts import FakeHost, owned


def test_what_an_owner_has_is_listed_for_a_choice(asked: Import, host: FakeHost):
    found = worked(asked)
    assert (found.state, found.error, found.lease_until) == (ImportState.CHOOSING, "", None)
    assert list(found.items.order_by("pk").values_list("name", "url", "topics", "chosen")) == [
        ("acme/network", f"{host.url}/network", ["net"], True),
        ("acme/live", f"{host.url}/live", [], True),
    ]


def test_archived_and_empty_ones_are_listed_but_not_chosen(asked: Import, host: FakeHost, kind: str):
    empty = {"size": 0} if kind == "github" else {"empty_repo": True}
    fork = {"fork": True} if kind == "github" else {"forked_from_project": {"id": 1}}
    host.repositories = [
        owned(kind, "old", archived=True),
        owned(kind, "new", **empty),
        owned(kind, "copy", **fork),
    ]
    rows = {one.name: one for one in worked(asked).items.all()}
    assert [(rows[f"acme/{name}"].chosen) for name in ("old", "new", "copy")] == [False, False, True]
    assert (rows["acme/old"].archived, rows["acme/new"].empty, rows["acme/copy"].fork) == (True, True, True)


def test_what_is_connected_already_is_not_chosen(asked: Import, host: FakeHost):
    make_repository("net", url=f"{host.url}/network.git")
    found = worked(asked)
    assert list(found.items.filter(chosen=True).values_list("name", flat=True)) == ["acme/live"]


def test_no_more_are_listed_than_a_person_can_choose_from(
    asked: Import, host: FakeHost, kind: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listing, "MOST", 250)
    host.repositories = [owned(kind, f"r{n}") for n in range(10_000)]
    found = worked(asked)
    assert (found.capped, found.items.count(), found.state) == (True, 250, ImportState.CHOOSING)


def test_a_list_that_takes_long_is_made_piece_by_piece(
    asked: Import, host: FakeHost, kind: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(working, "PIECE", 0.0)
    host.repositories = [owned(kind, f"r{n}") for n in range(250)]
    assert imports.work(asked.pk) is True
    asked.refresh_from_db()
    assert (asked.state, asked.page, asked.items.count()) == (ImportState.LISTING, 2, 100)
    assert worked(asked).items.count() == 250


def test_a_limit_is_waited_for_and_the_page_asked_again(asked: Import, host: FakeHost):
    host.fail(429, {"retry-after": "60"})
    assert imports.work(asked.pk) is False
    asked.refresh_from_db()
    assert (asked.state, asked.page) == (ImportState.LISTING, 1)
    assert "takes no more requests" in asked.error
    assert asked.lease_until is not None
    assert asked.lease_until > timezone.now() + timedelta(seconds=30)
    assert imports.due(timezone.now() + timedelta(seconds=20)) == []
    host.failing = None
    later = timezone.now() + timedelta(hours=3)
    assert imports.due(later) == [asked.pk]
    assert imports.due(later) == []


def test_a_host_that_often_asks_to_wait_is_asked_again_each_time(asked: Import, host: FakeHost):
    host.fail(429, {"retry-after": "60"})
    for _ in range(ATTEMPTS + 1):
        Import.objects.update(lease_until=None)
        imports.work(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.attempt) == (ImportState.LISTING, 0)
    assert "takes no more requests" in asked.error


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_ends_it_with_the_hosts_own_words(asked: Import, host: FakeHost, status: int):
    host.fail(status)
    found = worked(asked)
    assert (found.state, found.items.count()) == (ImportState.ERRORED, 0)
    assert "It says: “no”" in found.error


def test_what_may_pass_is_tried_again_some_times_and_not_for_ever(asked: Import, host: FakeHost):
    host.fail(502)
    for _ in range(8):
        Import.objects.update(lease_until=None)
        imports.work(asked.pk)
    asked.refresh_from_db()
    assert asked.state == ImportState.ERRORED
    assert len(host.asked) <= 10
    assert "fails at the moment (HTTP 502)" in asked.error


def test_garbage_is_no_list_and_breaks_nothing(asked: Import, host: FakeHost):
    host.raw = b"<html>" * 1000
    imports.work(asked.pk)
    asked.refresh_from_db()
    assert "in a form Rungs does not know" in asked.error
    assert not ImportItem.objects.exists()


def test_an_address_the_host_makes_up_is_not_believed(asked: Import, host: FakeHost, kind: str):
    evil = {
        "clone_url": "http://169.254.169.254/x",
        "html_url": "javascript:alert(1)",
        "web_url": "file:///etc",
    }
    host.repositories = [owned(kind, **evil), owned(kind, "x/../../y"), owned(kind, "<img src=x>")]
    assert [one.url for one in worked(asked).items.all()] == [f"{host.url}/network"]
