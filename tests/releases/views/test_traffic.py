"""Where the traffic of a service goes, on the page of a release."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from releases.core.facts.service import Live, Rollout, TargetGroup, packed
from releases.core.traffic import Hook, Revision, Rule
from releases.models import CodeReading, GateCall, Release, Service
from tests.factories import make_connection
from tests.pages import get
from tests.releases.core.gates.services import live
from tests.releases.factories import make_application, make_release
from tests.releases.traffic import MINUTE, groups, moving

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/service/"
RELEASE = "/releases/ai-shell/2.14.0/"


@pytest.fixture
def release() -> Release:
    application = make_application(long_lived=True, session_p95=540)
    return make_release(application, base_version="2.13.0", base_commit="b" * 40, state="rolling")


def serve(release: Release, told: Live, **fields: Any) -> Service:
    return Service.objects.create(
        application=release.application, environment="prod", cluster="prod", name="shell-svc",
        connection=make_connection(), live=packed(told), read_at=timezone.now(), **fields,
    )  # fmt: skip


def test_the_share_of_the_traffic_is_told_with_stage_versions_and_rules(client: Client, release: Release):
    serve(release, moving(timezone.now()))
    text = get(client, PLACE).text
    assert "10 % of the traffic is on the new version" in text
    assert "ECS asked for 20 %; what listeners do counts." in text
    assert "Traffic moves" in text
    assert "3 of 3 tasks run" in text
    assert "20 % asked for" in text
    assert "shell-blue blue 90 %" in text
    assert "A client stays on the side it came to for 600 s." in text
    assert "It does not decide about production." in text


def test_a_share_below_one_percent_is_not_rounded_to_nothing(client: Client, release: Release):
    told = moving(timezone.now())
    rule = Rule(place="HTTPS 443", weights={"shell-blue": 999, "shell-green": 1})
    serve(release, Live(rollout=told.rollout, target_groups=told.target_groups, rules=(rule,)))
    assert "0.1 % of the traffic" in get(client, PLACE).text


def test_what_is_left_on_the_old_side_is_told_with_its_end(client: Client, release: Release):
    serve(release, moving(timezone.now()))
    text = get(client, PLACE).text
    assert "2 targets drain, 1 do not. Seen first 1 min ago." in text
    assert "Their last connection is cut in 5 min at the latest." in text
    assert "It got 12 requests in a minute, 2 min ago." in text
    assert "How many WebSockets are open on it AWS does not tell" in text
    assert "95 of 100 sessions that were open when its traffic went are over in 9 min." in text
    assert "1,230 connections were open on its load balancers 2 min ago, to both versions together" in text


@pytest.mark.parametrize(
    ("then", "acts", "said"),
    [
        ("ROLLBACK", True, "ECS rolls back by itself in 1 h. Rungs answers once this release is decided."),
        ("CONTINUE", False, "ECS goes on by itself in 1 h, whatever was decided. Rungs may not answer"),
        ("", False, "It ends in 1 h; what happens then ECS does not tell."),
    ],
)
def test_a_pause_is_told_with_what_waits_and_what_happens_then(
    client: Client, release: Release, then: str, acts: bool, said: str
):
    now = timezone.now()
    hook = Hook(id="hook-7", kind="PAUSE", status="AWAITING_ACTION", since=now - 30 * MINUTE,
                expires_at=now + 60 * MINUTE, then=then)  # fmt: skip
    serve(release, moving(now, hooks=(hook,)), acts=acts)
    text = get(client, PLACE).text
    assert "It waits for an answer" in text
    assert said in text
    assert "hook-7" in text


def test_a_pause_that_could_not_be_answered_says_why(client: Client, release: Release):
    now = timezone.now()
    hook = Hook(id="hook-7", kind="PAUSE", status="AWAITING_ACTION", since=now, then="ROLLBACK")
    serve(release, moving(now, hooks=(hook,)), acts=True)
    for name, error in (("hook-6", "of another"), ("hook-7", "<b>answering</b> it: AccessDenied")):
        GateCall.objects.create(
            kind="ecs", application=release.application, external_id=name, standing="failed", error=error,
            address={"hook": name}, asked_at=now,
        )  # fmt: skip
    page = get(client, PLACE)
    assert "Rungs could not answer: <b>answering</b> it: AccessDenied." in page.text
    assert "<b>answering" not in page.html
    assert "of another" not in page.text


def test_what_aws_did_not_tell_is_told(client: Client, release: Release):
    serve(release, live(untold=("reading the rules of a listener: AccessDenied",)))
    text = get(client, PLACE).text
    assert "AWS did not tell everything: Reading the rules of a listener: AccessDenied." in text
    assert "No deployment of the service is known." in text


def test_what_is_not_known_is_said_and_no_bar_is_drawn(client: Client, release: Release):
    same = (Revision(new=True, requested=3, running=1, groups=("a",)), Revision(running=2, groups=("a",)))
    told = live(
        rollout=Rollout(status="IN_PROGRESS", revisions=same),
        rules=(Rule(place="HTTP 80", weights={"a": 1}),),
        target_groups=(TargetGroup(name="a"), TargetGroup(name="b")),
    )
    serve(release, told)
    page = get(client, PLACE)
    assert "How much traffic is on the new version is not known" in page.text
    assert "1 of 3 new tasks run; old and new ones share the traffic, and AWS does not tell how." in page.text
    assert "Traffic on the new version" not in page.html


def test_which_group_is_which_is_said_to_be_unknown(client: Client, release: Release):
    told = live(rollout=Rollout(status="IN_PROGRESS"), target_groups=groups(timezone.now()), rules=())
    serve(release, told)
    assert "Which target group is blue and which is green AWS did not tell." in get(client, PLACE).text


def test_before_anything_moves_nothing_is_told_of_traffic(client: Client, release: Release):
    Release.objects.update(state="in_review")
    serve(release, live(rollout=Rollout(status="SUCCESSFUL")))
    assert "Traffic" not in get(client, PLACE).text


def test_a_setting_that_differs_is_told_first_with_both_places(client: Client, release: Release):
    serve(release, live({"stickiness": True, "idle_timeout": 60}, target_groups=groups(timezone.now())))
    lines = {
        "deregistration_delay": {"path": "stacks/alb.tf", "line": 41, "value": 120, "text": "120"},
        "stickiness": {"path": "stacks/alb.tf", "line": 47, "value": False, "text": "false"},
        "minimum_healthy_percent": {"path": "stacks/svc.tf", "line": 9, "text": "var.least"},
        "desired_count": {"path": "stacks/svc.tf", "line": 3, "value": 3, "text": "3"},
    }
    CodeReading.objects.create(
        release=release, commit=release.commit, base="b" * 40, body={"service": lines}, at=timezone.now()
    )
    text = get(client, PLACE).text
    assert "2 differ from the code" in text
    assert "AWS 300 s in its target group shell-blue, shell-green Terraform 120 s stacks/alb.tf:41" in text
    both = (
        "AWS switched on in its target group shell-blue, shell-green Terraform switched off stacks/alb.tf:47"
    )
    assert f"stickiness drift switched on {both}" in text
    assert "stacks/svc.tf:9 says var.least: a value that nobody knows" in text
    assert "stacks/svc.tf:3 says the same" in text
    assert "1 more setting idle_timeout 60" not in text
    assert text.index("stickiness") < text.index("minimum_healthy_percent")


def asked(client: Client, place: str) -> int:
    get(client, place)
    with CaptureQueriesContext(connection) as queries:
        get(client, place)
    return len(queries)


def test_it_makes_few_queries_and_costs_the_page_of_the_release_none(client: Client, release: Release):
    without = asked(client, RELEASE)
    now = timezone.now()
    hook = Hook(id="hook-7", kind="PAUSE", status="AWAITING_ACTION", since=now)
    serve(release, moving(now, hooks=(hook,)))
    assert asked(client, PLACE) <= 12
    assert asked(client, RELEASE) == without


def part(client: Client, name: str) -> Any:
    return client.get(PLACE, headers={"HX-Request": "true", "HX-Target": name})


def test_the_page_of_the_release_asks_for_it_and_it_for_itself_while_traffic_moves(
    client: Client, release: Release
):
    serve(release, moving(timezone.now()))
    assert f'hx-get="{PLACE}?attempt=1" hx-trigger="load"' in get(client, RELEASE).html
    whole, moves = part(client, "ecs").content.decode(), part(client, "traffic").content.decode()
    assert "every 30s" in whole
    assert 'id="service"' in whole
    assert moves.startswith('<section class="card mb" id="traffic"')
    assert 'id="service"' not in moves


def test_a_release_that_is_over_is_asked_for_no_more(client: Client, release: Release):
    serve(release, moving(timezone.now()))
    Release.objects.update(state="completed")
    assert 'id="ecs"' not in get(client, RELEASE).html
    assert part(client, "traffic").status_code == 286
    assert part(client, "ecs").content == b""
    assert "There is nothing to show" in get(client, PLACE).text
