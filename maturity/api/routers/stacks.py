"""GET /stacks: how the stacks of a repository or a team stand, for scripts and gates."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from ninja import Query, Router

from maturity import access, links
from maturity.actions import Refused, matching
from maturity.actions.tokens import READ
from maturity.api.bearer import Bearer, TokenRequest, repository_of
from maturity.api.problems import Problem, refuse_unknown
from maturity.api.schemas import Refusal, Stacks, StackState, Which
from maturity.models import Organisation, Stack

router = Router()
MOST = 5000


@router.get(
    "/stacks",
    auth=Bearer(READ),
    response={200: Stacks, (401, 403, 422, 429): Refusal},
    summary="How the stacks stand",
)
def list_stacks(request: TokenRequest, which: Query[Which]) -> Stacks:
    """All of the token's repository or team, or those that are meant."""
    refuse_unknown(request, Which)
    found = access.stacks_of(request.auth).select_related("repository")
    if which.repository:
        found = found.filter(repository=repository_of(request, which.repository))
    for field in ("workspace", "environment", "name"):
        if wanted := getattr(which, field):
            found = found.filter(**{field: wanted})
    if which.stack:
        found = found.filter(Q(directory=_directory(which.stack)) | Q(name=which.stack))
    fresh_since = _fresh_since()
    ordered = list(found.order_by("repository__name", "directory", "name", "pk")[: MOST + 1])
    told = [_state(one, fresh_since) for one in ordered[:MOST]]
    return Stacks(stacks=told, truncated=len(ordered) > MOST)


@router.get(
    "/stacks/{int:stack_id}",
    auth=Bearer(READ),
    response={200: StackState, (401, 403, 404, 429): Refusal},
    summary="How a stack stands",
)
def show_stack(request: TokenRequest, stack_id: int) -> StackState:
    found = access.stacks_of(request.auth).select_related("repository").filter(pk=min(stack_id, 2**62))
    stack = found.first()
    if stack is None:
        raise Problem(404, "this token knows no stack with that number")
    return _state(stack, _fresh_since())


def _directory(text: str) -> str:
    try:
        return matching.directory_of(text)
    except Refused as refusal:
        raise Problem(422, refusal.message) from None


def _fresh_since() -> datetime:
    return Organisation.current().checks_fresh_since(timezone.now())


def _state(stack: Stack, fresh_since: datetime) -> StackState:
    return StackState(
        id=stack.pk, repository=stack.repository.name, stack=stack.label,
        directory=stack.directory or ".", workspace=stack.workspace, environment=stack.environment,
        name=stack.name, tool=stack.tool, finding=stack.finding or None,
        freshness=stack.freshness(fresh_since), checked_at=stack.checked_at, drifted=stack.drifted_resources,
        pending=stack.pending_resources, drifted_since=stack.drift_since,
        failing_since=stack.failing_since, error=stack.attempt_error, url=links.stack_page(stack),
    )  # fmt: skip
