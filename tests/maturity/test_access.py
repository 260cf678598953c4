from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from maturity import access
from maturity.models import Role
from tests.factories import make_repository, make_user

pytestmark = pytest.mark.django_db


def view(request) -> HttpResponse:
    return HttpResponse("inside")


def test_a_guarded_view_says_who_may_open_it():
    guarded: Any = access.login(view), access.public(lambda request: HttpResponse())
    assert [one.policy for one in guarded] == ["login", "public"]


def test_a_stranger_is_sent_to_the_login_page(rf):
    request = rf.get("/x")
    request.user = AnonymousUser()
    answer = access.login(view)(request)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/x")


def test_whoever_is_signed_in_comes_in(rf):
    request = rf.get("/x")
    request.user = make_user()
    assert access.login(view)(request).content == b"inside"


def test_a_stranger_sees_no_repository():
    make_repository()
    assert not access.repositories_for(AnonymousUser()).exists()


FOR_WRITE = partial(access.repository_for_write, least=Role.LEAD)


@pytest.mark.parametrize("find", [access.repository_for, FOR_WRITE])
def test_what_is_not_there_what_is_archived_and_what_is_not_yours_look_the_same(find):
    make_repository("a/gone", archived=True)
    make_repository("a/there")
    lin = make_user(is_superuser=True)
    assert find(lin, "a/there").name == "a/there"
    for person, name in [(lin, "a/nothing"), (lin, "a/gone"), (AnonymousUser(), "a/there")]:
        with pytest.raises(Http404):
            find(person, name)
