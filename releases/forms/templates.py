"""What people type about a checklist: an item, who has to agree, and a whole list as YAML."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import structs

from releases.core import checklist_rules, checklist_yaml
from releases.core.checklist import Approval, Checklist, Item, Kind, Proof
from releases.core.gate import all_gates
from releases.forms import _fields

ROLES = [(role, role) for role in checklist_rules.ROLES]
NUMBER = gettext_lazy("Enter a whole number that is not too large.")


def _number(least: int, most: int) -> forms.IntegerField:
    said: dict[str, Any] = dict.fromkeys(("invalid", "min_value", "max_value"), NUMBER)
    return forms.IntegerField(required=False, min_value=least, max_value=most, error_messages=said)


def _choice(choices: list[tuple[str, str]], *, free: bool = False) -> forms.ChoiceField:
    said: dict[str, Any] = dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of these."))
    return forms.ChoiceField(required=not free, choices=choices, error_messages=said)


class ItemForm(forms.Form):
    """One item. What fits together, `checklist_rules` says."""

    key = _fields.text(60, needed=gettext_lazy("Enter a key, such as ops.owner."))
    title = _fields.text(checklist_rules.TITLE, needed=gettext_lazy("Enter what has to hold."))
    section = _fields.text(checklist_rules.SECTION)
    about = _fields.text(checklist_rules.ABOUT)
    kind = _choice([(one.value, one.value) for one in Kind])
    gate = _fields.text(60)
    params = _fields.text(checklist_rules.PARAMS)
    blocking = forms.BooleanField(required=False)
    proof = _choice([(one.value, one.value) for one in Proof])
    role = _choice(ROLES)
    waivable = _choice(ROLES, free=True)
    max_age = _number(0, checklist_rules.MOST_AGE)

    def clean_params(self) -> dict[str, Any]:
        try:
            return checklist_yaml.settings(self.cleaned_data["params"])
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None

    def clean(self) -> None:
        """Said here too, so that it stands beside what was typed."""
        if not self.errors:
            wrong = checklist_rules.problem(Checklist(items=(self.item(),)), all_gates())
            if wrong:
                raise ValidationError(wrong)

    def item(self) -> Item:
        told = self.cleaned_data
        automatic = told["kind"] == Kind.AUTOMATIC
        return Item(
            key=told["key"], title=told["title"], kind=Kind(told["kind"]), section=told["section"],
            about=" ".join(told["about"].split()), gate=told["gate"] if automatic else "",
            params=told["params"] if automatic else {}, blocking=told["blocking"],
            proof=Proof(told["proof"]), role=told["role"], waivable=told["waivable"],
            max_age=told["max_age"] or 0,
        )  # fmt: skip


def filled(item: Item) -> ItemForm:
    told = structs.asdict(item)
    return ItemForm(initial={**told, "params": checklist_yaml.settings_written(item.params)})


def new_item() -> ItemForm:
    told = structs.asdict(Item(key="", title="", kind=Kind.MANUAL))
    return ItemForm(initial={**told, "params": ""})


class ApprovalForm(forms.Form):
    """How many people of each role. own: says it here; otherwise as above, unless a number was changed."""

    own = forms.BooleanField(required=False)
    engineer = _number(0, checklist_rules.MOST_PEOPLE)
    approver = _number(0, checklist_rules.MOST_PEOPLE)
    lead = _number(0, checklist_rules.MOST_PEOPLE)
    admin = _number(0, checklist_rules.MOST_PEOPLE)
    hours = _number(1, checklist_rules.MOST_HOURS)

    def is_own(self) -> bool:
        return bool(self.cleaned_data["own"] or set(self.changed_data) - {"own"})

    def approvals(self) -> tuple[Approval, ...] | None:
        told = self.cleaned_data
        if not self.is_own():
            return None
        return tuple(Approval(role, told[role]) for role in checklist_rules.ROLES if told[role])

    def good_for(self) -> int | None:
        return self.cleaned_data["hours"] if self.is_own() else None


class ImportForm(forms.Form):
    """A file, or the text of one."""

    file = forms.FileField(required=False)
    text = forms.CharField(
        required=False, max_length=checklist_yaml.MAX_BYTES, strip=False,
        error_messages={"max_length": _fields.TOO_LONG},
    )  # fmt: skip
    note = _fields.text(200)

    def clean(self) -> None:
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if file is not None and file.size > checklist_yaml.MAX_BYTES:
            raise ValidationError(_fields.TOO_LONG)
        data = file.read() if file is not None else text.encode()
        if not data.strip():
            raise ValidationError(_("Choose a file, or paste its text."))
        try:
            self.checklist = checklist_yaml.read(data)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None
