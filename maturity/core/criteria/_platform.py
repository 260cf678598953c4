"""Answers a platform gives from outside: Atlantis, HCP Terraform, Spacelift and their like."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from maturity.core.criterion import Finding, Outcome, met, unknown
from maturity.core.facts.platforms import Platform, Platforms
from maturity.core.facts.stack import Stack

Answer = Callable[[Platform], bool | None]


def or_platform(found: Finding, platforms: Platforms, stack: Stack, answer: Answer, does: str) -> Finding:
    """What the pipeline answered, unless a platform that looks after the stack knows better.

    does  "plans every pull request"
    """
    if found.outcome is Outcome.MET:
        return found
    asked = [(one, answer(one)) for one in platforms.for_directory(stack.directory)]
    for one, yes in asked:
        if yes and one.certain:
            return met(f"{one.name} {does}{_note(one)}", one.at)
    if found.outcome is Outcome.UNKNOWN:
        return found
    for one, yes in asked:
        if yes is not False:
            return unknown(f"{one.name} may do it, and its own settings decide{_note(one)}", one.at)
    refused = tuple(f"{one.at}: {one.name} does not{_note(one)}" for one, yes in asked if yes is False)
    return replace(found, looked_at=(*found.looked_at, *refused[:3]))


def _note(one: Platform) -> str:
    return f" ({one.note})" if one.note else ""
