"""What people ask of the matrix."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from maturity.forms.filters import TeamFilter
from releases.models.applications import ApplicationQuerySet


class MatrixFilter(TeamFilter):
    q = forms.CharField(required=False, max_length=200)

    def narrow(self, applications: ApplicationQuerySet) -> ApplicationQuerySet:
        found = self.of_teams(applications, "team")
        return found.matching(self.chosen["q"]) if "q" in self.chosen else found

    def words(self) -> dict[str, str]:
        return {**super().words(), "q": _("name contains “%s”") % self.chosen.get("q")}
