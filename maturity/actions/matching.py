"""Which stack somebody means who only knows its directory and its workspace."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.models import Event, Repository, Stack

NEAR = 5
COMPARED = 100  # stacks, and letters of their names: comparing takes the product of the lengths
DECLARED = 1000
PLANNED = frozenset({"terraform", "opentofu", "terragrunt", "terramate", "cdktf"})  # tools with such a plan
DEFAULT = "default"


class Meant(Struct, frozen=True, kw_only=True):
    """`directory` may be the stack's name as well; "" means the only stack there is, "." the top folder."""

    directory: str = ""
    workspace: str = ""
    environment: str = ""
    name: str = ""


class NotOne(Refused):
    """None or `several` are meant. `near` are those that may be."""

    def __init__(self, message: str, near: Iterable[Stack], *, several: bool = False) -> None:
        super().__init__(message)
        self.near, self.several = tuple(near)[:NEAR], several


def find_stack(stacks: list[Stack], meant: Meant) -> Stack:
    """The one that is meant, out of a repository's stacks."""
    stacks = [one for one in stacks if one.tool in PLANNED]
    here = _in_directory(stacks, meant)
    found = [one for one in here if _fits(one, meant)]
    if len(found) > 1:
        found = [one for one in found if _fits_exactly(one, meant)] or found
    if len(found) == 1:
        return found[0]
    place = meant.directory or "this repository"
    if found:
        message = f"{len(found)} stacks are meant by {place}: tell them apart by environment or name"
        raise NotOne(message, found, several=True)
    if here:
        raise NotOne(f"no stack in {place} has that workspace, environment or name", here)
    raise NotOne(f"no stack is known in {place}", _nearest(stacks, meant))


def _in_directory(stacks: list[Stack], meant: Meant) -> list[Stack]:
    if not meant.directory:
        return stacks
    wanted = directory_of(meant.directory)
    return [one for one in stacks if one.directory == wanted] or [
        one for one in stacks if one.name == meant.directory
    ]


def directory_of(text: str) -> str:
    """As rows keep it: "./live/prod/" is "live/prod", "." is ""."""
    parts = [part for part in text.replace("\\", "/").split("/") if part not in ("", ".")]
    if ".." in parts:
        raise Refused("a directory is told from the top of the repository, without ..")
    return "/".join(parts)


def _fits(stack: Stack, meant: Meant) -> bool:
    return (
        (not meant.workspace or meant.workspace in _workspaces(stack))
        and (not meant.environment or meant.environment == stack.environment)
        and (not meant.name or meant.name == stack.name)
    )


def _workspaces(stack: Stack) -> set[str]:
    """What its workspace may be called. Until somebody sets it, its label is the best that is known."""
    if stack.workspace:
        return {stack.workspace}
    return {DEFAULT, stack.environment, stack.name}


def _fits_exactly(stack: Stack, meant: Meant) -> bool:
    """As said, and where nothing was said, nothing there."""
    workspace = "" if meant.workspace == DEFAULT else meant.workspace
    return workspace == stack.workspace and (meant.environment, meant.name) == (
        stack.environment,
        stack.name,
    )


def _nearest(stacks: list[Stack], meant: Meant) -> list[Stack]:
    labels = {one.label[:COMPARED]: one for one in stacks[:COMPARED]}
    close = difflib.get_close_matches(meant.directory[:COMPARED], labels, n=NEAR, cutoff=0.3)
    return [labels[label] for label in close] or stacks


def declare_stack(repository: Repository, meant: Meant, tool: str) -> Stack:
    """Make known a stack that no scan found. Two at once get the same row."""
    directory = directory_of(meant.directory)
    workspace = "" if meant.workspace == DEFAULT else meant.workspace
    name = meant.name or (f"{directory or '.'}:{workspace}"[:200] if workspace else "")
    if repository.stacks.filter(declared=True).count() >= DECLARED:
        raise Refused(f"{repository.name} has {DECLARED} stacks that only their plans tell of")
    now = timezone.now()
    with transaction.atomic():
        stack, made = Stack.objects.get_or_create(
            repository=repository, directory=directory, tool=tool, name=name, environment=meant.environment,
            defaults={"declared": True, "workspace": workspace, "first_seen_at": now},
        )  # fmt: skip
        if made:
            subject = f"{repository.name}/{stack.label}"[:250]
            Event.objects.create(
                kind="stack.declared", repository=repository, stack=stack, subject=subject, at=now
            )
        else:
            stack.gone_at, stack.declared = None, True
            stack.save(update_fields=["gone_at", "declared"])
    return stack
