"""One stack: its finding, every check, a check at work, its log."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import NoiseRule, RunLog, Stack, User
from tests.factories import (
    days_ago,
    make_check,
    make_episode,
    make_plan,
    make_run,
    make_scanned,
    make_stack,
    sha,
)
from tests.pages import Page, fragment, get
from tests.plan_rows import ITEMS


@pytest.fixture
def stack(db: None) -> Stack:
    return make_stack(make_scanned("acme/network"), "live/prod")


def show(client: Client, stack: Stack, **fields: object) -> Page:
    Stack.objects.filter(pk=stack.pk).update(**fields)
    return get(client, f"/stacks/{stack.pk}/")


def test_drift_and_unapplied_code_are_two_facts(client: Client, stack: Stack) -> None:
    drift = {"checked_at": days_ago(1), "drift_since": days_ago(13), "drifted_resources": 2}
    text = show(client, stack, **drift).text
    assert "2 resources adrift, since 13 d ago . All code is applied. Found 1 d ago ." in text.replace(
        "ago.", "ago ."
    )
    text = show(client, stack, drift_since=None, pending_resources=5).text
    assert "No drift. 5 planned changes not applied." in text


def test_an_old_finding_is_said_to_be_old(client: Client, stack: Stack) -> None:
    assert "and may be wrong by now" in show(client, stack, checked_at=days_ago(9)).text


def test_a_stack_nobody_checked_is_not_called_clean(client: Client, stack: Stack) -> None:
    text = show(client, stack).text
    assert "Never checked." in text
    assert "No drift" not in text


def test_a_failing_check_leaves_the_finding_and_says_since_when(client: Client, stack: Stack) -> None:
    failing = {"failing_since": days_ago(4), "attempt_error": "init failed", "attempt": "errored"}
    text = show(client, stack, checked_at=days_ago(5), **failing).text
    assert "No drift." in text
    assert "init failed" in text
    assert "The check has failed since" in text


def test_every_check_is_listed_clean_and_failed_ones_too(client: Client, stack: Stack) -> None:
    make_check(stack, "in_sync", commit=sha("a"), url="https://ci.example/job/7")
    make_check(stack, "", outcome="errored", error="init failed", source="pull", at=days_ago(1))
    make_check(stack, "", outcome="skipped", at=days_ago(2))
    make_check(stack, "drifted", drifted=2, observed=1, at=days_ago(3), plan=make_plan(stack))
    page = show(client, stack, checked_at=days_ago(0))
    assert "just now No drift 0" in page.text
    assert "1 d ago Failed init failed" in page.text
    assert "2 d ago Skipped, the state was locked" in page.text
    assert "3 d ago Drifted 2 adrift 1 observed" in page.text
    assert page.links["Job"] == "https://ci.example/job/7"
    assert page.links["Plan"].startswith("/plans/")


def test_an_address_no_browser_may_follow_is_not_linked(client: Client, stack: Stack) -> None:
    make_check(stack, url="javascript:alert(1)")
    page = show(client, stack, checked_at=days_ago(0))
    assert "just now No drift 0" in page.text
    assert "javascript:" not in page.html


def test_older_checks_follow_in_pages(client: Client, stack: Stack) -> None:
    checks = [make_check(stack, at=days_ago(number)) for number in range(33)]
    page = show(client, stack, checked_at=days_ago(0))
    assert page.links["Older checks"] == f"/stacks/{stack.pk}/?before={checks[29].pk}#checks"
    rest = fragment(client, f"/stacks/{stack.pk}/?before={checks[29].pk}", "more-checks")
    assert rest.html.count("data-row") == 3
    assert "32 d ago" in rest.text
    assert "32 d ago" in get(client, page.links["Older checks"]).text


def test_open_and_past_drift_are_there(client: Client, stack: Stack) -> None:
    make_episode(stack, items=ITEMS, resources=2, deleted=1, first_seen_at=days_ago(3))
    make_episode(stack, items=ITEMS[:1], ended_at=days_ago(9), first_seen_at=days_ago(11))
    text = show(client, stack, checked_at=days_ago(0)).text
    assert "Open drift 1 resource changed, 1 deleted" in text
    assert "Past drift 3 attributes changed on aws_security_group_rule.ssh over" in text


def test_noise_rules_are_listed_and_can_be_removed(client: Client, stack: Stack, lin: User) -> None:
    given = {"repository": stack.repository, "reason": "scaled", "created_by": lin, "created_at": days_ago(1)}
    rule = NoiseRule.objects.create(stack=stack, address="aws_ecs_service.*", **given)
    NoiseRule.objects.create(address="random_id.x", expires_at=days_ago(0.5), **given)
    text = show(client, stack).text
    assert "aws_ecs_service.* Remove scaled · without end, lin" in text
    assert "random_id.x all stacks expired" in text
    client.post(f"/stacks/{stack.pk}/noise/", {"rule": rule.pk})
    assert [one.address for one in NoiseRule.objects.all()] == ["random_id.x"]


def test_a_rule_of_another_repository_is_not_removed_from_here(client: Client, stack: Stack) -> None:
    other = make_stack(make_scanned("acme/other"), "x")
    rule = NoiseRule.objects.create(repository=other.repository, address="a", created_at=days_ago(1))
    assert client.post(f"/stacks/{stack.pk}/noise/", {"rule": rule.pk}).status_code == 404
    assert NoiseRule.objects.count() == 1


def check(stack: Stack, state: str, **fields: object) -> int:
    return make_run(stack.repository, state, kind="plan", stack=stack, exclusive="state:a", **fields).pk


def test_a_log_is_shown_as_text_without_colours(client: Client, stack: Stack) -> None:
    run = check(stack, "finished")
    RunLog.objects.create(run_id=run, text="\x1b[1mInitializing\x1b[0m <b>\x1b]8;;http://e\x07x\n")
    html = get(client, f"/runs/{run}/log/").html
    assert "Initializing &lt;b&gt;x\n" in html
    assert "\x1b" not in html


def test_a_check_without_a_log_says_so(client: Client, stack: Stack) -> None:
    assert "There is no log" in get(client, f"/runs/{check(stack, 'finished')}/log/").text


def test_the_log_of_a_scan_is_its_repository(client: Client, stack: Stack) -> None:
    run = make_run(stack.repository, "finished")
    assert client.get(f"/runs/{run.pk}/log/").headers["Location"] == "/repos/acme/network/"


@pytest.mark.parametrize("address", ["/stacks/{}/", "/stacks/{}/runs/1/", "/stacks/999/"])
def test_what_is_not_theirs_is_not_found(client: Client, address: str) -> None:
    hidden = make_stack(make_scanned("acme/hidden", archived=True), "x")
    assert client.get(address.format(hidden.pk)).status_code == 404
