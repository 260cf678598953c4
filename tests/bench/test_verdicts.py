"""Verdicts on services whose truth is known. The same numbers come out everywhere."""

from __future__ import annotations

import pytest

from bench import verdicts
from bench.verdicts import SERVICES, Service
from releases.core.verdict import Verdict

RUNS = 100
BOUND = [service for service in SERVICES if service.bound]
HOUR = [service for service in SERVICES if service.window == 60]
NOISY = max(HOUR, key=lambda service: (service.memory == 0.9, service.sd))


def named(service: Service) -> str:
    return f"{service.name}, {service.window} min"


@pytest.mark.parametrize("service", BOUND, ids=named)
def test_what_did_not_change_hardly_ever_fails(service: Service):
    assert verdicts.verdicts(service, 1.0, RUNS)[Verdict.FAIL] <= RUNS // 100


@pytest.mark.parametrize("service", BOUND, ids=named)
def test_a_quarter_more_is_noticed_mostly_and_half_as_much_always(service: Service):
    for effect, least in ((1.25, 0.85), (1.5, 1.0)):
        found = verdicts.verdicts(service, effect, RUNS)
        assert found[Verdict.FAIL] + found[Verdict.MARGINAL] >= least * RUNS


def test_what_hangs_together_too_much_is_inconclusive_rather_than_wrong():
    found = verdicts.verdicts(NOISY, 1.0, RUNS)
    assert found[Verdict.INCONCLUSIVE] > RUNS / 2
    assert found[Verdict.FAIL] <= 2 * RUNS // 100


def test_a_report_has_a_line_for_each_service_and_truth(capsys: pytest.CaptureFixture[str]):
    verdicts.report(2)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 + 4 * len(SERVICES)
    assert "inconclusive" in lines[2]
