"""Code that names a flag which a file declares: `flags.newSearch`, `isEnabled("new-search")`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from maturity.core.syntax.code import LANGUAGES, MARK, NAME, STRING, read_tokens
from releases.core.flags import Used, names

MOST = 200  # of one file


def finder(keys: Collection[str]) -> re.Pattern[bytes] | None:
    """Finds the files that are worth reading: those that hold one of the keys at all."""
    some = sorted((key.encode() for key in keys), key=len, reverse=True)
    return re.compile(b"|".join(map(re.escape, some))) if some else None


def mentions(path: str, data: bytes, keys: Collection[str]) -> tuple[Used, ...]:
    """Not in the file that declares them; and of variables, what reads them is told by other means."""
    found = {(one.key, one.line): one for one, _ in zip(_uses(path, data, keys), range(MOST), strict=False)}
    return tuple(found.values())


def _uses(path: str, data: bytes, keys: Collection[str]) -> Iterator[Used]:
    language = LANGUAGES[names.LANGUAGES[names.suffix(path)]]
    tokens = read_tokens(data.decode("utf-8", "replace"), language)
    for place, token in enumerate(tokens):
        if token.kind == NAME:
            parts = token.text.split(".")
            # a name by itself may be any variable: only a constant is meant
            asked = parts[1:] if len(parts) > 1 else [one for one in parts if one.isupper()]
            key = next((one for one in asked if one in keys), "")
        elif token.kind == STRING and place and tokens[place - 1].kind == MARK and token.text in keys:
            key = token.text if tokens[place - 1].text in ("(", "[", ",") else ""
        else:
            continue
        if key:
            yield Used(key=key, path=path, line=token.line + 1, direct=False)
