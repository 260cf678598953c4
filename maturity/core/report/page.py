"""Paragraphs for a terminal: wrapped, indented, and coloured where that is wanted."""

from __future__ import annotations

import textwrap

NARROWEST, WIDEST = 40, 110
BOLD, DIM = "1", "2"
RED, GREEN, YELLOW, MAGENTA, CYAN = "31", "32", "33", "35", "36"


class Page:
    """`colour` adds emphasis to what the words already say."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self.width = max(NARROWEST, min(width, WIDEST))
        self.lines: list[str] = []
        self._colour = colour

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text

    def add(self, text: str = "", indent: int = 0, hang: int = 0, code: str = "") -> None:
        """One paragraph, wrapped; `hang` indents its further lines."""
        for line in textwrap.wrap(
            printable(text), self.width,
            initial_indent=" " * indent, subsequent_indent=" " * (indent + hang),
            break_long_words=False, break_on_hyphens=False,
        ) or [""]:  # fmt: skip
            self.lines.append(self.paint(line, code) if code else line)

    def title(self, text: str) -> None:
        self.lines += ["", self.paint(text, BOLD)]

    def marked(self, mark: str, code: str, text: str, indent: int = 2) -> None:
        """A paragraph with a sign before it, which alone is coloured."""
        before = len(self.lines)
        self.add(f"{mark} {text}", indent, hang=len(mark) + 1)
        if self._colour:
            self.lines[before] = self.lines[before].replace(mark, self.paint(mark, code), 1)


def printable(text: str) -> str:
    """A file name is foreign text: no control characters reach the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
