"""What an invitation leads to: a new account, or a new password for one that is here."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from maturity import access, actions
from maturity.accounts import joining
from maturity.actions.people import inviting
from maturity.forms.people import JoinForm, NewPasswordForm
from maturity.models import Invitation, User


@access.public
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Opening the link uses nothing up: programs look at links in mail too."""
    if "key" in request.GET:
        joining.hold(request, request.GET["key"][:100])
        return redirect(reverse("join"))
    invitation = joining.held(request)
    if invitation is None:
        return render(request, "account/join_over.html", status=410)
    form = _form(request, invitation)
    if request.method == "POST" and not request.user.is_authenticated and form.is_valid():
        try:
            return _enter(request, _take(invitation, form))
        except actions.Refused as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "invitation": invitation, "oidc": settings.RUNGS_OIDC_APPS[:1]}
    return render(request, "account/join.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, invitation: Invitation) -> NewPasswordForm:
    sent = request.POST if request.method == "POST" else None
    return NewPasswordForm(sent, user=invitation.user) if invitation.user else JoinForm(sent)


def _take(invitation: Invitation, form: NewPasswordForm) -> User:
    given = form.cleaned_data
    if not isinstance(form, JoinForm):
        return inviting.come_back(invitation, given["password1"])
    return inviting.join(
        invitation, given["username"], given["first_name"], given["last_name"], given["password1"]
    )


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """By the same door as everybody: who has a second factor is asked for it."""
    request.session.pop(joining.HELD, None)
    answer: HttpResponse = perform_password_login(request, {"username": user.username}, Login(user=user))
    return answer
