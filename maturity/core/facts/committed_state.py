"""State and plan files that were committed by accident: they hold secrets in the clear."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.paths import is_sample
from maturity.core.source import Source


class CommittedState(Struct, frozen=True):
    """files: state, plans and variables with secrets. samples: the same under tests and examples."""

    files: tuple[Source, ...] = ()
    samples: tuple[Source, ...] = ()


_STATE = re.compile(
    r"\.tfstate(?:\.\d+)?(?:\.backup)?$|\.tfplan$|(?:^|/)(?:tfplan|plan\.out|terraform\.plan)$"
)
_PULUMI_STATE = re.compile(r"(?:^|/)\.pulumi/stacks/.*\.json$")
_HINTS = ("tfstate", "tfplan", "plan.out", "terraform.plan", ".pulumi/")


def collect(files: Files) -> CommittedState:
    found = [Source(path) for path in files.paths if any(hint in path for hint in _HINTS) and is_state(path)]
    return CommittedState(
        tuple(one for one in found if not is_sample(one.path)),
        tuple(one for one in found if is_sample(one.path)),
    )


def is_state(path: str) -> bool:
    return bool(_STATE.search(path) or _PULUMI_STATE.search(path))
