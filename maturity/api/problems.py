"""What a machine is told when its request cannot be taken: one sentence, and the right status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

NO_TOKEN = "no token: send Authorization: Bearer and a token of the repository or its team"  # noqa: S105 - a sentence


class Problem(Exception):
    """`more` goes into the answer beside the sentence."""

    def __init__(
        self, status: int, sentence: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers, self.more = status, sentence, headers or {}, more


def answer(status: int, sentence: str, **more: Any) -> HttpResponse:
    response = JsonResponse({"error": sentence, **more}, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def answered_by(api: NinjaAPI) -> None:
    """Every refusal of this API looks alike."""

    @api.exception_handler(Problem)
    def problem(request: HttpRequest, raised: Problem) -> HttpResponse:
        response = answer(raised.status, raised.sentence, **raised.more)
        for name, value in raised.headers.items():
            response.headers[name] = value
        return response

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, raised: AuthenticationError) -> HttpResponse:
        return answer(401, NO_TOKEN)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, raised: Http404) -> HttpResponse:
        return answer(404, "nothing here by that name")

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, raised: HttpError) -> HttpResponse:
        """Ninja's own."""
        return answer(raised.status_code, "the body is not JSON")

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, raised: RequestDataTooBig) -> HttpResponse:
        return answer(413, f"the body has more than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes")

    @api.exception_handler(UnreadablePostError)
    def broken_off(request: HttpRequest, raised: UnreadablePostError) -> HttpResponse:
        return answer(400, "the upload broke off")

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, raised: ValidationError) -> HttpResponse:
        return answer(422, _sentence(raised.errors[0]))


def _sentence(error: dict[str, Any]) -> str:
    """Pydantic's words about the first thing that is wrong. They never hold the value itself."""
    name, message = str(error["loc"][-1])[:50], str(error["msg"]).removeprefix("Value error, ")
    return f"{name}: {message[:1].lower()}{message[1:]}"


def refuse_unknown(request: HttpRequest, schema: type[Schema]) -> None:
    """A parameter that is misspelt, or said twice, must not be passed over: another stack could be meant."""
    known = {field.alias or name for name, field in schema.model_fields.items()}
    for name, values in request.GET.lists():
        if name not in known:
            shown = name if name.isidentifier() and len(name) < 30 else "one of them"
            raise Problem(422, f"unknown parameter: {shown}; there are {', '.join(sorted(known))}")
        if len(values) > 1:
            raise Problem(422, f"{name}: it is given {len(values)} times")
