"""What a real terraform printed, by number of the scenario: tests/fixtures/plans/manifest.json."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "fixtures" / "plans"
CLEAN, DRIFTED, PENDING, BOTH = "00", "01", "02", "03"
SECRETS = ("VAR-SECRET",)


def shown(case: str) -> bytes:
    return (FOLDER / f"{case}.plan.json").read_bytes()


def streamed(case: str) -> bytes:
    return (FOLDER / f"{case}.stream.jsonl").read_bytes()
