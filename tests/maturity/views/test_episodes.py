"""One drift episode, and what people decide about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import DriftEpisode, NoiseRule, Plan, Stack, User
from tests.factories import (
    days_ago,
    make_check,
    make_episode,
    make_event,
    make_plan,
    make_scanned,
    make_stack,
    make_user,
)
from tests.pages import fragment, get
from tests.plan_rows import DRIFT, ITEMS


@pytest.fixture
def stack(db: None) -> Stack:
    return make_stack(make_scanned("acme/network"), "live/prod", drift_since=days_ago(13))


@pytest.fixture
def episode(stack: Stack) -> DriftEpisode:
    plan = make_plan(stack, DRIFT)
    return make_episode(
        stack, plan=plan, items=ITEMS, resources=2, deleted=1, attributes=3, first_seen_at=days_ago(13)
    )


def address(episode: DriftEpisode, action: str = "") -> str:
    return f"/drift/{episode.pk}/{action}"


def test_it_sets_the_code_against_the_cloud(client: Client, episode: DriftEpisode) -> None:
    text = get(client, address(episode)).text
    assert "Attribute In code In the cloud ~ cidr_blocks[0] 10.0.0.0/8 0.0.0.0/0" in text
    assert "− description office absent" in text
    assert "~ token (sensitive) (sensitive)" in text
    assert "deleted in the cloud" in text


def test_what_needs_nobody_is_folded_apart(client: Client, episode: DriftEpisode) -> None:
    html = get(client, address(episode)).html
    assert html.index("1 more change outside that needs nobody") < html.index("aws_ecs_service.api")


def test_what_a_noise_rule_left_out_is_folded_apart(client: Client, episode: DriftEpisode) -> None:
    DriftEpisode.objects.update(items=ITEMS[:1])
    html = get(client, address(episode)).html
    assert html.index("1 left out by a noise rule") < html.index("deleted in the cloud")


def test_it_says_how_to_revert_and_how_to_accept(client: Client, episode: DriftEpisode) -> None:
    html = get(client, address(episode)).html
    assert "cd live/prod\nterraform plan -out=tfplan -target=aws_security_group_rule.ssh" in html
    assert "# cidr_blocks[0] = &quot;0.0.0.0/0&quot;" in html
    assert "Rungs never applies." in html


def test_a_row_that_is_opened_gets_the_part_only(client: Client, episode: DriftEpisode) -> None:
    page = fragment(client, address(episode), f"d-{episode.pk}")
    assert "<html" not in page.html
    assert page.links["Open this drift"] == address(episode)


def test_the_names_stay_when_the_values_are_no_longer_kept(client: Client, episode: DriftEpisode) -> None:
    Plan.objects.all().delete()
    text = get(client, address(episode)).text
    assert "aws_security_group_rule.ssh cidr_blocks[0] description token" in text
    assert "The values are no longer kept." in text


def test_who_did_it_is_named_when_it_is_known(client: Client, episode: DriftEpisode) -> None:
    assert "Changed by" not in get(client, address(episode)).text
    known = {"name": "priya", "event": "ModifyDBInstance", "at": days_ago(2).isoformat()}
    DriftEpisode.objects.update(who=[known, {"name": "sam", "at": "nonsense"}])
    assert "Changed by priya, ModifyDBInstance 2 d ago Changed by sam" in get(client, address(episode)).text


def test_its_checks_and_its_history_are_listed(client: Client, episode: DriftEpisode) -> None:
    make_check(episode.stack, "drifted", drifted=2, at=days_ago(1))
    make_check(episode.stack, "in_sync", at=days_ago(20))
    make_event(
        episode.stack.repository, "drift.grew", stack=episode.stack, data={"resources": 2, "deleted": 1}
    )
    text = get(client, address(episode)).text
    assert "1 d ago Drifted 2 adrift CI" in text
    assert "20 d ago" not in text
    assert "Drift grew: 1 resource changed, 1 deleted" in text


def test_how_it_ended_comes_with_its_evidence(client: Client, episode: DriftEpisode) -> None:
    evidence = {
        "sentence": "The code is the same.",
        "commit": "b" * 40,
        "previous_commit": "a" * 40,
        "serial": 7,
    }
    DriftEpisode.objects.update(ended_at=days_ago(3), ending="reverted", evidence=evidence)
    page = get(client, address(episode))
    assert (
        "Reverted: the cloud is as the code says again It ended 3 d ago, after 10 d. The code is the"
        in page.text
    )
    assert "moved from aaaaaaa to bbbbbbb. The state was at serial 7." in page.text
    assert page.actions.count(address(episode, "acknowledge/")) == 0


def test_drift_that_came_back_leads_to_the_time_before(client: Client, episode: DriftEpisode) -> None:
    before = make_episode(episode.stack, first_seen_at=days_ago(60), ended_at=days_ago(50))
    DriftEpisode.objects.filter(pk=episode.pk).update(recurs=before)
    assert get(client, address(episode)).links["The same drift before"] == address(before)


def test_acknowledging_keeps_reason_and_expiry(client: Client, episode: DriftEpisode, lin: User) -> None:
    response = client.post(
        address(episode, "acknowledge/"), {"reason": "the vendor repairs it", "days": "30"}
    )
    assert response.headers["Location"] == address(episode)
    episode.refresh_from_db()
    assert (episode.acknowledged_by, episode.acknowledged_reason) == (lin, "the vendor repairs it")
    day = timezone.localdate() + timedelta(days=30)
    assert f"by lin until {day}: the vendor repairs it" in get(client, address(episode)).text


@pytest.mark.parametrize(
    "sent", [{"days": "30"}, {"reason": " ", "days": "30"}, {"reason": "x", "days": "9999"}]
)
def test_without_a_reason_or_a_known_length_nothing_is_acknowledged(
    client: Client, episode: DriftEpisode, sent: dict[str, str]
) -> None:
    response = client.post(address(episode, "acknowledge/"), sent)
    assert response.status_code == 422
    assert b'class="err"' in response.content
    assert not DriftEpisode.objects.filter(acknowledged_at__isnull=False).exists()


def test_an_acknowledgement_can_be_taken_back(client: Client, episode: DriftEpisode) -> None:
    client.post(address(episode, "acknowledge/"), {"reason": "wait", "days": "30"})
    client.post(address(episode, "acknowledge/"), {"until": "now"})
    episode.refresh_from_db()
    assert not episode.acknowledged(timezone.now())


def test_what_is_over_cannot_be_acknowledged(client: Client, episode: DriftEpisode) -> None:
    DriftEpisode.objects.update(ended_at=days_ago(1))
    response = client.post(address(episode, "acknowledge/"), {"reason": "late", "days": "7"})
    assert response.status_code == 422
    assert b"This drift is over" in response.content


@pytest.mark.parametrize(("name", "owner"), [("lin", "lin"), ("sam", "sam"), ("", None)])
def test_it_is_assigned_to_somebody_or_nobody(
    client: Client, episode: DriftEpisode, name: str, owner: str | None
) -> None:
    make_user("sam")
    client.post(address(episode, "assign/"), {"owner": name})
    episode.refresh_from_db()
    assert (episode.owner.username if episode.owner else None) == owner


def test_nobody_unknown_is_assigned(client: Client, episode: DriftEpisode) -> None:
    response = client.post(address(episode, "assign/"), {"owner": "<b>ghost"})
    assert response.status_code == 422
    assert b"There is nobody called &lt;b&gt;ghost." in response.content


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_noise_rule_is_for_the_stack_or_the_repository(
    client: Client, episode: DriftEpisode, *, everywhere: bool
) -> None:
    sent = {
        "address": "aws_ecs_service.*",
        "attribute": "desired_count",
        "reason": "autoscaling",
        "days": "90",
    }
    client.post(address(episode, "noise/"), {**sent, **({"everywhere": "on"} if everywhere else {})})
    rule = NoiseRule.objects.get()
    assert (rule.address, rule.attribute, rule.reason) == (
        "aws_ecs_service.*",
        "desired_count",
        "autoscaling",
    )
    assert rule.stack == (None if everywhere else episode.stack)


def test_a_rule_that_would_hide_everything_is_refused(client: Client, episode: DriftEpisode) -> None:
    response = client.post(address(episode, "noise/"), {"address": "*", "reason": "quiet", "days": "90"})
    assert response.status_code == 422
    assert b"this rule would hide every drift there is" in response.content
    assert not NoiseRule.objects.exists()


@pytest.mark.parametrize("action", ["acknowledge/", "assign/", "noise/"])
def test_nothing_is_decided_by_following_a_link_or_for_others(
    client: Client, episode: DriftEpisode, action: str
) -> None:
    assert client.get(address(episode, action)).status_code == 405
    hidden = make_episode(make_stack(make_scanned("acme/hidden", archived=True), "x"))
    assert client.post(address(hidden, action)).status_code == 404
