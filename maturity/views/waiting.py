"""Everything that waits for the person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maturity import access
from maturity.views._http import page_of, person
from maturity.views._teams import choice
from maturity.waiting import Waiting

PAGE = 50


@access.login
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    number = page_of(request.GET.get("page", ""))
    start = (number - 1) * PAGE
    user, now, whose = person(request), timezone.now(), choice(request)
    waits = Waiting(user, now, whose.teams)
    vars(request)["standing"] = waits.standing()
    found = waits.items(start=start, count=PAGE + 1)
    context = {
        "whose": whose.asked,
        "segments": whose.segments,
        "waiting": found[:PAGE],
        "previous": number - 1,
        "following": number + 1 if len(found) > PAGE else None,
    }
    return render(request, "maturity/waiting.html", context)
