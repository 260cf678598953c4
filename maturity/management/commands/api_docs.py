"""`manage.py api_docs`: the reference of the API, made from its own description."""

from __future__ import annotations

from maturity.api import reference
from maturity.api.urls import api
from maturity.management.made_page import MadePage


class Command(MadePage):
    help = "Write docs/api_reference.md from the API; with --check, only say whether it is current."
    page = "docs/api_reference.md"

    def make(self) -> str:
        return reference.page(api.get_openapi_schema())
