"""The program that plans a stack, found on this machine, and new enough."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping

from msgspec import Struct

from maturity.adapters import process
from maturity.adapters.errors import AdapterError
from maturity.adapters.terraform import words

_FULL = re.compile(r"\d{1,6}\.\d{1,6}\.\d[\w.-]{0,30}")
_VERSION = re.compile(r"v?(\d{1,6})\.(\d{1,6})\.\d")


class Program(Struct, frozen=True):
    name: str
    oldest: tuple[int, int]


# resource_drift and -lockfile came with terraform 1.1; terragrunt made missing buckets by itself before 0.87.
PROGRAMS = {
    "terraform": Program("terraform", (1, 1)),
    "opentofu": Program("tofu", (1, 6)),
    "terragrunt": Program("terragrunt", (0, 87)),
}


def find(tool: str, env: Mapping[str, str]) -> str:
    """Its path. AdapterError in one sentence when this machine cannot plan such a stack."""
    program = PROGRAMS.get(tool)
    if program is None:
        raise AdapterError(f"Rungs cannot plan with {tool}", permanent=True)
    path = shutil.which(program.name)
    if path is None:
        raise AdapterError(f"{program.name} is not installed where plans are made", permanent=True)
    done = process.run([path, *words.VERSION], env=env, timeout=30)
    found = _VERSION.search(done.out.decode("utf-8", "replace"))
    if done.code or not found:
        raise AdapterError(f"{program.name} does not tell its version", permanent=True)
    version = (int(found[1]), int(found[2]))
    if version < program.oldest:
        needed = ".".join(map(str, program.oldest))
        said = f"{program.name} {version[0]}.{version[1]} is too old: {needed} or newer is needed"
        raise AdapterError(said, permanent=True)
    return path


def installed() -> dict[str, str]:
    """The version of each of them on this machine; "" for one that is not here, or does not tell."""
    return {program.name: _told(program.name) for program in PROGRAMS.values()}


def _told(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        return ""
    try:
        done = process.run([path, *words.VERSION], env={"CHECKPOINT_DISABLE": "1"}, timeout=10)
    except AdapterError:
        return ""
    found = _FULL.search(done.out.decode("utf-8", "replace"))
    return found[0] if found and not done.code else ""
