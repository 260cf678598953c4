"""Events come into the chain, and what is done to them there is found."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from maturity.actions import chain
from maturity.core.chain import Flaw
from maturity.models import ChainHead, ChainLink, Event, Repository, User, guards
from maturity.models.chain import ONLY
from tests.factories import make_event, make_repository, make_user

real = pytest.mark.django_db(transaction=True)
rows = pytest.mark.django_db
ALTERED = "its event or its place in the chain was altered"


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    """As everywhere but in tests, the database itself refuses."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            guards.put(connection.vendor, cursor.execute)
        yield
        with connection.cursor() as cursor:
            guards.lift(connection.vendor, cursor.execute)


def sealed(number: int) -> list[Event]:
    repository, lin = make_repository(), make_user("lin")
    made = [
        make_event(repository, "drift.opened", actor=lin, subject=f"stack {n}", data={"n": n, "x": 1.5})
        for n in range(number)
    ]
    chain.seal([event.pk for event in made])
    return made


@real
def test_an_event_is_in_the_chain_as_soon_as_its_transaction_ends():
    with transaction.atomic():
        make_event(make_repository(), "drift.opened")
        make_event(make_repository("acme/app"), "drift.grew")
        assert ChainLink.objects.count() == 0
    assert list(ChainLink.objects.values_list("position", flat=True)) == [1, 2]
    assert chain.verify().flaws == ()


@real
def test_what_was_rolled_back_is_not_in_the_chain():
    with transaction.atomic():
        make_event(make_repository(), "drift.opened")
        transaction.set_rollback(True)
    make_event(make_repository("acme/app"), "drift.grew")
    assert ChainLink.objects.count() == Event.objects.count() == 1


@real
def test_many_who_write_at_once_make_one_chain():
    repository = make_repository()

    def write(number: int) -> None:
        for step in range(5):
            make_event(repository, "drift.grew", data={"by": number, "step": step})
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    report = chain.verify()
    assert (report.links, report.outside, report.flaws) == (20, 0, ())


@rows
def test_the_sweep_adds_what_was_left_out():
    make_event(make_repository(), "drift.opened")
    assert chain.verify().outside == 1
    assert (chain.sweep(), chain.sweep()) == (1, 0)
    assert chain.verify().outside == 0


@rows
def test_the_sweep_goes_through_a_long_past_step_by_step(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("maturity.actions.chain.sealing.LATE", 2)
    repository = make_repository()
    for number in range(9):
        make_event(repository, "drift.grew", data={"n": number})
    assert [chain.sweep(4) for _ in range(4)] == [4, 4, 1, 0]
    assert ChainHead.objects.get().swept_to > 0
    assert chain.verify().flaws == ()


@rows
def test_no_event_comes_into_the_chain_twice():
    made = sealed(3)
    assert chain.seal([event.pk for event in made]) == 0
    assert chain.verify().links == 3


@rows
def test_what_an_event_pointed_to_stays_in_the_chain_when_it_is_gone():
    sealed(2)
    Repository.objects.all().delete()
    User.objects.all().delete()
    who = ChainLink.objects.get(position=1).who
    assert (who["actor"], who["repository"]) == ("lin", "acme/network")
    assert chain.verify().flaws == ()


@rows
@pytest.mark.parametrize("change", [{"subject": "other"}, {"kind": "drift.grew"}, {"data": {"n": 1}}])
def test_an_altered_event_is_found(change: dict[str, object]):
    made = sealed(5)
    Event.objects.filter(pk=made[2].pk).update(**change)
    assert chain.verify().flaws == (Flaw(3, ALTERED),)


@rows
def test_a_deleted_event_is_found():
    made = sealed(5)
    Event.objects.filter(pk=made[4].pk)._raw_delete("default")
    assert chain.verify().flaws == (Flaw(5, "its event was deleted"),)


@rows
def test_a_deleted_link_is_found_at_the_end_too():
    sealed(5)
    ChainLink.objects.filter(position=5).delete()
    assert chain.verify().flaws == (Flaw(5, "this link was removed"),)


@rows
def test_two_events_that_changed_places_are_found():
    made = sealed(5)
    one, other = Event.objects.get(pk=made[1].pk), Event.objects.get(pk=made[3].pk)
    for event, like in ((one, other), (other, one)):
        swapped = {name: getattr(like, name) for name in guards.FROZEN}
        Event.objects.filter(pk=event.pk).update(**swapped)
    assert [flaw.position for flaw in chain.verify().flaws] == [2, 4]


@rows
def test_a_name_altered_in_a_link_is_found():
    sealed(3)
    ChainLink.objects.filter(position=2).update(who={"actor": "somebody else"})
    assert chain.verify().flaws == (Flaw(2, ALTERED),)


@rows
@pytest.mark.parametrize("table", [Event, ChainLink])
def test_the_database_refuses_to_delete_what_happened(table: type[Event] | type[ChainLink], guarded: None):
    sealed(1)
    with pytest.raises(DatabaseError, match=guards.SAID), transaction.atomic():
        table.objects.all()._raw_delete("default")


@rows
def test_the_database_refuses_to_change_what_happened(guarded: None):
    (event,) = sealed(1)
    with pytest.raises(DatabaseError, match=guards.SAID), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(subject="other")
    with pytest.raises(DatabaseError, match=guards.SAID), transaction.atomic():
        ChainLink.objects.update(hash="0" * 64)


@rows
def test_an_event_can_still_be_told_of_and_outlive_its_repository(guarded: None):
    (event,) = sealed(1)
    assert event.claim(event.at)
    Repository.objects.all().delete()
    assert Event.objects.get(pk=event.pk).repository is None


@rows
def test_a_database_that_is_busy_leaves_the_event_to_the_sweep(monkeypatch: pytest.MonkeyPatch):
    from maturity.actions.chain import sealing

    def busy(pks: list[int]) -> int:
        raise DatabaseError("locked")

    event = make_event(make_repository(), "drift.opened")
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "seal", busy)
        sealing._waiting.pks = [event.pk]
        sealing._seal_waiting()
    assert chain.sweep() == 1
    assert ChainHead.objects.get(pk=ONLY).count == 1
