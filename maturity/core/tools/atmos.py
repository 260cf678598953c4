"""atmos: Terraform and Helmfile by component and stack."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import read

NAMES = ("atmos",)

_INNER = frozenset({"terraform", "tf", "tofu", "opentofu", "helmfile", "hf", "packer", "ansible"})
_RENAMED = {"tf": "terraform", "hf": "helmfile", "deploy": "apply"}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, {"-s", "--stack"})
    if line.verb in _INNER and line.rest:
        verb = _RENAMED.get(line.rest[0], line.rest[0])
        command = (_RENAMED.get(line.verb, line.verb), verb, *line.flags, *line.after)
        return [
            Deed(
                act=deed.act,
                tool="atmos",
                flags=deed.flags,
                directory=None,
                soft=deed.soft,
                certain=deed.certain,
            )
            for deed in deeds_of(command)
        ]
    if line.verb == "validate":
        return [Deed(act=Act.VALIDATE, tool="atmos", flags=line.flags)]
    return []
