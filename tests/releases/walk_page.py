"""The addresses of one release's page."""

from __future__ import annotations

from releases.models import Release
from tests.factories import make_user
from tests.maturity.views.walk.rules import Row, engineer, look, never, some_engineer
from tests.releases.factories import make_check, make_signoff

PLACE = "/releases/{application}/{version}/"
ROUTE = "releases/<slug:slug>/<str:version>/"
ITEM = PLACE + "items/ops.owner/"
POSTED = ("submit", "checks", "start", "hold", "resume", "abandon", "sign", "go-on", "reached")
PAGE = {
    "releases/new/": Row("/releases/new/", some_engineer, some_engineer),
    ROUTE: Row(PLACE, look, never),
    ROUTE + "audit.csv": Row(PLACE + "audit.csv", look, never),
    ROUTE + "flags/": Row(PLACE + "flags/", look, never),
    ROUTE + "rollout/": Row(PLACE + "rollout/", look, never),
    ROUTE + "service/": Row(PLACE + "service/", look, never),
    **{f"{ROUTE}{name}/": Row(f"{PLACE}{name}/", never, engineer) for name in POSTED},
    ROUTE + "revoke/": Row(PLACE + "revoke/", never, engineer),
    ROUTE + "items/<str:item>/": Row(ITEM, look, never),
    ROUTE + "items/<str:item>/sign/": Row(ITEM + "sign/", never, engineer),
    ROUTE + "items/<str:item>/waive/": Row(ITEM + "waive/", never, engineer),
}
# What is sent to one's own release, with what is another team's.
FOREIGN: list[tuple[str, dict[str, str]]] = [
    (PLACE + "revoke/", {"signoff": "{o_signoff}"}),
    ("/releases/new/", {"app": "{o_application}", "other": "9.9"}),
]


def kept(name: str, release: Release) -> dict[str, object]:
    """Of one team: what the rows above name."""
    said = make_signoff(release, make_user(f"{name}-two"), comment=f"{name} comment")
    make_check(release, "iac.drift", reason=f"{name} drift")
    return {"signoff": said.pk}
