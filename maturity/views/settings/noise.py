"""What does not count as drift, in all repositories somebody leads."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maturity import access
from maturity.actions.checks import remove_noise_rule
from maturity.models import Role
from maturity.views._http import page_of, person, pk_of

PAGE = 100


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def noise(request: HttpRequest) -> HttpResponse:
    """Those that end soonest first, then those without an end, then those that ended."""
    access.expect_somewhere(request.user, Role.LEAD)
    mine = access.noise_rules_where(request.user, Role.LEAD)
    if request.method == "POST":
        found = mine.select_related("repository", "stack")
        remove_noise_rule(person(request), get_object_or_404(found, pk=pk_of(request.POST.get("rule", ""))))
        return redirect("maturity:settings_noise")
    now, number = timezone.now(), page_of(request.GET.get("page", ""))
    over = ExpressionWrapper(Q(expires_at__isnull=False, expires_at__lte=now), BooleanField())
    found = mine.select_related("repository__team", "stack", "created_by").annotate(over=over)
    start = (number - 1) * PAGE
    rows = list(
        found.order_by(F("over"), F("expires_at").asc(nulls_last=True), "pk")[start : start + PAGE + 1]
    )
    context = {
        "rules": rows[:PAGE],
        "following": number + 1 if len(rows) > PAGE else None,
        "previous": number - 1,
    }
    return render(request, "maturity/settings_noise.html", context)
