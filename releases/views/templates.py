"""Checklist templates: the organisation's, a team's, an application's, and their versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from maturity.access import login, may, teams_for
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import person, pk_of
from releases import access
from releases.access import ORGANISATION, Owner
from releases.actions import templates as actions
from releases.actions.errors import Overtaken
from releases.core import checklist as lists
from releases.core import checklist_yaml
from releases.core.checklist import Checklist
from releases.core.checklist_changes import changes, lines
from releases.core.checklist_editing import with_approvals
from releases.forms.templates import ApprovalForm, ImportForm
from releases.models import ChecklistVersion
from releases.views._checklist import approval_form, sections
from releases.words import checklists as words

SHOWN, VERSIONS = 300, 100


@login
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The organisation's, and those of the teams and applications that have one or could."""
    teams = list(teams_for(request.user).order_by("name")[:SHOWN])
    applications = list(access.applications_for(request.user).select_related("team")[:SHOWN])
    found = access.templates_of(teams, applications).select_related("current")
    known = {(one.team_id, one.application_id): one.current for one in found}
    context = {
        "organisation": (ORGANISATION, known.get((None, None))),
        "teams": [(Owner("team", team=one), known.get((one.pk, None))) for one in teams],
        "applications": [
            (Owner("application", application=one), known.get((None, one.pk))) for one in applications
        ],
    }
    return render(request, "releases/templates.html", context)


@login
@require_safe
def template(request: HttpRequest, scope: str) -> HttpResponse:
    return page(request, access.owner_for(request.user, scope))


@login
@require_GET
def checklist_of(request: HttpRequest, slug: str) -> HttpResponse:
    """An application's own checklist, by its address."""
    owner = Owner("application", application=access.application_for(request.user, slug))
    return redirect("releases:template", owner.scope)


def page(
    request: HttpRequest, owner: Owner, *, status: int = 200, refused: str = "", **forms: Any
) -> HttpResponse:
    """`forms`: those that were sent and cannot be. `refused`: one sentence about something else."""
    found, parent = actions.template_of(owner), actions.parent_of(owner)
    current = found.current if found else None
    child = current.checklist if current else Checklist()
    whole = lists.merged([parent, child])
    context = {
        "owner": owner,
        "current": current,
        "base": current.number if current else 0,
        "sections": sections(lines(parent, child)),
        "whole": whole,
        "parent": parent,
        "writes": writes(request, owner),
        "words": words,
        "approval_form": approval_form(child, whole),
        "import_form": ImportForm(),
        "refused": refused,
        **forms,
    }
    return render(request, "releases/template.html", context, status=status)


def writes(request: HttpRequest, owner: Owner) -> bool:
    if owner.of == "organisation":
        return may(request.user, Role.ADMIN)
    return may(request.user, Role.LEAD, owner.application.team if owner.application else owner.team)


def child_of(owner: Owner) -> Checklist:
    """What the template says now; nothing when there is none."""
    found = actions.template_of(owner)
    return found.current.checklist if found and found.current else Checklist()


def save(
    request: HttpRequest, owner: Owner, checklist: Checklist, *, note: str = "", **forms: Any
) -> HttpResponse:
    """Make it the next version, or show the page again with what is against it."""
    try:
        base = pk_of(request.POST.get("base", ""))
        made = actions.save_version(person(request), owner, checklist, base=base, note=note)
    except Overtaken as refusal:
        return page(request, owner, status=409, refused=refusal.message)
    except Refused as refusal:
        return page(request, owner, status=422, refused=refusal.message, **forms)
    said = _("Saved as version %(n)s.") % {"n": made.number} if made else _("Nothing was different.")
    messages.success(request, said)
    return redirect("releases:template", owner.scope)


@login
@require_POST
def set_approvals(request: HttpRequest, scope: str) -> HttpResponse:
    owner = access.owner_for_write(request.user, scope)
    child = child_of(owner)
    shown = approval_form(child, lists.merged([actions.parent_of(owner), child]))
    form = ApprovalForm(request.POST, initial=shown.initial)
    if not form.is_valid():
        return page(request, owner, status=422, approval_form=form)
    changed = with_approvals(child, form.approvals(), form.good_for())
    return save(request, owner, changed, approval_form=form)


@login
@require_POST
def import_checklist(request: HttpRequest, scope: str) -> HttpResponse:
    """A whole list as YAML takes the place of what is said here."""
    owner = access.owner_for_write(request.user, scope)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, owner, status=422, import_form=form)
    return save(request, owner, form.checklist, note=form.cleaned_data["note"], import_form=form)


@login
@require_safe
def export(request: HttpRequest, scope: str) -> HttpResponse:
    """What is said here; with `whole`, everything that holds; with `version`, what was said then."""
    owner = access.owner_for(request.user, scope)
    found, child = _version(owner, request.GET.get("version", "")), child_of(owner)
    name = owner.name or "organisation"
    if found is not None:
        text = checklist_yaml.written(found.checklist, heading=f"Checklist of {name}, version {found.number}")
    elif "whole" in request.GET:
        text = checklist_yaml.written(
            lists.merged([actions.parent_of(owner), child]), heading=f"Checklist of {name}, all that holds"
        )
    else:
        text = checklist_yaml.written(child, heading=f"Checklist of {name}")
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="checklist-{owner.scope}.yaml"'
    return answer


def _version(owner: Owner, number: str) -> ChecklistVersion | None:
    if not number:
        return None
    template = actions.template_of(owner)
    asked = min(pk_of(number), 2**31 - 1)
    found = template.versions.filter(number=asked).first() if template else None
    if found is None:
        raise Http404
    return found


@login
@require_safe
def versions(request: HttpRequest, scope: str) -> HttpResponse:
    """Newest first, each with what holds otherwise than before it, upon the list that is above now."""
    owner = access.owner_for(request.user, scope)
    found = actions.template_of(owner)
    rows: list[ChecklistVersion] = []
    if found is not None:
        rows = list(found.versions.select_related("created_by").order_by("-number")[: VERSIONS + 1])
    parent = actions.parent_of(owner)
    whole = [lists.merged([parent, one.checklist]) for one in rows] + [parent]
    pairs = [(one, changes(whole[at + 1], whole[at])) for at, one in enumerate(rows[:VERSIONS])]
    context = {"owner": owner, "versions": pairs, "current": found.current if found else None, "words": words}
    return render(request, "releases/template_versions.html", context)


@login
@require_POST
def remove(request: HttpRequest, scope: str) -> HttpResponse:
    owner = access.owner_for_write(request.user, scope)
    actions.remove_template(person(request), owner)
    return redirect("releases:template", owner.scope)
