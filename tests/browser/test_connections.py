"""The pages of connections: accessible, fitting every width; a test that does not leave the page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from maturity.models import Connection
from tests.browser.test_accessibility import inspect_all
from tests.factories import days_ago, make_connection, make_repository, make_stack

LONG = "a-name-that-is-longer-than-anybody-would-like-it-to-be"


def fill() -> Connection:
    failed = f"assuming arn:aws:iam::123456789012:role/{LONG}: AccessDenied: not authorized."
    make_connection(name=LONG, role_arn="", checked_at=days_ago(1), error=failed)
    way = make_connection(
        region="eu-west-1", external_id="0f" * 16, cloudtrail=True, checked_at=days_ago(0),
        account="123456789012", ci_roles=["tf-deploy-*"],
    )  # fmt: skip
    make_stack(make_repository(), f"live/{LONG}", connection=way, state_place=f"s3://acme/{LONG}/{LONG}")
    return way


def test_the_pages_of_connections_are_accessible_and_fit(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    way = fill()
    assert inspect_all(page, ("/connections/", "/connections/new/", f"/connections/{way.pk}/")) == {}


def test_a_connection_is_tested_where_it_is_shown(page: Page, monkeypatch: Any) -> None:
    """By a worker without an identity, so that nobody has to answer."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    nowhere = {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    for name, value in {**nowhere, "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    way = fill()
    page.goto(f"/connections/{way.pk}/")
    page.click("text=Test the connection")
    expect(page.locator("#tested")).to_contain_text("this worker has no AWS identity of its own")
