"""The addresses of the releases app. A release's own page comes last."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "releases"
urlpatterns: list[URLPattern] = []
