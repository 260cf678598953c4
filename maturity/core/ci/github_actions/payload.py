"""The `github` context of one world: what GitHub would say there, as far as the files tell."""

from __future__ import annotations

from functools import lru_cache

from maturity.core.ci.github_actions.values import Placeholder, Unknown, Value
from maturity.core.ci.github_actions.worlds import ORDINARY, Ground, World
from maturity.core.pipeline import Event

_RUN = Unknown("known only at run time", truth=True)
_PERSON = Unknown("depends on who started it", truth=True, seldom=True, symbol="actor")
_SAID = Unknown("depends on what the author wrote", seldom=True)
_LABELS = Unknown("depends on a label", seldom=True)
_CHOSEN = Unknown("chosen by hand")
_PULL_REQUESTS = frozenset({
    "pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment",
})  # fmt: skip
# Parts of `github.event` that only some events have; elsewhere they are null
_PARTS: dict[str, frozenset[str]] = {
    "pull_request": _PULL_REQUESTS,
    "label": _PULL_REQUESTS | {"issues", "label"},
    "comment": frozenset({"issue_comment", "pull_request_review_comment", "discussion_comment"}),
    "issue": frozenset({"issue_comment", "issues"}),
    "review": frozenset({"pull_request_review"}),
    "release": frozenset({"release"}),
    "workflow_run": frozenset({"workflow_run"}),
    "inputs": frozenset({"workflow_dispatch"}),
    "client_payload": frozenset({"repository_dispatch"}),
    "schedule": frozenset({"schedule"}),
    "merge_group": frozenset({"merge_group"}),
    "head_commit": frozenset({"push"}),
    "commits": frozenset({"push"}),
    "pusher": frozenset({"push"}),
    "deployment": frozenset({"deployment", "deployment_status"}),
    "deployment_status": frozenset({"deployment_status"}),
}


def github(parts: tuple[str, ...], world: World, ground: Ground) -> Value:
    """`github.<parts>`, lower case."""
    known = _known(world, ground)
    key = ".".join(parts)
    if key in known:
        return known[key]
    if len(parts) > 1 and parts[0] == "event":
        if world.name not in _PARTS.get(parts[1], frozenset({world.name})):
            return None
        if "labels" in parts:
            return _LABELS
        if parts[-1] in {"login", "author_association"}:
            return _PERSON
    return _RUN if len(parts) == 1 else Unknown(_RUN.why)


@lru_cache(maxsize=1024)
def _known(world: World, ground: Ground) -> dict[str, Value]:
    default = ground.default if ground.known else Placeholder(ground.default)
    repository = _repository(ground)
    owner = ground.repository.partition("/")[0]
    known: dict[str, Value] = {
        "event_name": world.name,
        "workspace": "$GITHUB_WORKSPACE",
        "repository": repository,
        "repository_owner": owner or Unknown("depends on who owns the repository", certain=False, truth=True),
        "event.repository.full_name": repository,
        "event.repository.default_branch": default,
        "event.repository.fork": False,
        "event.schedule": world.cron or None,
        "event.created": False,
        "event.deleted": False,
        "event.forced": False,
        "event.action": _action(world),
        "actor": _PERSON,
        "triggering_actor": _PERSON,
        **_references(world, ground),
    }
    if world.name in _PULL_REQUESTS:
        known |= _pull_request(world, repository)
    if world.name == "push":
        known |= {"event.head_commit.message": _SAID, "event.commits.*.message": _SAID}
    if world.name == "workflow_run":
        known |= _followed(world, repository)
    return known


def _repository(ground: Ground) -> Value:
    unknown = Unknown("depends on the name of the repository", certain=False, truth=True, symbol="repository")
    return ground.repository or unknown


def _action(world: World) -> Value:
    if not world.actions:
        return None if world.name in {"push", "schedule", "workflow_dispatch"} else Unknown(_RUN.why)
    if len(world.actions) == 1:
        return Placeholder(next(iter(world.actions)))
    rare = world.actions - ORDINARY
    return Unknown("depends on what happened to the pull request", options=world.actions, rare=rare)


def _references(world: World, ground: Ground) -> dict[str, Value]:
    """ref, ref_name, ref_type, base_ref and head_ref."""
    known: dict[str, Value] = {"base_ref": "", "head_ref": "", "ref_type": "branch"}
    full, short = _ref(world, ground)
    known |= {"ref": full, "ref_name": short, "event.ref": full}
    if world.event is Event.TAG:
        known["ref_type"] = "tag"
    if world.name in _PULL_REQUESTS and world.base:
        known["base_ref"] = Placeholder(world.base)
        known["head_ref"] = _some_branch("", (ground.default,))
    return known


def _ref(world: World, ground: Ground) -> tuple[Value, Value]:
    """`github.ref` and `github.ref_name`."""
    branch = world.branch or world.base
    if world.name == "workflow_run":
        branch = ground.default
    elif world.event is Event.TAG:
        branches = frozenset({ground.default.lower(), *ground.deploys})
        tag = Unknown("depends on the tag", truth=True, never=branches)
        return Unknown(tag.why, truth=True, prefix="refs/tags/"), tag
    elif world.name == "pull_request" and not world.merged:
        merge = _some_branch("", (ground.default,))
        return Unknown("the merge of the pull request", truth=True, prefix="refs/pull/"), merge
    elif world.name == "workflow_dispatch":
        return Unknown(_CHOSEN.why, truth=True, prefix="refs/heads/"), Unknown(_CHOSEN.why, truth=True)
    elif world.name == "merge_group":
        branch = f"gh-readonly-queue/{ground.default}/"
    if not branch:
        others = (ground.default, *ground.deploys)
        return _some_branch("refs/heads/", others), _some_branch("", others)
    if ground.known and branch == ground.default:
        return f"refs/heads/{branch}", branch
    return Placeholder(f"refs/heads/{branch}"), Placeholder(branch)


def _some_branch(prefix: str, others: tuple[str, ...]) -> Unknown:
    """The branch of a change: none of the others."""
    never = frozenset(f"{prefix}{name}".lower() for name in others)
    return Unknown("depends on the branch", truth=True, seldom=True, symbol=f"{prefix}head",
                   prefix=prefix, never=never)  # fmt: skip


def _pull_request(world: World, repository: Value) -> dict[str, Value]:
    here = "event.pull_request."
    return {
        f"{here}draft": False,
        f"{here}merged": world.merged,
        f"{here}base.ref": Placeholder(world.base),
        f"{here}head.repo.full_name": repository,
        f"{here}base.repo.full_name": repository,
        f"{here}head.repo.fork": False,
        f"{here}title": _SAID,
        f"{here}body": _SAID,
        f"{here}labels": _LABELS,
        "event.label.name": _LABELS,
    }


def _followed(world: World, repository: Value) -> dict[str, Value]:
    here = "event.workflow_run."
    head = Placeholder(world.branch) if world.branch else _some_branch("", ())
    return {
        f"{here}event": world.origin or Unknown(_RUN.why, truth=True),
        f"{here}conclusion": Unknown("depends on how the other workflow ended", truth=True),
        f"{here}head_branch": head,
        f"{here}head_repository.full_name": repository,
    }
