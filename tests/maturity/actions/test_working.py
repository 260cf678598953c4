from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions import working
from maturity.actions.working import Cancelled, LeaseLost, TookTooLong, Work
from maturity.models import Run
from tests.factories import make_repository, make_run
from tests.servers import until


@pytest.fixture
def run() -> Run:
    run = make_run(make_repository())
    run.claim("worker", timezone.now())
    return run


@pytest.mark.django_db
def test_progress_is_shown_while_the_work_goes_on(run):
    with Work(run, 1) as work:
        work.reading(1_204, 4_384)
    assert Run.objects.get().progress == "reading 1,204 of 4,384 files"
    assert Run.objects.get().percent == 27


@pytest.mark.django_db
def test_progress_is_written_once_a_second_at_most(run, django_assert_num_queries):
    with Work(run, 1) as work:
        work.reading(1, 100)
        with django_assert_num_queries(0):
            for done in range(2, 100):
                work.reading(done, 100)


@pytest.mark.django_db
def test_work_that_lost_its_lease_is_stopped(run):
    Run.objects.update(attempt=2)
    with pytest.raises(LeaseLost), Work(run, 1) as work:
        work.say("going on")


@pytest.mark.django_db
def test_work_that_takes_too_long_is_stopped_with_a_sentence(run):
    with pytest.raises(TookTooLong, match="The scan took longer than 0 minutes"), Work(run, 0) as work:
        work.say("going on")


@pytest.mark.django_db
def test_work_that_somebody_cancelled_is_stopped(run):
    run.ask_to_stop(timezone.now())
    with pytest.raises(Cancelled), Work(run, 1) as work:
        work.say("going on")


@pytest.mark.django_db
def test_a_new_phase_is_shown_at_once(run):
    with Work(run, 1) as work:
        work.say("terraform init", phase="init")
        work.say("refreshing 3 resources", phase="plan")
    assert (Run.objects.get().phase, Run.objects.get().progress) == ("plan", "refreshing 3 resources")


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_work_is_silent(run, monkeypatch):
    monkeypatch.setattr(working, "LEASE", timedelta(seconds=0.2))
    before = Run.objects.get().lease_until
    with Work(run, 1):
        until(lambda: Run.objects.get().lease_until != before, "the renewal of the lease")
