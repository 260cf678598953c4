"""The Chinese catalogue is whole, is what the code says, and reads as Chinese does."""

from __future__ import annotations

import re
from collections import Counter

import polib
import pytest

from tests.language import messages
from tests.servers import needs

ENTRIES = list(polib.pofile(str(messages.PO)))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
HAN = r"[\u4e00-\u9fff]"
# What these stand for is like "3 小时前", and those like a Chinese word.
SPANS = (
    "accepted|asked|at|began|begun|clean|due|ended|ends|every|first|given|gone|last|lasted|late|"
    "looked|made|made_at|opened|read|scanned|seen|since|span|starts|tested|took|tried|until|used|"
    "when"
)
WORDS = re.compile(r"%\((?:day|days|how|kind|outcome|result|role|state|what|which|why)\)s")
HOLE = re.compile(r" ?\{\w+\} ?")  # what the engine fills, minding the blanks around it
SPAN = re.compile(rf"%\((?:{SPANS})\)s")
TIGHT = re.compile(rf"{HAN}[A-Za-z0-9%{{]|[A-Za-z0-9%)}}]{HAN}|%\(\w+\)[sd]{HAN}")
# A code, an address or a format is no sentence.
HALF = re.compile(rf"{HAN}[,;:!?()]|[,;:!?(]{HAN}|{HAN}\.(?!\w)")
LOOSE = re.compile(r"[，。：；！？（）“”、] | [，。：；！？（）”、]")
WRONG = {
    "你": "您", "成功": "say what happened", "漂移": "drift", "计划": "plan", "堆栈": "stack", "栈": "stack",
    "状态文件": "state", "合并请求": "PR", "拉取请求": "PR", "证据": "依据", "等级": "级别", "审批": "签核",
    "免除": "豁免", "灰度": "放量", "回退": "回滚", "帐": "账", "登陆": "登录", "存储库": "仓库",
}  # fmt: skip


def said(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def faults(wrong: re.Pattern[str]) -> list[str]:
    return [text for entry in ENTRIES if wrong.search(HOLE.sub("·", text := said(entry)))]


@needs("xgettext")
def test_the_catalogue_holds_exactly_the_texts_of_code_and_templates():
    found, kept = set(map(messages.key, messages.extracted())), set(map(messages.key, ENTRIES))
    assert sorted(found - kept, key=str) == [], "new texts: make messages, then translate them"
    assert sorted(kept - found, key=str) == [], "texts that are gone: make messages"


def test_what_runs_is_compiled_from_what_is_read():
    compiled = {messages.key(one): said(one) for one in polib.mofile(str(messages.MO))}
    assert compiled == {messages.key(one): said(one) for one in ENTRIES}


def test_every_text_has_a_translation():
    assert [one.msgid for one in ENTRIES if one.fuzzy or one.obsolete or not said(one)] == []


def test_plurals_have_the_one_form_chinese_has():
    assert [one.msgid for one in ENTRIES if one.msgid_plural and set(one.msgstr_plural) != {0}] == []
    assert polib.pofile(str(messages.PO)).metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def english(entry: polib.POEntry) -> str:
    return str(entry.msgid_plural or entry.msgid)


def test_placeholders_are_those_of_the_english():
    def holes(text: str) -> set[str]:
        return set(PLACEHOLDER.findall(text))

    assert [(english(one), said(one)) for one in ENTRIES if holes(english(one)) != holes(said(one))] == []


def test_tags_are_those_of_the_english():
    def tags(text: str) -> Counter[str]:
        return Counter(TAG.findall(text))

    assert [(english(one), said(one)) for one in ENTRIES if tags(english(one)) != tags(said(one))] == []


def test_blanks_and_lines_around_a_text_are_those_of_the_english():
    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    spoken = [one for one in ENTRIES if re.search(r"\w", one.msgid)]  # a full-width stop brings its own blank
    assert [one.msgid for one in spoken if edges(one.msgid) != edges(said(one))] == []


def test_a_blank_stands_between_chinese_and_latin_or_a_number():
    assert [text for entry in ENTRIES if TIGHT.search(filled(text := said(entry)))] == []


def filled(text: str) -> str:
    return SPAN.sub("1天", WORDS.sub("天", HOLE.sub("·", TAG.sub("", text)))).replace("1天", "1 天")


def test_punctuation_beside_chinese_is_full_width():
    assert faults(HALF) == []
    assert faults(LOOSE) == []


@pytest.mark.parametrize("word", WRONG)
def test_the_words_are_those_of_the_glossary(word: str):
    assert [text for entry in ENTRIES if word in (text := said(entry))] == [], WRONG[word]
