"""`pre-commit run`: the hooks of the configuration, each as what it does."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.pipeline import Shell
from maturity.core.readers.pre_commit import Hook, PreCommit
from maturity.core.syntax.shell import Command, commands
from maturity.core.tools._words import Line, read

_RUNNERS = frozenset({"pre-commit", "prek"})
_FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.yaml")
_VALUED = frozenset(
    {"-c", "--config", "--hook-stage", "--stage", "--color", "--from-ref", "--to-ref", "-s", "-o"}
)
_VERBS = frozenset({
    "install", "install-hooks", "uninstall", "autoupdate", "clean", "gc", "sample-config", "validate-config",
    "auto-update", "list", "help", "cache",
})  # fmt: skip
_AT_COMMIT = frozenset({"pre-commit", "commit"})


def hooks(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when it is no pre-commit; [] when nothing is configured."""
    if words[0].rpartition("/")[2] not in _RUNNERS:
        return None
    line = read(words, _VALUED)
    if line.verb in _VERBS:
        return []
    path = _configuration(line, frame, files)
    found = files.get(path, PreCommit) if path else None
    if path is None or found is None:
        return []
    wanted = line.verbs[1:2] if line.verb == "run" else line.verbs[:1]
    skipped = {name for value in frame.values.get("SKIP", ()) for name in value.split(",")}
    stage = line.value("--hook-stage", "--stage") or "pre-commit"
    chosen = [hook for hook in found.hooks if _runs(hook, wanted, stage) and hook.id not in skipped]
    return [opened_hooks(path, chosen, None if line.has("--files") else "")]


def opened_hooks(path: str, chosen: list[Hook], cwd: str | None) -> Opened:
    """Hooks run from the top of the repository, and one that fails or rewrites a file fails the run."""
    found = tuple(command for hook in chosen for command in _commands(hook))
    return Opened(name=f"{path}#hooks", path=path, line=1, commands=found, cwd=cwd, shell=Shell.ERREXIT)


def _configuration(line: Line, frame: Frame, files: Files) -> str | None:
    named = line.value("-c", "--config")
    for base in dict.fromkeys((frame.cwd, "")):
        for file in (named,) if named else _FILES:
            path = inside(base, file)
            if path is not None and files.has(path):
                return path
    return None


def _runs(hook: Hook, wanted: tuple[str, ...], stage: str) -> bool:
    if wanted and not wanted[0].startswith("-") and hook.id != wanted[0]:
        return False
    if not hook.stages:
        return True
    stages = set(hook.stages) | ({f"pre-{name}" for name in hook.stages})
    return stage in stages or (stage in _AT_COMMIT and bool(stages & _AT_COMMIT))


def _commands(hook: Hook) -> Iterator[Command]:
    """A public hook by its id; one of the repository's own by its command."""
    at = hook.line - 1
    if hook.repo == "local" or (hook.entry and hook.language in {"system", "script"}):
        words = (hook.entry, *hook.args)
        text = (
            f"docker run {' '.join(words)}" if hook.language.startswith("docker_image") else " ".join(words)
        )
        for command in commands(text):
            yield structs.replace(command, line=command.line + at, errexit=True)
    else:
        yield Command((f"hook:{hook.id}", *hook.args), at, errexit=True)
