"""Everything that waits for the person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maturity import access
from maturity.views._http import page_of, person
from maturity.waiting import items

PAGE = 50


@access.login
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    number = page_of(request.GET.get("page", ""))
    start = (number - 1) * PAGE
    found = items(person(request), timezone.now(), start=start, count=PAGE + 1)
    context = {
        "waiting": found[:PAGE],
        "previous": number - 1,
        "following": number + 1 if len(found) > PAGE else None,
    }
    return render(request, "maturity/waiting.html", context)
