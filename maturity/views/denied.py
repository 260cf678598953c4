"""What a person is told who may not do something: the role it takes, and who can give it to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from maturity import access, words
from maturity.models import Team


def denied(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """A page; for a part of one, a sentence that is shown beside it."""
    context = in_words(exception) if isinstance(exception, access.Denied) else {}
    if "HX-Request" not in request.headers:
        return render(request, "403.html", context, status=403)
    said = " ".join(filter(None, (_("Nothing was changed."), context.get("takes"), context.get("ask"))))
    return HttpResponse(said, status=403, content_type="text/plain; charset=utf-8")


def in_words(missing: access.Denied) -> dict[str, Any]:
    """`takes` and `ask`: a sentence each."""
    names = words.listed(access.helpers_of(missing))
    return {"takes": _takes(missing), "ask": names and _("Ask %(names)s for it.") % {"names": names}}


def _takes(missing: access.Denied) -> str:
    given = {"role": missing.least.label}
    if missing.somewhere:
        return _("It takes the role %(role)s in a team.") % given
    team = Team.objects.filter(pk=missing.team).first() if missing.team else None
    if team is None:
        return _("Only administrators of the organisation may do it.")
    return _("It takes the role %(role)s in the team %(team)s.") % {**given, "team": team.name}
