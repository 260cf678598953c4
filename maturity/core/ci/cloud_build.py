"""Google Cloud Build: `cloudbuild.yaml`; what starts it lies on the server, or in Terraform resources."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from msgspec.structs import replace

from maturity.core.ci._jobs import flag, literals, reach_declared, server_side
from maturity.core.ci._refs import by_regex, lets_through
from maturity.core.ci._tree import first_mapping
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.places import inside
from maturity.core.linking.reached import Reached
from maturity.core.paths import is_sample
from maturity.core.pipeline import Delegated, Event, Job, Shell, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.readers.hcl import HclFile
from maturity.core.syntax.hcl import Block, string
from maturity.core.syntax.yaml import Mapping, Scalar, items, mapping, strings, text

SYSTEM = "cloud-build"
SERVER_SIDE = "the trigger is set up on the server"
_NAMED = re.compile(r"(?:^|/)(?:[^/]*cloud-?build[^/]*|cloud-?build/(?:[^/]+/)*[^/]+)\.ya?ml$", re.IGNORECASE)
_SHELLS = frozenset({"bash", "sh", "/bin/bash", "/bin/sh", "ash"})


class CloudBuild(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> CloudBuild | None:
    body = first_mapping(data)
    if body is None or not any("name" in mapping(step) for step in items(body.get("steps"))):
        return None
    env = literals(body.get("substitutions"))
    steps = tuple(step for node in items(body["steps"]) if (step := _step(mapping(node))) is not None)
    line = body.key_lines["steps"]
    common = strings(mapping(body.get("options")).get("env"))
    return CloudBuild(
        system=SYSTEM,
        jobs=(Job(id="build", line=line, steps=steps),),
        triggers=server_side(line, SERVER_SIDE),
        env={**env, **_pairs(common)},
    )


reader = Reader("cloud_build", 1, CloudBuild, lambda path: _NAMED.search(path) is not None, read, ends=YAML)


def reach(
    path: str, workflow: CloudBuild, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """Under the events of the triggers declared in this repository; without any, only perhaps."""
    if is_sample(path):
        return
    declared = [
        found
        for file in files.of(HclFile).values()
        for block in file.blocks
        for found in _declared(block, path)
    ]
    yield from reach_declared(path, workflow, files, declared)


def _step(node: Mapping) -> Step | None:
    bare = _bare_step(node)
    written = node.get("script")
    if isinstance(written, Scalar):
        return replace(bare, run=_plain(written), run_line=written.first_line, shell=_shell_of(written))
    entry = text(node.get("entrypoint"))
    args = [arg for arg in items(node.get("args")) if isinstance(arg, Scalar)]
    if not entry and args and args[0] in _SHELLS:
        entry, args = str(args[0]), args[1:]
    if entry in _SHELLS and len(args) > 1 and args[0].startswith("-") and "c" in args[0]:
        shell = Shell.ERREXIT if "e" in args[0] else Shell.LOOSE
        return replace(bare, run=_plain(args[1]), run_line=args[1].first_line, shell=shell)
    words = " ".join(str(arg) if arg.startswith("$") else shlex.quote(_plain(arg)) for arg in args)
    line = args[0].line if args else node.line
    if entry:
        return replace(bare, run=f"{entry} {words}".strip(), run_line=line)
    # an image of tools starts what the first argument names; others take arguments for their own program
    if args and (args[0].startswith(("/", "./")) or args[0].endswith(".sh")):
        return replace(bare, run=words, run_line=line)
    return replace(bare, uses=f"image:{text(node.get('name'))}", run=words, run_line=line)


def _bare_step(node: Mapping) -> Step:
    folder = inside("", text(node.get("dir"))) if "dir" in node else ""
    return Step(
        line=node.line,
        name=text(node.get("id")),
        env=_pairs(strings(node.get("env"))),
        cwd="$PWD" if folder is None else folder,
        soft="allowFailure: true" if flag(node.get("allowFailure")) or "allowExitCodes" in node else "",
    )


def _plain(written: str) -> str:
    """`$$` is a dollar that Cloud Build leaves to the shell."""
    return written.replace("$$", "$")


def _shell_of(script: str) -> Shell:
    first = script.lstrip().split("\n", 1)[0]
    if not first.startswith("#!"):
        return Shell.ERREXIT
    return (
        Shell.OTHER
        if not first.rstrip().split("/")[-1].startswith(("bash", "sh", "env bash", "env sh"))
        else Shell.LOOSE
    )


def _pairs(entries: list[str]) -> dict[str, str]:
    return {name: value for name, equals, value in (entry.partition("=") for entry in entries) if equals}


def _declared(block: Block, path: str) -> Iterator[tuple[Trigger, str]]:
    """What a `google_cloudbuild_trigger` resource starts this file on, and the approval it asks for."""
    if block.type != "resource" or block.labels[:1] != ("google_cloudbuild_trigger",):
        return
    own = {attribute.name: attribute.value for attribute in block.attributes}
    if string(own.get("filename", "")) != path or own.get("disabled", "").strip() == "true":
        return
    approval = any(
        _value(inner, "approval_required") == "true" for inner in _blocks(block, "approval_config")
    )
    gate = "approval_config" if approval else ""
    found = False
    for holder in (*_blocks(block, "github"), *_blocks(block, "repository_event_config")):
        for inner in holder.blocks:
            branch = string(_value(inner, "branch")) or ""
            if inner.type == "pull_request":
                found = True
                yield Trigger(event=Event.PULL_REQUEST, line=1, branches=(branch,)), gate
            elif inner.type == "push":
                found = True
                yield from ((trigger, gate) for trigger in _pushed(branch, tag="tag" in _names(inner)))
    for inner in _blocks(block, "trigger_template"):
        found = True
        branch = string(_value(inner, "branch_name")) or ""
        yield from ((trigger, gate) for trigger in _pushed(branch, tag="tag_name" in _names(inner)))
    if not found:
        yield Trigger(event=Event.MANUAL, line=1, note="no event starts it"), gate


def _pushed(branch: str, *, tag: bool) -> Iterator[Trigger]:
    if tag:
        yield Trigger(event=Event.TAG, line=1)
        return
    for event in (Event.BRANCH, Event.DEFAULT):
        answer = lets_through(event, [branch] if branch else [], match=by_regex)
        if answer is not False:
            yield Trigger(event=event, line=1, branches=(branch,), certain=answer is True)


def _blocks(block: Block, kind: str) -> list[Block]:
    return [inner for inner in block.blocks if inner.type == kind]


def _names(block: Block) -> set[str]:
    return {attribute.name for attribute in block.attributes}


def _value(block: Block, name: str) -> str:
    return next((attribute.value.strip() for attribute in block.attributes if attribute.name == name), "")
