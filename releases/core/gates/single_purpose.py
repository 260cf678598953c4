"""A release that does one thing can be understood, watched and rolled back as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from maturity.core.drift.quiet import Rule
from releases.core.facts.change import CodeChange, File
from releases.core.gate import Evidence, Gate, Params, Result, World, failed, not_applicable, passed, unknown
from releases.core.telling import few, line, short

INFRASTRUCTURE = (".tf", ".tofu", ".tfvars", ".hcl", ".tf.json", ".tftest.hcl")
# They say nothing of what the release does.
BESIDE = (".md", ".rst", ".txt", ".adoc", ".gitignore", ".editorconfig", "LICENSE", "CODEOWNERS")
CI = (
    ".github/",
    ".gitlab/",
    ".gitlab-ci.yml",
    ".circleci/",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
)
GENERATED = (
    "*.lock", "*.lock.hcl", "*-lock.json", "*-lock.yaml", "*.sum", "*.min.js", "*.min.css", "*.svg", "*.snap",
    "vendor/*", "*/vendor/*", "*/node_modules/*",
)  # fmt: skip
LARGEST = 5


class Settings(Params, frozen=True, forbid_unknown_fields=True):
    """lines: added and removed. stacks: whose code changes. mixed: application and infrastructure at once.

    ignore  globs over paths that nobody reads line by line
    """

    lines: Annotated[int, Meta(ge=1)] = 400
    stacks: Annotated[int, Meta(ge=0)] = 1
    mixed: bool = False
    ignore: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=300)], ...], Meta(max_length=100)
    ] = GENERATED


def judge(world: World, params: Settings, now: datetime) -> Result:
    found = world.get(CodeChange)
    if found is None:
        return unknown(
            "the release names no commit, or its application has no repository",
            "open the release with the commit that it is built from",
        )
    if not found.base:
        return not_applicable("nothing is known to run there yet, so there is nothing to compare with")
    if not found.read:
        reason = f"our copy of the repository lacks {short(found.base)} or {short(found.head)}"
        link = Evidence("The repository", url=found.url)
        return unknown(reason, "scan the repository: that fetches its default branch", link)
    if found.more:
        return failed(f"{len(found.files) + found.more:,} files changed, more than are looked at")
    return _judged(found, [one for one in found.files if not _is(one.path, params.ignore)], params)


def _judged(found: CodeChange, files: Sequence[File], params: Settings) -> Result:
    lines = sum(one.added + one.removed for one in files)
    stacks = sorted({one.stack for one in files if one.stack})
    code = [one for one in files if _is_code(one)]
    mixed = bool(code) and any(one.stack or one.path.endswith(INFRASTRUCTURE) for one in files)
    links = [_evidence(one, found.head) for one in files[:LARGEST]]
    numbers = {"lines": lines, "files": len(files), "stacks": len(stacks), "mixed": mixed}
    said = []
    if lines > params.lines:
        said.append(f"{lines:,} lines changed, and {params.lines:,} are allowed")
    if len(stacks) > params.stacks:
        said.append(f"{len(stacks)} stacks changed, and {params.stacks} may: {few(stacks)}")
    if mixed and not params.mixed:
        said.append("application and infrastructure changed together")
    if said:
        return failed("; ".join(said), *links, **numbers)
    reason = (
        f"{lines:,} lines in {len(files)} files changed since {short(found.base)}, in {len(stacks)} stacks"
    )
    return passed(reason, *links, **numbers)


def _is_code(one: File) -> bool:
    """Of the application: in no stack's folder, and none of what stands beside code."""
    name = one.path.rpartition("/")[2]
    beside = name.endswith(BESIDE) or one.path.startswith(CI) or one.path.endswith(INFRASTRUCTURE)
    return not one.stack and not beside


def _is(path: str, globs: Sequence[str]) -> bool:
    return any(Rule(glob).covers(path) for glob in globs)


def _evidence(one: File, commit: str) -> Evidence:
    return Evidence(f"{line(one.path)}: +{one.added:,} -{one.removed:,}", path=one.path, commit=commit)


GATE = Gate(
    key="single_purpose",
    title="The change does one thing",
    about="Of a large change, nobody can say which part of it was to blame.",
    needs=(CodeChange,),
    params=Settings,
    judge=judge,
)
