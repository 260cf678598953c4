"""The list of an application: ours, the organisation's, its team's and its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from releases.actions.templates import checklist_for
from releases.core import checklist as lists
from releases.core import default_checklist
from releases.core.checklist import Checklist, Item, Kind
from releases.models import ChecklistTemplate, ChecklistVersion
from tests.factories import make_team
from tests.releases.factories import make_application

pytestmark = pytest.mark.django_db


def make_template(checklist: Checklist, **owner: Any) -> ChecklistTemplate:
    now = timezone.now()
    template = ChecklistTemplate.objects.create(created_at=now, **owner)
    told = {"body": lists.packed(checklist), "digest": lists.digest_of(checklist), "created_at": now}
    template.current = ChecklistVersion.objects.create(template=template, number=1, **told)
    template.save()
    return template


def saying(title: str, key: str = "ops.owner", **more: Any) -> Checklist:
    return Checklist(items=(Item(key=key, title=title, kind=Kind.MANUAL),), **more)


def test_without_any_template_the_default_list_holds():
    checklist, pinned = checklist_for(make_application())
    assert checklist == default_checklist.DEFAULT
    assert [(one["of"], one["version"]) for one in pinned] == [("default", default_checklist.NUMBER)]


def test_the_nearest_template_has_the_last_word():
    application = make_application()
    make_template(saying("application"), application=application)
    make_template(saying("team", without=("ops.runbook",)), team=application.team)
    make_template(saying("organisation", key="org.own"))
    checklist, pinned = checklist_for(application)
    titles = {item.key: item.title for item in checklist.items}
    assert (titles["ops.owner"], titles["org.own"]) == ("application", "organisation")
    assert "ops.runbook" not in titles
    assert [one["of"] for one in pinned] == ["default", "organisation", "team", "application"]


def test_templates_of_others_say_nothing():
    make_template(saying("elsewhere"), team=make_team("Elsewhere"))
    make_template(saying("other"), application=make_application("other"))
    assert checklist_for(make_application(team=None))[0] == default_checklist.DEFAULT
