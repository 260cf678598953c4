"""How Rungs signs in to GitHub, GitLab and other hosts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.sections import Section

SECTION = Section(
    "logins",
    gettext_lazy("Logins for hosts"),
    "lock",
    "maturity:logins",
    group="organisation",
    admin=True,
    about=gettext_lazy("Tokens and GitHub Apps that Rungs reads private repositories with."),
)
