from __future__ import annotations

from django.http import HttpResponse

from config.logs import request_id as current
from config.middleware import request_id


def answer(rf, given: str = "") -> tuple[str, str]:
    seen = []

    def view(request):
        seen.append(current.get())
        return HttpResponse()

    headers = {"X-Request-ID": given} if given else {}
    return request_id(view)(rf.get("/", headers=headers)).headers["X-Request-ID"], seen[0]


def test_every_request_has_an_id_and_tells_it(rf):
    told, seen = answer(rf)
    assert told == seen
    assert len(told) == 32


def test_the_id_of_a_proxy_is_kept(rf):
    assert answer(rf, "abcdef-123456") == ("abcdef-123456", "abcdef-123456")


def test_an_id_that_could_forge_a_log_line_is_replaced(rf):
    assert "forged" not in answer(rf, 'x"} forged')[0]
