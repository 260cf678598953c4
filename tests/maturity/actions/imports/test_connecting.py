from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity import actions
from maturity.actions import imports
from maturity.actions.imports import connecting, working
from maturity.adapters.errors import AdapterError
from maturity.models import Event, Import, ImportState, Repository, Role, Run, Schedule, Team, User
from maturity.models.imports import ATTEMPTS
from tests.factories import make_membership, make_repository, make_team, make_user
from tests.maturity.actions.imports.conftest import worked
from tests.servers_hosts import FakeHost, owned


@pytest.fixture
def team(db: None) -> Team:
    return make_team("Platform")


def test_what_was_chosen_is_connected_for_the_team(lin: User, listed: Import, team: Team, kind: str):
    imports.connect_chosen(lin, listed, team)
    found = worked(listed)
    assert (found.state, found.error) == (ImportState.FINISHED, "")
    rows = {one.name: one for one in Repository.objects.all()}
    assert set(rows) == {"acme/network", "acme/live"}
    made = rows["acme/network"]
    assert (made.team, made.team_by, made.host, made.default_branch) == (team, "person", kind, "main")
    assert (made.topics, made.connected_by, made.web_url) == (["net"], lin, made.url)
    assert found.items.filter(done_at=None).count() == 0
    assert Event.objects.filter(kind="repository.connected").count() == 2


def test_what_was_not_chosen_is_left_alone(lin: User, listed: Import, team: Team):
    shown = dict(listed.items.values_list("name", "pk"))
    imports.choose(listed, shown.values(), [shown["acme/live"]])
    imports.connect_chosen(lin, listed, team)
    worked(listed)
    assert [one.name for one in Repository.objects.all()] == ["acme/live"]


def test_the_first_scans_are_started_gently(lin: User, listed: Import, team: Team, monkeypatch: Any):
    imports.connect_chosen(lin, listed, team)
    worked(listed)
    assert not Run.objects.exists()
    assert Schedule.objects.due(timezone.now()).count() == 2
    monkeypatch.setattr("maturity.actions.ticking.SCANS_WAITING", 1)
    assert len(actions.tick(timezone.now())) == 1
    assert actions.tick(timezone.now()) == []
    Run.objects.update(state="finished")
    assert len(actions.tick(timezone.now())) == 1


def test_one_that_fails_hides_no_other_and_is_tried_again(
    lin: User, asked: Import, team: Team, host: FakeHost, kind: str
):
    host.repositories.insert(0, owned(kind, "gone"))
    listed = worked(asked)
    imports.connect_chosen(lin, listed, team)
    found = worked(listed)
    counted = imports.counts(found)
    assert (counted.done, counted.failed, counted.waiting, found.state) == (2, 1, 0, ImportState.FINISHED)
    assert "There is no repository at" in found.items.get(name="acme/gone").error
    found.items.filter(name="acme/gone").update(url=f"{host.url}/found")
    imports.retry_failed(found)
    assert imports.counts(worked(found)).done == 3
    assert Repository.objects.count() == 3


def test_what_is_connected_already_is_left_alone(lin: User, listed: Import, team: Team, host: FakeHost):
    make_repository("other", url=f"{host.url}/network.git")  # since it was listed
    imports.connect_chosen(lin, listed, team)
    found = worked(listed)
    assert "already connected as other" in found.items.get(name="acme/network").error
    assert Repository.objects.count() == 2


def test_a_name_that_is_taken_is_said_to_be(lin: User, listed: Import, team: Team):
    make_repository("acme/network", url="https://elsewhere.example/acme/network")
    imports.connect_chosen(lin, listed, team)
    found = worked(listed)
    assert "The name acme/network is taken" in found.items.get(name="acme/network").error


def silent(*_: object) -> Any:
    raise AdapterError("It did not answer.", permanent=False)


def test_a_host_that_is_down_is_waited_for(
    lin: User, asked: Import, team: Team, host: FakeHost, kind: str, monkeypatch: pytest.MonkeyPatch
):
    host.repositories = [owned(kind, f"r{n}") for n in range(20)]
    listed = worked(asked)
    imports.connect_chosen(lin, listed, team)

    with monkeypatch.context() as down:
        down.setattr(connecting, "probe", silent)
        assert imports.work(listed.pk) is False
    listed.refresh_from_db()
    assert (listed.state, listed.error) == (ImportState.CONNECTING, "It did not answer.")
    assert imports.counts(listed).failed == 0
    assert imports.due(timezone.now() + timedelta(minutes=10)) == [listed.pk]
    Import.objects.update(lease_until=None)
    assert imports.counts(worked(listed)).done == 20


def test_a_host_that_takes_its_time_to_stay_silent_is_waited_for_too(
    lin: User, asked: Import, team: Team, host: FakeHost, kind: str, monkeypatch: pytest.MonkeyPatch
):
    host.repositories = [owned(kind, f"r{n}") for n in range(20)]
    listed = worked(asked)
    imports.connect_chosen(lin, listed, team)

    monkeypatch.setattr(working, "PIECE", 0.0)
    monkeypatch.setattr(connecting, "probe", silent)
    found = worked(listed)
    assert (found.state, found.error) == (ImportState.CONNECTING, "It did not answer.")
    assert imports.counts(found).failed == 0


def test_many_that_cannot_be_connected_are_no_workers_fault(
    lin: User, asked: Import, team: Team, host: FakeHost, kind: str, monkeypatch: pytest.MonkeyPatch
):
    number = ATTEMPTS + 3
    host.repositories = [owned(kind, f"gone{n}") for n in range(number)]
    listed = worked(asked)
    imports.connect_chosen(lin, listed, team)
    monkeypatch.setattr(working, "PIECE", 0.0)
    found = worked(listed)
    assert (found.state, found.error, imports.counts(found).failed) == (ImportState.FINISHED, "", number)


def test_nothing_is_connected_of_a_list_that_failed(listed: Import):
    Import.objects.update(state=ImportState.ERRORED)
    imports.retry_failed(listed)
    assert worked(listed).state == ImportState.ERRORED
    assert not Repository.objects.exists()


def test_who_may_connect_no_more_connects_no_more(asked: Import, team: Team, host: FakeHost, kind: str):
    kim = make_user("kim")
    membership = make_membership(kim, team, Role.LEAD)
    own = worked(imports.request_import(kim, host.url, kind))
    imports.connect_chosen(kim, own, team)
    membership.delete()
    found = worked(own)
    assert found.state == ImportState.ERRORED
    assert "may not connect repositories for this team any more" in found.error
    assert not Repository.objects.exists()


def test_a_team_that_is_removed_meanwhile_gets_nothing(lin: User, listed: Import, team: Team):
    lin.is_superuser = False
    lin.save()
    make_membership(lin, team, Role.LEAD)
    imports.connect_chosen(User.objects.get(pk=lin.pk), listed, team)
    team.delete()
    assert worked(listed).state == ImportState.ERRORED
    assert not Repository.objects.exists()


def test_thousands_are_connected_piece_by_piece(
    lin: User, listed: Import, team: Team, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(working, "PIECE", 0.0)
    imports.connect_chosen(lin, listed, team)
    assert imports.work(listed.pk) is True
    assert Repository.objects.count() == 1
    worked(listed)
    assert Repository.objects.count() == 2


def test_topics_say_whose_each_is_where_a_rule_was_chosen(lin: User, listed: Import):
    network = make_team("Network", topics=["net"])
    imports.connect_chosen(lin, listed, None)
    worked(listed)
    teams = dict(Repository.objects.values_list("name", "team"))
    assert teams == {"acme/network": network.pk, "acme/live": None}
    assert Repository.objects.get(name="acme/network").team_by == "topic"
