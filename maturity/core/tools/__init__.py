"""What command-line tools do: one file per tool, found by folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from maturity.core import registry
from maturity.core.tools._deed import Deed

Classify = Callable[[tuple[str, ...]], list[Deed]]

_VERSION = re.compile(r"[-_]?v?\d[\d.]{0,20}$")
_TERRAFORM_VARIABLE = re.compile(
    r"\$\{?(?:TF|TERRAFORM|TOFU|OPENTOFU|TERRAGRUNT|TG)(?:_?(?:BIN|BINARY|CMD|COMMAND|CLI|EXE|EXEC|PATH|TOOL))?\}?$",
    re.IGNORECASE,
)
_EXPRESSION = re.compile(r"\$[{(].{0,80}\b(?:tf|terraform|tofu)(?:_\w{1,20})?\b.{0,20}[})]$", re.IGNORECASE)
_TERRAGRUNT = re.compile(r"terragrunt|^\$\{?TG", re.IGNORECASE)


@cache
def by_name() -> dict[str, Classify]:
    """Executable -> the function that reads its command line."""
    package = "maturity.core.tools"
    pairs = zip(registry.load(package, "NAMES"), registry.load(package, "classify"), strict=True)
    return {name: classify for names, classify in pairs for name in names}


@lru_cache(maxsize=4096)
def tool_name(word: str) -> str:
    """The tool a first word starts, or "": "./bin/terraform_1.5", "${TF}" and "tofu.exe" are known."""
    if "$" in word and (_TERRAFORM_VARIABLE.match(word) or _EXPRESSION.match(word)):
        return "terragrunt" if _TERRAGRUNT.search(word) else "terraform"
    name = word.strip("\"'").replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    known = by_name()
    if name in known:
        return name
    short = _VERSION.sub("", name)
    return short if short in known else ""


def deeds_of(words: tuple[str, ...]) -> list[Deed]:
    """What one command does; [] when the tool is not known or does nothing of interest."""
    if not words:
        return []
    name = tool_name(words[0])
    return by_name()[name]((name, *words[1:])) if name else []
