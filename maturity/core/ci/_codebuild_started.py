"""What starts a CodeBuild project, when its project, webhook or pipeline is declared in this repository."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.ci._refs import by_regex, lets_through
from maturity.core.files import Files
from maturity.core.pipeline import Event, Trigger
from maturity.core.readers.hcl import HclFile
from maturity.core.syntax.hcl import Block, string


def started(path: str, files: Files) -> Iterator[tuple[Trigger, str]]:
    """The triggers of every project that uses the buildspec at `path`, each with its approval."""
    resources = [block for file in files.of(HclFile).values() for block in file.of("resource")]
    names = {block.labels[1] for block in _of(resources, "aws_codebuild_project") if _uses(block, path)}
    for block in _of(resources, "aws_codebuild_webhook"):
        if _names_any(block.value("project_name") or "", names):
            yield from ((trigger, "") for trigger in _webhook(block))
    for block in _of(resources, "aws_codepipeline"):
        yield from _pipeline(block, names)


def _of(blocks: list[Block], kind: str) -> Iterator[Block]:
    return (block for block in blocks if block.labels[:1] == (kind,) and len(block.labels) == 2)


def _uses(project: Block, path: str) -> bool:
    """`buildspec = "ci/buildspec.yml"`, or `file("…/buildspec.yml")`; without one the top's own."""
    source = project.first("source")
    written = source.value("buildspec") if source is not None else None
    if not written:
        return path in {"buildspec.yml", "buildspec.yaml"}
    known = string(written)
    return known == path if known is not None else f"/{path.rpartition('/')[2]}" in written


def _names_any(written: str, names: set[str]) -> bool:
    return any(f"aws_codebuild_project.{name}." in f"{written.strip()}." for name in names)


def _webhook(block: Block) -> Iterator[Trigger]:
    """Filters of a group must all hold; a webhook without groups is called for every push."""
    groups = list(block.of("filter_group"))
    for group in groups:
        filters = {_text(one, "type"): _text(one, "pattern") for one in group.of("filter")}
        if "PULL_REQUEST" in filters.get("EVENT", "").replace("PULL_REQUEST_MERGED", ""):
            yield Trigger(event=Event.PULL_REQUEST, line=1)
        if "PULL_REQUEST_MERGED" in filters.get("EVENT", ""):
            yield Trigger(event=Event.DEFAULT, line=1)
        if "PUSH" in filters.get("EVENT", ""):
            yield from _pushed(filters.get("HEAD_REF", ""))
    if not groups:
        yield from _pushed("")


def _pushed(pattern: str) -> Iterator[Trigger]:
    if "refs/tags/" in pattern:
        yield Trigger(event=Event.TAG, line=1)
        return
    only = [pattern.replace("refs/heads/", "")] if pattern else []
    for event in (Event.BRANCH, Event.DEFAULT):
        answer = lets_through(event, only, match=by_regex)
        if answer is not False:
            yield Trigger(event=event, line=1, certain=answer is True)


def _pipeline(block: Block, names: set[str]) -> Iterator[tuple[Trigger, str]]:
    """A CodePipeline starts on its source branch; an approval holds what comes after it."""
    gate = ""
    branch = ""
    for stage in block.of("stage"):
        for action in stage.of("action"):
            configuration = action.value("configuration") or ""
            if _text(action, "category") == "Approval":
                gate = "an approval of the CodePipeline"
            elif _text(action, "category") == "Source":
                branch = _branch(configuration)
            elif _names_any_in(configuration, names):
                answer = lets_through(Event.DEFAULT, [branch] if branch else [])
                yield Trigger(event=Event.DEFAULT, line=1, certain=answer is True), gate


def _branch(configuration: str) -> str:
    for line in configuration.replace(",", "\n").split("\n"):
        name, equals, value = line.partition("=")
        if equals and name.strip(' {"') in {"BranchName", "Branch"}:
            return string(value.strip(" }")) or ""
    return ""


def _names_any_in(configuration: str, names: set[str]) -> bool:
    return any(f"aws_codebuild_project.{name}." in configuration for name in names)


def _text(block: Block, name: str) -> str:
    return string(block.value(name) or "") or ""
