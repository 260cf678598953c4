"""What people set for themselves: language, theme, time zone, shortcuts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from maturity import access
from maturity.accounts import zones
from maturity.forms.me import THEMES, MeForm
from maturity.models import User
from maturity.views._http import person
from maturity.views._saved import link
from maturity.views.preferences import keep_theme

LISTS_CALLED = {
    "maturity:repositories": gettext_lazy("Repositories"),
    "maturity:drift": gettext_lazy("Drift"),
    "maturity:plans": gettext_lazy("Plans"),
}
OWN = ("language", "theme", "time_zone", "shortcuts")


@access.login
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if request.method == "GET":
        return _page(request, MeForm(initial={**_own(user), "theme": user.theme or "auto"}))
    form = MeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    User.objects.filter(pk=user.pk).update(**form.cleaned_data)
    return _saved(request, form.cleaned_data)


def _own(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in OWN}


def _page(request: HttpRequest, form: MeForm, status: int = 200) -> HttpResponse:
    typed = str(form["time_zone"].value() or "")
    rows = access.saved_filters_for(person(request)).order_by("page", "name")
    context = {
        "form": form,
        "languages": settings.LANGUAGES,
        "themes": THEMES,
        "zones": zones.names().values(),
        "clock": _clock(typed),
        "organisation": person(request).organisation,
        "filters": [(link(row), LISTS_CALLED[row.page]) for row in rows if row.page in LISTS_CALLED],
    }
    return render(request, "maturity/me.html", context, status=status)


def _saved(request: HttpRequest, chosen: dict[str, Any]) -> HttpResponse:
    """Back to the page, which says so in the language that was chosen; this browser remembers it too."""
    if chosen["language"]:
        translation.activate(chosen["language"])
    messages.info(request, _("Your settings are saved."))
    response = redirect("maturity:me")
    keep_theme(response, chosen["theme"])
    if chosen["language"]:
        name, secure = settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_COOKIE_SECURE
        response.set_cookie(name, chosen["language"], samesite="Lax", secure=secure)
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


@access.login
@require_GET
def zone(request: HttpRequest) -> HttpResponse:
    """What time it is where somebody may choose to be."""
    typed = request.GET.get("time_zone", "")[:50]
    return render(request, "maturity/_clock.html", {"clock": _clock(typed), "typed": typed})


def _clock(typed: str) -> dict[str, str] | None:
    """As text: a template would turn a moment into the zone of the person who asks."""
    found = zones.zone(zones.known(typed))
    there = timezone.now().astimezone(found)
    return {"time": there.strftime("%H:%M"), "zone": there.strftime("%Z")} if found else None
