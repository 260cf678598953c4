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
