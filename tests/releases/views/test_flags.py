"""The pages of feature flags."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.models import Event, Role
from maturity.waiting import Waiting
from releases import tasks
from releases.actions.flags import Stated, set_states
from releases.models import FeatureFlag, FlagSource, FlagUse, ReleaseFlags
from tests.factories import make_member
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
OF = "/releases/applications/ai-shell/flags/"


@pytest.fixture
def application(db):
    return make_application()


def make_flag(application, key="FF_A", days=0, **fields):
    at = timezone.now() - timedelta(days=days)
    given = {"first_seen_at": at, "changed_at": at, "default": False, "path": "flags.ts", "line": 3}
    return FeatureFlag.objects.create(application=application, key=key, **{**given, **fields})


def keys(client, query):
    return [one.flag.key for one in client.get(f"/releases/flags/{query}").context["lines"]]


def test_every_flag_is_listed_and_can_be_narrowed_down(client, application):
    make_flag(application, "FRESH")
    make_flag(application, "OLD", days=41)
    make_flag(application, "KILL", days=400, kind="kill_switch")
    make_flag(application, "OVER", expires_on=timezone.now().date() - timedelta(days=1))
    FlagUse.objects.create(flag=make_flag(application, "BARE", path=""), path="a.ts", line=1)
    make_flag(application, "GONE", gone_at=timezone.now())
    set_states(application, "stage", [Stated(key="FRESH", value=True)], timezone.now(), source="api")
    set_states(application, "prod", [Stated(key="FRESH", value=False)], timezone.now(), source="api")
    assert keys(client, "") == ["BARE", "FRESH", "KILL", "OLD", "OVER"]
    assert keys(client, "?show=stale") == ["OLD"]
    assert keys(client, "?show=expired") == ["OVER"]
    assert keys(client, "?show=differs") == ["FRESH"]
    assert keys(client, "?show=undeclared") == ["BARE"]
    assert keys(client, "?show=gone") == ["GONE"]
    assert keys(client, "?q=shell+ki") == ["KILL"]
    assert keys(client, "?q=%00&show=x&page=-1") == ["BARE", "FRESH", "KILL", "OLD", "OVER"]


def test_a_page_says_what_is_wrong_with_a_flag(client, application):
    flag = make_flag(application, "FF_A", path="")
    for path, default in (("a.ts", "true"), ("b.ts", "false")):
        FlagUse.objects.create(flag=flag, path=path, line=1, default=default)
    page = client.get(f"{OF}{flag.pk}/").content.decode()
    assert "no file declares it" in page
    assert "fall back to different values: false, true" in page
    assert "b.ts:1" in page


def test_a_flag_is_described_and_its_state_said_by_hand(client, application):
    flag = make_flag(application)
    sent = {
        "kind": "kill_switch",
        "type": "boolean",
        "off": "on",
        "owner": "find",
        "expires_on": "2027-01-31",
    }
    assert client.post(f"{OF}{flag.pk}/", sent).status_code == 302
    assert client.post(f"{OF}{flag.pk}/state/", {"environment": "prod", "value": "true"}).status_code == 302
    flag.refresh_from_db()
    assert (flag.kind, flag.off, flag.owner, flag.states.get().value) == ("kill_switch", True, "find", True)
    page = client.get(f"{OF}{flag.pk}/").content.decode()
    assert "FF_A on Prod: nothing became true, said by lin" in page
    assert "Flag FF_A described anew by lin" in page


@pytest.mark.parametrize(
    ("part", "sent", "told"),
    [
        ("", {"kind": "release", "type": "boolean", "off": "blue"}, "FF_A is a boolean, and blue is none."),
        ("", {"kind": "release", "type": "number", "expires_on": "soon"}, "Enter a day"),
        ("state/", {"environment": "prod", "value": ""}, "Enter the value it has there."),
        ("state/", {"environment": "prod", "value": "x"}, "FF_A is a boolean, and x is none."),
        ("forget/", {}, "Code still names FF_A"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(client, application, part, sent, told):
    answer = client.post(f"{OF}{make_flag(application).pk}/{part}", sent)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def test_a_place_is_added_tried_and_removed(client, application):
    sent = {"environment": "prod", "kind": "files", "place": "deploy/prod.env"}
    assert client.post(OF, sent).status_code == 302
    source = FlagSource.objects.get()
    client.post(f"{OF}places/{source.pk}/")
    source.refresh_from_db()
    assert source.error == "the repository was not scanned yet"
    assert source.error in client.get(OF).content.decode()
    client.post(f"{OF}places/{source.pk}/", {"do": "remove"})
    kinds = Event.objects.filter(kind__startswith="flag.").values_list("kind", flat=True)
    assert sorted(kinds) == ["flag.source_added", "flag.source_removed"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"kind": "files", "place": "../etc"}, "A path in the repository looks like"),
        ({"kind": "ssm", "place": "no path"}, "A path of parameters looks like"),
        ({"kind": "ssm", "place": "/a/b"}, "Choose the AWS connection"),
        ({"kind": "appconfig", "place": "one"}, "A profile is named by"),
        ({"kind": "else", "place": "x"}, "States are not read from there."),
        ({"kind": "files", "place": ""}, "Say where"),
    ],
)
def test_a_place_that_cannot_be_is_refused(client, application, sent, told):
    answer = client.post(OF, {"environment": "prod", **sent})
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not FlagSource.objects.exists()


def test_names_and_values_of_strangers_are_text(client, application):
    flag = make_flag(application, "<script>x</script>", about="<b>", owner="<i>", default="<u>")
    set_states(application, "prod", [Stated(key="a", value="<img>")], timezone.now(), source="api")
    for address in ("/releases/flags/", OF, f"{OF}{flag.pk}/"):
        page = client.get(address).content.decode()
        assert not any(tag in page for tag in ("<script>x", "<img>", "<u>"))


def test_the_part_of_a_release_shows_stage_prod_and_what_a_rollback_sets(application, rf):
    from django.template.loader import render_to_string

    from releases.actions.flags import flags_of

    release = make_release(application)
    make_flag(application, "FF_NEW")
    make_flag(application, "FF_OLD")
    now = timezone.now()
    for where, value in (("stage", True), ("prod", False)):
        stated = [Stated(key="FF_OLD", value=value), Stated(key="FF_NEW", value=True)]
        set_states(application, where, stated, now, source="api")
    ReleaseFlags.objects.create(
        release=release, commit=release.commit, read_at=now,
        changes=[{"key": "FF_NEW", "how": "new", "type": "boolean", "gives": False}],
    )  # fmt: skip
    page = render_to_string(
        "releases/_flags.html", {"release": release, "told": {"flags": flags_of(release, now)}}
    )
    assert page.index("FF_NEW") < page.index("FF_OLD")
    assert page.count("differs from Stage") == 1
    assert page.count("set by a rollback") == 1


def test_an_expired_flag_waits_for_the_leads_of_its_team_until_it_is_gone(application):
    lead, engineer = (
        make_member(name, application.team, role)
        for name, role in (("ann", Role.LEAD), ("bob", Role.ENGINEER))
    )
    flag = make_flag(application, "OVER", expires_on=timezone.now().date() - timedelta(days=3))
    make_flag(application, "LAST", expires_on=timezone.now().date())
    (item,) = Waiting(lead, timezone.now()).items(count=9)
    assert (item.title, item.url) == ("ai-shell OVER", f"{OF}{flag.pk}/")
    assert item.reason.startswith("It expired 3 d ago")
    assert Waiting(engineer, timezone.now()).items(count=9) == []
    FeatureFlag.objects.update(gone_at=timezone.now())
    assert Waiting(lead, timezone.now()).items(count=9) == []


def test_reading_now_is_sent_to_a_worker_which_reads_code_and_places(client, application, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.read_flags, "delay", lambda pk, **how: sent.append((pk, how)))
    assert client.post(f"{OF}read/").status_code == 302
    assert sent == [(application.pk, {"again": True})]
    tasks.read_flags(application.pk, again=True)
    assert "the repository was not scanned yet" in client.get(OF).content.decode()
    sent.clear()
    FlagSource.objects.create(application=application, environment="prod", kind="files", place="a.env")
    tasks.tick_flags()
    assert sent == [(application.pk, {})]
