"""Feature flags in a browser: accessible, never too wide, whatever the names."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import Page

from maturity.models import Team, User
from releases.actions.flags import Stated, set_states
from releases.models import FeatureFlag, FlagReading, FlagSource, FlagUse, ReleaseFlags
from tests.browser.rows import LONG
from tests.browser.test_accessibility import inspect_all
from tests.factories import days_ago, make_team
from tests.releases.factories import make_application, make_release


def fill(team: Team) -> FeatureFlag:
    """Every way a flag can stand, with the longest names there may be."""
    now = timezone.now()
    application = make_application(LONG, team=team)
    given = {"application": application, "first_seen_at": days_ago(60), "changed_at": days_ago(60)}
    flag = FeatureFlag.objects.create(
        key="FF_" + "LONG_" * 30, about=LONG, owner=LONG, expires_on=days_ago(2).date(), default=LONG, **given
    )
    FeatureFlag.objects.create(key="FF_WARM_POOL", path=f"{LONG}/flags.ts", line=3, default=False, **given)
    FlagUse.objects.create(flag=flag, path=f"{LONG}/{LONG}.ts", line=10, default=LONG)
    FlagUse.objects.create(flag=flag, path="b.ts", line=1, default="true")
    for where, value in (("stage", True), ("prod", False)):
        stated = [Stated(key="FF_WARM_POOL", value=value), Stated(key=flag.key, value=LONG * 3, place=LONG)]
        stated.append(Stated(key="FF_TARGETED", value=value, note="targeted"))
        set_states(application, where, stated, now, source="ssm", by=LONG)
    FlagSource.objects.create(
        application=application, environment="prod", kind="ssm", place=f"/{LONG}", read_at=now, error=LONG * 3
    )
    FlagReading.objects.create(
        application=application, commit="c" * 40, read_at=now, broken={f"{LONG}.yaml": LONG}, more=3
    )
    release = make_release(application, "2.14.0")
    changes = [{"key": "FF_WARM_POOL", "how": "new", "type": "boolean", "gives": False}]
    ReleaseFlags.objects.create(release=release, commit=release.commit, read_at=now, changes=changes)
    return flag


def test_pages_of_flags_are_accessible_and_fit(page: Page, lin: User) -> None:
    flag = fill(make_team("Platform"))
    of = f"/releases/applications/{LONG}/flags/"
    pages = ("/releases/flags/", "/releases/flags/?q=zzz", of, f"{of}{flag.pk}/", f"/releases/{LONG}/2.14.0/")
    assert inspect_all(page, pages) == {}
