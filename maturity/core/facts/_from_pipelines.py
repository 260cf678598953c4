"""What pipelines add to the stacks: directories they apply, and backend settings they hand over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from maturity.core.facts.configurations import Configurations
from maturity.core.facts.pipelines import Pipelines, covers
from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import join
from maturity.core.pipeline import Act, Activity
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._backends import Given, is_whole, lock_of, settings_words
from maturity.core.stacks._locks import LOCK_ATTRIBUTES
from maturity.core.stacks.terraform import stacks_in

_TOOLS = frozenset({"terraform", "tofu", "opentofu"})
_RUNS = (Act.PLAN, Act.APPLY)
_HANDS_OVER = (Act.INIT, Act.PLAN, Act.APPLY, Act.VALIDATE)


def started(
    stacks: Iterable[Stack], configurations: Configurations, pipelines: Pipelines, files: Files
) -> list[Stack]:
    """Directories a pipeline plans or applies are stacks, whatever they lack."""
    known = {stack.directory for stack in stacks}
    found: list[Stack] = []
    for one in pipelines.doing(*_RUNS):
        place = one.directory
        if place is None or place in known or one.tool not in _TOOLS:
            continue
        configuration = configurations.directories.get(place)
        if configuration and configuration.live and (configuration.declares or configuration.providers):
            known.add(place)
            found += stacks_in(configuration, files)
    return found


def completed(stack: Stack, pipelines: Pipelines, files: Files) -> Stack:
    """The stack with its backend's lock decided by what pipelines pass to `init`."""
    backend = stack.backend
    if backend is None or backend.locking or backend.kind not in LOCK_ATTRIBUTES:
        return stack
    given = list(_given(stack, pipelines, files))
    return replace(stack, backend=_with(backend, given)) if given else stack


def _with(backend: Backend, given: list[Given]) -> Backend:
    lock = lock_of(backend.kind, given)
    if lock:
        return replace(backend, locking=True, locking_at=lock.at, note=f"{lock.name}, passed to init")
    if backend.locking is None and is_whole(backend.kind, given):
        return replace(backend, locking=False, note="what is passed to init names no lock")
    return backend


def _given(stack: Stack, pipelines: Pipelines, files: Files) -> Iterator[Given]:
    for one in pipelines.doing(*_HANDS_OVER):
        if covers(one.directory, stack.directory):
            words = [*one.words, *one.flags]
            yield from settings_words(words, one.at)
            yield from _named_files(words, one, stack, files)


def _named_files(words: Iterable[str], one: Activity, stack: Stack, files: Files) -> Iterator[Given]:
    """`-backend-config=prod.hcl`: the file is sought from where the command runs, then from the stack."""
    for word in words:
        name = word.partition("-backend-config=")[2].strip("\"'")
        if not name or "=" in name:
            continue
        for base in dict.fromkeys((one.directory or "", stack.directory)):
            path = join(base, name)
            content = files.get(path, HclFile) if path else None
            for attribute in content.attributes if path and content else ():
                yield Given(attribute.name, attribute.value, Source(path or "", attribute.line))
