from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.broker.store import FORGET_AFTER, Lent, Store
from tests.servers import python


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "queue.sqlite3"


def taken(store: Store, queue: str = "q") -> Lent:
    lent = store.take(queue)
    assert lent is not None
    return lent


def test_messages_come_in_the_order_they_went_in(path):
    store = Store(path, "a")
    for text in ("one", "two", "three"):
        store.put("q", text)
    assert [lent.payload for lent in iter(lambda: store.take("q"), None)] == ["one", "two", "three"]
    store.close()


def test_a_lent_message_is_not_lent_twice(path):
    first, second = Store(path, "a"), Store(path, "b")
    first.put("q", "text")
    assert first.take("q") is not None
    assert second.take("q") is None


def test_an_acknowledged_message_is_gone(path):
    store = Store(path, "a")
    store.put("q", "text")
    store.done(taken(store).tag)
    assert store.size("q") == 0


def test_a_message_whose_lease_ran_out_is_there_again(path, clock):
    dead, alive = Store(path, "a", lease=10, clock=clock), Store(path, "b", lease=10, clock=clock)
    dead.put("q", "text")
    dead.take("q")
    clock.now += 11
    again = taken(alive)
    assert (again.payload, again.deliveries) == ("text", 2)


def test_a_renewed_lease_keeps_the_message(path, clock):
    holder, other = Store(path, "a", lease=10, clock=clock), Store(path, "b", lease=10, clock=clock)
    holder.put("q", "text")
    holder.take("q")
    for _ in range(5):
        clock.now += 8
        holder.renew([])
        assert other.take("q") is None


def test_who_lost_a_message_cannot_acknowledge_it(path, clock):
    late, other = Store(path, "a", lease=10, clock=clock), Store(path, "b", lease=10, clock=clock)
    late.put("q", "text")
    lost = taken(late)
    clock.now += 11
    other.take("q")
    late.done(lost.tag)
    late.renew([])
    assert other.size("q") == 1


def test_closing_gives_back_what_was_not_done(path):
    leaving, staying = Store(path, "a"), Store(path, "b")
    leaving.put("q", "text")
    leaving.take("q")
    leaving.close()
    assert taken(staying).payload == "text"


def test_purging_spares_what_is_being_worked_on(path):
    store = Store(path, "a")
    for text in ("one", "two", "three"):
        store.put("q", text)
    store.take("q")
    assert store.purge("q") == 2
    assert store.size("q") == 1


def test_a_broadcast_reaches_every_bound_queue(path):
    store = Store(path, "a")
    for queue in ("one", "two"):
        store.declare(queue, temporary=True)
        store.bind("all", "", "", queue)
    store.broadcast("all", "text")
    assert [taken(store, queue).payload for queue in ("one", "two")] == ["text", "text"]


def test_a_temporary_queue_without_a_reader_is_forgotten(path, clock):
    store = Store(path, "a", clock=clock)
    store.declare("dead", temporary=True)
    store.bind("all", "", "", "dead")
    store.broadcast("all", "text")
    clock.now += FORGET_AFTER + 1
    store.declare("new", temporary=True)
    assert store.bindings("all") == []
    assert store.size("dead") == 0


def test_a_lasting_queue_waits_for_its_reader_for_ever(path, clock):
    store = Store(path, "a", clock=clock)
    store.declare("work", temporary=False)
    store.put("work", "text")
    clock.now += 1_000_000
    store.declare("new", temporary=True)
    assert taken(store, "work").payload == "text"


WRITER = """
import sys
from pathlib import Path
from config.broker.store import Store
store = Store(Path(sys.argv[1]), sys.argv[2])
done = 0
for number in range(200):
    store.put("q", "text")
    lent = store.take("q")
    if lent:
        store.done(lent.tag)
        done += 1
print(done)
"""


def test_four_processes_write_at_once_without_an_error(path):
    def work(name: str) -> int:
        with python("-c", WRITER, str(path), name) as child:
            out, _ = child.communicate(timeout=60)
            return int(out)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(work, "abcd"))
    assert sum(done) + Store(path, "e").size("q") == 800


def test_a_file_that_was_removed_is_made_anew_by_all_that_use_it(path):
    writer, reader = Store(path, "a"), Store(path, "b")
    writer.put("q", "before")
    reader.bind("news", "", "", "q")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    assert reader.take("q") is None
    writer.broadcast("news", "after")
    assert taken(reader).payload == "after"


@pytest.mark.parametrize("found", [b"this is no database" * 300, b"SQLite format 3\0" + b"\xff" * 9_000])
def test_a_file_that_is_broken_is_set_aside_and_begun_afresh(path, found, caplog):
    writer = Store(path, "a")
    writer.put("q", "before")
    writer._database().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(found)
    assert Store(path, "b").take("q") is None
    writer.put("q", "after")
    assert taken(Store(path, "c")).payload == "after"
    assert Path(f"{path}.broken").read_bytes() == found
    assert "begun afresh" in caplog.text


def test_a_disk_that_takes_no_more_is_told_and_not_taken_for_a_broken_file(path):
    store = Store(path, "a")
    store.put("q", "x")
    store._database().execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.put("q", "x" * 100_000)
    assert taken(store).payload == "x"
