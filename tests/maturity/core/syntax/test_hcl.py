"""HCL as blocks and attributes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.syntax.hcl import Block, heredoc, literal, parse, string


def headers(text: str) -> list[tuple[str, ...]]:
    return [(block.type, *block.labels) for block in parse(text).blocks]


def test_blocks_know_labels_lines_and_what_is_inside() -> None:
    terraform = parse('# c\nterraform {\n  backend "s3" {\n    bucket = "b" # state\n  }\n}\n').blocks[0]
    backend = terraform.first("backend")
    assert backend is not None
    assert (terraform.line, backend.labels, backend.line) == (2, ("s3",), 3)
    assert [(item.name, item.line, item.value) for item in backend.attributes] == [("bucket", 4, '"b"')]


def test_comments_strings_and_heredocs_hold_no_blocks() -> None:
    comments = '/* resource "a" "b" {} */\n// x {\n# y {\n'
    text = 'locals {\n  a = "resource {"\n  b = <<-EOT\n  resource "x" "y" {\n  EOT\n}\n'
    assert headers(comments + text) == [("locals",)]


def test_a_value_runs_to_the_end_of_its_brackets() -> None:
    values = ['merge({ b = "}" }, [\n  1, # ]\n])', '"${f("${d}")}"']
    body = parse(f"a = {values[0]}\nc = {values[1]}\n")
    assert [item.value for item in body.attributes] == values


def test_one_line_blocks_and_comments_between_labels_are_read() -> None:
    assert headers('variable "x" { default = 1 }\nresource /* the */ "a" "b" /* {} */ {}\n') == [
        ("variable", "x"),
        ("resource", "a", "b"),
    ]


def test_marks_of_other_systems_do_no_harm() -> None:
    body = parse(b'\xef\xbb\xbflocals {\r\n  a = 1\r\n  b = "\xff"\r\n}\r\n')
    assert [item.value for item in body.blocks[0].attributes] == ["1", '"\ufffd"']


def test_blocks_deeper_than_asked_are_named_only() -> None:
    text = "a {\n  b {\n    c {\n      d {\n        x = 1\n      }\n    }\n  }\n}\n"
    (block,) = parse(text, depth=3).blocks
    d = block.blocks[0].blocks[0].blocks[0]
    assert (d.type, d.attributes) == ("d", ())


def test_skimmed_blocks_keep_their_header_only() -> None:
    body = parse('resource "a" "b" {\n  x = 1\n}\nlocals {}\n', skim=lambda kind, _labels: kind == "resource")
    assert body.blocks == (Block("resource", ("a", "b"), 1), Block("locals", (), 4))


def test_a_skimmed_block_with_a_wanted_word_in_it_is_read() -> None:
    text = "".join(f'resource "a" "{name}" {{\n  {name} = [{{ x = "${{y}}" }}]\n}}\n' for name in "bcd")
    read = parse(text, skim=lambda _kind, _labels: True, words=("c = ",))
    assert [(block.line, len(block.attributes)) for block in read.blocks] == [(1, 0), (4, 1), (7, 0)]


def test_a_comment_that_begins_in_a_broken_line_is_skipped_with_it() -> None:
    text = '{% "/*" # /* %}\nmodule "a" {}\n{% x /*\nmodule "b" {}\n*/\nmodule "c" {}\n'
    assert [block.labels for block in parse(text).blocks] == [("a",), ("c",)]


def test_reading_goes_on_after_a_block_nobody_closed() -> None:
    body = parse('resource "a" "b" {\n  x = {\n\nresource "c" "d" {\n  y = 1\n}\n')
    assert body.broken
    assert [(block.labels, block.line) for block in body.blocks] == [(("a", "b"), 1), (("c", "d"), 4)]


def test_both_sides_of_a_merge_conflict_are_read() -> None:
    text = '<<<<<<< a\nmodule "x" {\n}\n=======\nmodule "y" {\n}\n>>>>>>> b\n'
    body = parse(text)
    assert body.broken
    assert [block.labels[0] for block in body.blocks][-1] == "y"


def test_a_long_value_is_cut() -> None:
    assert len(parse(f'a = "{"x" * 5_000}"\n').attributes[0].value) == 2_000


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"a"', "a"),
        (r'"a\"b\n"', 'a"b\n'),
        (r'"\u0041"', "A"),
        ('"$${x}"', "${x}"),
        ('"${x}"', None),
        ("x", None),
        (None, None),
    ],
)
def test_only_a_string_without_variables_has_a_text(written: str | None, text: str | None) -> None:
    assert string(written) == text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("-3", -3),
        ('["a", 1,\n false,]', ["a", 1, False]),
        ("[]", []),
        ("[var.x]", None),
        ("null", None),
        ('"a" == x', None),
    ],
)
def test_a_literal_is_what_is_written_out(written: str, value: object) -> None:
    assert literal(written) == value


def test_an_indented_heredoc_loses_its_indent() -> None:
    assert heredoc("<<-EOT\n    a\n      b\n    EOT") == "a\n  b"
    assert heredoc('"x"') is None


def test_a_heredoc_can_be_scanned_again() -> None:
    text = 'generate "b" {\n  contents = <<EOF\nterraform {\n  backend "s3" {}\n}\nEOF\n}\n'
    (block,) = parse(text).blocks
    inner = heredoc(block.value("contents"))
    assert inner is not None
    assert parse(inner).blocks[0].blocks[0].labels == ("s3",)


HOSTILE = [
    '"', "${", '"${', "{", "a = [", 'a "\\\n', "<<EOF\n", "/*", 'resource "a" "b" {\n', "%{", "a = (", "\\",
    "a /*\n", 'a "\\"', '"${"}"}"',
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_nothing_closes_takes_no_longer_than_what_something_does(piece: str) -> None:
    started = time.process_time()
    parse(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 3


PIECES = [*HOSTILE, "}", ")", "]", "EOF\n", "*/", "\n", " = ", "a ", "#", "é", "\r\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_soup_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(1 <= block.line <= text.count("\n") + 1 for block in parse(text).blocks)
