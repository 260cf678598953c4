"""The releases app.

Checklists, sign-offs, gates, rollouts, verdicts and rollback plans will live here. It stands
on `maturity` and is never imported by it.
"""

from __future__ import annotations

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "releases"
