"""How often a verdict is right, on services whose truth is known: `python -m bench.verdicts`.

Made series: a daily cycle, noise that hangs together from minute to minute (AR 1), and a level of its own
every week; in some the shape of the day changes too, the noise has heavy tails, or what is measured jitters.
Windows of hours are judged by medians of five minutes, as they are stored. Everything is seeded.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from msgspec import Struct

from releases.core.verdict import Verdict, levels
from releases.core.verdict.levels import LevelSettings

DAY = 1440  # minutes
WARM_UP = 5
WEEKS = 4
RUNS = 400
FALSE_FAILS, QUARTER, HALF = 0.01, 0.85, 1.0  # the targets


class Service(Struct, frozen=True, kw_only=True):
    """cycle: how far a day swings, as a share of its mean. memory: of the noise, from minute to minute.

    sd: of the noise; level: by how much weeks differ (both standard deviations of logarithms). shape: by how
    many minutes the day begins earlier or later. tails: degrees of freedom of Student's t, 0 for normal.
    jitter: standard deviation of what measuring adds, without memory. window: minutes before and after; step:
    minutes of a point, their median. bound: the targets are held against it.
    """

    name: str
    cycle: float = 0.5
    memory: float = 0.6
    sd: float = 0.15
    level: float = 0.05
    shape: float = 0.0
    tails: int = 0
    jitter: float = 0.0
    window: int = 60
    step: int = 1
    bound: bool = True


# For each noise a window that is long enough for the targets, and most of the shorter ones that were tried.
SERVICES = (
    Service(name="flat, noise without memory", cycle=0.0, memory=0.0, level=0.0),
    Service(name="AR 0.6, noise 8 %", sd=0.08, window=30),
    Service(name="AR 0.6, noise 8 %", sd=0.08),
    Service(name="AR 0.6, noise 15 %", window=30, bound=False),
    Service(name="AR 0.6, noise 15 %"),
    Service(name="AR 0.6, noise 15 %", window=120, step=5, bound=False),
    Service(name="AR 0.9, noise 8 %", memory=0.9, sd=0.08, bound=False),
    Service(name="AR 0.9, noise 8 %", memory=0.9, sd=0.08, window=240, step=5),
    Service(name="AR 0.9, noise 15 %", memory=0.9, bound=False),
    Service(name="AR 0.9, noise 15 %", memory=0.9, window=360, step=5),
    Service(name="days that shift by 15 min", sd=0.08, shape=15.0),
    Service(name="days that shift by 15 min", sd=0.08, shape=15.0, window=240, step=5),
    Service(name="days that shift by 40 min", sd=0.08, shape=40.0, window=240, step=5, bound=False),
    Service(name="heavy tails, noise 15 %", tails=3),
    Service(name="AR 0.95 that jitters by 8 %", memory=0.95, sd=0.08, jitter=0.08, bound=False),
)


def week(service: Service, start: int, chance: random.Random) -> list[float]:
    """Both windows and the warm-up between them, minute by minute."""
    own, late = chance.gauss(0, service.level), chance.gauss(0, service.shape)
    step = math.sqrt(1 - service.memory**2)
    noise = chance.gauss(0, service.sd)
    made = []
    for minute in range(2 * service.window + WARM_UP):
        turn = 2 * math.pi * (start + minute + late) / DAY
        seen = noise + chance.gauss(0, service.jitter)
        made.append(math.exp(own + math.log1p(service.cycle * math.sin(turn)) + seen))
        noise = service.memory * noise + step * service.sd * _shock(service.tails, chance)
    return made


def _shock(tails: int, chance: random.Random) -> float:
    if not tails:
        return chance.gauss(0, 1)
    spread = math.sqrt(chance.gammavariate(tails / 2, 2) / tails)
    return chance.gauss(0, 1) / spread / math.sqrt(tails / (tails - 2))


def points(minutes: Sequence[float], step: int) -> list[float]:
    return [median(minutes[at : at + step]) for at in range(0, len(minutes) - step + 1, step)]


def windows(service: Service, made: Sequence[float]) -> tuple[list[float], list[float]]:
    before, after = made[: service.window], made[service.window + WARM_UP :]
    return points(before, service.step), points(after, service.step)


def verdicts(service: Service, effect: float, runs: int) -> Counter[Verdict]:
    chance = random.Random(f"{service.name} {service.window} {effect}")
    found: Counter[Verdict] = Counter()
    for _ in range(runs):
        start = chance.randrange(DAY)
        before, after = windows(service, week(service, start, chance))
        weeks = [windows(service, week(service, start, chance)) for _ in range(WEEKS)]
        worse = [effect * value for value in after]
        found[levels.judge(before, worse, weeks, LevelSettings()).verdict] += 1
    return found


def rows(runs: int) -> Iterator[str]:
    for service in SERVICES:
        for effect in (1.0, 1.1, 1.25, 1.5):
            found = verdicts(service, effect, runs)
            shares = [found[one] / runs for one in Verdict]
            told = "".join(f"{share:13.1%}" for share in shares)
            target = _target(service, effect, found, runs)
            size = f"{service.window:4}{service.window // service.step:5}"
            yield f"{service.name:28}{size}{effect:7g}{told}   {target}"


def _target(service: Service, effect: float, found: Counter[Verdict], runs: int) -> str:
    fails, noticed = found[Verdict.FAIL] / runs, (found[Verdict.FAIL] + found[Verdict.MARGINAL]) / runs
    if effect == 1.0:
        return _said(f"fail <= {FALSE_FAILS:.0%}", service, good=fails <= FALSE_FAILS)
    if effect == 1.25:
        return _said(f"fail or marginal >= {QUARTER:.0%}", service, good=noticed >= QUARTER)
    if effect == 1.5:
        return _said(f"fail or marginal {HALF:.0%}", service, good=noticed >= HALF)
    return ""


def _said(target: str, service: Service, *, good: bool) -> str:
    if not service.bound:
        return f"({target})"
    return target if good else f"{target}  MISSED"


def report(runs: int) -> None:
    head = "".join(f"{one.value:>13}" for one in Verdict)
    print(f"\nverdicts: {runs} runs a line, {WEEKS} earlier weeks; targets in brackets are not promised")
    print(f"{'service':28}{'min':>4}{'n':>5}{'truth':>7}{head}   target")
    for row in rows(runs):
        print(row, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.verdicts", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="of each line")
    report(parser.parse_args().runs)


if __name__ == "__main__":
    main()
