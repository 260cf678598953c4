"""Paths, methods, parameters and responses of two descriptions, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from releases.core.contracts._loading import listed, mapping, word
from releases.core.contracts._schemas import REQUEST, RESPONSE, Schemas, Walk

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
MOST = 200
_NAMED = re.compile(r"\{[^{}]*\}")


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What breaks, in sentences. Raises ValueError for more than can be compared."""
    compared = _Comparison(Walk(old), Walk(new))
    for said in compared.paths():
        compared.found.append(said)
        if len(compared.found) >= MOST:
            break
    return list(dict.fromkeys(compared.found))


class _Comparison:
    def __init__(self, old: Walk, new: Walk) -> None:
        self.old, self.new = old, new
        self.found: list[str] = []
        self.schemas = Schemas(old, new)

    def paths(self) -> Iterator[str]:
        """{id} or {key}: what a part of a path is called matters to nobody."""
        after = {_NAMED.sub("{}", path): item for path, item in mapping(self.new.root.get("paths")).items()}
        for path, item in mapping(self.old.root.get("paths")).items():
            name = _NAMED.sub("{}", path)
            if name not in after:
                yield f"removed path {path}"
                continue
            old, new = mapping(self.old.seen(item)), mapping(self.new.seen(after[name]))
            for method in METHODS:
                yield from self._method(f"{method.upper()} {path}", method, old, new)

    def _method(self, where: str, method: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
        if not isinstance(old.get(method), dict):
            return
        if not isinstance(new.get(method), dict):
            yield f"removed method {where}"
            return
        before, after = old[method], new[method]
        yield from self._parameters(
            where, _parameters(self.old, old, before), _parameters(self.new, new, after)
        )
        yield from self._body(where, before, after)
        yield from self._responses(where, before, after)

    def _parameters(self, where: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
        for key, parameter in new.items():
            required = word(parameter.get("required")) == "true"
            name = parameter.get("name") or "body"
            if key not in old:
                if required:
                    yield f"new required parameter {name} of {where}"
                continue
            if required and word(old[key].get("required")) != "true":
                yield f"parameter {name} of {where} became required"
            # Swagger 2 writes the type of a parameter beside its name.
            schemas = [one.get("schema", one) for one in (old[key], parameter)]
            yield from self.schemas.compare(schemas[0], schemas[1], REQUEST, f"{name} of {where}")

    def _body(self, where: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
        old = mapping(self.old.seen(before.get("requestBody")))
        new = mapping(self.new.seen(after.get("requestBody")))
        if word(new.get("required")) == "true" and word(old.get("required")) != "true":
            yield f"the body of {where} became required"
        yield from self._contents(f"the body of {where}", old, new, REQUEST)

    def _responses(self, where: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
        answers = {str(key): value for key, value in mapping(after.get("responses")).items()}
        for key, answer in mapping(before.get("responses")).items():
            status = str(key)
            if status not in answers:
                yield f"removed response {status} of {where}"
                continue
            old, new = mapping(self.old.seen(answer)), mapping(self.new.seen(answers[status]))
            place = f"{status} of {where}"
            if "schema" in old and "schema" in new:
                yield from self.schemas.compare(old["schema"], new["schema"], RESPONSE, place)
            yield from self._contents(place, old, new, RESPONSE)

    def _contents(self, where: str, old: dict[str, Any], new: dict[str, Any], side: str) -> Iterator[str]:
        after = mapping(new.get("content"))
        for kind, told in mapping(old.get("content")).items():
            if kind not in after:
                yield f"removed {kind} from {where}"
                continue
            schemas = [mapping(one).get("schema") for one in (told, after[kind])]
            yield from self.schemas.compare(schemas[0], schemas[1], side, where)


def _parameters(walk: Walk, item: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """By where and how they are called; those of an operation stand before those of its path."""
    found: dict[str, Any] = {}
    for one in [*listed(item.get("parameters")), *listed(operation.get("parameters"))]:
        told = mapping(walk.seen(one))
        place = word(told.get("in"))
        # A path's parameters go by their place: paths that differ in their names are one.
        found[place if place == "body" else f"{place} {word(told.get('name'))}"] = told
    return {key: told for key, told in found.items() if not key.startswith("path ")}
