"""terraform and tofu, also under the names people give them."""

from __future__ import annotations

from maturity.core.tools._deed import Deed
from maturity.core.tools._terraform import deeds
from maturity.core.tools._words import read

NAMES = ("terraform", "tofu", "opentofu", "tf", "gitlab-terraform", "gitlab-tofu")

_VALUED = frozenset(
    f"-{name}"
    for name in (
        "out",
        "var",
        "var-file",
        "target",
        "replace",
        "backend-config",
        "parallelism",
        "lock-timeout",
        "state",
        "state-out",
        "test-directory",
        "tests-directory",
        "filter",
        "config",
        "from-module",
        "plugin-dir",
        "generate-config-out",
        "chdir",
    )
)


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(tuple(_one_dash(word) for word in words), _VALUED)
    tool = "tofu" if "tofu" in words[0] else "terraform"
    return deeds(line, tool)


def _one_dash(word: str) -> str:
    return word[1:] if word.startswith("--") and len(word) > 2 else word
