"""Platforms that HCL speaks of: where the state lives, and the workspaces and stacks it sets up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maturity.core.facts._platform import Platform
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._backends import entries
from maturity.core.stacks._places import is_live
from maturity.core.syntax.hcl import Block, literal, string

_PREFIXES = ("tfe_", "scalr_", "spacelift_", "env0_")
SERVER_SIDE = {
    "hcp-terraform": "state lives in HCP Terraform; whether it plans pull requests is set up there",
    "scalr": "state lives in Scalr; whether it plans pull requests is set up there",
    "spacelift": "state lives in Spacelift; what its stacks do is set up there",
}


def declared(files: Files, here: RepositoryName) -> Iterator[Platform]:
    yield from _backends(files)
    resources = list(_resources(files))
    drift = _drift(resources)
    policies = _policies(resources)
    for path, block in resources:
        kind, name = block.labels
        watched = drift.get(f"{kind}.{name}")
        if kind == "tfe_workspace":
            yield from _workspace(path, block, here, policy=policies.get("tfe"))
        elif kind == "scalr_workspace":
            yield from _scalr(path, block, here)
        elif kind == "spacelift_stack":
            follows = _folder_here(block, files)
            yield from _stack(path, block, here, watched, policy=policies.get("spacelift"), follows=follows)
        elif kind in {"env0_template", "env0_environment"}:
            yield from _env0(path, block, here)
    yield from _workspaces_of_modules(files, here, policy=policies.get("tfe"))
    yield from _atlantis(files)


def _backends(files: Files) -> Iterator[Platform]:
    """One entry per platform, naming every folder whose state lives there."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path, remote in files.each(HclFile, _remote).items():
        for inner in remote if is_live(path, files) else ():
            found.setdefault(_host(inner), []).append((path, inner.line))
    for name, places in found.items():
        places.sort()
        yield Platform(
            name=name,
            at=Source(*places[0]),
            locks=True,
            certain=False,
            note=SERVER_SIDE[name],
            directories=tuple(sorted({folder(path) for path, _ in places})),
        )


def _remote(path: str, content: HclFile) -> list[Block]:
    inside = (inner for block in content.of("terraform") for inner in block.blocks)
    return [
        inner
        for inner in inside
        if inner.type == "cloud" or (inner.type == "backend" and inner.labels[:1] == ("remote",))
    ]


def _host(block: Block) -> str:
    host = string(block.value("hostname") or "") or ""
    return "scalr" if host.endswith("scalr.io") else "spacelift" if "spacelift" in host else "hcp-terraform"


def _resources(files: Files) -> Iterator[tuple[str, Block]]:
    for path, found in files.each(HclFile, _of_platforms).items():
        if is_live(path, files):
            yield from ((path, block) for block in found)


def _of_platforms(path: str, content: HclFile) -> list[Block]:
    resources = (block for block in content.of("resource") if len(block.labels) == 2)
    return [block for block in resources if block.labels[0].startswith(_PREFIXES)]


def _is_here(block: Block, name: str, here: RepositoryName) -> bool | None:
    """Whether an attribute names this repository; None when either is not known."""
    return _names(string(block.value(name) or ""), here)


def _names(written: str | None, here: RepositoryName) -> bool | None:
    if not written or "${" in written or not here.name:
        return None
    return written.lower().removesuffix(".git").rstrip("/").endswith(here.name.lower())


def _flag(block: Block, name: str) -> bool | None:
    value = block.value(name)
    known = literal(value) if value is not None else None
    return known if isinstance(known, bool) else {"true": True, "false": False}.get(str(known).lower())


def _folders(block: Block, name: str) -> tuple[str, ...]:
    written = string(block.value(name) or "")
    return (written.strip("/"),) if written and "${" not in written else ()


def _workspace(path: str, block: Block, here: RepositoryName, *, policy: bool | None) -> Iterator[Platform]:
    repository = block.first("vcs_repo")
    mine = _is_here(repository, "identifier", here) if repository is not None else False
    if mine is not False:
        line = repository.line if repository else block.line
        yield _following(Source(path, line), block, mine=mine, policy=policy)


def _workspaces_of_modules(files: Files, here: RepositoryName, *, policy: bool | None) -> Iterator[Platform]:
    """A module that is handed `vcs_repo = { identifier = … }` makes a workspace of it."""
    for path, blocks in files.each(HclFile, _fed_by_a_repository).items():
        for block in blocks if is_live(path, files) else ():
            given = {one.name: one for one in entries(block.value("vcs_repo") or "")}
            written = string(given["identifier"].value) if "identifier" in given else None
            mine = _names(written, here) if written else False
            if mine is not False:
                line = next(one.line for one in block.attributes if one.name == "vcs_repo")
                yield _following(Source(path, line), block, mine=mine, policy=policy)


def _fed_by_a_repository(path: str, content: HclFile) -> list[Block]:
    return [block for block in content.of("module") if block.value("vcs_repo")]


def _following(at: Source, block: Block, *, mine: bool | None, policy: bool | None) -> Platform:
    """A workspace that follows this repository plans its pull requests unless told not to."""
    speculative = _flag(block, "speculative_enabled") is not False
    return Platform(
        name="hcp-terraform",
        at=at,
        plans_pull_requests=speculative if mine else None,
        applies_after_merge=True if mine else None,
        comments=bool(mine) and speculative,
        locks=True,
        drift_check=_flag(block, "assessments_enabled"),
        reconciles=False,
        policy=policy,
        certain=bool(mine),
        directories=_folders(block, "working_directory"),
        note="" if mine else "a workspace follows a repository whose name is not known here",
    )


def _scalr(path: str, block: Block, here: RepositoryName) -> Iterator[Platform]:
    repository = block.first("vcs_repo")
    mine = _is_here(repository, "identifier", here) if repository is not None else False
    if mine is False or repository is None:
        return
    plans = _flag(repository, "dry_runs_enabled") is not False
    yield Platform(
        name="scalr",
        at=Source(path, repository.line),
        plans_pull_requests=plans if mine else None,
        applies_after_merge=True if mine else None,
        comments=bool(mine) and plans,
        locks=True,
        certain=bool(mine),
        directories=_folders(block, "working_directory"),
        note="" if mine else "a workspace follows a repository whose name is not known here",
    )


def _stack(
    path: str, block: Block, here: RepositoryName, watched: tuple[bool, bool] | None,
    *, policy: bool | None, follows: bool,
) -> Iterator[Platform]:  # fmt: skip
    """`repository` is the name alone; the owner is that of the connected account.

    follows  its folder is one of ours: it says where a variable does not
    """
    written = string(block.value("repository") or "")
    short = here.name.rpartition("/")[2].lower()
    mine = written.lower() == short if written and "${" not in written and short else follows or None
    if mine is False:
        return
    yield Platform(
        name="spacelift",
        at=Source(path, block.line),
        plans_pull_requests=True if mine else None,
        applies_after_merge=True if mine else None,
        comments=bool(mine),
        locks=True,
        drift_check=watched is not None or None,
        reconciles=watched[1] if watched else None,
        policy=policy,
        certain=bool(mine),
        directories=_folders(block, "project_root"),
        note="" if mine else "a stack follows a repository whose name is not known here",
    )


def _folder_here(block: Block, files: Files) -> bool:
    """Whether it works in a folder, more than one deep, that this repository has."""
    return any("/" in place and files.has_folder(place) for place in _folders(block, "project_root"))


def _drift(resources: Iterable[tuple[str, Block]]) -> dict[str, tuple[bool, bool]]:
    """Stack reference -> (watched, put right by itself)."""
    found = {}
    for _, block in resources:
        if block.labels[0] == "spacelift_drift_detection":
            stack = (block.value("stack_id") or "").strip().removesuffix(".id")
            found[stack] = (True, _flag(block, "reconcile") is True)
    return found


def _policies(resources: Iterable[tuple[str, Block]]) -> dict[str, bool | None]:
    """Which platforms check plans: Sentinel or OPA sets of HCP Terraform, plan policies of Spacelift."""
    found: dict[str, bool | None] = {}
    for _, block in resources:
        if block.labels[0] in {"tfe_policy_set", "tfe_sentinel_policy", "tfe_policy"}:
            advisory = string(block.value("enforce_mode") or "") == "advisory"
            found["tfe"] = found.get("tfe") or not advisory
        elif block.labels[0] == "spacelift_policy" and string(block.value("type") or "") == "PLAN":
            found["spacelift"] = True
    return found


def _env0(path: str, block: Block, here: RepositoryName) -> Iterator[Platform]:
    mine = _is_here(block, "repository", here)
    if mine is False or block.value("repository") is None:
        return
    plans, deploys = _flag(block, "run_plans_on_pull_requests"), _flag(block, "deploy_on_push")
    yield Platform(
        name="env0",
        at=Source(path, block.line),
        plans_pull_requests=plans if mine else None,
        applies_after_merge=deploys if mine else None,
        comments=bool(mine and plans),
        locks=True,
        drift_check=True if block.value("drift_detection_cron") else None,
        certain=bool(mine),
        directories=_folders(block, "path"),
        note="" if mine else "the repository it follows is not known here",
    )


def _atlantis(files: Files) -> Iterator[Platform]:
    """An Atlantis server set up by Terraform: a module or a chart release."""
    for path, lines in files.each(HclFile, _with_atlantis).items():
        for line in lines if is_live(path, files) else ():
            yield Platform(
                name="atlantis",
                at=Source(path, line),
                locks=True,
                certain=False,
                note="an Atlantis server is set up here; which repositories it serves is set up there",
            )


def _with_atlantis(path: str, content: HclFile) -> list[int]:
    return [block.line for block in content.blocks if _sets_up_atlantis(block)]


def _sets_up_atlantis(block: Block) -> bool:
    chart = string(block.value("chart")) or ""
    if block.labels[:1] == ("helm_release",) and chart.rpartition("/")[2] == "atlantis":
        return True
    if block.type != "module":
        return False
    source = string(block.value("source")) or ""
    named = "runatlantis" in source or "/atlantis/" in f"/{source}/".replace("-atlantis", "/atlantis")
    return named and not source.startswith(".")
