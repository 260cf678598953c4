"""The addresses of the whole house: each app brings its own."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.i18n import set_language

from maturity.access import public
from maturity.views import health

handler403 = "maturity.views.denied.denied"
urlpatterns = [
    path("api/v1/", include("maturity.api.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/login/", public(auth.LoginView.as_view(redirect_authenticated_user=True)), name="login"),
    path("accounts/logout/", public(auth.LogoutView.as_view()), name="logout"),
    path("language/", public(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("maturity.urls")),
]
