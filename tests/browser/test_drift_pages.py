"""Drift, stacks and plans in a browser: accessible, light; by mouse, by keys, and without scripts."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from maturity.models import DriftEpisode, Plan, Run, Stack, State, User
from tests.browser.conftest import Open
from tests.browser.drift_rows import big_plan, fill_drift
from tests.browser.test_accessibility import inspect, overflow, violations
from tests.browser.test_weight import KIB, on_the_wire
from tests.factories import make_run, make_scanned

NODES = "document.querySelectorAll('*').length"
OPEN = """() => Promise.all([...document.querySelectorAll('main details:not([open])')].map(
    part => new Promise(done => {
        part.addEventListener('toggle', done, { once: true })
        part.open = true
    })))"""
ADDRESSES = {
    "overview": "/",
    "drift": "/drift/",
    "since yesterday": "/drift/?since=yesterday",
    "never checked": "/drift/?stacks=never",
    "only one": "/drift/?q=nothing",
    "episode": "/drift/{episode}/",
    "past episode": "/drift/{past}/",
    "stack": "/stacks/{stack}/",
    "checking": "/stacks/{running}/",
    "set-up": "/stacks/{stack}/setup/",
    "log": "/runs/{run}/log/",
    "plans": "/plans/",
    "plan": "/plans/{plan}/",
    "plan, filtered": "/plans/{plan}/?show=delete&q=part_7",
    "plan of a check": "/plans/{drift}/",
    "inbox": "/inbox/",
    "one change": "/plans/{plan}/changes/0/",
    "a group": "/plans/{plan}/groups/create.0/",
}


@pytest.fixture
def stack(lin: User) -> Stack:
    return fill_drift(make_scanned("acme/network", 3), lin)


@pytest.fixture
def plan(stack: Stack) -> Plan:
    return big_plan(stack)


def addresses(stack: Stack, plan: Plan) -> dict[str, str]:
    run = Run.objects.get(kind="plan")
    episode = stack.episodes.open().get()
    keys = {
        "episode": episode.pk, "past": episode.recurs_id, "stack": stack.pk, "running": run.stack_id,
        "run": run.pk, "plan": plan.pk, "drift": episode.plan_id,
    }  # fmt: skip
    return {name: address.format(**keys) for name, address in ADDRESSES.items()}


def opened(page: Page) -> None:
    """Everything that can be opened is open, and what that fetches is there."""
    page.evaluate(OPEN)
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-added")).to_have_count(0)


def test_every_page_is_accessible_and_fits_every_width(page: Page, stack: Stack, plan: Plan) -> None:
    found = {}
    for name, address in addresses(stack, plan).items():
        page.goto(address)
        if not address.startswith(f"/plans/{plan.pk}/"):
            opened(page)
        if problems := inspect(page):
            found[name] = problems
    assert found == {}


def test_what_is_fetched_on_opening_is_accessible_and_fits_too(page: Page, plan: Plan) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"/plans/{plan.pk}/")
    for part in ("text=32 more", "text=aws_security_group_rule.ssh", "text='module.tenant[\"dunes\"]'"):
        page.click(part)
    expect(page.locator(".pg[open] .pr")).to_have_count(132)
    assert overflow(page) == 0
    assert violations(page) == []


def test_a_plan_of_two_thousand_changes_is_light(page: Page, plan: Plan) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(on_the_wire(response)))
    page.goto(f"/plans/{plan.pk}/", wait_until="networkidle")
    assert len(plan.changes) == 2000
    assert page.evaluate(NODES) <= 1500
    assert sum(sizes) <= 80 * KIB


@pytest.mark.parametrize("address", ["/drift/", "/plans/"])
def test_the_lists_are_light(page: Page, stack: Stack, address: str) -> None:
    fill_more(stack)
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(on_the_wire(response)))
    page.goto(address, wait_until="networkidle")
    assert sum(sizes) <= 80 * KIB
    assert page.evaluate(NODES) <= 3000


def fill_more(stack: Stack) -> None:
    lin = User.objects.get(username="lin")
    for number in range(8):
        fill_drift(make_scanned(f"acme/more-{number}", 3), lin)


def test_drift_is_opened_acknowledged_and_gone_from_the_number(page: Page, stack: Stack) -> None:
    page.goto("/drift/")
    expect(page.locator(".nav .count.hot")).to_contain_text("2")
    page.click("text=1 resource changed, 1 deleted")
    expect(page.locator(".dis[open]")).to_contain_text("In the cloud")
    expect(page.locator(".dis[open]")).to_contain_text("10.0.0.0/8")
    page.click(".dis[open] >> text=Open this drift")
    page.click("text=Acknowledge: it may stay for now")
    page.fill("#why", "the vendor repairs it")
    page.click("button:has-text('Acknowledge')")
    expect(page.get_by_text("by lin until")).to_be_visible()
    expect(page.locator(".nav .count.hot")).to_contain_text("1")
    assert DriftEpisode.objects.get(stack=stack, ended_at=None).acknowledged_reason == "the vendor repairs it"


def test_the_whole_job_by_keyboard(page: Page, stack: Stack) -> None:
    keys = page.keyboard
    page.goto("/")
    keys.press("g")
    keys.press("d")
    page.wait_for_url("**/drift/")
    keys.press("j")
    keys.press("j")
    keys.press("Enter")
    expect(page.locator(".dis[open]")).to_contain_text("In the cloud")
    page.get_by_role("link", name="Open this drift").press("Enter")
    page.wait_for_url(re.compile(r"/drift/\d+/$"))
    page.get_by_role("button", name="Assign to nobody").press("Enter")
    expect(page.get_by_role("button", name="Assign to me")).to_be_visible()
    page.locator("summary:has-text('How to revert')").press("Enter")
    expect(page.locator("pre:has-text('terraform plan')")).to_be_visible()
    keys.press("g")
    keys.press("p")
    page.wait_for_url("**/plans/")


def test_without_scripts_drift_and_plans_can_still_be_read(
    open_context: Open, plan: Plan, stack: Stack
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/drift/")
    page.click("text=1 resource changed, 1 deleted")
    page.click(".dis[open] >> text=Open this drift")
    expect(page.get_by_text("In the cloud").first).to_be_visible()
    page.goto(f"/plans/{plan.pk}/")
    page.click("text='module.tenant[\"dunes\"]'")
    page.click("text=Show these changes >> visible=true")
    page.locator("summary:has-text('part_')").first.click()
    page.click("text=Show the attributes >> visible=true")
    expect(page.get_by_role("heading", level=1)).to_contain_text("part_")


def test_groups_and_attributes_come_when_they_are_opened(page: Page, plan: Plan) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/groups/" in request.url else None)
    page.goto(f"/plans/{plan.pk}/")
    assert asked == []
    page.click("text='module.tenant[\"dunes\"]'")
    expect(page.locator(".pg[open] .pr")).to_have_count(100)
    page.click("text=Show more, 225 are left")
    expect(page.locator(".pg[open] .pr")).to_have_count(200)
    page.locator(".pg[open] .pr > summary").nth(1).click()
    expect(page.locator(".pg[open] .pr[open] .ad")).to_contain_text("attribute_")
    page.locator(".pr[open]", has_text="aws_db_instance.main").get_by_text("Show all").click()
    expect(page.locator(".pr[open]", has_text="aws_db_instance.main")).to_contain_text("(sensitive)")
    assert len(asked) == 2


def test_a_check_is_watched_until_its_result_fills_the_page(page: Page, stack: Stack) -> None:
    run = make_run(stack.repository, "running", kind="plan", stack=stack, exclusive="state:watched")
    page.goto(f"/stacks/{stack.pk}/")
    Run.objects.filter(pk=run.pk).update(progress="refreshing 12 resources", percent=40)
    expect(page.locator("#check")).to_contain_text("Refreshing 12 resources")
    Stack.objects.filter(pk=stack.pk).update(finding="in_sync", drift_since=None)
    Run.objects.filter(pk=run.pk).update(state=State.FINISHED)
    expect(page.locator("#check")).to_have_count(0)
    expect(page.locator("#live")).to_have_text("Check finished: no drift.")


def test_calm_stacks_and_further_rows_come_in_place(page: Page, stack: Stack) -> None:
    page.goto("/drift/")
    page.click("text=4 stacks with no drift in 90 days")
    expect(page.get_by_text("live/calm/0")).to_be_visible()
    page.goto(f"/stacks/{stack.pk}/")
    page.click("text=Older checks")
    expect(page.locator(".checks tbody tr")).to_have_count(40)
    expect(page.locator(".checks tbody tr").nth(30)).to_be_focused()


def test_the_pointer_tells_each_day_of_the_map(page: Page, stack: Stack) -> None:
    page.goto("/drift/")
    cell = page.locator(".hm-row", has_text="live/prod/network").locator(".hm-cell")
    box = cell.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 5)
    expect(page.locator(".tip")).to_contain_text(f"{timezone.now().date()} UTC\nadrift: 2")
    page.mouse.move(box["x"] + 2, box["y"] + 5)
    expect(page.locator(".tip")).to_contain_text("no drift")
    page.mouse.move(5, 5)
    expect(page.locator(".tip")).to_be_hidden()
