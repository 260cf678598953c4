"""`make bench`: a report with ratios, all measured in this run."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench import measure, plans, verdicts  # noqa: E402 - Django's settings come first
from bench.reading import measured  # noqa: E402
from bench.repository import build, git  # noqa: E402

COLD, WARM = 6.0, 0.2
PLAN_SECONDS, PLAN_MEGABYTES = 1.5, 64


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "repository", nargs="?", type=Path, help="a bare repository; one is made when left out"
    )
    parser.add_argument("--stacks", type=int, default=170, help="size of the one that is made: 26 files each")
    parser.add_argument("--resources", type=int, default=100_000, help="of the plan that is made and read")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--runs", type=int, default=verdicts.RUNS, help="of each kind of service")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rungs-bench-") as name:
        folder = Path(name)
        repository = given.repository or folder / "made.git"
        if given.repository:
            old, new = git(repository, "rev-parse", "HEAD~1"), {"HEAD": git(repository, "rev-parse", "HEAD")}
        else:
            repository.mkdir()
            old, new = build(repository, given.stacks)
        report(repository, old, new, folder, given.repeat)
        report_plans(folder, given.resources, given.repeat)
    verdicts.report(given.runs)


def report(repository: Path, old: str, new: Mapping[str, str], folder: Path, repeat: int) -> None:
    """`new` holds commits that follow `old`, by what they change; the target is for the first."""
    blobs = measure.wanted_blobs(repository, old)
    listed = len(git(repository, "ls-tree", "-r", "--name-only", old).splitlines())
    floor = measure.floor(repository, old, blobs, repeat)
    cold = measure.cold(repository, old, folder / "cold", repeat)
    print(f"{listed:,} files, {len(blobs):,} of them read, best of {repeat}\n")
    print(f"{'':40}{'seconds':>9}{'ratio':>9}   target")
    row("git ls-tree + cat-file", floor)
    row("scan, nothing remembered", cold, cold / floor, f"<= {COLD:g}", good=cold <= COLD * floor)
    for number, (name, commit) in enumerate(new.items()):
        warm = measure.warm(repository, old, commit, folder / "warm", repeat)
        target = "" if number else f"<= {WARM:g}"
        missed = target and warm > WARM * floor
        row(f"scan, one commit later: {name}", warm, warm / floor, target, good=not missed)
    fmt = measure.terraform_fmt(repository, old, folder / "tree", repeat)
    if fmt is None:
        print("terraform is not installed: not compared")
    else:
        row("terraform fmt -check -recursive", fmt, cold / fmt, "< 1 (cold scan / fmt)", good=cold < fmt)


def report_plans(folder: Path, resources: int, repeat: int) -> None:
    """One in ten resources changes; then the worst: each changed outside, is planned and holds a secret."""
    print(f"\n{'':40}{'CPU s':>9}{'MB':>9}   target")
    tenth = folder / "tenth.json"
    plans.write(tenth, resources // 10)
    for name, hard in (("unchanged for the most part", False), ("nothing unchanged", True)):
        path = folder / "plan.json"
        plans.write(path, resources, hard=hard)
        print(f"plan of {resources:,} resources, {path.stat().st_size / 1e6:,.0f} MB")
        best = min((measured(path) for _ in range(repeat)), key=lambda cost: cost.seconds)
        good = best.seconds <= PLAN_SECONDS and best.megabytes <= PLAN_MEGABYTES
        target = "" if hard else f"<= {PLAN_SECONDS:g} s, <= {PLAN_MEGABYTES} MB{'' if good else '   MISSED'}"
        print(f"  {name:38}{best.seconds:9.3f}{best.megabytes:9.0f}   {target}")
    ours, plain = measured(tenth), measured(tenth, plainly=True)
    print(f"plan of {resources // 10:,} resources, {tenth.stat().st_size / 1e6:,.0f} MB")
    print(f"  {'read, classified and redacted':38}{ours.seconds:9.3f}{ours.megabytes:9.0f}")
    print(f"  {'json.loads, and nothing else':38}{plain.seconds:9.3f}{plain.megabytes:9.0f}")
    print(f"  {'ratio':38}{ours.seconds / plain.seconds:9.2f}{ours.megabytes / plain.megabytes:9.2f}")


def row(name: str, took: float, ratio: float | None = None, target: str = "", *, good: bool = True) -> None:
    shown = f"{ratio:9.2f}   {target}{'' if good else '   MISSED'}" if ratio is not None else ""
    print(f"{name:40}{took:9.3f}{shown}")


if __name__ == "__main__":
    main()
