"""The catalogue: everything Rungs asks about a repository, and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from maturity import access, words
from maturity.core.criterion import all_criteria, criteria_set
from maturity.views._http import HtmxHttpRequest


@access.login
@require_GET
def criteria(request: HtmxHttpRequest) -> HttpResponse:
    asked = all_criteria()
    rungs = [(rung, [one for one in asked if one.level == rung.level]) for rung in words.RUNGS]
    context = {
        "criteria_set": criteria_set(),
        "total": len(asked),
        "rungs": rungs[1:],
        "release": rungs[0][1],
        "outcomes": words.OUTCOMES,
    }
    return render(request, "maturity/criteria.html", context)
