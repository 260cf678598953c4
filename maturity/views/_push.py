"""What the page of a stack shows about sending plans: ready to paste, the repository's own CI first."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from msgspec import Struct

from maturity.actions.matching import PLANNED
from maturity.core.snippets import Place, Snippet, Written, all_snippets
from maturity.models import ApiToken, Finding, Host, Stack

_CLOUDS = {"s3": "aws", "azurerm": "azure", "gcs": "google"}
_OF_HOST = {Host.GITHUB: "github-actions", Host.GITLAB: "gitlab-ci"}


class Paste(Struct, frozen=True):
    """One CI system's part. `key` is fit for an id."""

    key: str
    label: str
    written: Written


def push_setup(stack: Stack) -> dict[str, Any] | None:
    """The context of `maturity/_push_setup.html`; None for a stack that has no such plans."""
    if stack.tool not in PLANNED or not stack.directory.isprintable():
        return None
    place = place_of(stack)
    return {
        "pastes": [Paste(one.name, one.label, one.write(place)) for one in _own_first(stack)],
        "repository": stack.repository.name,
        "new": stack.attempted_at is None,
        "has_token": ApiToken.objects.reaching(stack.repository).in_force(timezone.now()).exists(),
    }


def place_of(stack: Stack) -> Place:
    return Place(
        url=settings.RUNGS_URL, query=_query(stack), directory=stack.directory, tool=stack.tool,
        workspace=stack.workspace, variables=tuple(_from_there(stack, str(one)) for one in stack.variables),
        default_branch=stack.repository.default_branch or "main", cloud=_CLOUDS.get(stack.backend_kind, ""),
    )  # fmt: skip


def _from_there(stack: Stack, path: str) -> str:
    """A variable file as seen from the stack's directory; "/x" lies at the top of the repository."""
    up = "../" * len([part for part in stack.directory.split("/") if part])
    return up + path.lstrip("/") if path.startswith("/") else path


def _query(stack: Stack) -> str:
    """As little as tells it apart: a label that is corrected later must not break a pipeline."""
    told = {"repository": stack.repository.name, "stack": stack.directory or "."}
    if stack.workspace:
        told["workspace"] = stack.workspace
    beside = stack.repository.stacks.present().filter(directory=stack.directory).exclude(pk=stack.pk)
    if beside.exists():
        told |= {name: value for name in ("environment", "name") if (value := getattr(stack, name))}
    return urlencode(told, safe="/")


def _own_first(stack: Stack) -> list[Snippet]:
    """By the files our fixes would go into: they are written for the CI that was seen."""
    current = stack.repository.current_id
    fixes = Finding.objects.filter(assessment=current, fix__isnull=False).values_list("fix", flat=True)
    paths = [str(fix.get("path", "")) for fix in fixes if fix]
    seen = Counter(one.name for one in all_snippets() for path in paths if path.startswith(one.files))
    seen.setdefault(_OF_HOST.get(Host(stack.repository.host), "shell"), 0)
    return sorted(all_snippets(), key=lambda one: (-seen.get(one.name, -1), one.label))
