"""Whether a metric got worse by a deployment: see docs/verdict.md for the method and its formulas.

    levels.judge(pre, post, weeks)     gauges, latencies: what has a level
    counts.judge(before, after)        shares of bad events: what can be counted
    burning.judge(windows, slo)        the guard of a release that is on its way
    burning.budget(since, slo, ...)    what the release has cost of the error budget
    overall.of(items)                  all metrics of a release together
    baking.needed(...)                 how long a step has to be watched
    stored.pack(case), stored.again()  a judgement that can be made again

All of them answer with a `Judged`. What cannot be judged is inconclusive, and never passes.
"""

from __future__ import annotations

from releases.core.verdict.judged import METHOD, Judged, Verdict, Why

__all__ = ["METHOD", "Judged", "Verdict", "Why"]
