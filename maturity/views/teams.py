"""Teams: a list, and a page for each with its members, its repositories and what it goes by."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity import access
from maturity.actions import Refused, teams
from maturity.figures import figures_of
from maturity.forms.teams import MemberForm, TeamForm, filled
from maturity.models import Membership, Role, Team
from maturity.views._http import HtmxHttpRequest, person

SHOWN, REPOSITORIES, EVENTS = 500, 50, 20


@access.login
@require_safe
def list_teams(request: HtmxHttpRequest) -> HttpResponse:
    standing = person(request).standing
    found = list(_counted(request.user, access.teams_for(request.user)).order_by("name")[:SHOWN])
    rows = [(one, Role(standing[one.pk]).label if one.pk in standing else "") for one in found]
    return render(request, "maturity/teams.html", {"rows": rows})


def _counted(user: access.Person, found: QuerySet[Team]) -> QuerySet[Team]:
    """With how many people and repositories they have: those this person may see."""
    members = Membership.objects.filter(team=OuterRef("pk")).values("team")
    own = access.repositories_for(user).filter(team=OuterRef("pk")).order_by().values("team")
    return found.annotate(
        people=Coalesce(Subquery(members.annotate(n=Count("user", distinct=True)).values("n")), 0),
        owned=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0),
    )


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: HtmxHttpRequest) -> HttpResponse:
    access.expect(request.user, Role.ADMIN)
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect("maturity:team", teams.create_team(person(request), form.wanted(whole=True)).slug)
        except Refused as refusal:
            form.add_error("name", refusal.message)
    return render(request, "maturity/new_team.html", {"form": form}, status=422 if form.errors else 200)


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return page(request, access.team_for(request.user, slug))
    found, form = access.team_for_write(request.user, slug, Role.LEAD), TeamForm(request.POST)
    if form.is_valid():
        try:
            teams.change_team(person(request), found, form.wanted(whole=person(request).is_superuser))
            return redirect("maturity:team", slug)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return page(request, access.team_for(request.user, slug), form=form)


def page(request: HtmxHttpRequest, found: Team, **wrong: Any) -> HttpResponse:
    """`wrong` is what was sent and cannot be: a form with errors, or `refused`, one sentence."""
    inside = access.may(request.user, Role.VIEWER, found)
    own = access.repositories_for(request.user).filter(team=found)
    shown = list(own.order_by("name")[: REPOSITORIES + 1])
    members = found.memberships.filter(user__is_active=True).select_related("user")
    events = found.events.select_related("actor", "repository", "stack").newest_first()
    context = {
        "team": found,
        "members": members.order_by("-role", "user__username", "source")[:SHOWN],
        "repositories": shown[:REPOSITORIES],
        "more": len(shown) > REPOSITORIES,
        "events": events[:EVENTS] if inside else [],
        "figures": figures_of(found, timezone.now()) if inside else [],
        "roles": Role.choices,
        "form": filled(found),
        "member_form": MemberForm(),
        **wrong,
    }
    return render(request, "maturity/team.html", context, status=422 if wrong else 200)


@access.login
@require_POST
def set_member(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Take somebody in by their user name, or change their role."""
    found, form = access.team_for_write(request.user, slug, Role.ADMIN), MemberForm(request.POST)
    user = access.person_named(form.cleaned_data["user"]) if form.is_valid() else None
    if user is None:
        form.unknown_user()
        return page(request, found, member_form=form)
    try:
        teams.set_role(person(request), found, user, form.cleaned_data["role"])
    except Refused as refusal:
        return page(request, found, refused=refusal.message)
    return redirect("maturity:team", slug)


@access.login
@require_POST
def remove_member(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Take somebody out; everybody may leave."""
    me, name = person(request), request.POST.get("user", "")
    found = access.team_for_write(me, slug, Role.VIEWER if name == me.username else Role.ADMIN)
    member = found.memberships.filter(user__username=name).select_related("user").first()
    if member is not None:
        try:
            teams.remove_member(me, found, member.user)
        except Refused as refusal:
            return page(request, found, refused=refusal.message)
    return redirect("maturity:teams") if name == me.username else redirect("maturity:team", slug)


@access.login
@require_POST
def remove_team(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    found = access.team_for(request.user, slug)
    access.expect(request.user, Role.ADMIN)
    try:
        teams.remove_team(person(request), found)
    except Refused as refusal:
        return page(request, found, refused=refusal.message)
    return redirect("maturity:teams")


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def repository_team(request: HtmxHttpRequest, name: str) -> HttpResponse:
    """Whose a repository is: who leads both teams may give it from one to the other."""
    found = access.repository_for_write(request.user, name, Role.LEAD)
    slug = request.POST.get("team", "")
    if request.method == "POST":
        if not slug:
            access.expect(request.user, Role.ADMIN)
        wanted = access.team_for_write(request.user, slug, Role.LEAD) if slug else None
        teams.move_repository(person(request), found, wanted)
        return redirect("maturity:repository", name)
    choices = access.teams_where(request.user, Role.LEAD).order_by("name")
    return render(request, "maturity/repository_team.html", {"r": found, "teams": choices})
