from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from maturity import access
from maturity.models import Organisation, Repository, Role, User
from maturity.models.events import NEWS_OF_LEADS
from tests.factories import make_event, make_membership, make_repository, make_team, make_user

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


def told(user: User, most: int = 50, before: int = 0) -> list[str]:
    return [event.subject for event in access.newest_news(user, most, before)]


@pytest.mark.parametrize("open_read", [True, False])
def test_the_newest_news_are_the_same_however_they_are_found(open_read: bool):
    Organisation.objects.create(pk=1, open_read=open_read)
    core, edge = make_team("core"), make_team("edge")
    user = make_user()
    make_membership(user, core, Role.VIEWER)
    busy, quiet, other = (make_repository(f"a/{number}", team=core) for number in range(3))
    Repository.objects.filter(pk=other.pk).update(team=edge)
    for number in range(20):
        make_event([busy, other, busy, quiet][number % 4], "drift.opened", subject=str(number))
        make_event(busy, "scan.requested", subject="no news")
    make_event(None, "team.repository_left", team=core, subject="ours")
    make_event(None, "team.repository_left", team=edge, subject="theirs")
    make_event(None, "drift.opened", subject="of a repository that was forgotten")
    user = User.objects.with_standing().get()
    everything = [event.subject for event in access.news_for(user).order_by("-pk")]
    seen = [str(number) for number in reversed(range(20)) if open_read or number % 4 != 1]
    assert everything == ["ours", *seen]
    for most in (1, 3, 7, 50):
        assert told(user, most) == everything[:most]
    fifth = access.news_for(user).order_by("-pk")[4].pk
    assert told(user, 3, fifth) == everything[5:8]


def test_the_organisation_s_news_are_its_administrators():
    make_event(None, "login.locked", subject="vic")
    root, ada = make_user("root", is_superuser=True), make_user("ada")
    make_membership(ada, make_team(), Role.ADMIN)
    assert (told(root), told(ada)) == (["vic"], [])


def test_team_news_are_for_its_people_alone_and_some_for_its_leads():
    core = make_team("core")
    make_event(None, "team.repository_left", team=core, subject="left")
    make_event(None, NEWS_OF_LEADS[0], team=core, subject="lead's")
    people = {}
    for role in (None, Role.VIEWER, Role.LEAD):
        people[role] = make_user(str(role))
        if role:
            make_membership(people[role], core, role)
    assert [sorted(told(one)) for one in people.values()] == [[], ["left"], ["lead's", "left"]]
