"""Where GitHub and GitLab tell what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from maturity import access, tasks
from maturity.actions import pulls
from maturity.actions.pulls import everywhere
from maturity.actions.pulls.webhooks import EVENTS, Taken

MOST = 5 * 1024 * 1024
WORDS = {
    Taken.DONE: (200, "taken"),
    Taken.AGAIN: (200, "taken already"),
    Taken.UNKNOWN: (202, "Rungs does nothing about events of this kind"),
    Taken.GARBAGE: (400, "the body is not the JSON of its event: choose the content type application/json"),
}


@csrf_exempt
@access.public  # the caller is a host: its signature, made with the repository's own secret, is its login
@require_POST
def hook(request: HttpRequest, host: str, pk: int) -> HttpResponse:
    """Nothing is read before the signature is found good, and a wrong one learns nothing."""
    body = request.read(MOST + 1)
    if len(body) > MOST:
        return _say(413, f"the body is larger than {MOST // 2**20} MiB")
    found = access.repository_of_webhook(pk) if host in EVENTS and pk < 2**62 else None
    if not pulls.verify(found, host, request.headers, body) or found is None:
        return _say(403, "the signature is wrong")
    answer = pulls.receive(found, host, request.headers, body)
    for run_id in answer.runs:
        tasks.send(run_id)
    return _say(*WORDS[answer.taken])


@csrf_exempt
@access.public  # the caller is a host: its signature is its login
@require_POST
def host_hook(request: HttpRequest, host: str) -> HttpResponse:
    """Of all repositories at once: a GitHub App's, an organisation's or a group's."""
    body = request.read(MOST + 1)
    if len(body) > MOST:
        return _say(413, f"the body is larger than {MOST // 2**20} MiB")
    if host not in EVENTS or not everywhere.verify_host(host, request.headers, body):
        return _say(403, "the signature is wrong")
    found = everywhere.repository_in(host, body)
    if found is None:
        return _say(202, "it tells of no repository that is connected here")
    answer = pulls.receive(found, host, request.headers, body)
    for run_id in answer.runs:
        tasks.send(run_id)
    return _say(*WORDS[answer.taken])


def _say(status: int, words: str) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
