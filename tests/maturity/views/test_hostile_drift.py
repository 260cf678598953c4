"""Text from plans, states, pull requests and people is shown as text on the pages about drift."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.core.plans.change import Action, Difference, ResourceChange, Role
from maturity.models import NoiseRule, PlanStatus, RunLog, Stack, User
from tests.factories import (
    days_ago,
    make_check,
    make_episode,
    make_event,
    make_plan,
    make_pull_request,
    make_run,
    make_scanned,
    make_stack,
    make_team,
)
from tests.maturity.views.test_hostile import EVIL
from tests.pages import get
from tests.plan_rows import item

SCRIPT = "javascript:alert(1)//"
ROWS = (
    Difference(EVIL, EVIL, EVIL + "2", forces=True),
    Difference(EVIL + "b", None, EVIL, unknown=True),
    Difference(EVIL + "c", EVIL, None),
)


def change(**fields: Any) -> ResourceChange:
    given = {
        "address": EVIL,
        "type": EVIL,
        "module": EVIL,
        "deposed": EVIL,
        "reason": EVIL,
        "guards": (EVIL,),
    }
    return ResourceChange(**{**given, "previous_address": EVIL, "differences": ROWS, "drift": ROWS, **fields})


CHANGES = (
    change(action=Action.REPLACE, holds_data=True),
    change(action=Action.UPDATE, role=Role.MIXED, outside=Action.UPDATE),
    change(action=Action.UPDATE),
    change(action=Action.CREATE),
    change(role=Role.OBSERVED, outside=Action.UPDATE),
    change(action=Action.FORGET, importing=True),
)


@pytest.fixture
def addresses(lin: User) -> list[str]:
    """Every page that shows any of it."""
    repository = make_scanned("acme/evil", 2, team=make_team(EVIL))
    stack = make_stack(
        repository, EVIL, name=EVIL, environment=EVIL[:50], workspace=EVIL[:90], variables=[EVIL],
        mode="pull",
        attempt_error=EVIL, failing_since=days_ago(2), checked_at=days_ago(1), drift_since=days_ago(3),
        state_place=EVIL, calendar=EVIL, calendar_end=days_ago(0).date(),
    )  # fmt: skip
    plan = make_plan(
        stack, CHANGES, title=EVIL, actor=EVIL, url=SCRIPT, tool=EVIL[:20], version=EVIL[:30], error=EVIL,
        errored=True, notes=[EVIL], failed_checks=[EVIL], commit=EVIL[:64],
        diagnostics=[{"severity": "error", "summary": EVIL, "detail": EVIL, "address": EVIL}],
    )  # fmt: skip
    episode = make_episode(
        stack, plan=plan, items=[{**item(EVIL, EVIL), "deposed": EVIL}], acknowledged_by=lin,
        acknowledged_at=days_ago(1), acknowledged_until=timezone.now() + timedelta(days=1),
        acknowledged_reason=EVIL, first_seen_at=days_ago(3),
        who=[{"name": EVIL, "event": EVIL, "at": EVIL, "address": EVIL}],
    )  # fmt: skip
    over = make_episode(
        stack, items=[item(EVIL, EVIL)], ended_at=days_ago(5), first_seen_at=days_ago(9), ending="gone",
        evidence={"sentence": EVIL, "commit": EVIL, "previous_commit": EVIL, "serial": EVIL},
    )  # fmt: skip
    make_check(stack, "", outcome="errored", error=EVIL, url=SCRIPT, commit=EVIL[:64])
    NoiseRule.objects.create(
        repository=repository, address=EVIL, attribute=EVIL, reason=EVIL, created_at=days_ago(1)
    )
    for kind in ("drift.acknowledged", "drift.assigned", "noise.added", "lock.held_long", EVIL[:50]):
        data = {"reason": EVIL, "owner": EVIL, "address": EVIL, "attribute": EVIL, "who": EVIL}
        make_event(repository, kind, stack=stack, data=data)
    pull = make_pull_request(repository, title=EVIL, author=EVIL[:100], url=SCRIPT)
    PlanStatus.objects.create(
        pull_request=pull, origin="check", name=EVIL, tool=EVIL[:30], url=SCRIPT, at=days_ago(0)
    )
    one = f"/plans/{plan.pk}/"
    return [
        *_of_stack(stack), "/", "/drift/", "/drift/?since=all", f"/drift/?q={EVIL}&team={EVIL}",
        f"/drift/{episode.pk}/", f"/drift/{over.pk}/", "/plans/", one, f"{one}?q={EVIL}",
        f"{one}groups/update.0/", *(f"{one}changes/{index}/" for index in range(6)), "/find/?q=script",
    ]  # fmt: skip


def _of_stack(stack: Stack) -> list[str]:
    run = make_run(
        stack.repository, "running", kind="plan", stack=stack, exclusive="x", progress=EVIL, phase="x"
    )
    RunLog.objects.create(run=run, text=EVIL)
    return [f"/stacks/{stack.pk}/", f"/stacks/{stack.pk}/setup/", f"/runs/{run.pk}/log/", "/repos/acme/evil/",
            f"/stacks/{stack.pk}/schedule/words/?cron={EVIL}"]  # fmt: skip


def test_no_page_about_drift_lets_it_become_markup_or_an_address(
    client: Client, addresses: list[str]
) -> None:
    for address in addresses:
        page = get(client, address)
        assert page.status == 200, address
        assert "<script>alert" not in page.html, address
        assert "<img src=x" not in page.html, address
        assert "'><img" not in page.html, address
        assert 'href="javascript' not in page.html, address


def test_what_was_typed_comes_back_as_text(client: Client, addresses: list[str]) -> None:
    for address, sent in (
        (f"{addresses[0]}mode/", {"mode": EVIL, "workspace": EVIL, "variables": EVIL, "connection": EVIL}),
        (f"{addresses[0]}schedule/", {"cron": EVIL}),
    ):
        response = client.post(address, sent)
        assert response.status_code == 422
        assert b"<script>alert" not in response.content
