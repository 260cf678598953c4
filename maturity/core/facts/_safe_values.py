"""Which values of a deploy setting are safe."""

from __future__ import annotations

_NO = frozenset({"false", "no", "off", "0", "null", "none", ""})
_NUMBERS = {"drain time": 1, "minimum healthy": 50, "stop grace": 1}
HALF_A_MEASURE = "start grace"


def is_safe(kind: str, value: str) -> bool | None:
    """None: the value is not known, or the setting decides nothing by itself."""
    text = value.strip().strip("\"'").lower()
    if kind in _NUMBERS:
        return int(text) >= _NUMBERS[kind] if text.isdigit() else None
    if kind == HALF_A_MEASURE:
        return None
    if kind == "surge":
        return True if text in ("0", "0%") else None
    if kind == "disruption budget":
        return text not in ("maxunavailable 100%", "minavailable 0", "minavailable 0%", "")
    if kind == "deployment controller":
        return text in ("code_deploy", "external") or None
    if kind == "strategy":
        return {"blue_green": True, "canary": True, "linear": True, "recreate": False}.get(text)
    if kind == "canary" and text in (
        "allatonce",
        "codedeploydefault.ecsallatonce",
        "codedeploydefault.lambdaallatonce",
    ):
        return False
    return text not in _NO
