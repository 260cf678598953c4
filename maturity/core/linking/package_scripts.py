"""`npm run plan`, `yarn cdk diff`, `pnpm --dir infra run plan`: the scripts of package.json."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.linking.recipes import in_order, opened
from maturity.core.readers.package_json import PackageJson
from maturity.core.syntax.shell import Command
from maturity.core.tools._words import Line, read

_MANAGERS = frozenset({"npm", "yarn", "pnpm", "bun"})
_MANY = frozenset({"lerna", "turbo", "nx", "run-s", "run-p", "npm-run-all", "npm-run-all2"})
_VALUED = frozenset({
    "--prefix", "-C", "--dir", "--cwd", "-w", "--workspace", "--filter", "-F", "-t", "--target",
    "--targets", "--scope", "-p", "--projects",
})  # fmt: skip
_SHORT = {"t": "test", "tst": "test"}
_NOT_SCRIPTS = frozenset({
    "install", "i", "ci", "add", "remove", "exec", "dlx", "x", "audit", "publish", "pack", "config",
    "cache", "login", "version", "view", "outdated", "update", "link", "init", "create",
})  # fmt: skip
MAX_PACKAGES = 40


def package_script(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when it is no package manager; [] when no package has the script."""
    name = words[0].rpartition("/")[2]
    if name not in _MANAGERS | _MANY:
        return None
    line = read(words, _VALUED)
    if name in _MANY:
        return _of_many(name, line, frame, files)
    script, rest = _asked(name, line, words)
    if not script or script in _NOT_SCRIPTS:
        return []
    folder = inside(frame.cwd, line.value("--prefix", "-C", "--dir", "--cwd"))
    return [one for path in _packages(folder, line, files) for one in _scripts(path, [script], rest, files)]


def _asked(manager: str, line: Line, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The script, and the arguments that are passed on to it."""
    verbs = line.verbs
    if verbs[:1] == ("workspace",):
        verbs = verbs[2:]
    elif verbs[:1] == ("workspaces",):
        verbs = verbs[2:] if verbs[1:2] in {("foreach",), ("run",)} else verbs[1:]
    ran = verbs[:1] in {("run",), ("run-script",)}
    if ran:
        verbs = verbs[1:]
    if not verbs or (
        manager == "npm" and not ran and verbs[0] not in {"test", "t", "tst", "start", "stop", "restart"}
    ):
        return "", ()
    script = _SHORT.get(verbs[0], verbs[0])
    passed = () if manager == "npm" else words[words.index(verbs[0]) + 1 :]
    return script, line.after or tuple(word for word in passed if word != "--")


def _packages(folder: str | None, line: Line, files: Files) -> list[str]:
    """The package.json of the folder or the nearest above; those of the chosen workspaces."""
    chosen = line.value("-w", "--workspace", "--filter", "-F") or _named_workspace(line)
    everywhere = line.has("-ws", "--workspaces", "-r", "--recursive") or line.verbs[:1] == ("workspaces",)
    if chosen or everywhere:
        known = [path for path in files.of(PackageJson) if path != "package.json"]
        last = chosen.strip("{}.*^").rstrip("/").rpartition("/")[2]
        named = [path for path in known if paths.folder(path).rpartition("/")[2] == last]
        return (named or known)[:MAX_PACKAGES]
    for place in paths.upwards(folder):
        path = f"{place}/package.json" if place else "package.json"
        if files.has(path):
            return [path]
    return []


def _named_workspace(line: Line) -> str:
    return line.verbs[1] if line.verbs[:1] == ("workspace",) and len(line.verbs) > 1 else ""


def _scripts(path: str, names: list[str], rest: tuple[str, ...], files: Files) -> Iterator[Opened]:
    package = files.get(path, PackageJson)
    if package is None:
        return
    for place, book, recipe, name in in_order(names, [(path, package)]):
        if isinstance(book, PackageJson):
            commands = book.commands(name)
            passed = _with(commands, rest) if name == names[-1] else commands
            yield opened(place, recipe, passed, paths.folder(path), {"": " ".join(rest)} if rest else None)


def _with(commands: list[Command], rest: tuple[str, ...]) -> list[Command]:
    """The arguments after the script's name go to its last command."""
    if not commands or not rest:
        return commands
    last = commands[-1]
    return [*commands[:-1], structs.replace(last, words=(*last.words, *rest))]


def _of_many(tool: str, line: Line, frame: Frame, files: Files) -> list[Opened]:
    """A runner over all packages, or over several scripts of one."""
    if tool in {"lerna", "turbo", "nx"}:
        targets = line.value("-t", "--target", "--targets")
        names = (
            targets.split(",")
            if targets
            else [word for word in line.verbs if word not in {"run", "run-many", "affected"}]
        )
        names = [name.rpartition(":")[2] for name in names]
        packages = list(files.of(PackageJson))[:MAX_PACKAGES]
    else:
        names = list(line.verbs)
        packages = _packages(frame.cwd, Line((), ()), files)
    return [one for path in packages for name in names for one in _scripts(path, [name], (), files)]
