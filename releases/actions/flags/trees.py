"""The flags that the code of an application names at a commit, from our own copy of its repository."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import GitTree, Mirror
from maturity.core.reader import MISTAKES
from maturity.core.tree import Entry
from releases.core import flags
from releases.core.addresses import inside
from releases.core.flags import Found, names
from releases.core.flags.mentions import finder, mentions
from releases.core.flags.reading import Reading, put_together
from releases.models import Application

MOST_FILES = 20_000
SHOWN_BROKEN = 20


def reading_of(application: Application, commit: str) -> Reading:
    """Raises AdapterError when there is no code to read: not scanned so far, or history was rewritten."""
    repository = application.repository
    if repository is None:
        raise AdapterError("the application has no repository", permanent=True)
    with Mirror(repository.url).at(commit) as tree:
        wanted = [one for one in tree.entries() if flags.wanted(one.path)]
        if len(wanted) > MOST_FILES:
            raise AdapterError(
                f"{len(wanted):,} files may hold flags, more than the {MOST_FILES:,} that are read: "
                "name the folder of the application",
                permanent=True,
            )
        return _read(tree, wanted, application.path)


def _read(tree: GitTree, wanted: list[Entry], folder: str) -> Reading:
    """Twice: what declares a flag is only known once all files were seen."""
    broken: dict[str, str] = {}
    found = [_in_reach(one, path, folder) for path, one in _found(tree, wanted, broken)]
    keys = {line.key for one in found for line in one.declared}
    declaring = {line.path for one in found for line in one.declared}
    code = [one for one in wanted if _may_mention(one.path, folder, declaring)]
    found += _mentioned(tree, code if keys else [], keys)
    named = keys | {use.key for one in found for use in one.used}
    found = [_of_named(one, named, folder) for one in found]
    return put_together(found, dict(list(broken.items())[:SHOWN_BROKEN]))


def _found(tree: GitTree, wanted: list[Entry], broken: dict[str, str]) -> Iterator[tuple[str, Found]]:
    for path, data in _contents(tree, wanted):
        try:
            yield path, flags.read(path, data)
        except ValueError as error:
            if flags.worth_telling(path):
                broken[path] = str(error)[:200]
        except MISTAKES:  # a slip of ours over one file does not hide the others
            broken[path] = "it could not be understood"


def _contents(tree: GitTree, wanted: list[Entry]) -> Iterator[tuple[str, bytes]]:
    """The same content may have several paths."""
    paths: dict[str, list[str]] = {}
    for one in wanted:
        paths.setdefault(one.blob, []).append(one.path)
    for blob, data in tree.read(paths):
        for path in paths[blob]:
            yield path, data


def _mentioned(tree: GitTree, code: list[Entry], keys: set[str]) -> list[Found]:
    worth = finder(keys)
    return [
        Found(used=used) for path, data in _contents(tree, code)
        if len(data) <= flags.MAX_BYTES and worth and worth.search(data)
        and (used := mentions(path, data, keys))
    ]  # fmt: skip


def _may_mention(path: str, folder: str, declaring: set[str]) -> bool:
    return names.is_code(path) and inside(path, folder) and path not in declaring


def _in_reach(found: Found, path: str, folder: str) -> Found:
    """Code of other folders is another application's; what deploys it may lie anywhere."""
    return found if inside(path, folder) else Found(valued=found.valued)


def _of_named(found: Found, named: set[str], folder: str) -> Found:
    """Values of flags that the code knows, or that are set in its own folder."""
    if not found.valued:
        return found
    valued = tuple(one for one in found.valued if one.key in named or inside(one.path, folder))
    return Found(found.declared, found.used, valued)
