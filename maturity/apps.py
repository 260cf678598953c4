"""The maturity app: repositories, their stacks, and the rung each stands on."""

from __future__ import annotations

from django.apps import AppConfig


class MaturityConfig(AppConfig):
    name = "maturity"
