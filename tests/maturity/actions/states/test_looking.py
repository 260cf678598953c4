"""One look at a state in moto's S3, as rows and Events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.client import BaseClient
from django.apps import apps
from django.utils import timezone

from maturity.actions.states import look_at_state, looking
from maturity.adapters import aws
from maturity.adapters.errors import AdapterError
from maturity.core.state.head import Head
from maturity.models import Event, Stack
from tests.cloud import Cloud
from tests.maturity.actions.states.conftest import SECRET, Store


def look(stack: Stack, hours: float = 0) -> Stack:
    """As it is after a look in so many hours."""
    look_at_state(stack, timezone.now() + timedelta(hours=hours))
    stack.refresh_from_db()
    return stack


def serials(stack: Stack) -> list[int | None]:
    return list(stack.state_versions.order_by("-at", "-serial").values_list("serial", flat=True))


def test_the_versions_of_a_state_become_rows_once(stack: Stack, store: Store) -> None:
    store.write(1)
    store.write(2)
    look(stack)
    store.write(3)
    look(stack)
    assert serials(look(stack)) == [3, 2, 1]
    newest = stack.state_versions.get(serial=3)
    assert (newest.lineage, newest.terraform_version) == ("a-b", "1.11.4")
    assert stack.state_error == ""
    assert stack.state_checked_at is not None


def test_versions_older_than_the_history_go_with_the_next_one(stack: Stack, store: Store) -> None:
    store.write(1)
    look(stack)
    stack.state_versions.update(at=timezone.now() - looking.HISTORY - timedelta(days=1))
    assert serials(look(stack)) == [1]
    store.write(2)
    assert serials(look(stack)) == [2]


def test_another_workspace_is_another_history(stack: Stack, store: Store) -> None:
    store.write(7)
    look(stack)
    store.put("env:/stage/net.tfstate", '{"serial": 2, "lineage": "c", "terraform_version": "1.9.0"}')
    Stack.objects.update(workspace="stage")
    stack.refresh_from_db()
    assert serials(look(stack)) == [2]
    assert stack.state_looked == "s3://acme-state/env:/stage/net.tfstate"


def test_a_look_that_finds_nothing_new_asks_aws_twice(
    stack: Stack, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(1)
    look(stack)
    asked: list[str] = []
    real = BaseClient._make_api_call

    def noted(self: Any, operation: str, arguments: Any) -> Any:
        asked.append(operation)
        return real(self, operation, arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", noted)
    look(stack)
    assert asked == ["ListObjectVersions", "ListObjectsV2"]


def test_who_held_the_lock_file_meanwhile_wrote_the_version(stack: Stack, store: Store) -> None:
    store.apply(1, "runner@fv-az1-2")
    look(stack)
    only = stack.state_versions.get()
    assert (only.who, only.by_ci) == ("runner@fv-az1-2", True)
    assert stack.applied_by_ci == 100


def test_a_lock_in_the_table_that_was_seen_names_the_writer_too(
    cloud: Cloud, stack: Stack, store: Store
) -> None:
    table = cloud.lock_table()
    stack.lock_table = "acme-locks"
    stack.save()
    info = '{"ID": "1", "Who": "lin@laptop", "Operation": "OperationTypeApply"}'
    item = {"LockID": {"S": "acme-state/net.tfstate"}, "Info": {"S": info}}
    table.put_item(TableName="acme-locks", Item=item)
    store.write(1)
    look(stack, hours=-0.01)
    only = stack.state_versions.get()
    assert (only.who, only.by_ci, stack.applied_by_ci) == ("lin@laptop", False, 0)


def test_a_lock_that_is_gone_wrote_only_the_first_version_since(stack: Stack, monkeypatch: Any) -> None:
    now = timezone.now()
    minute = timedelta(minutes=1)
    stack.locks.create(
        lock_id="1", who="lin@laptop", since=now - 20 * minute, first_seen_at=now - 15 * minute,
        last_seen_at=now - 15 * minute,
    )  # fmt: skip
    versions = [aws.Version(str(ago), now - ago * minute) for ago in (5, 14, 18, 25)]
    monkeypatch.setattr(aws, "new_versions", lambda *_: versions)
    monkeypatch.setattr(aws, "read_head", lambda *_: Head())
    monkeypatch.setattr(aws, "lock_history", lambda *_: [])
    monkeypatch.setattr(aws, "read_lock", lambda *_, **__: None)
    look(stack)
    wrote = {one.version: one.who for one in stack.state_versions.all()}
    assert wrote == {"5": "", "14": "lin@laptop", "18": "lin@laptop", "25": ""}


def test_a_version_that_could_not_be_read_is_read_next_time(
    stack: Stack, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: Any) -> None:
        raise AdapterError("reading the state: AccessDenied.", permanent=True)

    store.write(1)
    with monkeypatch.context() as patch:
        patch.setattr(aws, "read_head", denied)
        assert look(stack).state_error == "reading the state: AccessDenied."
    assert serials(look(stack)) == [1]
    assert stack.state_error == ""


def test_nobody_knows_who_wrote_without_a_lock(stack: Stack, store: Store) -> None:
    store.write(1)
    assert look(stack).applied_by_ci is None
    assert stack.state_versions.get().by_ci is None


def test_no_secret_of_a_state_is_kept(stack: Stack, store: Store) -> None:
    store.write(1, resources=[{"instances": [{"attributes": {"password": SECRET}}]}])
    store.lock()
    look(stack)
    kept = [
        str(values)
        for model in apps.get_app_config("maturity").get_models()
        for values in model._default_manager.values()
    ]
    assert any("net.tfstate" in one for one in kept)
    assert [one for one in kept if SECRET in one] == []


def test_a_bucket_that_keeps_no_versions_shows_the_writes_that_were_seen(cloud: Cloud, stack: Stack) -> None:
    store = Store(cloud.bucket(versioned=False))
    store.write(1)
    look(stack)
    store.write(2)
    look(stack)
    assert sorted(serials(stack), key=str) == [1, 2]
    assert {one.version.split()[0] for one in stack.state_versions.all()} == {"null"}


def test_a_held_lock_is_one_row_until_it_is_released(stack: Stack, store: Store) -> None:
    store.write(1)
    store.lock()
    look(stack)
    look(stack)
    [held] = stack.locks.all()
    assert (held.who, held.operation, held.released_at) == ("lin@laptop", "apply", None)
    store.unlock()
    look(stack)
    held.refresh_from_db()
    assert held.released_at is not None
    assert not Event.objects.exists()  # nobody was told that it was held, so nobody is told that it is free


def test_two_looks_at_once_write_what_they_saw_once(stack: Stack, store: Store) -> None:
    store.write(1)
    store.lock()
    assert stack.connection is not None
    now = timezone.now()
    seen = [looking._look(stack.connection, stack, now) for _ in range(2)]
    for one in seen:
        looking._record(stack, stack.connection, one, now)
    assert serials(stack) == [1]
    assert stack.locks.count() == 1


def test_a_lock_that_another_took_since_is_another_row(stack: Stack, store: Store) -> None:
    store.lock("lin@laptop")
    look(stack)
    store.lock("bo@laptop")
    look(stack)
    assert [one.who for one in stack.locks.held()] == ["bo@laptop"]
    assert stack.locks.count() == 2


def test_a_lock_held_for_more_than_an_hour_is_told_once_and_its_end_too(stack: Stack, store: Store) -> None:
    store.lock()
    look(stack)
    look(stack, hours=1.1)
    look(stack, hours=2)
    told = Event.objects.get()
    assert (told.kind, told.stack, told.data["who"]) == ("lock.held_long", stack, "lin@laptop")
    store.unlock()
    look(stack, hours=3)
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
        "lock.held_long",
        "lock.released",
    ]


def test_what_aws_refuses_is_said_and_what_was_known_is_kept(
    stack: Stack, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(1)
    store.lock()
    look(stack)

    def refused(*_: Any, **__: Any) -> None:
        raise AdapterError("reading the lock: AccessDenied.", permanent=True)

    monkeypatch.setattr(aws, "read_lock", refused)
    monkeypatch.setattr(aws, "new_versions", refused)
    look(stack)
    assert stack.state_error == "reading the lock: AccessDenied."
    assert serials(stack) == [1]
    assert stack.locks.held().count() == 1


def test_half_an_answer_is_kept_when_the_other_half_fails(stack: Stack, store: Store) -> None:
    store.write(1)
    stack.lock_table = "no-such-table"
    stack.save()
    look(stack)
    assert "There is no such table" in stack.state_error
    assert serials(stack) == [1]


def test_an_absent_bucket_is_said_on_the_stack(cloud: Cloud, stack: Stack) -> None:
    assert "NoSuchBucket" in look(stack).state_error


def test_a_state_nobody_wrote_yet_is_said_so(stack: Stack, store: Store) -> None:
    assert look(stack).state_error == "There is no state at s3://acme-state/net.tfstate yet."
    store.write(1)
    assert look(stack).state_error == ""


def test_a_stack_without_a_connection_is_left_alone(stack: Stack) -> None:
    stack.connection = None
    stack.save()
    assert look(stack).state_checked_at is None


@pytest.fixture
def trail(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What CloudTrail was asked; it answers with one apply of CI. moto knows no LookupEvents."""
    from maturity.core.state.trail import Event as Call

    assert stack.connection is not None
    stack.connection.cloudtrail = True
    stack.connection.ci_roles = ["tf-deploy"]
    stack.connection.save()
    asked: list[Any] = []

    def look_up(connection: Any, since: Any, until: Any, **_: Any) -> aws.Trail:
        asked.append((since, until))
        who = "arn:aws:sts::1:assumed-role/tf-deploy/i-0abc"
        return aws.Trail((Call(name="x", who=who, event="RunInstances", at=since, tool="terraform"),))

    monkeypatch.setattr(aws, "look_up", look_up)
    return asked


def test_the_trail_names_the_writer_when_no_lock_does(stack: Stack, store: Store, trail: list[Any]) -> None:
    store.write(1)
    look(stack)
    assert trail == []  # its events are not there yet
    look(stack, hours=0.4)
    only = stack.state_versions.get()
    assert (only.who, only.by_ci) == ("arn:aws:sts::1:assumed-role/tf-deploy/i-0abc", True)
    assert stack.applied_by_ci == 100
    assert trail == [(only.at - looking.BEFORE, only.at)]
