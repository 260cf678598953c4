"""The incomplete beta function, and what follows from it: Clopper and Pearson's interval, binomial tails."""

from __future__ import annotations

import math

TINY = 1e-300
PRECISION = 1e-13


def cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0; to some 1e-9 for a million events."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Its continued fraction by Lentz's method. It takes some sqrt(max(a, b)) terms at most."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 200 + 20 * math.isqrt(int(max(a, b)))):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY


def quantile(p: float, a: float, b: float) -> float:
    """The x of I_x(a, b) = p: Newton's steps, halving where one would leave the bracket."""
    low, high = 0.0, 1.0
    x = a / (a + b)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    for _ in range(200):
        over = cdf(x, a, b) - p
        low, high = (low, x) if over > 0 else (x, high)
        density = math.exp(scale + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x))
        step = x - over / density if density > TINY else low
        new = step if low < step < high else (low + high) / 2
        if abs(new - x) <= PRECISION * new or not low < new < high:
            return new
        x = new
    return x


def clopper_pearson(k: int, n: int, alpha: float) -> tuple[float, float]:
    """The two-sided interval of a share that was k of n, missing in at most `alpha` of cases."""
    low = 0.0 if k == 0 else quantile(alpha / 2, k, n - k + 1)
    high = 1.0 if k == n else quantile(1 - alpha / 2, k + 1, n - k)
    return low, high


def at_least(k: int, n: int, p: float) -> float:
    """P(X >= k) of a binomial X of n trials."""
    return cdf(p, k, n - k + 1) if k > 0 else 1.0
