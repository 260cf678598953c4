"""The administration shows rows and changes none; a secret is not among what it shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maturity.admin import LookOnly
from maturity.models import ApiToken, Channel, HostLogin, User
from maturity.models.sealed import SealedField
from tests.factories import make_repository, make_token, make_user
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "maturity"]
CANARY = "cAnArY-of-the-administration"


@pytest.fixture
def client() -> Client:
    return signed_in(make_user("root", is_superuser=True, is_staff=True))


@pytest.mark.parametrize("model", OURS, ids=lambda one: one.__name__)
def test_every_list_opens_can_be_searched_and_only_shows(client: Client, model: Any):
    shown = admin.site._registry[model]
    assert isinstance(shown, LookOnly)
    address = reverse(f"admin:maturity_{model._meta.model_name}_changelist")
    assert client.get(address, {"q": "acme"} if shown.search_fields else {}).status_code == 200
    assert client.get(f"{address}add/").status_code == 403


def test_no_secret_is_shown_of_any_row(client: Client):
    now = timezone.now()
    rows = [
        HostLogin.objects.create(host="github.com", secret=CANARY, created_at=now),
        Channel.objects.create(name="ops", kind="webhook", secret=CANARY, created_at=now),
        make_token(make_repository(), CANARY),
    ]
    for row in rows:
        page = client.get(reverse(f"admin:maturity_{row._meta.model_name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert CANARY not in page.content.decode()
        assert ApiToken.digest_of(CANARY) not in page.content.decode()


def test_what_is_sealed_is_left_out_of_every_model_that_is_shown(rf: Any):
    for model in OURS:
        sealed = {field.name for field in model._meta.fields if isinstance(field, SealedField)}
        assert sealed <= set(admin.site._registry[model].get_exclude(rf.get("/")) or ())
    assert "password" in (admin.site._registry[User].get_exclude(rf.get("/")) or ())
