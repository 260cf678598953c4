"""What `manage.py verdict` is given: a case, a stored judgement, or a vector with short names."""

from __future__ import annotations

from typing import Any

import msgspec

from releases.core.verdict.judged import Judged
from releases.core.verdict.stored import Case, unpack

SETTINGS = {
    "bad": "bad", "conf": "confidence", "fail": "fail", "warn": "marginal", "n_min": "n_min",
    "cov": "coverage", "expected": "expected", "abs_ok": "ceiling", "slo": "slo",
}  # fmt: skip


def read(text: bytes) -> tuple[Case, Judged | None]:
    """The case, and what was judged of it when that was stored. ValueError: what is wrong, in one line."""
    document = msgspec.json.decode(text)
    if not isinstance(document, dict):
        raise ValueError("expected an object")
    if "case" in document:
        stored = unpack(text)
        return stored.case, stored.judged
    if "kind" not in document:
        document = _spelled_out(document.get("args", document))
    case: Case = msgspec.convert(document, Case)
    return case, None


def _spelled_out(short: Any) -> dict[str, Any]:
    if not isinstance(short, dict):
        raise ValueError("expected an object")
    if {"pre", "post"} <= short.keys():
        weeks = short.get("weeks", short.get("seasonal", []))
        long = {"kind": "levels", "pre": short["pre"], "post": short["post"], "weeks": weeks}
        return {**long, "settings": _settings(short), "concurrent": short.get("concurrent", False)}
    if {"b0", "n0", "b1", "n1"} <= short.keys():
        before, after = ({"bad": short[f"b{side}"], "total": short[f"n{side}"]} for side in "01")
        return {"kind": "counts", "before": before, "after": after, "settings": _settings(short)}
    if {"windows", "slo"} <= short.keys():
        return {**short, "kind": "burning"}
    raise ValueError("it has neither pre and post, nor b0, n0, b1 and n1, nor windows and slo")


def _settings(short: dict[str, Any]) -> dict[str, Any]:
    chosen = {long: short[name] for name, long in SETTINGS.items() if short.get(name) is not None}
    given = short.get("settings", {})
    return {**chosen, **given} if isinstance(given, dict) else given
