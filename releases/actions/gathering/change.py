"""What changed in the repository of a release since the version that runs."""

from __future__ import annotations

from datetime import datetime

from maturity.core.paths import folder
from maturity.models import Stack
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import page, touched
from releases.core.facts.change import CodeChange, File
from releases.models import Change, Release


def gather(release: Release, now: datetime) -> CodeChange | None:
    application, head = release.application, release.commit.lower()
    if application.repository is None or not head:
        return None
    base = release.base_commit.lower()
    row = Change.objects.filter(repository=application.repository, base=base, head=head).first()
    folders = _folders(release)
    url = page("maturity:repository", application.repository.name)
    if row is None or row.files is None:
        return CodeChange(base=base, head=head, read=False, url=url)
    files = [File(path, added, removed, _stack(path, folders)) for path, added, removed in row.files]
    mine = tuple(one for one in files if one.stack or _is_in(one.path, application.path))
    return CodeChange(base=base, head=head, read=True, files=mine, more=row.more, url=url)


def _folders(release: Release) -> dict[str, str]:
    """Of an application that is a part of its repository, the stacks it touches; otherwise all of them."""
    if release.application.path:
        stacks = touched(release).order_by().filter(repository=release.application.repository_id)
    else:
        stacks = Stack.objects.present().filter(repository=release.application.repository_id)
    rows = stacks.values_list("directory", flat=True)
    return {directory: directory or "." for directory in rows}


def _stack(path: str, folders: dict[str, str]) -> str:
    """The deepest folder of a stack above it. One at the top holds its own files only, not the whole tree."""
    at = folder(path)
    if at in folders:
        return folders[at]
    while at:
        at = folder(at)
        if at and at in folders:
            return folders[at]
    return ""


def _is_in(path: str, directory: str) -> bool:
    return not directory or path.startswith(f"{directory.rstrip('/')}/")


GATHERER = Gatherer(CodeChange, gather)
