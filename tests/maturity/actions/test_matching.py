"""Which stack is meant by a directory, a workspace, an environment and a name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from maturity.actions.errors import Refused
from maturity.actions.matching import Meant, NotOne, declare_stack, directory_of, find_stack
from maturity.models import Event, Stack
from tests.factories import days_ago, make_repository, make_stack


def row(directory: str, **fields: Any) -> Stack:
    given = {"tool": "terraform", "first_seen_at": datetime(2026, 1, 1, tzinfo=UTC)}
    return Stack(directory=directory, **{**given, **fields})


STACKS = [
    row("live/prod", environment="prod"),
    row("live/stage", environment="stage"),
    row("shared", environment="prod"),
    row("shared", environment="stage"),
    row("network", name="net-eu", environment="prod"),
    row("network", name="net-us", environment="prod"),
    row("", workspace="blue"),
    row("live/prod", tool="helm"),
]


@pytest.mark.parametrize(
    ("meant", "found"),
    [
        (Meant(directory="live/prod"), 0),
        (Meant(directory="./live/prod/"), 0),
        (Meant(directory="live/prod", workspace="default"), 0),
        (Meant(directory="live/prod", workspace="prod"), 0),
        (Meant(directory="shared", environment="stage"), 3),
        (Meant(directory="shared", workspace="prod"), 2),
        (Meant(directory="network", name="net-us"), 5),
        (Meant(directory="net-eu"), 4),
        (Meant(directory="."), 6),
        (Meant(directory=".", workspace="blue"), 6),
        (Meant(environment="prod", name="net-eu"), 4),
    ],
)
def test_one_stack_is_found_by_what_tells_it_apart(meant: Meant, found: int):
    assert find_stack(STACKS, meant) is STACKS[found]


def test_the_only_stack_needs_no_word():
    assert find_stack(STACKS[:1], Meant()) is STACKS[0]


def test_of_two_in_one_directory_the_bare_one_is_meant_when_nothing_else_is_said():
    bare = row("live/prod")
    assert find_stack([STACKS[0], bare], Meant(directory="live/prod")) is bare


@pytest.mark.parametrize(
    ("meant", "said", "near"),
    [
        (Meant(directory="shared"), "2 stacks are meant by shared", ["shared", "shared"]),
        (Meant(directory="live/prod", workspace="green"), "no stack in live/prod has that", ["live/prod"]),
        (Meant(directory="live/prd"), "no stack is known in live/prd", ["live/prod"]),
        (Meant(), "7 stacks are meant by this repository", None),
    ],
)
def test_none_or_several_are_listed(meant: Meant, said: str, near: list[str] | None):
    with pytest.raises(NotOne) as refused:
        find_stack(STACKS, meant)
    assert refused.value.message.startswith(said)
    found = [one.directory for one in refused.value.near]
    assert found[: len(near)] == near if near is not None else len(found) == 5


def test_a_repository_without_stacks_has_no_near_ones():
    with pytest.raises(NotOne) as refused:
        find_stack([], Meant(directory="x"))
    assert refused.value.near == ()


def test_of_many_long_names_only_a_part_is_compared():
    stacks = [row("ab" * 500 + str(number)) for number in range(2000)]
    with pytest.raises(NotOne) as refused:
        find_stack(stacks, Meant(directory="ba" * 512))
    assert refused.value.near


def test_a_directory_never_leads_out_of_the_repository():
    assert [directory_of(text) for text in (".", "./a//b/", "/a", "a\\b")] == ["", "a/b", "a", "a/b"]
    with pytest.raises(Refused, match="without"):
        directory_of("a/../../etc")


@pytest.mark.django_db
def test_a_declared_stack_is_made_once_and_leaves_an_event():
    repository = make_repository()
    first = declare_stack(repository, Meant(directory="./new/", workspace="blue"), "opentofu")
    again = declare_stack(repository, Meant(directory="new", workspace="blue"), "opentofu")
    assert (first.pk, first.directory, first.name, first.workspace) == (again.pk, "new", "new:blue", "blue")
    assert first.declared
    assert [one.kind for one in Event.objects.all()] == ["stack.declared"]
    assert find_stack([first], Meant(directory="new", workspace="blue")) == first


@pytest.mark.django_db
def test_one_that_was_gone_is_there_again():
    old = make_stack(make_repository(), "old", environment="", gone_at=days_ago(3))
    declare_stack(old.repository, Meant(directory="old"), "terraform")
    old.refresh_from_db()
    assert (old.gone_at, old.declared) == (None, True)


@pytest.mark.django_db
def test_declaring_has_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("maturity.actions.matching.DECLARED", 1)
    repository = make_repository()
    declare_stack(repository, Meant(directory="a"), "terraform")
    with pytest.raises(Refused, match="only their plans tell of"):
        declare_stack(repository, Meant(directory="b"), "terraform")
