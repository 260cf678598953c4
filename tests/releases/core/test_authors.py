"""Authors and co-authors of commits."""

from __future__ import annotations

from releases.core import authors as core
from releases.core.authors import authors


def emails(*commits: tuple[str, str, str]) -> list[str]:
    return [one.email for one in authors(commits) or ()]


def test_each_author_is_named_once_whatever_the_case():
    assert emails(("Lin", "Lin@example.com", ""), ("lin", "lin@EXAMPLE.com", "")) == ["Lin@example.com"]


def test_co_authors_are_found_wherever_a_message_names_them():
    message = (
        "Fix\n\nCo-authored-by: Mia <mia@example.com>\n\nMore text\n  co-AUTHORED-by:Bo<bo@example.com>\n"
    )
    assert emails(("Lin", "lin@example.com", message)) == [
        "lin@example.com", "mia@example.com", "bo@example.com",
    ]  # fmt: skip


def test_a_name_in_the_middle_of_a_sentence_is_no_co_author():
    message = "as in: Co-authored-by: Mia <mia@example.com>\nCo-authored-by: nobody\n"
    assert emails(("Lin", "lin@example.com", message)) == ["lin@example.com"]


def test_too_many_people_are_not_known(monkeypatch):
    monkeypatch.setattr(core, "MOST", 2)
    assert authors([("a", f"{n}@example.com", "") for n in range(3)]) is None
