"""docs/api_reference.md, made from the API's own description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Part = Mapping[str, Any]
HEAD = """\
# API reference
Made by `manage.py api_docs` from `/api/v1/openapi.json`: do not edit. How it is used: [API](api.md).
"""
RULES = """\
Every request carries `Authorization: Bearer` and a token that is in force and good for the *verb* of the
operation. Every refusal looks alike: a status and a [Refusal](#refusal)."""


def page(description: Part) -> str:
    schemas = description["components"]["schemas"]
    lines = [HEAD, description["info"]["description"].strip(), "", RULES]
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            lines += ["", f"## {method.upper()} {path}", *_operation(operation, schemas)]
    text = "\n".join(lines)
    parts = {"sent in lists": _listed(description["paths"], schemas),
             "answered": _answered(description["paths"], schemas)}  # fmt: skip
    for what, names in parts.items():
        text += f"\n\n## What is {what}" if names else ""
        for name in sorted(names):
            text += "\n".join(["", "", f"### {name}", *_schema(schemas[name])])
    return text + "\n"


def _listed(paths: Part, schemas: Part) -> set[str]:
    """The names of what lists of bodies hold, and of what that refers to."""
    found: set[str] = set()
    for operation in (one for operations in paths.values() for one in operations.values()):
        body = next(iter(operation.get("requestBody", {}).get("content", {"": {}}).values())).get(
            "schema", {}
        )
        fields = schemas[_name(body)]["properties"].values() if "$ref" in body else ()
        found |= _answered([one["items"] for one in fields if one.get("type") == "array"], schemas)
    return found


def _answered(part: Any, schemas: Part) -> set[str]:
    """The names of what is referred to, and of what that refers to. What is sent stands in its operation."""
    if isinstance(part, list):
        return set().union(*(_answered(one, schemas) for one in part))
    if not isinstance(part, Mapping):
        return set()
    told = (one for name, one in part.items() if name != "requestBody")
    found = set().union(*(_answered(one, schemas) for one in told))
    if "$ref" in part:
        name = _name(part)
        found |= {name} | _answered(schemas[name], schemas)
    return found


def _operation(operation: Part, schemas: Part) -> Iterator[str]:
    about = " ".join(filter(None, (f"{operation['summary']}.", _line(operation))))
    yield f"{about} Verb: `{operation['x-verb']}`."
    rows = [_parameter(one) for one in operation.get("parameters", ())]
    yield from _table(("parameter", "in", "type", "meaning"), rows)
    if "requestBody" in operation:
        body = operation["requestBody"]
        kinds = ", ".join(f"`{kind}`" for kind in body["content"])
        yield from ("", f"Body: {kinds}. {_line(body)}".rstrip())
        yield from _fields(next(iter(body["content"].values()))["schema"], schemas)
    yield from ("", "| status | answer |", "|---|---|")
    answers: dict[str, list[str]] = {}
    for status, answer in sorted(operation["responses"].items(), key=lambda pair: str(pair[0])):
        schema = next(iter(answer["content"].values()))["schema"]
        answers.setdefault(_type(schema), []).append(str(status))
    for kind, statuses in answers.items():
        yield f"| {', '.join(statuses)} | {kind} |"


def _parameter(one: Part) -> tuple[str, ...]:
    needed = " (required)" if one.get("required") else ""
    return f"`{one['name']}`{needed}", one["in"], _type(one["schema"]), _line(one)


def _fields(body: Part, schemas: Part) -> Iterator[str]:
    """Of a body that is an object. What they refer to is no answer, so it is told in place."""
    if "$ref" not in body:
        return
    schema = schemas[_name(body)]
    rows = []
    for name, one in schema["properties"].items():
        needed = " (required)" if name in schema.get("required", ()) else ""
        kind = schemas[_name(one)] if "$ref" in one else one
        rows.append((f"`{name}`{needed}", _type(kind), _line(one)))
    yield from _table(("field", "type", "meaning"), rows)


def _name(reference: Part) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _schema(schema: Part) -> Iterator[str]:
    if told := _line(schema):
        yield told
    rows = ((f"`{name}`", _type(one), _line(one)) for name, one in schema["properties"].items())
    yield from _table(("field", "type", "meaning"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    listed = list(rows)
    if listed:
        yield from ("", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}")
        yield from (f"| {' | '.join(row)} |".replace("|  |", "| |") for row in listed)


def _type(schema: Part) -> str:
    """As a reader says it: "integer, 0 to 255, or null"."""
    if "$ref" in schema:
        name = _name(schema)
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return ", or ".join(_type(one) for one in schema["anyOf"])
    if "allOf" in schema:
        return _type(schema["allOf"][0])
    if "enum" in schema:
        return " / ".join(f"`{one}`" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    kind = str(schema.get("type", "anything"))
    return ", ".join(filter(None, (schema.get("format", kind), _bounds(schema))))


def _bounds(schema: Part) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    if "minimum" in schema:
        return f"from {schema['minimum']}"
    return f"at most {schema['maxLength']} characters" if "maxLength" in schema else ""


def _line(part: Part) -> str:
    return " ".join(str(part.get("description", "")).split()).replace("|", "\\|")
