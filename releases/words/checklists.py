"""What the parts of a checklist are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from releases.core import default_checklist
from releases.core.checklist import Kind, Proof
from releases.core.checklist_changes import How

KINDS: dict[str, Look] = {
    Kind.AUTOMATIC: Look("bolt", "c-mute", gettext_lazy("automatic")),
    Kind.MANUAL: Look("sign", "c-mute", gettext_lazy("a person")),
    Kind.ATTESTED: Look("inbox", "c-mute", gettext_lazy("CI sends it")),
}
SECTIONS: dict[str, Words] = {
    default_checklist.SOURCE: gettext_lazy("Source"),
    default_checklist.INFRASTRUCTURE: gettext_lazy("Infrastructure"),
    default_checklist.STAGE: gettext_lazy("Stage"),
    default_checklist.BACK: gettext_lazy("The way back"),
    default_checklist.DATA: gettext_lazy("Data"),
    default_checklist.WATCHING: gettext_lazy("Watching it"),
    default_checklist.SERVICE: gettext_lazy("Service"),
    default_checklist.ROLLOUT: gettext_lazy("Rollout"),
    default_checklist.AFTER: gettext_lazy("After it"),
    "": gettext_lazy("Other"),
}
PROOFS: dict[str, Words] = {
    Proof.NONE: gettext_lazy("nothing"),
    Proof.TEXT: gettext_lazy("a text"),
    Proof.LINK: gettext_lazy("a link"),
}
HOWS: dict[str, Words] = {
    How.INHERITED: gettext_lazy("as above"),
    How.CHANGED: gettext_lazy("changed here"),
    How.ADDED: gettext_lazy("added here"),
    How.LEFT_OUT: gettext_lazy("left out here"),
}
DIFFERENCES: dict[str, Look] = {
    How.ADDED: Look("plus", "c-ok", gettext_lazy("added")),
    How.CHANGED: Look("replace", "c-info", gettext_lazy("changed")),
    How.LEFT_OUT: Look("minus", "c-danger", gettext_lazy("removed")),
}
ROLES: dict[str, Words] = {
    "engineer": gettext_lazy("Engineer"),
    "approver": gettext_lazy("Approver"),
    "lead": gettext_lazy("Lead"),
    "admin": gettext_lazy("Admin"),
}
FIELDS: dict[str, Words] = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("Who answers"),
    "section": gettext_lazy("Section"),
    "about": gettext_lazy("Why"),
    "gate": gettext_lazy("Gate"),
    "params": gettext_lazy("Settings of the gate"),
    "blocking": gettext_lazy("Blocks the release"),
    "proof": gettext_lazy("Comes with the answer"),
    "role": gettext_lazy("Role that answers"),
    "waivable": gettext_lazy("Role that may waive it"),
    "max_age": gettext_lazy("Good for so many hours"),
    "without": gettext_lazy("Left out"),
    "approvals": gettext_lazy("Who has to agree"),
    "approval_hours": gettext_lazy("Agreement is good for so many hours"),
}
