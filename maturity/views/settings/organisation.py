"""What holds for everybody: the page of administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from maturity import access
from maturity.actions.organisation import change_organisation
from maturity.forms.organisation import OrganisationForm, filled
from maturity.models import Organisation, Role
from maturity.views._http import person
from maturity.words.settings import FIELDS


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    access.expect(request.user, Role.ADMIN)
    if request.method != "POST":
        return _page(request, filled(person(request).organisation))
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    changed = change_organisation(person(request), form.cleaned_data)
    said = ngettext("%(n)d setting saved.", "%(n)d settings saved.", len(changed)) % {"n": len(changed)}
    messages.success(request, said if changed else _("Nothing was different."))
    return redirect("maturity:settings_organisation")


def _page(request: HttpRequest, form: OrganisationForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "words": FIELDS, "defaults": Organisation()}
    return render(request, "maturity/settings_organisation.html", context, status=status)
