"""What every request passes through."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import is_valid_path

from config.logs import request_id as current
from maturity.actions import metrics

Respond = Callable[[HttpRequest], HttpResponse]
_PLAUSIBLE = re.compile(r"[\w-]{8,64}")


def request_id(respond: Respond) -> Respond:
    """Give each request an id, or keep the proxy's, and send it back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = current.set(given if _PLAUSIBLE.fullmatch(given) else uuid4().hex)
        try:
            response = respond(request)
            response.headers["X-Request-ID"] = current.get()
            return response
        finally:
            current.reset(token)

    return middleware


def forms_only(respond: Respond) -> Respond:
    """Say so where a page is asked for that only takes what forms send: after signing in again, a reload."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        reads = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code != 405 or not reads:
            return response
        allowed = response.headers.get("Allow", "POST")
        page = render(request, "405.html", {"back": _above(request.path)}, status=405)
        page.headers["Allow"] = allowed
        return page

    return middleware


def _above(path: str) -> str:
    """The nearest address above that leads somewhere."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:n])}/" for n in range(len(parts) - 1, 0, -1))
    return next((one for one in above if is_valid_path(one)), "/")


def measured(respond: Respond) -> Respond:
    """Count how long each page takes, by the name of its view. An address that leads nowhere has none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = respond(request)
        view = request.resolver_match.view_name if request.resolver_match else "none"
        metrics.observe(view, response.status_code, time.perf_counter() - start)
        return response

    return middleware
