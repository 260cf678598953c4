"""Applications, checklists and the matrix: accessible, never too wide, and one whole way through them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from maturity.models import User
from releases.models import Application, Deployment
from tests.browser.application_rows import fill
from tests.browser.rows import LONG
from tests.browser.test_accessibility import inspect_all
from tests.factories import make_repository, make_stack, make_team
from tests.releases.factories import make_application

PAGES = {
    "matrix": "/releases/",
    "no match": "/releases/?q=none",
    "history": f"/releases/{LONG}/",
    "applications": "/releases/applications/",
    "new application": "/releases/applications/new/",
    "application": f"/releases/applications/{LONG}/",
    "checklists": "/releases/templates/",
    "checklist": f"/releases/templates/application.{LONG}/",
    "item": f"/releases/templates/application.{LONG}/items/ops.owner/",
    "new item": "/releases/templates/organisation/add/",
    "versions": f"/releases/templates/application.{LONG}/versions/",
}


def test_pages_of_applications_and_checklists_are_accessible_and_fit(page: Page, lin: User) -> None:
    fill(lin, make_team("Platform"))
    assert inspect_all(page, PAGES.values()) == {}


def test_a_lead_adds_an_application_changes_its_checklist_and_records_a_deployment(
    page: Page, lin: User
) -> None:
    team = make_team("Platform")
    repository = make_repository("acme/shop", team=team)
    make_stack(repository, "live/prod", environment="prod")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.click(".empty .acts >> text=Add an application")
    page.fill("#name", "Shop")
    page.select_option("#team", "platform")
    page.fill("#repository", "acme/shop")
    page.click("button >> text=Add the application")
    expect(page.locator("#stacks")).to_contain_text("live/prod Prod")
    page.click(".acts >> text=Checklist")
    page.click('[aria-label="Leave ops.runbook out"]')
    expect(page.locator("main")).to_contain_text("Saved as version 1.")
    page.goto("/releases/shop/")
    page.click("text=Record a deployment by hand")
    page.fill("#version", "1.0")
    page.click("text=Record the deployment")
    expect(page.locator("#deployments")).to_contain_text("1.0 Stage succeeded")
    assert Application.objects.get().checklist.current is not None
    assert Deployment.objects.get().actor == "lin"


def test_the_matrix_is_narrowed_while_a_person_types(page: Page, lin: User) -> None:
    make_application("billing")
    make_application("shop")
    page.goto("/releases/")
    page.fill("#q", "bill")
    expect(page.locator("#matrix")).not_to_contain_text("shop")
    expect(page.locator("#matrix")).to_contain_text("billing")
