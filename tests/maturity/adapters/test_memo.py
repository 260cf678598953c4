from __future__ import annotations

from pathlib import Path

import pytest

from maturity.adapters.memo import BlobMemo, RepositoryMemo, database
from maturity.core.memo import Forgotten, NoMemo


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "left.sqlite3"


def left(path: Path) -> RepositoryMemo:
    return RepositoryMemo(NoMemo(), path)


def leave(path: Path, **values: bytes) -> None:
    memo = left(path)
    for name, value in values.items():
        memo.put(name, value)
    memo.save()


@pytest.fixture
def memo(tmp_path) -> BlobMemo:
    return BlobMemo(tmp_path / "data" / "facts.sqlite3")


def test_what_was_put_is_found_again(memo):
    memo.put_many({"a": b"1", "b": b"\0\xff"})
    assert memo.get_many(["a", "b", "c"]) == {"a": b"1", "b": b"\0\xff"}


def test_thousands_of_keys_are_looked_up_at_once(memo):
    facts = {f"reader/1/{number:040}": str(number).encode() for number in range(20_000)}
    memo.put_many(facts)
    assert memo.get_many(list(facts)) == facts


def test_a_second_answer_for_the_same_content_changes_nothing(memo):
    memo.put_many({"a": b"1"})
    memo.put_many({"a": b"2"})
    assert memo.get_many(["a"]) == {"a": b"1"}


def test_a_broken_file_costs_the_memory_and_not_the_scan(memo):
    memo.path.parent.mkdir()
    memo.path.write_bytes(b"this is not a database" * 1_000)
    assert memo.get_many(["a"]) == {}
    memo.put_many({"a": b"1"})
    assert memo.get_many(["a"]) == {"a": b"1"}


def test_a_place_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("")
    memo = BlobMemo(tmp_path / "file" / "facts.sqlite3")
    memo.put_many({"a": b"1"})
    assert memo.get_many(["a"]) == {}


def test_a_file_that_grew_too_large_starts_afresh(memo, monkeypatch):
    memo.put_many({"a": b"1"})
    monkeypatch.setattr("maturity.adapters.memo.contents.MAX_FILE", 10)
    memo.prune()
    assert memo.get_many(["a"]) == {}


def test_facts_that_other_code_made_are_forgotten(memo, monkeypatch):
    memo.put_many({"a": b"1"})
    monkeypatch.setattr(database, "engine", lambda: 7)
    assert memo.get_many(["a"]) == {}


def test_what_a_scan_leaves_is_there_for_the_next(path):
    leave(path, files=b"1")
    assert left(path).get("files") == b"1"


def test_what_is_not_saved_is_not_left(path):
    left(path).put("files", b"1")
    assert left(path).get("files") is None


def test_what_was_just_put_is_found_at_once(path):
    leave(path, a1=b"1", a2=b"2", b=b"3")
    memo = left(path)
    memo.put("a2", b"new")
    assert memo.get("a2") == b"new"
    assert memo.under("a") == {"a1": b"1", "a2": b"new"}


def test_what_a_scan_does_not_touch_stays(path):
    leave(path, a=b"1", b=b"2")
    leave(path, b=b"3")
    assert left(path).under("") == {"a": b"1", "b": b"3"}


def test_beginning_anew_leaves_only_what_is_put_afterwards(path):
    leave(path, a=b"1")
    memo = left(path)
    memo.put("b", b"2")
    memo.forget()
    assert memo.get("a") is None
    memo.put("c", b"3")
    memo.save()
    assert left(path).under("") == {"c": b"3"}


def test_what_other_code_left_is_not_taken_for_ours(path, monkeypatch):
    leave(path, a=b"1")
    monkeypatch.setattr(database, "engine", lambda: 7)
    assert left(path).get("a") is None


def test_two_scans_at_once_do_not_mix_what_they_leave(path, monkeypatch):
    monkeypatch.setattr("maturity.adapters.memo.repository.PATIENCE", 0.05)
    leave(path, a=b"0", b=b"0")
    one, other = left(path), left(path)
    assert (one.get("a"), other.get("a")) == (b"0", b"0")
    for memo, value in ((one, b"1"), (other, b"2")):
        memo.put("a", value)
        memo.put("b", value)
        memo.save()
    found = left(path).under("")
    assert found["a"] == found["b"]


def test_a_broken_file_is_as_good_as_none(path):
    path.write_bytes(b"this is not a database" * 1_000)
    leave(path, a=b"1")
    assert left(path).get("a") == b"1"


def test_a_file_that_breaks_while_it_is_read_is_told_and_dropped(path):
    leave(path, **{f"a{number}": b"x" * 5_000 for number in range(200)})
    memo = left(path)
    with path.open("r+b") as file:
        file.truncate(50_000)
    with pytest.raises(Forgotten):
        memo.under("a")
    leave(path, b=b"1")
    assert left(path).get("b") == b"1"


def test_more_than_is_worth_keeping_is_not_kept(path, monkeypatch):
    monkeypatch.setattr("maturity.adapters.memo.repository.MAX_LEFT", 10)
    memo = left(path)
    memo.forget()
    memo.put("a", b"x" * 11)
    memo.save()
    assert left(path).get("a") is None
