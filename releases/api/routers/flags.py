"""PUT /flags: how feature flags stand in an environment."""

from __future__ import annotations

from django.utils import timezone
from ninja import Router

from maturity.actions import Refused
from maturity.api.bearer import Bearer, TokenRequest
from maturity.api.problems import Problem
from maturity.api.schemas import Refusal
from releases.actions.flags import Stated, set_states
from releases.actions.flags.states import API
from releases.api._which import application_of, environment_named
from releases.api.flags import FlagsTaken, NewFlags
from releases.core.flags import names
from releases.verbs.release import VERB

router = Router()


@router.put(
    "/flags",
    auth=Bearer(VERB.key),
    response={200: FlagsTaken, (400, 401, 403, 413, 422, 429): Refusal},
    summary="Tell how flags stand",
)
def put_flags(request: TokenRequest, sent: NewFlags) -> FlagsTaken:
    """Sent twice, it changes nothing the second time. Values that look like secrets are masked."""
    application = application_of(request, sent.application)
    environment = environment_named(sent.environment)
    if any(not names.is_key(key) for key in sent.flags):
        raise Problem(422, "flags: a key is a name such as FF_SEARCH, of at most 200 characters")
    stated = [Stated(key=key, value=value) for key, value in sent.flags.items()]
    try:
        changed = set_states(
            application, environment, stated, timezone.now(), source=API, by=request.auth.name,
            whole=sent.whole,
        )  # fmt: skip
    except Refused as refusal:
        raise Problem(422, refusal.message) from None
    return FlagsTaken(
        application=application.slug, environment=environment, flags=len(stated), changed=changed
    )
