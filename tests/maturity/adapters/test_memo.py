from __future__ import annotations

import pytest

from maturity.adapters.memo import BlobMemo, RepositoryMemo


class Counting:
    """A memo that tells what it was asked for."""

    def __init__(self) -> None:
        self.facts: dict[str, bytes] = {}
        self.asked: list[str] = []

    def get_many(self, keys):
        self.asked += keys
        return {key: self.facts[key] for key in keys if key in self.facts}

    def put_many(self, facts):
        self.facts.update(facts)

    def get(self, name):
        raise AssertionError("what belongs to one repository is not shared")

    def put(self, name, value):
        raise AssertionError("what belongs to one repository is not shared")


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
    monkeypatch.setattr("maturity.adapters.memo.MAX_FILE", 10)
    memo.prune()
    assert memo.get_many(["a"]) == {}


def test_the_facts_of_the_last_scan_come_without_looking_them_up(tmp_path):
    shared = Counting()
    first = RepositoryMemo(shared, tmp_path / "pack")
    first.put_many({"a": b"1", "b": b"2"})
    first.save()
    second = RepositoryMemo(shared, tmp_path / "pack")
    assert second.get_many(["a", "c"]) == {"a": b"1"}
    assert shared.asked == ["c"]


def test_a_pack_holds_what_the_last_scan_used_and_no_more(tmp_path):
    shared = Counting()
    first = RepositoryMemo(shared, tmp_path / "pack")
    first.put_many({"old": b"1", "kept": b"2"})
    first.save()
    second = RepositoryMemo(shared, tmp_path / "pack")
    second.get_many(["kept"])
    second.save()
    RepositoryMemo(shared, tmp_path / "pack").get_many(["old"])
    assert shared.asked == ["old"]


def test_a_broken_pack_is_as_good_as_none(tmp_path):
    (tmp_path / "pack").write_bytes(b"\xff\xff")
    shared = Counting()
    shared.facts = {"a": b"1"}
    assert RepositoryMemo(shared, tmp_path / "pack").get_many(["a"]) == {"a": b"1"}


def test_what_a_scan_leaves_by_name_is_there_for_the_next_and_then_gone_unless_used(tmp_path):
    first = RepositoryMemo(Counting(), tmp_path / "pack")
    first.put("routes", b"1")
    first.put("old", b"2")
    first.save()
    second = RepositoryMemo(Counting(), tmp_path / "pack")
    assert second.get("routes") == b"1"
    second.save()
    assert RepositoryMemo(Counting(), tmp_path / "pack").get("old") is None


def test_what_was_just_left_by_name_is_found_at_once(tmp_path):
    memo = RepositoryMemo(Counting(), tmp_path / "pack")
    memo.put("routes", b"1")
    assert memo.get("routes") == b"1"
