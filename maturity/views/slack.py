"""Where Slack tells that somebody used a button. Buttons only open pages: it is answered, and that is all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from maturity import access
from maturity.actions import notifications
from maturity.actions.notifications.requests import Taken

MOST = 256 * 1024
STATUS = {Taken.DONE: 200, Taken.AGAIN: 200, Taken.FORGED: 403, Taken.GARBAGE: 400}


@csrf_exempt
@access.public  # the caller is Slack: its signature, made with a secret of one of our channels, is its login
@require_POST
def slack(request: HttpRequest) -> HttpResponse:
    """Nothing is read before the signature is found good, and a wrong one learns nothing."""
    body = request.read(MOST + 1)
    if len(body) > MOST:
        return HttpResponse(status=413)
    given = request.headers
    taken, answer = notifications.take_request(
        given.get("X-Slack-Request-Timestamp", ""), given.get("X-Slack-Signature", ""), body,
        form=(request.content_type or "") == "application/x-www-form-urlencoded",
    )  # fmt: skip
    return HttpResponse(answer, status=STATUS[taken], content_type="text/plain; charset=utf-8")
