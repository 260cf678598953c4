"""Who plans a stack, with what, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from maturity.models import Connection, Schedule, Stack
from tests.factories import days_ago, make_scanned, make_stack
from tests.pages import fragment, get


@pytest.fixture
def stack(db: None) -> Stack:
    return make_stack(make_scanned("acme/network"), "live/prod", checked_at=days_ago(1))


def pull(stack: Stack, cron: str = "17 3 * * 1") -> Schedule:
    Stack.objects.update(mode="pull")
    given = {"every": timedelta(days=7), "next_run_at": days_ago(-3), "cron": cron}
    return Schedule.objects.create(repository=stack.repository, stack=stack, kind="plan", **given)


def test_it_is_fetched_when_it_is_opened_and_a_page_too(client: Client, stack: Stack) -> None:
    html = get(client, f"/stacks/{stack.pk}/").html
    assert f'hx-get="/stacks/{stack.pk}/setup/"' in html
    assert "Who plans, and with what" not in html
    part = fragment(client, f"/stacks/{stack.pk}/setup/", "setup-in")
    assert "<html" not in part.html
    assert "Who plans, and with what" in part.text
    assert "Set up its checks" in get(client, f"/stacks/{stack.pk}/setup/").text


def test_a_stack_nobody_ever_checked_fetches_it_at_once(client: Client, stack: Stack) -> None:
    Stack.objects.update(checked_at=None)
    html = get(client, f"/stacks/{stack.pk}/").html
    assert f'open hx-get="/stacks/{stack.pk}/setup/" hx-trigger="load"' in html


def test_it_shows_how_ci_sends_its_plans(client: Client, stack: Stack) -> None:
    assert "Send its plans" in get(client, f"/stacks/{stack.pk}/setup/").text


def test_pull_mode_is_set_with_workspace_files_and_connection(client: Client, stack: Stack) -> None:
    way = Connection.objects.create(name="prod", created_at=days_ago(1))
    sent = {
        "mode": "pull",
        "workspace": "prod",
        "variables": "prod.tfvars\r\n/all.tfvars\n",
        "connection": way.pk,
    }
    assert client.post(f"/stacks/{stack.pk}/mode/", sent).headers["Location"] == f"/stacks/{stack.pk}/"
    stack.refresh_from_db()
    assert (stack.mode, stack.workspace, stack.connection) == ("pull", "prod", way)
    assert stack.variables == ["prod.tfvars", "/all.tfvars"]
    text = get(client, f"/stacks/{stack.pk}/").text
    assert "Who plans A worker of Rungs" in text
    assert "When At " in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"mode": "pull", "workspace": "-chdir=/"}, "A workspace is called by letters"),
     ({"mode": "pull", "variables": "../../etc/passwd"}, "is not a path inside the repository"),
     ({"mode": "apply"}, "is not one of the available choices"), ({}, "This field is required"),
     ({"mode": "pull", "connection": "99"}, "is not one of the available choices")],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_comes_back_as_typed(
    client: Client, stack: Stack, sent: dict[str, str], said: str
) -> None:
    response = client.post(f"/stacks/{stack.pk}/mode/", sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert sent.get("workspace", "") in response.content.decode()
    stack.refresh_from_db()
    assert stack.mode == "push"


def test_a_schedule_is_shown_in_words_with_its_next_time(client: Client, stack: Stack) -> None:
    pull(stack)
    assert "When At 03:17, only on Monday (UTC), next in 3 d" in get(client, f"/stacks/{stack.pk}/").text


def test_a_schedule_is_changed_and_switched_off(client: Client, stack: Stack) -> None:
    schedule = pull(stack)
    client.post(f"/stacks/{stack.pk}/schedule/", {"cron": "5 4 * * *"})
    schedule.refresh_from_db()
    assert schedule.cron == "5 4 * * *"
    client.post(f"/stacks/{stack.pk}/schedule/", {"cron": ""})
    assert "When only when asked" in get(client, f"/stacks/{stack.pk}/").text


def test_a_schedule_that_cannot_be_read_is_refused(client: Client, stack: Stack) -> None:
    schedule = pull(stack)
    response = client.post(f"/stacks/{stack.pk}/schedule/", {"cron": "<b>every day"})
    assert response.status_code == 422
    assert "A schedule has five fields" in response.content.decode()
    assert 'value="&lt;b&gt;every day"' in response.content.decode()
    schedule.refresh_from_db()
    assert schedule.cron == "17 3 * * 1"


@pytest.mark.parametrize(
    ("cron", "said"),
    [("5+4+*+*+*", "At 04:05 (UTC), next in"), ("99+*+*+*+*", "cannot be used"),
     ("0+0+30+2+*", "cannot be used"), ("", "only checked when asked"),
     ("%00", "only checked when asked")],
)  # fmt: skip
def test_what_is_typed_is_said_in_words_and_saves_nothing(
    client: Client, stack: Stack, cron: str, said: str
) -> None:
    assert said in get(client, f"/stacks/{stack.pk}/schedule/words/?cron={cron}").text
    assert not Schedule.objects.exists()
