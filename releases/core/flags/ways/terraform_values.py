"""Values that Terraform gives to flags: variables, maps, and environments of ECS containers."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.syntax.code import LANGUAGES, MARK, NAME, STRING, read_tokens
from releases.core.flags import Found, Valued, Way, names, values
from releases.core.flags.ways._reads import Tokens, at, is_sign, literal

ENDS = (".tf", ".tofu", ".tfvars", ".hcl")
MOST = 500


def wants(path: str) -> bool:
    return path.endswith(ENDS) and names.is_ours(path)


def read(path: str, data: bytes) -> Found:
    tokens = read_tokens(data.decode("utf-8", "replace"), LANGUAGES["hcl"], everything=True)
    every = {one.key: one for one in _valued(path, tokens)}
    return Found(valued=tuple(every.values())[:MOST])


def _valued(path: str, tokens: Tokens) -> Iterator[Valued]:
    for place, token in enumerate(tokens):
        if token.kind not in (NAME, STRING) or not names.is_variable(token.text):
            continue
        behind = _value_of(tokens, place)
        if behind is None:
            continue
        found = literal(tokens, behind)
        plain = found is not None and "${" not in found[0]
        value = values.shown(token.text, values.meant(found[0])) if found and plain else None
        yield Valued(
            key=token.text, path=path, line=token.line + 1, value=value,
            note="" if plain else "computed",
        )  # fmt: skip


def _value_of(tokens: Tokens, place: int) -> int | None:
    """Where its value stands: behind `FF_X =`, or in the same block as `name = "FF_X"`."""
    if at(tokens, place + 1).kind == MARK and at(tokens, place + 1).text in ("=", ":"):
        return place + 2 if not is_sign(tokens, place + 1, "==") else None
    if at(tokens, place - 2).text not in ("name", "Name"):
        return None
    for look in (*range(place + 1, place + 8), *range(place - 8, place - 3)):
        if at(tokens, look).text in ("value", "Value") and at(tokens, look + 1).text in ("=", ":"):
            return int(look + 2)
    return None


WAY = Way(name="terraform_values", wants=wants, words=names.WORDS, read=read)
