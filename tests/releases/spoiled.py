"""Stories of a release that lacks nothing, and what happens then: 2.14.0 where no other version is named.

Signed off by mia and ana, and by leo that somebody is on call. lin wrote it; eva is an engineer.
"""

from __future__ import annotations

from typing import Any

from maturity.models import Role
from releases.core.gate import Outcome
from tests.releases.any_order import Step

VERSION, OTHER = "2.14.0", "2.15.0"


def do(rule: str, **given: Any) -> Step:
    return rule, given


def of(rule: str, **given: Any) -> Step:
    return rule, {"version": VERSION, **given}


def signed(*names: str) -> list[Step]:
    return [of("sign", name="leo", item="ops.owner"), *(of("sign", name=name) for name in names)]


START, USE, HOLD = of("start", name="eva"), of("use"), of("hold", name="eva")
PREPARED, AGREED, CI = of("prepare"), signed("mia", "ana"), of("ci", outcome=Outcome.PASSED)
CHANGED = [of("artifact", byte="b"), PREPARED]
EVA_LEADS = do("role", name="eva", role=Role.LEAD)
BY_LIN = of("start", name="lin")
WAIVED = [do("gate", outcome="failed"), EVA_LEADS, of("waive", name="eva")]
NEXT = [of("prepare", version=OTHER), of("sign", name="leo", item="ops.owner", version=OTHER),
        of("sign", name="mia", version=OTHER), of("sign", name="ana", version=OTHER),
        of("start", name="eva", version=OTHER)]  # fmt: skip
DEPLOYED = of("deploy", result="succeeded")
OTHER_DEPLOYED = of("deploy", version=OTHER, result="succeeded")
NO_OWNER = of("reject", name="ana", item="ops.owner")
FROZEN = do("freeze", begins=-1, hours=3, of="team")
FAILS, PASSES = do("gate", outcome="failed"), do("gate", outcome="passed")
BROKEN = of("break_glass", name="leo")

# After each of these nobody starts it.
SPOILED: dict[str, list[Step]] = {
    "a signature taken back": [of("revoke", name="ana")],
    "the item's signature taken back": [of("revoke", name="leo", item="ops.owner")],
    "an item rejected": [NO_OWNER],
    "all of it rejected": [of("reject", name="leo")],
    "rejected and tried again": [of("reject", name="leo"), of("try_again"), PREPARED, *AGREED],
    "an objection that another sets aside": [
        NO_OWNER, of("set_aside", name="leo", whose="ana", item="ops.owner")],
    "an objection waived away": [
        NO_OWNER, EVA_LEADS, of("waive", name="eva", item="ops.owner"), BY_LIN],
    "an objection whose giver left": [
        NO_OWNER, do("role", name="ana", role=None), of("sign", name="leo")],
    "a signer who is an engineer now": [do("role", name="ana", role=Role.ENGINEER)],
    "a signer who left the team": [do("role", name="ana", role=None)],
    "a signer who was away and came back": [
        do("role", name="ana", role=None), of("check"), do("role", name="ana", role=Role.APPROVER)],
    "a signer whose account is closed": [do("close_account", name="mia")],
    "a signature from before the promotion": [
        of("revoke", name="ana"), of("sign", name="eva"), do("role", name="eva", role=Role.APPROVER), BY_LIN],
    "commits of a signer": [of("commit", name="mia")],
    "commits of who is on call": [of("commit", name="leo")],
    "the author's own signature": [
        do("role", name="lin", role=Role.APPROVER), of("revoke", name="ana"), of("sign", name="lin")],
    "a signer who opened it": [of("abandon", name="eva"), of("try_again", name="mia"), PREPARED],
    "a bot's signature": [of("revoke", name="ana"), of("sign", name="ren[bot]")],
    "authors that nobody knows": [of("forget_authors")],
    "a gate that fails": [do("gate", outcome="failed")],
    "a gate that does not know": [do("gate", outcome="unknown")],
    "a gate that there is not": [do("gate", outcome="gone")],
    "a gate that breaks": [do("gate", outcome="broken")],
    "CI that fails": [of("ci", outcome=Outcome.FAILED)],
    "CI that failed and waits": [of("ci", outcome=Outcome.FAILED), of("check"), *AGREED],
    "CI that does not know": [of("ci", outcome=Outcome.UNKNOWN)],
    "what CI cannot answer waived": [of("ci", outcome=Outcome.FAILED), EVA_LEADS,
                                     of("waive", name="eva", item="ci.green"), BY_LIN],
    "an answer of CI that is old": [do("clock", hours=25)],
    "signatures that are over": [do("clock", hours=48), CI],
    "signatures that are over, and a clock set back": [
        do("clock", hours=48), of("check"), do("clock", hours=-48), CI],
    "signatures of the future": [do("clock", hours=-1), CI],
    "signatures of the whole of the future": [
        do("clock", hours=-1), CI, of("sign", name="leo", item="ops.owner")],
    "an answer of CI from the future": [
        do("clock", hours=1), CI, do("clock", hours=-1)],
    "another artifact": CHANGED,
    "another artifact, and the first one again": [*CHANGED, of("artifact", byte="a"), PREPARED],
    "another plan": [of("plan", number=1), PREPARED],
    "another plan that nobody saw": [of("plan", number=1)],
    "an answer of CI about another artifact": [of("artifact", byte="b"), of("check"), of("accept"), *AGREED],
    "a rollback plan for something else": [of("artifact", byte="b"), of("check"), CI, *AGREED],
    "another checklist": [of("abandon", name="eva"), do("template", name="easy"), of("try_again"), PREPARED],
    "a checklist that asks for less meanwhile": [do("template", name="easy"), of("revoke", name="ana")],
    "an old page that signs": [*CHANGED, of("sign", name="mia", old=True), of("sign", name="ana", old=True)],
    "an old page that starts": [of("start", name="eva", old=True), of("abandon", name="eva")],
    "a waiver that is over": [*WAIVED, do("clock", hours=5), CI, BY_LIN],
    "a waiver that is over, and a clock set back": [
        *WAIVED, do("clock", hours=5), of("check"), do("clock", hours=-5), CI, BY_LIN],
    "a waiver of the future": [*WAIVED, do("clock", hours=-2), *AGREED, CI, BY_LIN],
    "a waiver that was ended": [*WAIVED, of("unwaive", name="eva"), BY_LIN],
    "a waiver of another artifact": [*WAIVED, *CHANGED, *AGREED, BY_LIN],
    "a waiver of a signer": [do("role", name="ana", role=Role.LEAD), of("waive", name="ana")],
    "a waiver of who may not": [do("gate", outcome="failed"), of("waive", name="eva"), BY_LIN],
    "who waives and starts what they wrote": [
        do("role", name="lin", role=Role.LEAD), of("revoke", name="leo", item="ops.owner"),
        of("waive", name="lin", item="ops.owner")],
    "a freeze of the organisation": [do("freeze", begins=-1, hours=3, of="organisation")],
    "a freeze of the team": [FROZEN],
    "a freeze of the application": [do("freeze", begins=0, hours=3, of="application")],
    "a freeze that has begun meanwhile": [
        do("freeze", begins=2, hours=3, of="team"), do("clock", hours=2), CI],
    "an engineer who left": [do("role", name="eva", role=None)],
    "an engineer who only looks": [do("role", name="eva", role=Role.VIEWER)],
}  # fmt: skip

# Of each, how many starts and tickets let something through.
TOLD: dict[str, tuple[int, int, list[Step]]] = {
    "nothing else": (1, 1, [START, USE]),
    "two starts": (1, 0, [START, START]),
    "a ticket shown twice": (1, 1, [START, USE, USE]),
    "a ticket after half an hour": (1, 0, [START, do("minutes", minutes=31), USE]),
    "a ticket of the future": (1, 0, [START, do("minutes", minutes=-10), USE]),
    "a ticket for something else": (1, 0, [START, of("use", digest="f" * 64)]),
    "a ticket that was held": (1, 0, [START, HOLD, USE, of("use_all")]),
    "a ticket whose signature was taken back": (1, 0, [START, of("revoke", name="mia"), of("use_all")]),
    "a ticket of what was given up": (1, 0, [START, of("abandon", name="eva"), of("use_all")]),
    "a ticket of what is rolled back": (1, 0, [START, of("roll_back", name="eva"), of("use_all")]),
    "a ticket after a deployment that failed": (
        1, 0, [START, of("deploy", result="failed"), of("use_all")]),
    "a ticket nobody used in time": (
        1, 0, [START, do("minutes", minutes=31), do("settle"), do("minutes", minutes=-10), of("use_all")]),
    "a ticket whose step is there already": (
        2, 0, [START, DEPLOYED, *NEXT, OTHER_DEPLOYED, of("use_all", version=OTHER)]),
    "given up with traffic on it": (1, 1, [START, USE, of("abandon", name="eva")]),
    "the ticket before the last": (
        2, 1, [START, HOLD, of("resume", name="mia"), of("use_all"), of("use_all")]),
    "gone on by an engineer": (1, 0, [START, HOLD, of("resume", name="eva")]),
    "gone on by who wrote it": (
        1, 0, [START, HOLD, do("role", name="lin", role=Role.LEAD), of("resume", name="lin")]),
    "gone on after CI failed": (
        1, 0, [START, HOLD, of("ci", outcome=Outcome.FAILED), of("resume", name="mia")]),
    "gone on after an objection": (
        1, 0, [START, HOLD, of("reject", name="ana"), of("resume", name="mia")]),
    "gone on in a freeze": (
        1, 0, [START, HOLD, FROZEN, of("resume", name="mia")]),
    "gone on without a signature": (
        1, 0, [START, of("revoke", name="ana"), of("resume", name="mia")]),
    "gone on though it never stopped": (1, 0, [START, of("resume", name="mia"), of("resume", name="ana")]),
    "gone on at half of the traffic though it never stopped": (
        2, 0, [START, DEPLOYED, *NEXT, OTHER_DEPLOYED, of("resume", version=OTHER, name="mia")]),
    "the next one while one is on its way": (1, 0, [START, *NEXT]),
    "the next one after it": (2, 1, [START, USE, DEPLOYED, *NEXT]),
    "gone on at half of the traffic by one": (2, 1, [START, DEPLOYED, *NEXT,
        of("use", version=OTHER), OTHER_DEPLOYED,
        of("hold", version=OTHER, name="eva"), of("resume", version=OTHER, name="mia"),
        of("resume", version=OTHER, name="mia")]),
    "gone on at half of the traffic by two": (3, 1, [START, DEPLOYED, *NEXT,
        of("use", version=OTHER), OTHER_DEPLOYED,
        of("hold", version=OTHER, name="eva"), of("resume", version=OTHER, name="mia"),
        of("resume", version=OTHER, name="ana")]),
    "tried again with the same": (1, 0, [of("abandon", name="eva"), of("try_again"), PREPARED, START]),
    "a freeze that is over": (1, 0, [
        do("freeze", begins=-2, hours=3, of="team"), do("clock", hours=1), CI, START]),
    "a waiver in force": (1, 0, [*WAIVED, BY_LIN]),
    "an emergency of a lead": (1, 1, [FAILS, BROKEN, USE]),
    "an emergency in a freeze": (1, 1, [FROZEN, BROKEN, USE]),
    "an emergency of an engineer": (0, 0, [do("gate", outcome="failed"), of("break_glass", name="eva")]),
    "an emergency without need": (0, 0, [BROKEN]),
    "an emergency of an old page": (0, 0, [*CHANGED, of("break_glass", name="leo", old=True)]),
    "an emergency while another is on its way": (
        1, 0, [START, of("break_glass", version=OTHER, name="leo")]),
    "the next one before the review": (1, 0, [FAILS, BROKEN, DEPLOYED,
                                              PASSES, *NEXT]),
    "the next one after one's own review": (1, 0, [FAILS, BROKEN, DEPLOYED,
        PASSES, do("review", name="leo"), *NEXT]),
    "the next one after an engineer's review": (1, 0, [FAILS, BROKEN, DEPLOYED,
        PASSES, do("review", name="eva"), *NEXT]),
    "the next one after the review": (2, 0, [FAILS, BROKEN, DEPLOYED,
        PASSES, do("review", name="mia"), *NEXT]),
    "rolled back by who only looks": (
        1, 1, [START, do("role", name="eva", role=Role.VIEWER), of("roll_back", name="eva"), USE]),
    "held by who left": (1, 1, [START, do("role", name="eva", role=None), HOLD, USE]),
    "given up by who left": (1, 1, [
        START, do("role", name="eva", role=None), of("abandon", name="eva"), USE]),
    "rolled back after a clock was set back": (2, 0, [
        START, DEPLOYED, *NEXT, do("clock", hours=-10), of("roll_back", version=OTHER, name="eva"),
        of("use", version=OTHER)]),
    "rolled back in a freeze with a review open": (1, 0, [FAILS, BROKEN,
        FROZEN, of("roll_back", name="eva"), of("use_all")]),
    "a version that is something else now": (0, 0, [of("abandon", name="eva"), of("reuse")]),
}  # fmt: skip
