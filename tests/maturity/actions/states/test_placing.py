"""Where a state lies: from a scan's files, or from a person."""

from __future__ import annotations

import pytest
from django.utils import timezone
from msgspec.structs import replace

from maturity.actions import Refused
from maturity.actions.recording import _record_stacks
from maturity.actions.states import set_state_place
from maturity.core.facts.stack import Backend, Where
from maturity.models import Event, Repository, Stack, StateVersion
from tests.factories import make_repository, make_stack, make_user
from tests.maturity.actions.conftest import judgement
from tests.maturity.actions.conftest import stack as seen

pytestmark = pytest.mark.django_db


def scanned(repository: Repository, **places: str) -> dict[str, Stack]:
    """The stacks after a scan that found them in these places."""
    found = [
        seen(name, backend=Backend("s3", seen(name).at, where=Where(place, "eu-west-1", "", "locks")))
        for name, place in places.items()
    ]
    _record_stacks(repository, replace(judgement(), stacks=tuple(found)), timezone.now())
    return {stack.directory: stack for stack in repository.stacks.all()}


def test_a_scan_writes_down_where_the_files_say_the_state_lies() -> None:
    [stack] = scanned(make_repository(), net="s3://acme/net").values()
    assert (stack.state_place, stack.state_region, stack.lock_table) == (
        "s3://acme/net",
        "eu-west-1",
        "locks",
    )
    assert not stack.state_given


def test_two_stacks_that_seem_to_share_a_state_are_told_neithers_place() -> None:
    found = scanned(make_repository(), a="s3://acme/x", b="s3://acme/x", c="s3://acme/c")
    assert [found[name].state_place for name in "abc"] == ["", "", "s3://acme/c"]
    assert found["a"].lock_table == ""


def test_workspaces_of_one_backend_are_states_of_their_own() -> None:
    repository = make_repository()
    scanned(repository, a="s3://acme/x", b="s3://acme/x")
    repository.stacks.filter(directory="b").update(workspace="stage")
    found = scanned(repository, a="s3://acme/x", b="s3://acme/x")
    assert str(found["a"].state_object) == "s3://acme/x"
    assert str(found["b"].state_object) == "s3://acme/env:/stage/x"


def test_what_a_person_said_outlasts_a_scan_until_they_take_it_back() -> None:
    repository, lin = make_repository(), make_user()
    stack = scanned(repository, net="s3://acme/net")["net"]
    set_state_place(lin, stack, " s3://other/key ", "table", "eu-central-1")
    stack = scanned(repository, net="s3://acme/net")["net"]
    assert (stack.state_place, stack.lock_table, stack.state_region) == (
        "s3://other/key",
        "table",
        "eu-central-1",
    )
    set_state_place(lin, stack, "")
    assert scanned(repository, net="s3://acme/net")["net"].state_place == "s3://acme/net"


def test_another_place_leaves_an_event_and_drops_what_the_old_one_told() -> None:
    stack, lin = make_stack(make_repository(), state_place="s3://acme/old"), make_user()
    StateVersion.objects.create(stack=stack, version="1", at=timezone.now())
    set_state_place(lin, stack, "s3://acme/new")
    told = Event.objects.get()
    assert (told.kind, told.actor, told.data["before"]) == ("state.placed", lin, "s3://acme/old")
    assert not stack.state_versions.exists()


@pytest.mark.parametrize(
    ("place", "table", "region"),
    [
        ("acme/key", "", ""),
        ("s3://acme/a\nb", "", ""),
        ("s3://acme/k", "a b", ""),
        ("s3://acme/k", "", "Ireland"),
    ],
)
def test_what_is_no_place_is_refused(place: str, table: str, region: str) -> None:
    stack = make_stack(make_repository())
    with pytest.raises(Refused):
        set_state_place(make_user(), stack, place, table, region)
    stack.refresh_from_db()
    assert not stack.state_given
