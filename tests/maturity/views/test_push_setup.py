"""The part of a stack's page that says how its CI sends its plans."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from maturity.models import Repository, Stack, User
from maturity.views._push import place_of, push_setup
from tests.factories import (
    days_ago,
    make_finding,
    make_repository,
    make_scanned,
    make_stack,
    make_token,
    make_user,
)

pytestmark = pytest.mark.django_db


def labels(setup: dict[str, Any] | None) -> list[str]:
    assert setup is not None
    return [paste.label for paste in setup["pastes"]]


def test_everything_is_filled_in(settings: Any):
    settings.RUNGS_URL = "https://rungs.acme.example"
    stack = make_stack(make_repository(default_branch="trunk"), "live/prod", workspace="blue")
    stack.variables = ["prod.tfvars", "/common/all.tfvars"]
    place = place_of(stack)
    assert (place.url, place.query) == (
        "https://rungs.acme.example", "repository=acme/network&stack=live/prod&workspace=blue",
    )  # fmt: skip
    assert (place.default_branch, place.variables, place.cloud) == (
        "trunk", ("prod.tfvars", "../../common/all.tfvars"), "aws",
    )  # fmt: skip


def test_a_label_is_only_told_where_it_tells_stacks_apart():
    repository = make_repository()
    alone, one = make_stack(repository, "alone"), make_stack(repository, "shared", name="a & b")
    make_stack(repository, "shared", environment="stage")
    make_stack(repository, "alone", environment="old", gone_at=days_ago(1))
    assert place_of(alone).query == "repository=acme/network&stack=alone"
    assert place_of(one).query == "repository=acme/network&stack=shared&environment=prod&name=a+%26+b"
    assert place_of(make_stack(repository, "")).query == "repository=acme/network&stack=."


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (".gitlab-ci.yml", "GitLab CI"),
        ("Jenkinsfile", "Jenkins"),
        (".github/workflows/x.yml", "GitHub Actions"),
    ],
)
def test_the_ci_that_was_seen_comes_first(path: str, first: str):
    repository = make_scanned("acme/network")
    assert repository.current is not None
    make_finding(repository.current, fix={"summary": "x", "path": path, "content": "x"})
    make_finding(repository.current, "linted", fix={"summary": "x", "path": "", "content": ""})
    make_finding(repository.current, "tested", fix=None)
    found = labels(push_setup(make_stack(repository)))
    assert found[0] == first
    assert len(found) == 8


@pytest.mark.parametrize(("host", "first"), [("gitlab", "GitLab CI"), ("other", "Shell")])
def test_before_the_first_scan_its_host_decides(host: str, first: str):
    assert labels(push_setup(make_stack(make_repository(host=host))))[0] == first


@pytest.mark.parametrize("fields", [{"tool": "helm"}, {"directory": "a\nb"}])
def test_what_has_no_such_plan_gets_no_such_part(fields: dict[str, str]):
    stack = make_stack(make_repository(), **fields)
    assert push_setup(stack) is None
    assert render_to_string("maturity/_push_setup.html", {"push": None}).strip() == ""


def shown(stack: Stack, user: User) -> str:
    request = RequestFactory().get("/")
    request.user = user
    context = {"push": push_setup(stack), "r": stack.repository}
    return render_to_string("maturity/_push_setup.html", context, request)


def test_it_is_shown_to_be_copied_and_says_where_the_token_comes_from(lin: User):
    repository: Repository = make_repository()
    stack = make_stack(repository, "live/<b>")
    html = shown(stack, lin)
    assert "Make a token and store it" in html
    assert '/repos/acme/network/tokens/"' in html
    assert html.count("data-copy=") == 15
    assert "live/<b>" not in html
    make_token(repository)
    assert "There is a token." in shown(stack, lin)


def test_who_may_not_make_a_token_is_told_who_does():
    html = shown(make_stack(make_repository()), make_user("ada"))
    assert "a lead of the team makes one" in html
    assert "/tokens/" not in html
