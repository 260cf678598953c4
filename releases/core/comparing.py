"""What a commit changes against another: its migrations, its APIs, and what it wants of its service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from msgspec import Struct

from maturity.core.tree import Change, Entry, Tree
from releases.core import contracts, migration, terraform
from releases.core.addresses import inside
from releases.core.facts.code import Code, Contract
from releases.core.migration import Migration, tools_for
from releases.core.written import NOWHERE, Elsewhere, Place, together

MOST = 300  # migrations of one release
MOST_TOUCHED, MOST_CONTRACTS, MOST_FILES = 50, 30, 1_000


class Unknown(Exception):
    """One sentence: why the two commits cannot be compared."""


class Wanted(Struct, frozen=True):
    """service: the name of the ECS service; "" for none. folders: where its stacks stand."""

    service: str = ""
    folders: tuple[str, ...] = ()


def read(tree: Tree, base: str, folder: str, wanted: Wanted, beside: Elsewhere = NOWHERE) -> Code:
    """base: "" when nothing runs yet. folder: of the application's code. Raises Unknown."""
    changes = _changes(tree, base, folder) if base else []
    migrations = [one for one in changes if tools_for(one.path)]
    added = [one for one in migrations if one.before is None and one.after is not None]
    return Code(
        migrations=tuple(_migrations(tree, added[:MOST])), more=max(0, len(added) - MOST),
        touched=tuple(_touched(tree, [one for one in migrations if one.before is not None])),
        contracts=tuple(_contracts(tree, [one for one in changes if contracts.wants(one.path)])),
        described=_described(tree, folder),
        service=together([service_in(tree, wanted), *beside.places]) if wanted.service else {},
        elsewhere=dict(beside.commits), unread=beside.unread,
    )  # fmt: skip


def _changes(tree: Tree, base: str, folder: str) -> list[Change]:
    found = tree.changes(base)
    if found is None:
        raise Unknown("the commit that runs is not in our copy of the repository")
    return [one for one in found if inside(one.path, folder)]


def _texts(tree: Tree, entries: Iterable[Entry | None]) -> dict[str, str]:
    blobs = dict.fromkeys(one.blob for one in entries if one is not None)
    return {blob: data.decode("utf-8", "replace") for blob, data in tree.read(blobs)}


def _migrations(tree: Tree, added: Sequence[Change]) -> list[Migration]:
    """Read from the new commit, with their ways down."""
    places = {one.path: one for one in tree.entries()} if added else {}
    texts = _texts(tree, [one.after for one in added])

    def down(path: str) -> str | None:
        entry = places.get(path)
        return _texts(tree, [entry]).get(entry.blob) if entry else None

    found = [_migration(one.after, texts, tree, down) for one in added if one.after]
    return [one for one in found if one is not None]


def _migration(
    entry: Entry, texts: dict[str, str], tree: Tree, down: Callable[[str], str | None]
) -> Migration | None:
    if entry.blob not in texts:
        why = tree.refused().get(entry.blob, "its content is missing")
        return Migration(path=entry.path, tool=tools_for(entry.path)[0].name, error=why)
    return migration.read(entry.path, texts[entry.blob], down)


def _touched(tree: Tree, changed: Sequence[Change]) -> list[str]:
    """Those that are migrations by what they were. What is meant to be changed is left out."""
    fixed = [one for one in changed if not any(tool.changes(one.path) for tool in tools_for(one.path))]
    texts = _texts(tree, [one.before for one in fixed[:MOST]])
    found = [
        one.path for one in fixed[:MOST]
        if one.before and migration.read(one.path, texts.get(one.before.blob, ""), lambda _path: "")
    ]  # fmt: skip
    return found[:MOST_TOUCHED]


def _contracts(tree: Tree, changed: Sequence[Change]) -> list[Contract]:
    texts = _texts(tree, [side for one in changed[:MOST_CONTRACTS] for side in (one.before, one.after)])
    found = []
    for one in changed[:MOST_CONTRACTS]:
        before, after = (
            None if side is None else texts.get(side.blob, "") for side in (one.before, one.after)
        )
        found.append(contracts.compare(one.path, before, after))
    return [one for one in found if one is not None]


def _described(tree: Tree, folder: str) -> int:
    return sum(contracts.wants(one.path) and inside(one.path, folder) for one in tree.entries())


def service_in(tree: Tree, wanted: Wanted, *, whole: bool = True) -> Place:
    """The folders of its stacks first: a repository may have more files than are read. Or only those."""
    files = [one for one in tree.entries() if terraform.wants(one.path)]
    first = [one for one in files if one.path.rpartition("/")[0] in wanted.folders]
    read = list(islice(dict.fromkeys([*first, *(files if whole else ())]), MOST_FILES))
    texts = _texts(tree, read)
    found = {one.path: texts[one.blob] for one in read if one.blob in texts}
    return terraform.service_in(found, wanted.service, wanted.folders)
