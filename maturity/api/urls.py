"""The addresses of the API, each with its policy."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from maturity import access
from maturity.api import runs, stacks
from maturity.api.bearer import Bearer
from maturity.api.problems import answer, answered_by

api = NinjaAPI(
    title="Rungs", version="1", urls_namespace="api", auth=Bearer(), docs_url=None,
    docs_decorator=access.public,
    description="Send the plans your CI makes, and ask how stacks stand. A token belongs to one repository.",
)  # fmt: skip
answered_by(api)
api.add_router("", runs.router)
api.add_router("", stacks.router)


@access.public
@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    return answer(404, "no such address: see /api/v1/openapi.json")


def _guarded(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """What Ninja makes says who may come in, as every view does."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and not getattr(pattern.callback, "policy", None):
            access.token(cast("Any", pattern.callback))
    return patterns


_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("", nothing),
    path("", (_guarded(_patterns), _app, _namespace)),
    path("<path:rest>", nothing),
]
