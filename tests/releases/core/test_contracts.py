"""Two descriptions of an API, in JSON and in YAML, and the reports of oasdiff and buf."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from releases.core.contracts import compare, reports, wants
from releases.core.sarif import Unreadable

USER: dict[str, Any] = {
    "type": "object", "required": ["name"],
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "kind": {"enum": ["a", "b"]},
                   "boss": {"$ref": "#/components/schemas/User"}},
}  # fmt: skip
REF = {"$ref": "#/components/schemas/User"}
API: dict[str, Any] = {
    "openapi": "3.0.3",
    "paths": {
        "/users/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"200": {"content": {"application/json": {"schema": REF}}}, "404": {}},
            },
            "put": {
                "requestBody": {"content": {"application/json": {"schema": REF}}},
                "responses": {"200": {}},
            },
        }
    },
    "components": {"schemas": {"User": USER}},
}
PATH, GET, PUT = "paths./users/{id}", "paths./users/{id}.get", "paths./users/{id}.put"
FIELD = "components.schemas.User"


def changed(place: str, value: Any) -> dict[str, Any]:
    """With a value put where the dots lead; None takes it away."""
    told = copy.deepcopy(API)
    node: Any = told
    *way, last = place.split(".")
    for part in way:
        node = node[int(part)] if isinstance(node, list) else node.setdefault(part, {})
    if value is None:
        del node[last]
    else:
        node[last] = value
    return told


def breaks(old: Any, new: Any) -> list[str]:
    found = compare("openapi.json", json.dumps(old), json.dumps(new))
    assert found is not None
    assert not found.error
    return [one.text for one in found.breaks]


BREAKING = [
    (PATH, None, "removed path /users/{id}"),
    (GET, None, "removed method GET /users/{id}"),
    (f"{GET}.responses.404", None, "removed response 404 of GET /users/{id}"),
    (f"{GET}.responses.200.content.application/json", None,
     "removed application/json from 200 of GET /users/{id}"),
    (f"{GET}.parameters.0.required", True, "parameter page of GET /users/{id} became required"),
    (f"{GET}.parameters.0.schema.type", "boolean", "type of page of GET /users/{id}: integer became boolean"),
    (f"{PUT}.parameters", [{"name": "x", "in": "header", "required": True}],
     "new required parameter x of PUT /users/{id}"),
    (f"{PUT}.requestBody.required", True, "the body of PUT /users/{id} became required"),
    (f"{FIELD}.required", ["name", "age"], "new required field age in the body of PUT /users/{id}"),
    (f"{FIELD}.properties.kind.enum", ["a"], "removed value b of kind in the body of PUT /users/{id}"),
    (f"{FIELD}.properties.age.type", "string",
     "type of age in 200 of GET /users/{id}: integer became string"),
    (f"{FIELD}.properties.name", None, "removed field name from 200 of GET /users/{id}"),
    (f"{FIELD}.properties.age.type", "number",
     "type of age in 200 of GET /users/{id}: integer became number"),
]  # fmt: skip
HARMLESS = [
    ("paths./teams", {"get": {}}),
    (f"{PATH}.delete", {"responses": {}}),
    (f"{GET}.responses.500", {}),
    (f"{GET}.parameters.1.name", "x"),
    (f"{FIELD}.properties.new", {"type": "string"}),
    (f"{FIELD}.properties.kind.enum", ["a", "b", "c"]),
    (f"{FIELD}.description", "said otherwise"),
    (f"{FIELD}.properties.age", None),
    ("info", {"title": "t"}),
]


@pytest.mark.parametrize(("place", "value", "expected"), BREAKING)
def test_a_change_that_breaks_callers_is_told(place: str, value: Any, expected: str):
    assert expected in breaks(API, changed(place, value))


@pytest.mark.parametrize(("place", "value"), [one for one in HARMLESS if ".1." not in one[0]])
def test_a_change_that_only_adds_breaks_nobody(place: str, value: Any):
    assert breaks(API, changed(place, value)) == []


def test_what_a_part_of_a_path_is_called_matters_to_nobody():
    told = {**API, "paths": {"/users/{key}": API["paths"]["/users/{id}"]}}
    assert breaks(API, told) == []


def test_swagger_2_is_compared_too():
    def api(kind: str) -> Any:
        answer = {"200": {"schema": {"type": "array", "items": {"type": kind}}}}
        return {"swagger": "2.0", "paths": {"/a": {"get": {"responses": answer}}}}

    assert breaks(api("string"), api("integer")) == ["type of items of 200 of GET /a: string became integer"]


def test_yaml_is_read_like_json():
    old = "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      responses:\n        200: {}\n        404: {}\n"
    found = compare("api.yaml", old, old.replace("        404: {}\n", ""))
    assert found is not None
    assert [one.text for one in found.breaks] == ["removed response 404 of GET /a"]


def test_yaml_that_contains_itself_comes_to_an_end():
    ring = (
        "openapi: 3.0.0\npaths: &p\n  /a: *p\n  /b: {get: {requestBody: &r {content: {x: {schema: *r}}}}}\n"
    )
    assert compare("api.yaml", ring, ring.replace("/a", "/c")) is not None


def test_what_all_of_it_adds_counts_too():
    def api(*required: str) -> Any:
        schema = {"allOf": [{"required": ["a"]}, {"required": list(required)}]}
        body = {"content": {"application/json": {"schema": schema}}}
        return {"openapi": "3.1.0", "paths": {"/a": {"post": {"requestBody": body}}}}

    assert breaks(api("a"), api("a", "b")) == ["new required field b in the body of POST /a"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [(None, API, "new"), (API, None, "gone"), (API, {"x": 1}, "gone")],
)
def test_a_description_that_comes_or_goes_is_told(before: Any, after: Any, told: str):
    texts = [None if one is None else json.dumps(one) for one in (before, after)]
    found = compare("openapi.json", texts[0], texts[1])
    assert found is not None
    assert getattr(found, told) is True


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("openapi.json", "{"),
        ("openapi.json", "[" * 100_000),
        ("openapi.yaml", "a: ["),
        ("openapi.yaml", "x" * 2_000_001),
    ],
)
def test_what_cannot_be_read_is_an_error(path: str, text: str):
    found = compare(path, json.dumps(API), text)
    assert found is not None
    assert found.error.startswith("it cannot be read: ")


@pytest.mark.parametrize("text", ["{}", "[]", "null", '"x"', '{"paths": {}}'])
def test_other_files_by_such_a_name_are_none(text: str):
    assert compare("openapi.json", text, text) is None


@pytest.mark.parametrize(
    "strange", [None, 7, "x", [], {"get": 7}, {"get": {"parameters": 7, "responses": []}}]
)
def test_an_api_of_another_shape_is_borne(strange: Any):
    assert compare("openapi.json", json.dumps(API), json.dumps(changed(PATH, strange or 0))) is not None


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("docs/openapi.yaml", True), ("api.yml", True), ("a/swagger-v2.json", True), ("openapi.py", False),
     ("package.json", False)],
)  # fmt: skip
def test_descriptions_are_found_by_their_names(path: str, wanted: bool):
    assert wants(path) is wanted


def test_oasdiff_is_read_by_its_levels():
    told = [{"id": "a", "text": "t", "level": 3, "operation": "GET", "path": "/a"}, {"id": "b", "level": 2},
            {"id": "c", "level": 1}]  # fmt: skip
    found = reports.read(json.dumps(told).encode())
    assert (found.tool, found.errors, found.warnings, found.notes) == ("oasdiff", 1, 1, 1)
    assert found.findings[0].text == "GET /a: t"


def test_buf_is_read_line_by_line():
    line = {"path": "a.proto", "start_line": 4, "type": "FIELD_SAME_TYPE", "message": "changed"}
    found = reports.read(b"\n".join([json.dumps(line).encode()] * 3))
    assert (found.tool, found.errors, found.findings[0].line) == ("buf", 3, 4)


def test_nothing_found_is_a_report_as_well():
    assert reports.read(b"[]").errors == 0


@pytest.mark.parametrize("data", [b"{", b"[1]", b"no", b'{"a": 1}', b"[" * 100_000, b" " * (17 << 20)])
def test_what_is_no_report_is_refused_in_one_sentence(data: bytes):
    with pytest.raises(Unreadable):
        reports.read(data)
