"""Where somebody is signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maturity import access
from maturity.views._http import HtmxHttpRequest, person, pk_of

SHOWN = 200


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HtmxHttpRequest) -> HttpResponse:
    """All but this one end, or the one that is named: never one of somebody else."""
    mine = UserSession.objects.filter(user=person(request))
    if request.method == "POST":
        others = mine.exclude(session_key=request.session.session_key)
        named = request.POST.get("session", "")
        for session in others.filter(pk=pk_of(named)) if named else others:
            session.end()
        return redirect("maturity:sessions")
    going_on = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    context = {
        "sessions": mine.filter(Exists(going_on)).order_by("-last_seen_at")[:SHOWN],
        "current": request.session.session_key,
    }
    return render(request, "maturity/sessions.html", context)
