"""The drift page: its lists, its numbers, and what is folded."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import DailyRollup, Repository, Stack, User
from tests.factories import days_ago, make_episode, make_plan, make_scanned, make_stack, make_team
from tests.pages import Page, fragment, get
from tests.plan_rows import DRIFT, ITEMS, item


@pytest.fixture
def network(db: None) -> Repository:
    return make_scanned("acme/network", team=make_team("Platform"))


def drifted(repository: Repository, directory: str, days: float, **fields: object) -> Stack:
    stack = make_stack(repository, directory, checked_at=days_ago(0), drift_since=days_ago(days))
    given = {"items": [item(f"aws_instance.{directory}", "ami")], "first_seen_at": days_ago(days)}
    make_episode(stack, **{**given, **fields})
    return stack


def clean(repository: Repository, directory: str, **fields: object) -> Stack:
    today = timezone.localdate()
    given = {"checked_at": days_ago(0), "finding": "in_sync", "calendar": "ooo", "calendar_end": today}
    return make_stack(repository, directory, **{**given, **fields})


def acknowledged(lin: User) -> dict[str, object]:
    until = timezone.now() + timedelta(days=5)
    return {"acknowledged_by": lin, "acknowledged_at": days_ago(1), "acknowledged_until": until}


def test_the_newest_drift_comes_first_and_says_what_where_and_who(
    client: Client, network: Repository, lin: User
) -> None:
    drifted(network, "old", 13, owner=lin, checks=51)
    drifted(network, "young", 3)
    text = get(client, "/drift/").text
    assert "1 attribute changed on aws_instance.young acme/network young prod · Nobody assigned 3 d" in text
    assert "acme/network old prod · Assigned to lin 13 d 51 checks" in text
    assert text.index("aws_instance.young") < text.index("aws_instance.old")


def test_every_number_of_the_sentence_leads_to_its_list(client: Client, network: Repository) -> None:
    drifted(network, "a", 3)
    clean(network, "b")
    clean(network, "c", failing_since=days_ago(2), checked_at=days_ago(20))
    make_stack(network, "d")
    page = get(client, "/drift/")
    assert "1 of 3 checked stacks differs from its code. 1 could not be checked." in page.text
    assert "1 was not checked for over 8 days. 1 was never checked. Last check just now." in page.text
    lists = {"drifted": "a", "failing": "c", "stale": "c", "never": "d"}
    for state, directory in lists.items():
        assert f"?stacks={state}#stacks" in page.html
        assert directory_names(client, f"?stacks={state}") == [directory]
    assert directory_names(client, "?stacks=checked") == ["a", "c", "b"]


def directory_names(client: Client, query: str) -> list[str]:
    return stack_names(get(client, f"/drift/{query}"))


def stack_names(page: Page) -> list[str]:
    links = page.links.items()
    return [text.removeprefix("acme/network ") for text, to in links if to.startswith("/stacks/")]


def test_the_number_beside_drift_counts_the_open_list(client: Client, network: Repository, lin: User) -> None:
    drifted(network, "a", 3)
    drifted(network, "b", 5, **acknowledged(lin))
    for address in ("/drift/", "/criteria/"):
        assert '<span class="count hot">1<span class="vh"> open' in get(client, address).html
    text = get(client, "/drift/").text
    assert "Open 1 Since yesterday 0" in text
    assert text.index("Acknowledged 1") < text.index("aws_instance.b acknowledged until")


def test_since_yesterday_shows_what_is_new_or_grew_with_its_attributes(
    client: Client, network: Repository
) -> None:
    stack = drifted(network, "old", 13)
    drifted(network, "grown", 13, grew_at=days_ago(0))
    new = make_stack(network, "new", checked_at=days_ago(0), drift_since=days_ago(0))
    make_episode(new, plan=make_plan(new, DRIFT), items=ITEMS, resources=2, deleted=1)
    page = get(client, "/drift/?since=yesterday")
    assert "1 resource changed, 1 deleted new" in page.text
    assert "cidr_blocks[0] 10.0.0.0/8 0.0.0.0/0" in page.text
    assert "aws_instance.grown grew" in page.text
    assert f"aws_instance.{stack.directory}" not in page.text


def test_all_shows_what_is_over_too(client: Client, network: Repository) -> None:
    drifted(network, "a", 9, ended_at=days_ago(4), ending="reverted")
    assert "aws_instance.a" not in get(client, "/drift/").text
    assert "aws_instance.a over" in get(client, "/drift/?since=all").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [("q=payments", ["b"]), ("q=net+a", ["a"]), ("team=platform", ["a"]), ("team=Other", []),
     ("since=x", ["b", "a"]), ("stack=x&q=%00", ["b", "a"]), ("stacks=nonsense", ["b", "a"])],
)  # fmt: skip
def test_a_filter_leaves_what_it_names_and_nonsense_filters_nothing(
    client: Client, network: Repository, query: str, expected: list[str]
) -> None:
    drifted(network, "a", 4)
    drifted(make_scanned("acme/payments"), "b", 3)
    text = get(client, f"/drift/?{query}").text
    assert [one for one in ("b", "a") if f"changed on aws_instance.{one} " in text] == expected


def test_a_filter_by_stack_says_so_and_can_be_taken_away(client: Client, network: Repository) -> None:
    stack = drifted(network, "a", 4)
    drifted(network, "b", 4)
    page = get(client, f"/drift/?stack={stack.pk}")
    assert "Only: one stack. Show all" in page.text
    assert "aws_instance.b" not in page.text


def test_stacks_come_worst_first_and_calm_ones_are_counted(client: Client, network: Repository) -> None:
    clean(network, "recent", drifted_at=days_ago(30))
    clean(network, "failing", failing_since=days_ago(2))
    drifted(network, "short", 2)
    drifted(network, "long", 40)
    clean(network, "calm")
    page = get(client, "/drift/")
    assert stack_names(page) == ["long", "short", "failing", "recent"]
    assert "1 stack with no drift in 90 days" in page.text
    calm = fragment(client, "/drift/", "more-calm")
    assert "acme/network calm prod no drift" in calm.text


def test_stacks_and_drift_come_in_pages_of_fifty(client: Client, network: Repository) -> None:
    for number in range(53):
        drifted(network, f"n{number:02}", 1 + number)
    page = get(client, "/drift/")
    assert page.html.count('class="dis"') == page.html.count('class="hm-row"') == 50
    episodes, stacks = re.findall(r'hx-get="([^"]+(?:before|after)=[^"]+)"', page.html)
    rest = fragment(client, episodes, "more-episodes")
    assert rest.html.count('class="dis"') == 3
    assert "aws_instance.n52" in rest.text
    more = fragment(client, stacks, "more-stacks")
    assert more.html.count('class="hm-row"') == 3
    assert "acme/network n00" in more.text


def test_further_rows_go_on_where_the_list_stopped_though_that_row_was_acknowledged(
    client: Client, network: Repository, lin: User
) -> None:
    drifted(network, "first", 1)
    last = drifted(network, "last", 2, **acknowledged(lin)).episodes.get()
    drifted(network, "next", 3)
    text = fragment(client, f"/drift/?before={last.pk}", "more-episodes").text
    assert "aws_instance.next" in text
    assert "aws_instance.first" not in text


def test_nothing_adrift_says_how_many_were_looked_at_and_when(client: Client, network: Repository) -> None:
    clean(network, "a")
    clean(network, "b")
    text = get(client, "/drift/").text
    assert "2 of 2 checked stacks match their code Last check" in text


def test_nothing_checked_is_not_called_clean(client: Client, network: Repository) -> None:
    make_stack(network, "a")
    page = get(client, "/drift/")
    assert "Nothing was checked yet" in page.text
    assert "Last 90 days" not in page.text
    assert page.links["Show 1 stack"] == "?stacks=never#stacks"
    assert "match" not in page.text


def test_a_stack_of_the_map_says_in_words_how_it_stands(client: Client, network: Repository) -> None:
    today = timezone.localdate()
    clean(network, "a", calendar="ooE22p.o", calendar_end=today, drifted_at=days_ago(4))
    html = get(client, "/drift/").html
    assert 'aria-label="checked on 7 days, drift on 2 days, check failed on 1 day"' in html


def test_the_trend_needs_two_days(client: Client, network: Repository) -> None:
    today = timezone.localdate()
    DailyRollup.objects.create(day=today, drifted=3)
    assert "Stacks adrift over 90 days" not in get(client, "/drift/").text
    DailyRollup.objects.create(day=today - timedelta(days=2), drifted=5)
    assert "Drifted stacks: 5 on" in get(client, "/drift/").html


def test_what_is_not_theirs_is_not_shown(client: Client) -> None:
    drifted(make_scanned("acme/hidden", archived=True), "secret", 3)
    assert "secret" not in get(client, "/drift/?since=all").text


def test_drift_is_only_read_here(client: Client) -> None:
    assert client.post("/drift/").status_code == 405
