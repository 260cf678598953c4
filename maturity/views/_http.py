"""What every page of this app is given and gives back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from maturity.models import Role, User

STOP_POLLING = 286
LAST_PAGE = 1000


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


def person(request: HttpRequest) -> User:
    """Who asks. Only for views with a policy that lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def teams_of(request: HttpRequest) -> list[int]:
    """The ids of the person's own teams."""
    return person(request).teams_where(Role.VIEWER)


def wants_fragment(request: HtmxHttpRequest, target: str) -> bool:
    """Only this part of the page is asked for. Going back in the browser asks for all of it."""
    return bool(request.htmx) and request.htmx.target == target and not request.htmx.history_restore_request


def varied(response: HttpResponse) -> HttpResponse:
    """The same address answers with a page or a part of it: caches must not mix them up."""
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def page_of(given: str) -> int:
    """A page's number from an address, from 1 on."""
    return min(max(int(given), 1), LAST_PAGE) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def pk_of(given: str) -> int:
    """A primary key from an address; 0, which no row has, for anything else."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
