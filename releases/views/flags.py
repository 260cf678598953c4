"""Feature flags: of everything somebody may see, of one application, and each by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.access import connections_for, events_for, login, may
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import page_of, person
from maturity.words.events import said as words
from releases import access, tasks
from releases.actions import flags as actions
from releases.actions.flags.sources import places
from releases.forms.flags import FlagForm, SourceForm, StateForm, flag_form
from releases.models import Application, FeatureFlag, FlagReading
from releases.views._flags import FILTERS, chosen, line, lines

PAGE, HISTORY, USES = 100, 30, 100


@login
@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """All of them; `show` names a filter, `q` is part of a key or of an application's name."""
    rows = access.flags_for(request.user).select_related("application")
    return render(request, "releases/flags.html", _listed(request, rows))


@login
@require_http_methods(["GET", "HEAD", "POST"])
def of_application(request: HttpRequest, slug: str) -> HttpResponse:
    """POST adds a place where states are read."""
    if request.method != "POST":
        return _page(request, access.application_for(request.user, slug))
    found = access.application_for_write(request.user, slug, Role.LEAD)
    form = SourceForm(request.POST, connections=connections_for(request.user))
    if not form.is_valid():
        return _page(request, found, form)
    try:
        actions.add_source(person(request), found, form.wanted())
    except Refused as refusal:
        form.add_error("place", refusal.message)
        return _page(request, found, form)
    return _back(slug, "places")


@login
@require_safe
def of_release(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The part of its page: on Stage, on Prod and after a rollback. Nothing where no flag is known."""
    release = access.release_for(request.user, slug, version)
    found = actions.flags_of(release, timezone.now())
    if not found.lines and found.known is not None:
        return HttpResponse()
    return render(request, "releases/_flags.html", {"release": release, "told": {"flags": found}})


@login
@require_POST
def read_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Code and places are read by a worker: it takes as long as the code is large."""
    found = access.application_for_write(request.user, slug, Role.ENGINEER)
    if tasks.send_flags(found.pk):
        messages.success(request, _("Code and places are being read: look again in a minute."))
    else:
        messages.error(request, _("The queue cannot be reached: the clock will read them."))
    return _back(slug)


@login
@require_POST
def source(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Read it now; or (`do` is "remove") no more."""
    found = access.flag_source_for_write(request.user, slug, pk)
    if request.POST.get("do") == "remove":
        actions.remove_source(person(request), found)
    elif actions.read_source(found, timezone.now()):
        messages.success(request, _("It answered."))
    else:
        messages.error(request, _("It did not answer: see below."))
    return _back(slug, "places")


@login
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _flag_page(request, access.flag_for(request.user, slug, pk))
    found = access.flag_for_write(request.user, slug, pk)
    form = flag_form(found, request.POST)
    if not form.is_valid():
        return _flag_page(request, found, form=form)
    try:
        changed = actions.change_flag(person(request), found, form.wanted())
    except Refused as refusal:
        form.add_error("off", refusal.message)
        return _flag_page(request, found, form=form)
    messages.success(request, _("Saved.") if changed else _("Nothing was different."))
    return redirect("releases:flag", slug, pk)


@login
@require_POST
def say(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How it stands in an environment, by hand."""
    found = access.flag_for_write(request.user, slug, pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _flag_page(request, found, state_form=form)
    told = form.cleaned_data
    try:
        actions.say_state(person(request), found, told["environment"], told["value"], timezone.now())
    except Refused as refusal:
        form.add_error("value", refusal.message)
        return _flag_page(request, found, state_form=form)
    return redirect("releases:flag", slug, pk)


@login
@require_POST
def forget(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = access.flag_for_write(request.user, slug, pk)
    try:
        actions.forget_flag(person(request), found)
    except Refused as refusal:
        return _flag_page(request, found, refused=refusal.message)
    return _back(slug)


def _listed(request: HttpRequest, rows: QuerySet[FeatureFlag]) -> dict[str, Any]:
    now, number = timezone.now(), page_of(request.GET.get("page", ""))
    show, q = request.GET.get("show", ""), request.GET.get("q", "").replace("\0", "").strip()[:200]
    for word in q.split()[:10]:
        rows = rows.filter(Q(key__icontains=word) | Q(application__name__icontains=word))
    start = (number - 1) * PAGE
    found = chosen(rows, show, now).order_by("key", "application__name", "pk")
    some = list(found.prefetch_related("states", "uses")[start : start + PAGE + 1])
    return {
        "lines": lines(some[:PAGE], now), "show": show, "q": q,
        "filters": {name: told[0] for name, told in FILTERS.items()},
        "following": number + 1 if len(some) > PAGE else None, "previous": number - 1,
    }  # fmt: skip


def _page(request: HttpRequest, found: Application, form: SourceForm | None = None) -> HttpResponse:
    context = _listed(request, found.flags.select_related("application"))
    context |= {
        "a": found,
        "reading": FlagReading.objects.filter(application=found).first(),
        "sources": found.flag_sources.select_related("connection").order_by("environment", "pk"),
        "places": places(),
    }
    if may(request.user, Role.LEAD, found.team):
        context |= {"leads": True, "form": form or SourceForm(connections=connections_for(request.user))}
    return render(request, "releases/flags_of.html", context, status=422 if form else 200)


def _flag_page(
    request: HttpRequest, found: FeatureFlag, *, form: FlagForm | None = None,
    state_form: StateForm | None = None, refused: str = "",
) -> HttpResponse:  # fmt: skip
    application = found.application
    theirs = Q(repository=application.repository_id or 0) | Q(team=application.team_id or 0)
    events = events_for(request.user).filter(theirs, kind__startswith="flag.", subject=found.key)
    mine = events.filter(data__application=application.slug).select_related("actor")
    context = {
        "a": found.application, "line": line(found, timezone.now()), "refused": refused,
        "uses": found.uses.order_by("path", "line")[:USES],
        "history": [(one, words(one)) for one in mine.order_by("-at", "-pk")[:HISTORY]],
        "leads": may(request.user, Role.LEAD, found.application.team),
        "form": form or flag_form(found), "state_form": state_form or StateForm(),
    }  # fmt: skip
    status = 422 if form or state_form or refused else 200
    return render(request, "releases/flag.html", context, status=status)


def _back(slug: str, part: str = "") -> HttpResponse:
    address = reverse("releases:flags_of", args=[slug])
    return redirect(f"{address}#{part}" if part else address)
