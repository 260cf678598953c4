"""The list of plans, and one plan change by change."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.core.plans.change import Action, ResourceChange
from maturity.models import Plan, PlanContent, PlanStatus, PullRequest, Stack
from tests.factories import days_ago, make_plan, make_pull_request, make_scanned, make_stack, sha
from tests.pages import Page, get
from tests.plan_rows import DATABASE, DRIFT, TABLE, TENANTS, difference, many

HTMX = {"HX-Request": "true"}


@pytest.fixture
def stack(db: None) -> Stack:
    return make_stack(make_scanned("acme/network"), "live/prod")


def change(address: str, action: Action, **fields: Any) -> ResourceChange:
    return ResourceChange(address=address, type=address.split(".")[0], action=action, **fields)


def plan(stack: Stack, *changes: ResourceChange, **fields: Any) -> Plan:
    by = [one.action for one in changes]
    counts = {"deletes": by.count(Action.DELETE), "replaces": by.count(Action.REPLACE),
              "updates": by.count(Action.UPDATE), "creates": by.count(Action.CREATE)}  # fmt: skip
    return make_plan(stack, changes, **{**counts, "pending": len(changes), **fields})


def show(client: Client, plan: Plan, query: str = "") -> Page:
    return get(client, f"/plans/{plan.pk}/{query}")


def part(client: Client, plan: Plan, address: str) -> Page:
    return get(client, f"/plans/{plan.pk}/{address}", **HTMX)


def crowd() -> list[ResourceChange]:
    """So many that not all of them are shown at once."""
    return [change(f"module.z.aws_vpc.v{number}", Action.UPDATE, module="module.z") for number in range(20)]


def status(pull: PullRequest, name: str, **fields: Any) -> None:
    given = {"origin": "check", "external_id": name, "at": timezone.now(), "state": "changed"}
    PlanStatus.objects.create(pull_request=pull, name=name, **{**given, **fields})


def test_open_pull_requests_say_how_their_plans_stand(client: Client, stack: Stack) -> None:
    pull = make_pull_request(
        stack.repository, plan_state="stale", destroys=3, behind=True, opened_at=days_ago(2)
    )
    own = plan(stack, TABLE, pull_request=pull, purpose="pull_request")
    status(pull, "ours", stack=stack, plan=own, origin="push", add=1, change=0, destroy=3)
    status(pull, "atlantis/plan", state="errored", url="https://ci.example/1")
    make_pull_request(stack.repository, 9, state="merged", title="merged already")
    page = get(client, "/plans/")
    assert (
        "Upgrade the database acme/network#214, lin Out of date the base has moved −3 destroys" in page.text
    )
    assert "Changes: live/prod +1 ~0 −3" in page.text
    assert page.links["live/prod"] == f"/plans/{own.pk}/"
    assert page.links["atlantis/plan"] == "https://ci.example/1"
    assert "merged already" not in page.text
    assert "1 open pull request." in page.text


def test_pull_requests_are_filtered_by_state(client: Client, stack: Stack) -> None:
    make_pull_request(stack.repository, 1, plan_state="errored", title="broken")
    make_pull_request(stack.repository, 2, plan_state="changed", title="fine")
    assert "fine" not in get(client, "/plans/?state=errored").text
    assert "fine" in get(client, "/plans/?state=nonsense").text
    assert "No open pull request is in this state" in get(client, "/plans/?state=applied").text


def test_plans_of_checks_are_listed_with_their_counts(client: Client, stack: Stack) -> None:
    found = plan(stack, DATABASE, TABLE, *DRIFT, finding="drifted_and_pending", holds_data=2, at=days_ago(1))
    plan(stack, purpose="pull_request", title="of a pull request")
    page = get(client, "/plans/")
    assert (
        "live/prod acme/network, prod Drifted, and unapplied code −1 ±1 ~1 +1 holds data 1 d ago" in page.text
    )
    assert page.links["live/prod"] == f"/plans/{found.pk}/"
    assert "of a pull request" not in page.text


def test_both_lists_go_on_in_pages(client: Client, stack: Stack) -> None:
    for number in range(32):
        make_pull_request(stack.repository, number, updated_at=days_ago(number), title=f"pull {number}.")
        plan(stack, title=f"plan {number}.", at=days_ago(number))
    page = get(client, "/plans/")
    assert "pull 29." in page.text
    assert "pull 30." not in page.text
    assert "plan 30." not in page.text
    for target, query in (("more-pulls", "before"), ("more-plans", "older")):
        [address] = re.findall(rf'hx-get="([^"]+\?{query}=\d+)"', page.html)
        rest = get(client, address, **HTMX, **{"HX-Target": target})
        assert rest.html.count("data-row") == 2
        assert " 31." in rest.text


def test_an_empty_list_says_what_would_fill_it(client: Client) -> None:
    text = get(client, "/plans/").text
    assert "No open pull request is known" in text
    assert "No plan yet" in text


def test_what_destroys_data_comes_first_and_open(client: Client, stack: Stack) -> None:
    others = [change(f"aws_iam_role.r{number}", Action.UPDATE) for number in range(3)]
    page = show(client, plan(stack, *others, TABLE, DATABASE))
    assert "1 resource with data will be destroyed, 1 replaced" in page.text
    assert "no point-in-time recovery" in page.text
    assert "The tags in red say what would make it worse." in page.text
    assert "± aws_db_instance.main skip_final_snapshot is true deletion_protection is off" in page.text
    assert "Before After ± storage_encrypted false true forces replacement" in page.text
    assert "~ endpoint main.c1x.rds:5432 (known after apply)" in page.text
    assert "8 more attributes Show all" in page.text
    assert page.text.index("Holds data 2") < page.text.index("Update 3")


def test_nothing_is_said_of_tags_where_there_are_none(client: Client, stack: Stack) -> None:
    text = show(client, plan(stack, change("aws_db_instance.a", Action.DELETE, holds_data=True))).text
    assert "The data in it is lost unless it is copied first." in text
    assert "tags in red" not in text


def test_what_changed_outside_has_a_section_of_its_own(client: Client, stack: Stack) -> None:
    text = show(client, plan(stack, *DRIFT)).text
    assert "Changed outside 2 ~ aws_security_group_rule.ssh" in text
    assert "Changed outside, needs nobody 1" in text


def test_a_small_plan_is_shown_without_opening_anything(client: Client, stack: Stack) -> None:
    rows = [change(f"module.a.aws_vpc.v{number}", Action.CREATE, module="module.a") for number in range(20)]
    page = show(client, plan(stack, *rows))
    assert "module.a 20 in 1 type + module.a.aws_vpc.v0" in page.text
    assert "v19" in page.text


def test_other_destroys_are_listed_eight_and_more(client: Client, stack: Stack) -> None:
    found = plan(
        stack, *(change(f"aws_iam_role.r{number:02}", Action.DELETE) for number in range(11)), *crowd()
    )
    page = show(client, found)
    assert "aws_iam_role.r07" in page.text
    assert "aws_iam_role.r08" not in page.text
    assert "3 more −3" in page.text
    assert "aws_iam_role.r10" in part(client, found, "groups/destroy.rest/").text


def test_creates_are_grouped_by_module_and_fetched_when_opened(client: Client, stack: Stack) -> None:
    rows = [
        change(f"{module}.aws_iam_role.r", Action.CREATE, module=module)
        for module in ("module.b", "module.a")
    ]
    found = plan(stack, *rows, change("aws_vpc.main", Action.CREATE), *crowd())
    page = show(client, found)
    assert "Create 3 root module 1 in 1 type" in page.text
    assert "module.a.aws_iam_role.r" not in page.text
    assert "module.a.aws_iam_role.r" in part(client, found, "groups/create.1/").text


def test_a_group_is_a_page_too_for_those_without_scripts(client: Client, stack: Stack) -> None:
    found = plan(stack, change("aws_vpc.main", Action.CREATE), *crowd(), change("aws_vpc.b", Action.CREATE))
    page = get(client, show(client, found).links["Show these changes"])
    assert "<html" in page.html
    assert page.links["Show the attributes"] == f"/plans/{found.pk}/changes/1/"


def test_a_large_group_comes_in_pieces(client: Client, stack: Stack) -> None:
    found = plan(stack, *(change(f"aws_vpc.v{number:03}", Action.CREATE) for number in range(150)))
    first = part(client, found, "groups/create.0/")
    assert first.html.count('class="pr"') == 100
    rest = get(client, first.links["Show more, 50 are left"], **HTMX)
    assert rest.html.count('class="pr"') == 50


def test_all_attributes_of_a_change_can_be_seen(client: Client, stack: Stack) -> None:
    found = plan(stack, DATABASE, DRIFT[0])
    assert "~ password (sensitive) (sensitive)" in part(client, found, "changes/0/").text
    both = part(client, found, "changes/1/").text
    assert "Changed outside Change Attribute In code In the cloud ~ cidr_blocks[0] 10.0.0.0/8" in both
    assert "Planned Change Attribute Before After ~ cidr_blocks[0] 0.0.0.0/0 10.0.0.0/8" in both
    assert "<html" in get(client, f"/plans/{found.pk}/changes/0/").html


@pytest.mark.parametrize(
    "address", ["changes/9/", "groups/create.0/", "groups/update.7/", "groups/x/", "groups/update/"]
)
def test_what_is_not_in_the_plan_is_not_found(client: Client, stack: Stack, address: str) -> None:
    found = plan(stack, change("aws_vpc.main", Action.UPDATE))
    assert client.get(f"/plans/{found.pk}/{address}").status_code == 404


def test_a_filter_by_address_is_the_servers_and_shows_few_at_once(client: Client, stack: Stack) -> None:
    found = plan(stack, *many(200))
    page = show(client, found, "?q=PART_7+tenant")
    assert "11 of 200 changes" in page.text
    assert f"{TENANTS[1]}.aws_lambda_function.part_7" in page.text
    assert "No change matches No address has “zzz” in it." in show(client, found, "?q=zzz").text


def test_each_counter_filters_and_filters_no_more(client: Client, stack: Stack) -> None:
    found = plan(stack, TABLE, change("aws_vpc.main", Action.UPDATE), change("aws_vpc.b", Action.CREATE))
    page = show(client, found)
    assert page.links["− 1 destroy"] == f"/plans/{found.pk}/?show=delete#changes"
    only = show(client, found, "?show=update")
    assert "1 of 3 changes" in only.text
    assert "aws_vpc.main" in only.text
    assert only.links["~ 1 update"] == f"/plans/{found.pk}/#changes"
    assert "3 changes" in show(client, found, "?show=nonsense").text


def test_a_move_and_an_import_say_so(client: Client, stack: Stack) -> None:
    moved = change("aws_vpc.new", Action.NO_OP, previous_address="aws_vpc.old")
    taken = change("aws_vpc.in", Action.NO_OP, importing=True, deposed="ab12")
    text = show(client, plan(stack, moved, taken)).text
    assert "Move, import, forget and the rest 2 · aws_vpc.new was aws_vpc.old" in text
    assert "aws_vpc.in (deposed ab12) import" in text


def test_what_terraform_said_stands_below(client: Client, stack: Stack) -> None:
    said = [
        {"severity": "error", "summary": "No access", "detail": "to the bucket", "address": "aws_s3_bucket.b"}
    ]
    found = plan(
        stack, diagnostics=said, failed_checks=["check.health"], outputs=2, notes=["one was deferred"]
    )
    text = show(client, found).text
    assert "What terraform said 1 No access aws_s3_bucket.b to the bucket" in text
    assert "Failed checks 1 check.health" in text
    assert "2 outputs change One was deferred" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"errored": True, "error": "init failed"}, "is only part of the truth Init failed"),
     ({"complete": False}, "This plan is not complete"),
     ({"superseded_at": days_ago(2)}, "A later plan took its place 2 d ago.")],
)  # fmt: skip
def test_a_plan_that_is_not_the_whole_truth_says_so(
    client: Client, stack: Stack, fields: dict[str, Any], words: str
) -> None:
    assert words in show(client, plan(stack, **fields)).text


def test_a_plan_without_its_changes_keeps_its_numbers(client: Client, stack: Stack) -> None:
    found = plan(stack, TABLE, commit=sha("a"))
    PlanContent.objects.all().delete()
    text = show(client, found).text
    assert "− 1 destroy" in text
    assert "The changes are no longer kept" in text


def test_a_stream_has_no_values_and_says_so(client: Client, stack: Stack) -> None:
    found = plan(stack, change("aws_vpc.main", Action.UPDATE), form="stream")
    assert "a stream of messages, which has no attribute values" in part(client, found, "changes/0/").text


def test_a_long_value_is_cut_and_says_by_how_much(client: Client, stack: Stack) -> None:
    found = plan(stack, change("a.b", Action.UPDATE, differences=(difference("policy", "x" * 5000, None),)))
    assert "… and 3,000 characters more" in part(client, found, "changes/0/").text


def test_a_plan_of_another_is_not_found(client: Client) -> None:
    found = plan(make_stack(make_scanned("acme/hidden", archived=True), "x"), TABLE)
    for address in ("", "changes/0/", "groups/data.rest/"):
        assert client.get(f"/plans/{found.pk}/{address}").status_code == 404
