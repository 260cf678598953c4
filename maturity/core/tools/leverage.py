"""leverage: Terraform in a container, by layer."""

from __future__ import annotations

from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed

NAMES = ("leverage",)


def classify(words: tuple[str, ...]) -> list[Deed]:
    verbs = words[1:]
    if not verbs or verbs[0] not in {"terraform", "tf", "tofu", "opentofu"}:
        return []
    inner = "terraform" if verbs[0] in {"terraform", "tf"} else "tofu"
    return [
        Deed(act=deed.act, tool="leverage", flags=deed.flags, directory=deed.directory, soft=deed.soft,
             certain=deed.certain, target=deed.target, note=deed.note)
        for deed in deeds_of((inner, *verbs[1:]))
    ]  # fmt: skip
