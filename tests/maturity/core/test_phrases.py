from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core import phrases
from maturity.core.phrases import Phrasebook, spaced

BOOK = Phrasebook(
    [
        ("nothing {what}", "没有任何步骤{what}"),
        ("applies after the merge", "在合并后 apply"),
        ("{what} after the merge", "在合并之后运行{what}"),
        ("format check", "格式检查"),
        ("validate", "校验"),
        ("{what}, job {job}", "{what}，任务 {job}"),
        ("Two applies start.", "启动了两个 apply。"),
        ("{things} with {x}", "{things}，使用 {x}"),
        ("{n} stacks", "{n} 个 stack"),
        ("kept in {kind}", "保存在 {kind} 中"),
        ("its settings come from outside", "其设置来自外部"),
        ("plans every pull request", "为每个 PR 运行 plan"),
        ("stop grace", "停止宽限期"),
        ("{when} or {when2}", "{when}或{when2}"),
        ("by hand", "手工"),
        ("on a schedule", "定时"),
        ("{n} calls of {things}{shared}", "{n} 次调用，{things}{shared}"),
        ("{n} modules", "{n} 个 module"),
        ("{n} of them shared", "其中 {n} 个共用"),
        ("{path} could not be read: {reason}", "无法读取 {path}：{reason}"),
    ]
)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("validate", "校验"),
        ("two applies start", "启动了两个 apply"),
        ("Two applies start.", "启动了两个 apply。"),
        ("nothing applies after the merge", "没有任何步骤在合并后 apply"),
        ("format check after the merge", "在合并之后运行格式检查"),
        ("validate after the merge, job validate", "在合并之后运行校验，任务 validate"),
        ("2 stacks with terraform", "2 个 stack，使用 terraform"),
        ("2 stacks with terraform, tofu", "2 个 stack，使用 terraform、tofu"),
        ("kept in s3; its settings come from outside", "保存在 s3 中；其设置来自外部"),
        ("atlantis plans every pull request", "atlantis 为每个 PR 运行 plan"),
        ("atlantis plans every pull request (by hand)", "atlantis 为每个 PR 运行 plan（手工）"),
        ("stop grace 60", "停止宽限期 60"),
        ("4 calls of 2 modules", "4 次调用，2 个 module"),
        ("4 calls of 2 modules, 1 of them shared", "4 次调用，2 个 module，其中 1 个共用"),
        ("by hand or on a schedule", "手工或定时"),
        ("a b.tf could not be read: Permission denied", "无法读取 a b.tf：Permission denied"),
    ],
)
def test_a_sentence_is_found_by_what_stands_around_its_values(english: str, chinese: str):
    assert BOOK.read(english) == chinese


@pytest.mark.parametrize(
    "text",
    ["", "fatal: not ours", "this or that thing", "many stacks with things in them", "kept", "已经是中文。"],
)
def test_what_somebody_else_said_stays_as_it_is(text: str):
    assert BOOK.read(text) == text


def test_a_text_longer_than_any_sentence_is_not_read():
    text = "nothing " + "x" * phrases.LONGEST
    assert BOOK.read(text) == text


@given(
    st.lists(
        st.sampled_from(
            ["nothing ", "by hand", " or ", ", job ", ": ", "; ", "(", ")", "a", " with ", "3", " calls of "]
        )
    )
)
def test_any_pile_of_words_is_read_to_an_end(words: list[str]):
    assert isinstance(BOOK.read("".join(words)), str)


def test_the_ways_to_cut_a_text_are_not_all_tried():
    book, text = CountingBook(BOOK), " or ".join(["by hand, job a: b (c)"] * 30)
    book.read(text[: phrases.LONGEST])
    assert book.looked_at < 2_000


class CountingBook(Phrasebook):
    """Counts how often a text is compared with the sentences."""

    def __init__(self, book: Phrasebook) -> None:
        self._exact, self.looked_at = book._exact, 0
        self._phrases = Counted(book._phrases, self)


class Counted(list[tuple[str, str, phrases.Phrase]]):
    def __init__(self, kept: list[tuple[str, str, phrases.Phrase]], book: CountingBook) -> None:
        super().__init__(kept)
        self.book = book

    def __iter__(self):
        self.book.looked_at += 1
        return super().__iter__()


@pytest.mark.parametrize(
    ("text", "said"),
    [("在 PR 上plan", "在 PR 上 plan"), ("定时 运行", "定时运行"), ("3 个 stack", "3 个 stack")],
)
def test_a_blank_stands_between_chinese_and_latin_alone(text: str, said: str):
    assert spaced(text) == said
