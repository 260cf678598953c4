"""The addresses of the whole house: each app brings its own."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse
from django.views.generic import RedirectView

from maturity.access import public
from maturity.views import health, metrics, preferences

handler403 = "maturity.views.denied.denied"


@public
def admin_login(request: HttpRequest) -> HttpResponse:
    """Django's own page would know neither second factors nor who has to wait."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


urlpatterns = [
    path("api/v1/", include("maturity.api.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include("maturity.accounts.urls")),
    path("language/", preferences.language, name="set_language"),
    path("admin/login/", admin_login),
    path("admin/password_change/", public(RedirectView.as_view(pattern_name="account_change_password"))),
    path("admin/", admin.site.urls),
    path("releases/", include("releases.urls")),
    path("", include("maturity.urls")),
]
