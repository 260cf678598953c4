"""`manage.py criteria_docs`: the catalogue of criteria, made from the criteria themselves."""

from __future__ import annotations

from maturity.core.report import catalogue
from maturity.management.made_page import MadePage


class Command(MadePage):
    help = "Write docs/criteria.md from the criteria; with --check, only say whether it is current."
    page = "docs/criteria.md"

    def make(self) -> str:
        return catalogue.page()
