"""The list of /settings/: what a person may open, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from maturity.models import Role, User
from maturity.sections import Section, all_sections
from tests.factories import make_member, make_team, make_user
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[4] / "static"


def of_role(role: Role) -> User:
    return make_member(role.name, make_team(role.name), role)


def opened_by(user: User, address: str = "/settings/") -> str:
    return signed_in(user).get(address).content.decode()


def test_an_administrator_is_offered_every_section(lin: User):
    page = opened_by(lin)
    assert [section.key for section in all_sections() if reverse(section.url_name) not in page] == []


def test_a_lead_is_not_offered_what_administrators_set():
    lead = of_role(Role.LEAD)
    for section in all_sections():
        assert section.offered_to(lead) is not section.admin


def test_a_section_with_a_role_is_offered_from_that_role_on():
    section = Section("a", "A", "db", "maturity:overview", group="team", least=Role.LEAD)
    assert not section.offered_to(make_user("nobody"))
    assert not section.offered_to(of_role(Role.APPROVER))
    assert section.offered_to(of_role(Role.LEAD))


def test_every_section_says_what_it_is_for_and_has_a_picture_and_a_page():
    icons = set(re.findall(r'id="(\w+)"', (STATIC / "icons.svg").read_text()))
    for section in all_sections():
        assert section.icon in icons
        assert str(section.about)
        assert reverse(section.url_name)


def test_a_page_of_the_settings_lists_the_others_and_marks_itself(lin: User):
    page = opened_by(lin, "/connections/")
    assert '<a href="/connections/" aria-current="page">' in page
    assert '<p class="crumb"><a href="/settings/">' in page


def test_the_menu_of_the_account_leads_to_the_settings(lin: User):
    assert 'href="/settings/"' in opened_by(lin, "/")
