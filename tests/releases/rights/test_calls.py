"""What the adapters of both apps call in AWS, read from their code, against the rights that are listed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import boto3

from maturity.rights import all_parts

ROOT = Path(__file__).parents[3]
ACTION = re.compile(r"\b[a-z0-9-]{2,30}:[A-Z][A-Za-z]{3,60}\b")
# The trust policy allows the one, and every identity may ask the other who it is.
OUTSIDE = {("sts", "AssumeRole"), ("sts", "GetCallerIdentity")}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for app in ("maturity", "releases"):
        for path in sorted((ROOT / app / "adapters").rglob("*.py")):
            yield path, ast.parse(path.read_text())


@cache
def methods(service: str) -> dict[str, str]:
    """{"describe_rules": "DescribeRules"}"""
    made = boto3.client(service, region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    return dict(made.meta.method_to_api_mapping)


def client_of(node: ast.AST) -> str:
    """ "ecs" of `client(access, "ecs", region)` and of `where.client("ecs")`; "" of anything else."""
    if not isinstance(node, ast.Call):
        return ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return said[0] if name == "client" and said else ""


def clients() -> set[str]:
    return {found for _, tree in trees() for node in ast.walk(tree) if (found := client_of(node))}


def calls_in(tree: ast.AST, services: set[str]) -> Iterator[tuple[str, str]]:
    """(client, operation). A name that a client was given is that client's, else it is called like one."""
    given = {
        target.id: client_of(node.value)
        for node in ast.walk(tree) if isinstance(node, ast.Assign) and client_of(node.value)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        name = getattr(node.value, "id", "")
        known = client_of(node.value) or given.get(name) or (name if name in services else "")
        for service in {known} if known else services:
            # `asked.query` is nobody's client: a word alone counts of what is called like one.
            if node.attr in methods(service) and (known or "_" in node.attr):
                yield service, methods(service)[node.attr]


def paged_in(tree: ast.AST, services: set[str]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_paginator":
            assert isinstance(node.func, ast.Attribute)
            service = getattr(node.func.value, "id", "")
            assert service in services, f"name the client like its service: {ast.unparse(node)}"
            yield service, methods(service)[ast.literal_eval(node.args[0])]


def called() -> set[tuple[str, str]]:
    services = clients()
    every = {call for _, tree in trees() for call in (*calls_in(tree, services), *paged_in(tree, services))}
    return {call for call in every if call[1] not in ("GetPaginator", "CanPaginate")}


def test_calls_are_found_however_the_client_is_held():
    code = ast.parse(
        'data = client(a, "ecs")\ndata.list_clusters()\nwhere.client("rds").describe_db_clusters()'
    )
    assert set(calls_in(code, {"ecs", "rds"})) == {("ecs", "ListClusters"), ("rds", "DescribeDBClusters")}
    handed = ast.parse("def f(elbv2): return each(elbv2.describe_rules)")
    assert set(calls_in(handed, {"elbv2", "rds"})) == {("elbv2", "DescribeRules")}
    paged = ast.parse('s3.get_paginator("list_object_versions")')
    assert set(paged_in(paged, {"s3"})) == {("s3", "ListObjectVersions")}


def test_every_call_has_a_right_and_every_right_a_call():
    listed = {call for part in all_parts() for call in part.calls}
    assert called() - OUTSIDE == listed


def test_what_a_refusal_names_is_on_the_page_of_the_connection():
    listed = {right.action for part in all_parts() for right in part.rights}
    said = {
        action
        for _, tree in trees() for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for action in ACTION.findall(node.value)
    }  # fmt: skip
    assert said - {"sts:AssumeRole"} <= listed


def test_the_documents_list_the_rights_as_the_source_does():
    listed = {right.action for part in all_parts() for right in part.rights}
    text = (ROOT / "docs" / "connect_aws.md").read_text()
    rows = [
        f"| {part.title} | `{right.action}` | {right.why} |" for part in all_parts() for right in part.rights
    ]
    assert [line for line in text.splitlines() if line.startswith("| ") and "` |" in line] == rows
    for path in sorted((ROOT / "docs").glob("*.md")):
        clouds = {action.partition(":")[0] for action in listed}
        named = {one for one in ACTION.findall(path.read_text()) if one.partition(":")[0] in clouds}
        assert named <= listed, path.name
