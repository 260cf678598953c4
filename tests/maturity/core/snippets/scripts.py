"""The shell in a snippet, as its system would run it."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.snippets import Written
from maturity.core.syntax.yaml import Scalar, documents, walk


def scripts_of(system: str, written: Written) -> list[str]:
    """Those of the file first, then those that come after an apply."""
    if system == "shell":
        return [written.text, written.after]
    if system == "jenkins":
        return [_groovy(written.text), _groovy(written.after)]
    found = list(_yaml(written.text))
    return found + list(_yaml(written.after)) if written.after else found


def _groovy(text: str) -> str:
    script: str = text.split("'''")[1]
    return script.replace("\\\\", "\\")


def _yaml(text: str) -> Iterator[str]:
    """Every text that sends or packs: nothing but scripts does."""
    for node in walk(*documents(text.encode())):
        if isinstance(node, Scalar) and ("curl -sS" in node or "gzip >" in node):
            yield str(node)
