"""Follows what `plan -json` prints, while it prints: how far it is, and what it complains about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from maturity.adapters.terraform.log import Log

CHUNK = 1 << 20
COMPLAINTS = 20


class Stream:
    """refreshed, planned  resources so far
    errors               the first diagnostics of severity "error", in a sentence each
    """

    def __init__(self, file: Path, log: Log) -> None:
        self._file = file
        self._log = log
        self._at = 0
        self._rest = b""
        self.refreshed = 0
        self.planned = 0
        self.errors: list[str] = []

    def read_on(self) -> None:
        """Take in what came since."""
        with self._file.open("rb") as opened:
            opened.seek(self._at)
            while data := opened.read(CHUNK):
                self._at += len(data)
                *lines, self._rest = (self._rest + data).split(b"\n")
                for line in lines:
                    self._take(line)
                if len(self._rest) > CHUNK:
                    self._take(self._rest)
                    self._rest = b""

    def end(self) -> None:
        self.read_on()
        self._take(self._rest)
        self._rest = b""

    def progress(self) -> str:
        if self.planned:
            return f"{self.planned:,} changes planned"
        return f"refreshing {self.refreshed:,} resources" if self.refreshed else "planning"

    def _take(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            said = msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._log.add(line.decode("utf-8", "replace"))
            return
        kind = said.get("type")
        self.refreshed += kind == "refresh_start"
        self.planned += kind == "planned_change"
        self._log.add(str(said.get("@message", "")))
        if kind == "diagnostic" and isinstance(said.get("diagnostic"), dict):
            self._complaint(said["diagnostic"])

    def _complaint(self, diagnostic: dict[str, Any]) -> None:
        summary, detail = str(diagnostic.get("summary", "")), str(diagnostic.get("detail", ""))
        if detail:
            self._log.add("\n".join(f"  {line}" for line in detail.splitlines()))
        if diagnostic.get("severity") == "error" and len(self.errors) < COMPLAINTS:
            first = " ".join(detail.split("\n\n")[0].split())
            self.errors.append(f"{summary}: {first}" if first else summary)
