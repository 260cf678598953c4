"""What each source tells, and when it stops telling."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone, translation

from maturity.adapters.errors import OURS
from maturity.models import (
    Channel,
    DriftEpisode,
    Import,
    ImportItem,
    ImportState,
    Membership,
    Organisation,
    PullRequest,
    Repository,
    Role,
    Stack,
    StateLock,
    User,
)
from tests.factories import days_ago, make_episode, make_plan, make_scanned, make_stack, make_team, make_user
from tests.maturity.waiting.conftest import destroying, lock, member, reasons, waits_for


@pytest.mark.usefixtures("everything")
def test_everything_is_told_with_numbers_the_most_pressing_first(engineer: User) -> None:
    assert reasons(engineer) == [
        "The plan of live/prod destroys or replaces 3 resources in prod.",
        "3 resources have differed from their code for 42 d. Nobody looks after it.",
        "Its state has been locked by priya@laptop for 1 h.",
        "It could not be checked for 5 d: 7 checks failed.",
        "The scan failed 1 d ago: timed out",
    ]


@pytest.mark.usefixtures("everything")
def test_each_thing_leads_to_its_page_by_one_button(engineer: User, stack: Stack) -> None:
    found = [(item.title, item.button, item.url) for item in waits_for(engineer)]
    episode, bad = DriftEpisode.objects.get(), Stack.objects.get(directory="live/bad")
    assert found == [
        ("acme/network #214", "Review", f"/plans/{stack.plans.get().pk}/"),
        ("acme/network live/prod", "Decide", f"/drift/{episode.pk}/"),
        ("acme/network live/prod", "See the lock", f"/stacks/{stack.pk}/"),
        ("acme/network live/bad", "See why", f"/stacks/{bad.pk}/"),
        ("acme/network", "See why", "/repos/acme/network/"),
    ]


def test_drift_that_has_an_owner_waits_for_the_owner_alone(engineer: User, stack: Stack) -> None:
    make_episode(stack, owner=engineer, first_seen_at=days_ago(3))
    assert reasons(engineer) == ["1 resource has differed from its code for 3 d. It is assigned to you."]
    assert reasons(member(stack.repository.team, Role.LEAD)) == []  # type: ignore[arg-type]


def test_acknowledged_drift_waits_when_its_time_is_nearly_over(engineer: User, stack: Stack) -> None:
    given = {
        "acknowledged_by": engineer,
        "acknowledged_at": days_ago(1),
        "acknowledged_reason": "till Monday",
    }
    episode = make_episode(stack, acknowledged_until=days_ago(-9), **given)
    assert reasons(engineer) == []
    DriftEpisode.objects.update(acknowledged_until=days_ago(-2.5))
    assert reasons(engineer) == ["Your acknowledgement ends in 2 d: till Monday"]
    assert waits_for(engineer)[0].url == f"/drift/{episode.pk}/"
    assert reasons(member(stack.repository.team, Role.LEAD)) == []  # type: ignore[arg-type]


def test_drift_that_is_over_waits_for_nobody(engineer: User, stack: Stack) -> None:
    make_episode(stack, ended_at=timezone.now())
    assert reasons(engineer) == []


def test_why_a_scan_failed_is_said_in_the_readers_language(engineer: User, repository: Repository) -> None:
    Repository.objects.filter(pk=repository.pk).update(scan_error=OURS, scan_error_at=days_ago(1))
    with translation.override("zh-hans"):
        (reason,) = reasons(engineer)
    assert reason.endswith("Rungs 自身出错；详情见其日志。")


def test_a_stack_in_the_top_folder_is_named_in_words(engineer: User, repository: Repository) -> None:
    destroying(make_stack(repository, "", checked_at=days_ago(0)))
    assert reasons(engineer) == ["The plan of top folder destroys or replaces 3 resources in prod."]


@pytest.mark.parametrize(
    "change",
    [{"state": "merged"}, {"draft": True}],
)
def test_a_pull_request_nobody_can_merge_waits_for_nobody(
    engineer: User, stack: Stack, change: dict[str, object]
) -> None:
    destroying(stack)
    PullRequest.objects.update(**change)
    assert reasons(engineer) == []


def test_only_the_newest_plan_of_prod_that_takes_something_away_waits(engineer: User, stack: Stack) -> None:
    pull = destroying(stack, deletes=0)
    assert waits_for(engineer)[0].tags == (("±1", "danger"),)
    given: dict[str, Any] = {"purpose": "pull_request", "pull_request": pull, "deletes": 4}
    make_plan(make_stack(stack.repository, "live/dev", environment="dev"), **given)
    make_plan(stack, superseded_at=timezone.now(), **given)
    make_plan(stack, **{**given, "deletes": 0, "creates": 4})
    assert len(waits_for(engineer)) == 1


def test_a_lock_waits_once_it_is_held_as_long_as_the_organisation_says(engineer: User, stack: Stack) -> None:
    lock(stack, minutes=90)
    assert len(waits_for(engineer)) == 1
    Organisation.objects.create(pk=1, lock_minutes=120)
    assert waits_for(engineer) == []
    StateLock.objects.update(since=days_ago(1), released_at=timezone.now())
    assert waits_for(engineer) == []


def test_what_was_archived_or_is_gone_waits_for_nobody(engineer: User, repository: Repository) -> None:
    make_stack(repository, "live/old", failing_since=days_ago(5), gone_at=days_ago(1))
    other = make_scanned("acme/old", team=repository.team, archived=True, scan_error="no answer")
    make_stack(other, failing_since=days_ago(1))
    assert reasons(engineer) == []


def test_a_hostile_name_stays_the_text_it_is(engineer: User, repository: Repository) -> None:
    name = "<script>alert(1)</script> %(n)s"
    make_stack(repository, name, failing_since=days_ago(5), failures=1)
    assert waits_for(engineer)[0].title == f"acme/network {name}"


def test_of_equal_weight_the_oldest_comes_first(engineer: User, repository: Repository) -> None:
    for days in (3, 13, 8):
        make_stack(repository, f"live/{days}", failing_since=days_ago(days), failures=1)
    assert [item.title[-2:] for item in waits_for(engineer)] == ["13", "/8", "/3"]


def test_teams_can_be_asked_about_one_by_one(engineer: User, repository: Repository) -> None:
    make_stack(repository, failing_since=days_ago(5))
    other = make_team("Other")
    assert len(waits_for(engineer, [repository.team_id or 0])) == 1
    assert waits_for(engineer, [other.pk]) == []
    assert waits_for(engineer, []) == []


def test_a_channel_that_fails_waits_for_leads_and_a_shared_one_for_administrators(
    engineer: User, repository: Repository
) -> None:
    assert repository.team
    given = {"kind": "email", "created_at": days_ago(9), "error": "no such host\nmore"}
    failing = Channel.objects.create(name="ops", team=repository.team, failing_since=days_ago(2), **given)
    Channel.objects.create(name="all", failing_since=days_ago(1), **given)
    Channel.objects.create(
        name="off", team=repository.team, failing_since=days_ago(1), enabled=False, **given
    )
    Channel.objects.create(name="fine", team=repository.team, **given)
    lead = member(repository.team, Role.LEAD)
    assert reasons(engineer) == []
    assert reasons(lead) == ["Its messages have not arrived for 2 d: no such host"]
    assert waits_for(lead)[0].url == f"/settings/channels/{failing.pk}/"
    assert [item.title for item in waits_for(make_user("root", is_superuser=True))] == ["all"]


def test_an_import_waits_for_the_choice_of_who_asked_for_it(repository: Repository) -> None:
    assert repository.team
    lead, other = member(repository.team, Role.LEAD), member(repository.team, Role.ADMIN)
    asked = {"address": "https://github.com/acme", "host": "github", "requested_at": days_ago(0)}
    row = Import.objects.create(requested_by=lead, state=ImportState.CHOOSING, team=repository.team, **asked)
    Import.objects.create(requested_by=lead, state=ImportState.FINISHED, **asked)
    for name in "ab":
        ImportItem.objects.create(of=row, name=name, url=f"https://github.com/acme/{name}")
    assert reasons(lead) == ["2 repositories are listed: choose which to connect."]
    assert waits_for(lead)[0].url == f"/repos/import/{row.pk}/"
    assert reasons(other) == []
    Membership.objects.filter(user=lead).update(role=Role.ENGINEER)
    assert reasons(lead) == []
