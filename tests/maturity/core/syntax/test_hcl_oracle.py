"""The scanner and tree-sitter's grammar find the same blocks in the same HCL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tree_sitter
import tree_sitter_hcl
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.syntax.hcl import Block, parse

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))
Header = tuple[int, str, tuple[str, ...], int]


def scanned(blocks: tuple[Block, ...], depth: int = 0) -> Iterator[Header]:
    for block in blocks:
        yield depth, block.type, block.labels, block.line
        yield from scanned(block.blocks, depth + 1)


def parsed(node: tree_sitter.Node, depth: int = 0) -> Iterator[Header]:
    """The blocks of the first four levels."""
    for child in node.named_children:
        if child.type == "block":
            parts = [part for part in child.named_children if part.type in ("identifier", "string_lit")]
            names = [_text(part) for part in parts]
            yield depth, names[0], tuple(names[1:]), child.start_point[0] + 1
            if depth < 3:
                yield from parsed(child, depth + 1)
        elif child.type == "body":
            yield from parsed(child, depth)


def _text(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode().strip('"')


def check(text: str) -> None:
    tree = PARSER.parse(text.encode())
    assert not tree.root_node.has_error, "the text is not valid HCL"
    body = parse(text)
    assert not body.broken
    assert list(scanned(body.blocks)) == list(parsed(tree.root_node))
    skimmed = parse(text, skim=lambda kind, labels: True)
    assert list(scanned(skimmed.blocks)) == [header for header in scanned(body.blocks) if header[0] == 0]


BY_HAND = {
    "nested": """terraform {
  required_version = ">= 1.5"
  backend "s3" {
    key = "a/${b}"
  }
}
""",
    "comprehensions": """locals {
  a = { for k, v in x : k => v if v != "}" }
  b = [for s in y : "${s}{"]
}

module "m" {}
""",
    "dynamic": """resource "a" "b" {
  dynamic "c" {
    for_each = x
    content {
      y = c.value["z"]
    }
  }
}
""",
    "regular expressions": """variable "x" {
  validation {
    condition     = can(regex("^[{(]", var.x))
    error_message = "no }"
  }
}
""",
    "heredoc": """locals {
  a = <<-EOT
    resource "no" "no" {
    %{ if x }${y}%{ endif }
    EOT
  b = 1
}
output "o" {
}
""",
    "comments": """a "b" {
  # c {
  // d {
  /* e {
  */ f = 1
}
""",
    "operators": """x = a ? b : c
y = a / b
z = "$${not} %%{not}"
block {
}
""",
    "escapes": """run "plan" {
  command = plan
  assert {
    condition     = x == "\\"}"
    error_message = "e"
  }
}
""",
}


@pytest.mark.parametrize("text", BY_HAND.values(), ids=BY_HAND)
def test_written_by_hand(text: str) -> None:
    check(text)


NAMES = st.sampled_from(["a", "resource", "for_each", "x-1", "_z", "module"])
INSIDE = st.sampled_from(["", "}", "{", "#", "//", "/*", " ", "${x}", '${f("y}")}', "$${", "%%{", '\\"', "é"])
STRINGS = st.lists(INSIDE, max_size=4).map(lambda parts: '"' + "".join(parts) + '"')
SIMPLE = st.one_of(st.sampled_from(["1", "true", "null", "var.x", "a[0].b", "-1.5", "!x", "a / b"]), STRINGS)


def _values(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    listed = st.lists(inner, max_size=3)
    return st.one_of(
        listed.map(lambda items: "[" + ", ".join(items) + "]"),
        listed.map(lambda items: "f(" + ", ".join(items) + ")"),
        listed.map(lambda items: "{\n" + "".join(f"k{n} = {item}\n" for n, item in enumerate(items)) + "}"),
        inner.map(lambda item: f"[for v in x : {item}]"),
    )


HEREDOCS = st.lists(st.sampled_from(["} {", "resource {", "# x", "${y}"]), max_size=3).map(
    lambda lines: "<<-EOT\n" + "".join(f"{line}\n" for line in lines) + "EOT"
)
ATTRIBUTES = st.tuples(NAMES, st.one_of(st.recursive(SIMPLE, _values, max_leaves=6), HEREDOCS)).map(
    lambda pair: f"{pair[0]} = {pair[1]}\n"
)
COMMENTS = st.sampled_from(["", "# a {\n", "// } b\n", "/* c {\n} */\n", "\n"])


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    label = st.sampled_from([' "l"', ' "a.b"', " bare", ' /* c */ "d/*"', ""])
    return st.tuples(NAMES, label, label, st.lists(st.one_of(inner, COMMENTS), max_size=4)).map(
        lambda parts: f"{parts[0]}{parts[1]}{parts[2]} {{\n{''.join(parts[3])}}}\n"
    )


PARTS = st.recursive(st.one_of(ATTRIBUTES, COMMENTS), _blocks, max_leaves=12)
FILES = st.lists(PARTS, max_size=5).map("".join)


@given(FILES)
def test_generated_files_read_the_same(text: str) -> None:
    check(text)
