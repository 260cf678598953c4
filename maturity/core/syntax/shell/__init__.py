"""Shell scripts as the commands they run, with everything that decides whether a failure counts."""

from __future__ import annotations

from maturity.core.syntax.shell._command import Command
from maturity.core.syntax.shell._folders import enter
from maturity.core.syntax.shell._script import commands

__all__ = ["Command", "commands", "enter"]
