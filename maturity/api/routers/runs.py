"""POST /runs: the plan CI made."""

from __future__ import annotations

from ninja import HeaderEx, P, Query, Router, Status

from maturity import links, tasks
from maturity.actions import Refused, matching, pushing, tokens
from maturity.actions.matching import Meant, NotOne
from maturity.actions.pushing import Push
from maturity.api.bearer import Bearer, TokenRequest, repository_of
from maturity.api.body import received, turn
from maturity.api.problems import Problem, refuse_unknown
from maturity.api.schemas import Counts, Refusal, Sent, Taken, Which
from maturity.core.plans import Reading, Unreadable
from maturity.models import Outcome, Plan, Purpose, Repository, Stack

router = Router()
KEY = 200
TOFU = {"tofu": "opentofu"}
BODY = {"type": "string", "format": "binary"}
BODIES = ("application/json", "application/x-ndjson", "application/octet-stream")


@router.post(
    "/runs",
    auth=Bearer(tokens.PUSH),
    response={200: Taken, 201: Taken, (400, 401, 403, 409, 411, 413, 415, 422, 429, 503): Refusal},
    summary="Send a plan",
    by_alias=True,
    openapi_extra={"requestBody": {
        "description": "The plan as terraform show -json or terraform plan -json wrote it, with "
        "Content-Encoding: gzip or without. Empty for a run that failed before it had a plan.",
        "content": {kind: {"schema": BODY} for kind in BODIES},
    }},
)  # fmt: skip
def send_plan(
    request: TokenRequest,
    sent: Query[Sent],
    idempotency_key: HeaderEx[str, P(alias="Idempotency-Key", description="the same key, the same run")] = "",
) -> Status[Taken]:
    """Sent twice with one key, it is written once, and the first answer is given again."""
    refuse_unknown(request, Sent)
    repository, push = _repository(request, sent), _push(sent, idempotency_key)
    stack = _stack(repository, sent)
    known = pushing.taken_before(stack, push) if stack else None
    if stack and known:
        return Status(200, _answer(stack, known))
    if why := pushing.other_branch(repository, push):
        raise Problem(422, why)
    try:
        origin = pushing.origin_of(push)
        with received(request) as data, turn():
            reading = pushing.read_plan(data, push)
        stack = stack or _declare(repository, sent, reading)
    except Unreadable as error:
        raise Problem(422, str(error)) from None
    except Refused as refusal:
        raise Problem(422, refusal.message) from None
    try:
        taken = pushing.take(stack, reading, origin, push)
    except Refused as refusal:
        raise Problem(409, refusal.message) from None
    if taken.run:
        tasks.send(taken.run.pk)
    return Status(201, _answer(stack, taken))


def _repository(request: TokenRequest, sent: Sent) -> Repository:
    found = repository_of(request, sent.repository)
    if found is None:
        raise Problem(422, "repository: with the token of a team, say which one: repository=owner/name")
    return found


def _push(sent: Sent, key: str) -> Push:
    number, key = sent.pull_request, key.strip()
    purpose = Purpose(sent.purpose or (Purpose.PULL_REQUEST if number else Purpose.CHECK))
    if purpose == Purpose.PULL_REQUEST and number is None:
        raise Problem(422, "pull_request: a plan of a pull request is sent with its number")
    if purpose == Purpose.CHECK and number is not None:
        raise Problem(422, "purpose: a plan of a pull request says nothing of the default branch")
    if key and (len(key) > KEY or not key.isprintable()):
        raise Problem(422, f"Idempotency-Key: it has at most {KEY} printable characters")
    return Push(
        purpose=purpose, exit_code=sent.exit_code, started_at=sent.started_at, commit=sent.commit.lower(),
        ref=sent.ref, pull_request=number, url=sent.url, title=sent.title, actor=sent.actor, key=key or None,
        force=sent.force,
    )  # fmt: skip


def meant(which: Which) -> Meant:
    return Meant(
        directory=which.stack, workspace=which.workspace, environment=which.environment, name=which.name
    )


def _stack(repository: Repository, sent: Sent) -> Stack | None:
    """None: it is to be made known."""
    stacks = repository.stacks.present().select_related("repository").defer("sketch", "calendar")
    try:
        return matching.find_stack(list(stacks.order_by("directory", "name", "pk")), meant(sent))
    except NotOne as refusal:
        if sent.register_ and not refusal.several:
            return None
        near = [
            {"stack": one.directory or ".", "environment": one.environment, "workspace": one.workspace,
             "name": one.name}
            for one in refusal.near
        ]  # fmt: skip
        raise Problem(422, refusal.message, stacks=near) from None
    except Refused as refusal:
        raise Problem(422, refusal.message) from None


def _declare(repository: Repository, sent: Sent, reading: Reading) -> Stack:
    return matching.declare_stack(repository, meant(sent), TOFU.get(reading.tool, "terraform"))


def _answer(stack: Stack, taken: pushing.Taken) -> Taken:
    check, plan = taken.check, taken.plan
    told = Taken(
        check=check.pk if check else None, plan=plan.pk if plan else None,
        repository=stack.repository.name, stack=stack.label,
        stack_id=stack.pk, outcome=Outcome.FINISHED, url=links.stack_page(stack), notes=list(taken.notes),
    )  # fmt: skip
    if plan:
        told.counts = _counts(plan)
    if check:
        told.outcome, told.error, told.finding = check.outcome, check.error, check.finding or None
        told.drifted, told.pending, told.observed = check.drifted, check.pending, check.observed
    elif plan:
        told.outcome = Outcome.ERRORED if plan.errored else Outcome.FINISHED
        told.error, told.url = plan.error, links.plan_page(plan)
        told.drifted, told.pending, told.observed = plan.drifted, plan.pending, plan.observed
        told.pull_request = plan.pull_request.number if plan.pull_request else None
    return told


def _counts(plan: Plan) -> Counts:
    return Counts(
        create=plan.creates, update=plan.updates, delete=plan.deletes, replace=plan.replaces,
        forget=plan.forgets, import_=plan.imports, move=plan.moves,
    )  # fmt: skip
