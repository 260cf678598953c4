"""How often a verdict is right, on services whose truth is known: `python -m bench.verdicts`.

Made series: a daily cycle, noise that hangs together from minute to minute (AR 1), and a level of its own
every week; in some the shape of the day changes too, or the noise has heavy tails. Everything is seeded.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator

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
    window: minutes before and after. bound: the targets are held against it.
    """

    name: str
    cycle: float = 0.5
    memory: float = 0.6
    sd: float = 0.15
    level: float = 0.05
    shape: float = 0.0
    tails: int = 0
    window: int = 60
    bound: bool = True


SERVICES = (
    Service(name="flat, noise without memory", cycle=0.0, memory=0.0, level=0.0),
    Service(name="daily cycle, AR 0.6", sd=0.08),
    Service(name="daily cycle, AR 0.6, much noise"),
    Service(name="the same, days that shift by 15 min", shape=15.0, bound=False),
    Service(name="the same, heavy tails", tails=3),
    Service(name="daily cycle, AR 0.6, 30 min", sd=0.08, window=30, bound=False),
    Service(name="daily cycle, AR 0.9", memory=0.9, bound=False),
)


def week(service: Service, start: int, chance: random.Random) -> list[float]:
    """Both windows and the warm-up between them, minute by minute."""
    own, late = chance.gauss(0, service.level), chance.gauss(0, service.shape)
    step = math.sqrt(1 - service.memory**2)
    noise = chance.gauss(0, service.sd)
    made = []
    for minute in range(2 * service.window + WARM_UP):
        turn = 2 * math.pi * (start + minute + late) / DAY
        made.append(math.exp(own + math.log1p(service.cycle * math.sin(turn)) + noise))
        noise = service.memory * noise + step * service.sd * _shock(service.tails, chance)
    return made


def _shock(tails: int, chance: random.Random) -> float:
    if not tails:
        return chance.gauss(0, 1)
    spread = math.sqrt(chance.gammavariate(tails / 2, 2) / tails)
    return chance.gauss(0, 1) / spread / math.sqrt(tails / (tails - 2))


def verdicts(service: Service, effect: float, runs: int) -> Counter[Verdict]:
    chance = random.Random(f"{service.name} {effect}")
    found: Counter[Verdict] = Counter()
    for _ in range(runs):
        start, width = chance.randrange(DAY), service.window
        today = week(service, start, chance)
        after = [effect * value for value in today[width + WARM_UP :]]
        earlier = [week(service, start, chance) for _ in range(WEEKS)]
        weeks = [(one[:width], one[width + WARM_UP :]) for one in earlier]
        found[levels.judge(today[:width], after, weeks, LevelSettings()).verdict] += 1
    return found


def rows(runs: int) -> Iterator[str]:
    for service in SERVICES:
        for effect in (1.0, 1.1, 1.25, 1.5):
            found = verdicts(service, effect, runs)
            shares = [found[one] / runs for one in Verdict]
            told = "".join(f"{share:13.1%}" for share in shares)
            target = _target(service, effect, found, runs)
            yield f"{service.name:38}{service.window:4}{effect:7g}{told}   {target}"


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
    print(f"\nverdicts: {runs} runs a line, a point a minute, {WEEKS} earlier weeks")
    print(f"{'service':38}{'min':>4}{'truth':>7}{head}   target")
    for row in rows(runs):
        print(row, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.verdicts", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="of each line")
    report(parser.parse_args().runs)


if __name__ == "__main__":
    main()
