"""What files say of a flag, in the words that are usual for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from releases.core.flags import Declared, values
from releases.core.telling import line as one_line

DEFAULTS = ("default", "defaultValue", "default_value", "value", "enabled")
OFFS = ("off", "offValue", "off_value", "safe", "fallback")
ABOUT = ("description", "about", "desc", "help", "title")
OWNER = ("owner", "team", "owners", "maintainer")
EXPIRES = ("expires", "expiresOn", "expires_on", "expiry", "expiration", "removeBy", "remove_by", "sunset")
KIND, TYPE = ("kind", "category", "flagType", "lifecycle"), ("type", "valueType")
TELLING = frozenset({*DEFAULTS, *OFFS, *ABOUT, *OWNER, *EXPIRES, *KIND, *TYPE})
TYPES = {
    "boolean": "boolean", "bool": "boolean", "number": "number", "int": "number", "integer": "number",
    "float": "number", "string": "string", "str": "string", "object": "object", "json": "object",
    "structure": "object",
}  # fmt: skip
KINDS = {
    "release": "release", "feature": "release", "experiment": "experiment", "operational": "operational",
    "ops": "operational", "kill_switch": "kill_switch", "kill-switch": "kill_switch",
    "killswitch": "kill_switch", "permission": "permission", "entitlement": "permission",
}  # fmt: skip


def declared(key: str, path: str, line: int, told: Mapping[str, Any]) -> Declared:
    """`told`: by any of the words above. What is none of them, or no value for them, says nothing."""
    said = str(_first(told, TYPE) or "").lower()
    default = values.shown(key, _first(told, DEFAULTS))
    kind = TYPES.get(said) or values.type_of(default)
    word = KINDS.get(str(_first(told, KIND) or said).lower(), "")
    return Declared(
        key=key[:200], path=path, line=line, type=kind, default=values.typed(default, kind),
        off=values.typed(values.shown(key, _first(told, OFFS)), kind), kind=word,
        about=one_line(str(_first(told, ABOUT) or ""), 500), owner=one_line(_named(told), 200),
        expires=_day(_first(told, EXPIRES)),
    )  # fmt: skip


def _first(told: Mapping[str, Any], words: tuple[str, ...]) -> Any:
    return next((told[word] for word in words if told.get(word) is not None), None)


def _named(told: Mapping[str, Any]) -> str:
    found = _first(told, OWNER)
    return ", ".join(map(str, found[:5])) if isinstance(found, list) else str(found or "")


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
