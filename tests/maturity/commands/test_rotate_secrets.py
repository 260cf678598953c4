"""`manage.py rotate_secrets`: everything sealed is sealed anew, wherever it lies, and nothing is lost."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.utils import timezone

from maturity.actions import resealing
from maturity.models import Channel, Event, HostLogin
from maturity.models.sealed import Unreadable, seal, unseal
from tests.factories import make_login, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _old_key(settings: Any) -> None:
    settings.RUNGS_ENCRYPTION_KEYS = ["old"]


def rotate(status: int = 0) -> str:
    out = StringIO()
    if status:
        with pytest.raises(SystemExit) as stopped:
            call_command("rotate_secrets", stdout=out, stderr=out)
        assert stopped.value.code == status
    else:
        call_command("rotate_secrets", stdout=out, stderr=out)
    return out.getvalue()


def fill(logins: int = 3) -> None:
    for number in range(logins):
        make_login(f"git{number}.example", secret=f"hush {number}")
    Channel.objects.create(name="ops", kind="slack", secret="hush channel", created_at=timezone.now())
    Channel.objects.create(name="no secret", kind="email", created_at=timezone.now())
    user = make_user()
    TOTP.activate(user, "HUSHTOTP")
    RecoveryCodes.activate(user)
    Authenticator.objects.create(
        user=make_user("kim"), type="recovery_codes", data={"migrated_codes": [seal("a"), seal("b")]}
    )


def codes_of(username: str) -> list[str]:
    found = Authenticator.objects.get(type="recovery_codes", user__username=username)
    return list(RecoveryCodes(found).generate_codes())


def test_with_the_new_key_alone_everything_opens_afterwards(settings: Any):
    fill()
    codes = RecoveryCodes(
        Authenticator.objects.get(type="recovery_codes", user__username="lin")
    ).generate_codes()
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "old"]
    told = rotate()
    assert "maturity_hostlogin.secret: 3 sealed anew, 0 with the first key already" in told
    assert "maturity_channel.secret: 1 sealed anew, 1 with the first key already" in told
    assert "mfa_authenticator.data: 3 sealed anew" in told
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    assert [one.secret for one in HostLogin.objects.order_by("pk")] == ["hush 0", "hush 1", "hush 2"]
    assert [one.secret for one in Channel.objects.order_by("pk")] == ["hush channel", ""]
    assert unseal(Authenticator.objects.get(type="totp").data["secret"]) == "HUSHTOTP"
    assert (codes_of("lin"), codes_of("kim")) == (codes, ["a", "b"])


def test_a_second_run_finds_nothing_to_do(settings: Any):
    fill()
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "old"]
    rotate()
    before = list(HostLogin.objects.values_list("secret", flat=True))
    assert "maturity_hostlogin.secret: 0 sealed anew, 3 with the first key already" in rotate()
    assert list(HostLogin.objects.values_list("secret", flat=True)) == before
    assert [one.data for one in Event.objects.all()] == [{"anew": 7, "lost": 0}]


def test_what_no_key_opens_is_named_and_kept_and_the_rest_is_done(settings: Any):
    fill(1)
    settings.RUNGS_ENCRYPTION_KEYS = ["gone"]
    lost = make_login("lost.example", secret="hush lost")
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "old"]
    told = rotate(status=1)
    assert f"maturity_hostlogin.secret of row {lost.pk}: its key is not in RUNGS_ENCRYPTION_KEYS" in told
    assert "1 could not be opened and stay" in told
    assert "hush" not in told
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "gone"]
    assert {one.secret for one in HostLogin.objects.all()} == {"hush 0", "hush lost"}
    assert Event.objects.get().data == {"anew": 5, "lost": 1}


def test_a_run_that_was_stopped_goes_on_where_it_was(settings: Any, monkeypatch: pytest.MonkeyPatch):
    fill(5)
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "old"]
    monkeypatch.setattr(resealing, "BATCH", 2)
    seen = 0

    def stop(*given: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == 4:
            raise KeyboardInterrupt
        one(*given)

    one = resealing._one
    monkeypatch.setattr(resealing, "_one", stop)
    with pytest.raises(KeyboardInterrupt):
        resealing._reseal(next(one for one in resealing.columns() if one.model is HostLogin))
    monkeypatch.setattr(resealing, "_one", one)
    assert "maturity_hostlogin.secret: 3 sealed anew, 2 with the first key already" in rotate()
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    assert len([row.secret for row in HostLogin.objects.all()]) == 5


def test_a_row_that_was_read_before_and_is_saved_after_brings_no_old_seal_back(settings: Any):
    fill(2)
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "old"]
    stale = HostLogin.objects.get(host="git0.example")
    rotate()
    stale.error = "noted by a process that read the row before"
    stale.save()
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    assert HostLogin.objects.get(host="git0.example").secret == "hush 0"


def test_every_sealed_column_of_every_app_is_known():
    names = {column.name for column in resealing.columns()}
    assert {"maturity_hostlogin.secret", "maturity_channel.secret", "mfa_authenticator.data"} <= names


def test_until_the_old_key_is_dropped_both_open(settings: Any):
    make_login(secret="hush")
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "old"]
    assert HostLogin.objects.get().secret == "hush"
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    with pytest.raises(Unreadable):
        _ = HostLogin.objects.get().secret
