"""borchero/terraform-plan-comment: "→ Resource Changes: 1 to create, 2 to update, 1 to re-create, …"."""

from __future__ import annotations

import re

from maturity.core.pulls.seen import Comment, Said, State

_COUNTS = re.compile(
    r"^\*\*→ Resource Changes: (?P<create>\d{1,9}) to create, (?P<update>\d{1,9}) to update, "
    r"(?P<again>\d{1,9}) to re-create, (?P<delete>\d{1,9}) to delete(?P<rest>[^\n]{0,80})",
    re.M,
)
_NOTHING = re.compile(r"^\*\*→ No Resource Changes!\*\*", re.M)
_TITLE = re.compile(r"^## (?P<name>[^\n]{1,200})$", re.M)
_COMMIT = re.compile(r"^_Triggered by [^\n]{1,200}, Commit: `(?P<sha>[0-9a-f]{40,64})`", re.M)


def read(comment: Comment) -> list[Said] | None:
    body = comment.body
    plans = list(_COUNTS.finditer(body))
    if not plans and not _NOTHING.search(body):
        return None
    title, commit = _TITLE.search(body), _COMMIT.search(body)
    total = {part: sum(int(plan[part]) for plan in plans) for part in ("create", "update", "again", "delete")}
    imports = any(not plan["rest"].startswith(", 0 ephemeral, 0 to import") for plan in plans)
    return [
        Said(
            state=State.CHANGED if any(total.values()) or imports else State.UNCHANGED,
            tool="plan_comment",
            name=_name(title),
            add=total["create"] + total["again"],
            change=total["update"],
            destroy=total["delete"] + total["again"],
            commit=commit["sha"] if commit else "",
        )
    ]


def _name(title: re.Match[str] | None) -> str:
    """What the heading says beyond that it is a plan."""
    words = title["name"].split() if title else []
    return " ".join(word for word in words if word.strip("📝:`*()").lower() not in _USUAL).strip("()`*: ")


_USUAL = frozenset({"", "terraform", "tofu", "opentofu", "plan", "for", "of", "in"})
