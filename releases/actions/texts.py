"""What people write beside a decision: short enough to be read, and kept as it was written."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.rows import clean

MOST = 2_000
LINK = re.compile(r"https?://[^\s<>\"]{1,480}")


def comment(text: str, *, needed: str = "") -> str:
    """needed: the sentence for who wrote nothing; "" where nothing is asked for."""
    written: str = clean(text).strip()
    if len(written) > MOST:
        raise Refused(_("A comment has at most %(n)s characters.") % {"n": f"{MOST:,}"})
    if needed and not written:
        raise Refused(needed)
    return written


def link(text: str, *, needed: str = "") -> str:
    written: str = clean(text).strip()
    if written and not LINK.fullmatch(written):
        raise Refused(_("An address begins with https:// and has no blanks."))
    if needed and not written:
        raise Refused(needed)
    return written
