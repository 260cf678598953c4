from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import open_local
from maturity.adapters.git.tree import MAX_FILE
from tests.gitrepo import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "infra")


def reasons(tree) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in tree.skipped()}


def test_links_are_named_and_never_followed(repo):
    repo.commit({"a.tf": "x"})
    (repo.path / "out").symlink_to("/etc/passwd")
    repo.commit({})
    with open_local(repo.path) as tree:
        assert [entry.path for entry in tree.entries()] == ["a.tf"]
        assert reasons(tree) == {"out": "a symbolic link: links are not followed"}


def test_a_submodule_is_named_and_lies_elsewhere(repo):
    commit = repo.commit({"a.tf": "x"})
    repo.tree(f"160000 commit {commit}\tmodule\0".encode())
    with open_local(repo.path) as tree:
        assert (tree.entries(), reasons(tree)) == (
            (),
            {"module": "a submodule: it lies in another repository"},
        )


def test_odd_names_are_read_and_impossible_ones_are_named(repo):
    blob = repo.blob(b"x")
    names = [b"a b.tf", b"line\nbreak.tf", "ü.tf".encode(), b"\xff.tf", b"x" * 1_100]
    repo.tree(b"".join(f"100644 blob {blob}\t".encode() + name + b"\0" for name in names))
    with open_local(repo.path) as tree:
        assert {entry.path for entry in tree.entries()} == {"a b.tf", "line\nbreak.tf", "ü.tf"}
        assert reasons(tree)["\\xff.tf"] == "its name is not UTF-8"
        assert reasons(tree)["x" * 1_024] == "its name is longer than 1,024 characters"


def test_an_executable_is_known_to_be_one(repo):
    blob = repo.blob(b"#!/bin/sh\n")
    repo.tree(f"100755 blob {blob}\trun\0".encode())
    with open_local(repo.path) as tree:
        assert tree.entries()[0].executable


def test_a_file_of_a_hundred_megabytes_is_named_and_not_read(repo):
    big = repo.blob(b"\0" * 100_000_000)
    small = repo.blob(b"x")
    repo.tree(f"100644 blob {big}\tbig.tf\x00100644 blob {small}\tsmall.tf\0".encode())
    with open_local(repo.path) as tree:
        assert [blob for blob, _ in tree.read([big, small])] == [small]
        assert tree.refused() == {big: f"larger than {MAX_FILE:,} bytes"}


def test_a_missing_content_is_named_and_the_rest_is_read(repo):
    there, gone = repo.blob(b"x"), "0123456789" * 4
    repo.tree(f"100644 blob {gone}\tgone.tf\x00100644 blob {there}\tthere.tf\0".encode())
    with open_local(repo.path) as tree:
        assert dict(tree.read([gone, there])) == {there: b"x"}
        assert tree.refused() == {gone: "its content is missing from the repository"}


def test_a_content_that_is_broken_is_named_and_the_rest_is_read(repo):
    noise = [os.urandom(3_000) for _ in range(20)]
    commit = repo.commit({f"{number:02}.bin": content for number, content in enumerate(noise)})
    repo.git("repack", "-adq", "--no-write-bitmap-index")
    (pack,) = (repo.path / ".git" / "objects" / "pack").glob("*.pack")
    content = bytearray(pack.read_bytes())
    content[30_000:30_010] = bytes(10)
    pack.chmod(0o644)
    pack.write_bytes(content)
    with open_local(repo.path, commit) as tree:
        read = dict(tree.read([entry.blob for entry in tree.entries()]))
        assert len(read) == len(noise) - 1
        assert list(tree.refused().values()) == ["its content is broken in the repository"]


def test_a_repository_that_is_broken_all_over_is_given_up_with_a_sentence(repo, monkeypatch):
    blobs = [repo.blob(f"{number}".encode()) for number in range(4)]
    for blob in blobs:
        file = repo.path / ".git" / "objects" / blob[:2] / blob[2:]
        file.chmod(0o644)
        file.write_bytes(zlib.compress(b"blob 9000\0" + b"x" * 9_000)[:30])
    monkeypatch.setattr("maturity.adapters.git.objects.BROKEN_BORNE", 2)
    repo.commit({})
    with open_local(repo.path) as tree, pytest.raises(AdapterError, match="the repository is broken"):
        list(tree.read(blobs))


def test_a_content_kept_in_lfs_is_named_and_its_pointer_is_not_judged(repo):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    repo.commit({"big.tf": pointer, "a.tf": "x"})
    with open_local(repo.path) as tree:
        assert len(dict(tree.read([entry.blob for entry in tree.entries()]))) == 1
        assert list(tree.refused().values()) == ["kept in Git LFS: its content lies elsewhere"]


def test_every_kind_of_content_comes_through_unchanged(repo):
    contents = [b"", b"\n", b"\0" * 10, b"no newline", b"x missing\n", bytes(range(256)) * 400]
    blobs = [repo.blob(content) for content in contents]
    repo.tree(b"".join(f"100644 blob {blob}\t{number}\0".encode() for number, blob in enumerate(blobs)))
    with open_local(repo.path) as tree:
        assert [content for _, content in tree.read(blobs)] == contents


def test_how_far_the_reading_is_can_be_followed(repo):
    repo.commit({f"{number}.tf": str(number) for number in range(450)})
    seen: list[tuple[int, int]] = []
    with open_local(repo.path, progress=lambda done, total: seen.append((done, total))) as tree:
        assert len(list(tree.read([entry.blob for entry in tree.entries()]))) == 450
    assert seen == [(200, 450), (400, 450), (450, 450)]


def test_a_listing_beyond_all_measure_is_refused(repo, monkeypatch):
    repo.commit({f"{number}.tf": "x" for number in range(12)})
    monkeypatch.setattr("maturity.adapters.git.listing.MAX_ENTRIES", 10)
    with open_local(repo.path) as tree, pytest.raises(AdapterError, match="too many to scan"):
        tree.entries()


def test_a_tree_that_is_missing_is_told_in_one_sentence(repo):
    commit = repo.commit({"a/b.tf": "x"})
    tree_hash = repo.git("rev-parse", f"{commit}:a")
    (repo.path / ".git" / "objects" / tree_hash[:2] / tree_hash[2:]).unlink()
    with open_local(repo.path) as tree, pytest.raises(AdapterError, match="cannot be listed"):
        tree.entries()
