"""The inbox: what happened while nobody was looking."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from maturity import access
from maturity.models import User
from maturity.views._http import HtmxHttpRequest, person, pk_of

PAGE = 50


@access.login
@require_GET
def inbox(request: HtmxHttpRequest) -> HttpResponse:
    """Transitions only, newest first; older ones by `?before=`."""
    me, before = person(request), pk_of(request.GET.get("before", ""))
    found = access.newest_news(me, PAGE + 1, before)
    rows = list(found.select_related("repository", "stack", "actor", "team"))
    context = {
        "events": rows[:PAGE],
        "seen": me.inbox_seen,
        "newest": rows[0].pk if rows and not before else 0,
        "following": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return render(request, "maturity/inbox.html", context)


@access.login
@require_POST
def read(request: HtmxHttpRequest) -> HttpResponse:
    """Everything up to what the page showed. What came since stays unread."""
    upto = pk_of(request.POST.get("upto", ""))
    User.objects.filter(pk=person(request).pk, inbox_seen__lt=upto).update(inbox_seen=upto)
    return redirect("maturity:inbox")
