"""One platform that runs plans for this repository, as far as the files tell."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.source import Source


class Platform(Struct, frozen=True, kw_only=True):
    """Of each answer: True yes, False it is switched off here, None the platform's own settings decide.

    name                 "atlantis", "digger", "terrateam", "spacelift", "hcp-terraform", "env0", "scalr",
                         "tfaction", "tofu-controller", "burrito", "pulumi-deployments", "riff-raff"
    plans_pull_requests  every pull request gets a plan
    applies_after_merge  the merge, or the approval that goes with it, applies
    comments             it shows the plan on the pull request
    locks                it keeps two runs on the same state apart
    drift_check          it looks for drift on a schedule
    reconciles           it puts drift right by itself
    policy               it checks plans against policies that can stop them
    certain              False: the file is here, but whether the platform is connected is not known
    directories          from the top of the repository; () = all
    """

    name: str
    at: Source
    plans_pull_requests: bool | None = None
    applies_after_merge: bool | None = None
    comments: bool = False
    locks: bool = False
    drift_check: bool | None = None
    reconciles: bool | None = None
    policy: bool | None = None
    certain: bool = True
    note: str = ""
    directories: tuple[str, ...] = ()

    def covers(self, directory: str) -> bool:
        return not self.directories or any(
            not one or directory == one or directory.startswith(f"{one}/") for one in self.directories
        )
