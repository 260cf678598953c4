"""The addresses of the API, each with its policy."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from maturity import access, folders
from maturity.api.bearer import Bearer
from maturity.api.problems import answer, answered_by
from maturity.verbs import all_verbs

ABOUT = """\
Send the plans your CI makes, ask how stacks stand, open releases and ask whether they may go. A token belongs
to a repository or a team, and is good for the verbs that were chosen when it was made: x-verb names the one
an operation needs.
"""
api = NinjaAPI(
    title="Rungs", version="1", urls_namespace="api", docs_url=None,
    docs_decorator=access.public,
    description=ABOUT,
)  # fmt: skip
answered_by(api)
for _router in folders.members("api.routers", "router"):
    api.add_router("", _router)


@access.public
@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    return answer(404, "no such address: see /api/v1/openapi.json")


def _verbs_told(of: NinjaAPI) -> NinjaAPI:
    """Each operation's description names the verb its tokens need. One without a verb ends the start."""
    for _prefix, router in of._routers:
        for operation in (one for view in router.path_operations.values() for one in view.operations):
            (bearer,) = operation.auth_callbacks
            verb = all_verbs()[cast("Bearer", bearer).verb].key
            operation.openapi_extra = {**(operation.openapi_extra or {}), "x-verb": verb}
    return of


def _guarded(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """What Ninja makes says who may come in, as every view does."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and not getattr(pattern.callback, "policy", None):
            access.token(cast("Any", pattern.callback))
    return patterns


_patterns, _app, _namespace = _verbs_told(api).urls
urlpatterns = [
    path("", nothing),
    path("", (_guarded(_patterns), _app, _namespace)),
    path("<path:rest>", nothing),
]
