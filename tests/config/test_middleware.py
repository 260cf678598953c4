from __future__ import annotations

from django.http import HttpResponse

from config.logs import request_id as current
from config.middleware import request_id
from tests.factories import make_user


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


def test_an_address_that_takes_forms_alone_leads_back_to_its_page(db, client):
    client.force_login(make_user("lin"))
    page = client.get("/releases/applications/shop/remove/", headers={"Accept": "text/html"})
    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert 'href="/releases/applications/shop/"' in page.content.decode()
    assert "Nothing was changed" in page.content.decode()


def test_machines_are_refused_without_a_page(db, client):
    client.force_login(make_user("lin"))
    assert client.get("/releases/applications/shop/remove/").content == b""
