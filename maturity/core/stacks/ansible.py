"""Ansible: folders whose playbooks or roles create cloud resources; configuring hosts is level 1."""

from __future__ import annotations

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.readers.ansible import AnsibleFile
from maturity.core.source import Source
from maturity.core.stacks._places import environment_of, is_live

_INSIDE = ("roles", "tasks", "playbooks", "handlers")


def stacks(files: Files) -> list[Stack]:
    found: dict[str, Stack] = {}
    for path, one in files.of(AnsibleFile).items():
        if one.cloud and is_live(path, files):
            place, at = _project(path), Source(path, one.cloud[0][1])
            backend = Backend("inherent", at, note="Ansible keeps no state: it asks the cloud each time")
            found.setdefault(
                place,
                Stack(
                    directory=place, tool="ansible", at=at, environment=environment_of(place), backend=backend
                ),
            )
    return list(found.values())


def _project(path: str) -> str:
    """The folder that holds roles and playbooks."""
    segments = folder(path).split("/")
    for index, segment in enumerate(segments):
        if segment in _INSIDE:
            return "/".join(segments[:index])
    return folder(path)
