"""Secrets at rest."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone

from maturity.models import HostLogin
from maturity.models.sealed import Unreadable, seal, unseal

pytestmark = pytest.mark.django_db


def test_the_database_never_holds_the_secret():
    HostLogin.objects.create(host="github.com", secret="ghp_hush", created_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM maturity_hostlogin")
        stored = cursor.fetchone()[0]
    assert "hush" not in stored
    assert HostLogin.objects.get().secret == "ghp_hush"


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    settings.RUNGS_ENCRYPTION_KEYS = ["old"]
    sealed = seal("hush")
    settings.RUNGS_ENCRYPTION_KEYS = ["new", "old"]
    assert unseal(sealed) == "hush"
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_nothing_can_be_looked_up_by_a_secret():
    with pytest.raises(FieldError):
        HostLogin.objects.filter(secret="hush").exists()


def test_a_row_whose_key_is_gone_can_be_listed_and_saved_and_loses_nothing(settings):
    settings.RUNGS_ENCRYPTION_KEYS = ["old"]
    HostLogin.objects.create(host="github.com", secret="ghp_hush", created_at=timezone.now())
    settings.RUNGS_ENCRYPTION_KEYS = ["new"]
    row = HostLogin.objects.get()
    with pytest.raises(Unreadable):
        _ = row.secret
    row.error = "noted"
    row.save()
    settings.RUNGS_ENCRYPTION_KEYS = ["old"]
    assert (HostLogin.objects.get().secret, HostLogin.objects.get().error) == ("ghp_hush", "noted")


def test_a_list_of_values_has_it_sealed(settings):
    HostLogin.objects.create(host="github.com", secret="ghp_hush", created_at=timezone.now())
    assert "hush" not in HostLogin.objects.values_list("secret", flat=True).get()


def test_a_deferred_secret_is_read_when_it_is_asked_for():
    HostLogin.objects.create(host="github.com", secret="ghp_hush", created_at=timezone.now())
    row = HostLogin.objects.defer("secret").get()
    row.save()
    assert row.secret == "ghp_hush"
