"""How the parts of a checklist are said on pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.words import Look, Words
from releases.access import Owner
from releases.core.checklist import Approval
from releases.words import checklists as words

register = template.Library()


@register.filter
def whose(owner: Owner) -> str:
    """{{ owner|whose }}: a name, or the organisation."""
    return owner.name or _("the organisation")


@register.filter
def of_kind(kind: str) -> Look:
    """{% with item.kind|of_kind as look %}: who answers."""
    return words.KINDS[kind]


@register.filter
def difference(how: str) -> Look:
    return words.DIFFERENCES[how]


@register.filter
def how_word(how: str) -> Words:
    return words.HOWS[how]


@register.filter
def section_word(section: str) -> Words:
    """Of ours in the reader's language; others as they were typed."""
    return words.SECTIONS.get(section, section)


@register.filter
def proof_word(proof: str) -> Words:
    return words.PROOFS[proof]


@register.filter
def role_word(role: str) -> Words:
    return words.ROLES.get(role, role)


@register.filter
def field_word(name: str) -> Words:
    return words.FIELDS.get(name, name)


@register.filter
def agreed(approvals: Sequence[Approval] | None) -> str:
    """ "2 × Approver, 1 × Lead"; nobody has to agree when it is empty."""
    if not approvals:
        return _("nobody")
    return _(", ").join(f"{one.least} × {words.ROLES.get(one.role, one.role)}" for one in approvals)


@register.filter
def value(told: object) -> str:
    """Of one field of an item, before or after a change."""
    if told is None or told in ("", [], {}, ()):
        return _("nothing")
    if isinstance(told, bool):
        return _("yes") if told else _("no")
    if isinstance(told, Mapping):
        return "; ".join(f"{name}: {value(one)}" for name, one in told.items())
    if isinstance(told, list | tuple):
        return _(", ").join(value(one) for one in told)
    return str(told)


@register.filter
def hours(number: int | None) -> str:
    if not number:
        return _("for ever")
    if number % 24 == 0:
        return ngettext("%(n)s day", "%(n)s days", number // 24) % {"n": number // 24}
    return ngettext("%(n)s hour", "%(n)s hours", number) % {"n": number}
