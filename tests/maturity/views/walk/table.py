"""Every address, an example of it, and who may GET and POST it. A new address needs a row here."""

from __future__ import annotations

from tests.maturity.views.walk.rules import (
    Row,
    admin,
    administrator,
    administrator_of_seen,
    engineer,
    everybody,
    hidden,
    lead,
    lead_to_find,
    lead_to_see,
    look,
    machine,
    never,
    nobody,
    not_machine,
    people,
    some_engineer,
    some_lead,
    unsigned,
    whose_it_is,
)
from tests.releases.walk import RELEASES

OWN = "/repos/{repository}/"
CARE = {"reason": "a", "days": "7"}
NOISE = {**CARE, "address": "aws_instance.web"}
MODE = {"mode": "push", "connection": "{connection}"}
MEMBER = {"user": "{team}-one"}
NEW_MEMBER = {"user": "loner", "role": "20"}
TOKEN = {"name": "new", "expiry": "90", "verbs": "push"}
REVOKED = {"token": "{team_token}"}
SCHEDULE = {"schedule": "{schedule}", "how": "default"}
FILTER = {"page": "maturity:repositories", "name": "a", "query": "below=3"}
WAY = {"name": "new way", "team": "{team}"}
API = {
    "api/v1/": Row("/api/v1/", nobody, nobody),
    "api/v1/openapi.json": Row("/api/v1/openapi.json", everybody, everybody),
    "api/v1/deployments": Row("/api/v1/deployments", not_machine, machine),
    "api/v1/flags": Row("/api/v1/flags", not_machine, not_machine),
    "api/v1/gates/<str:release>": Row("/api/v1/gates/{release}", machine, machine),
    "api/v1/releases": Row("/api/v1/releases", not_machine, machine),
    "api/v1/releases/<str:release>": Row("/api/v1/releases/{release}", machine, not_machine),
    "api/v1/releases/<str:release>/steps": Row("/api/v1/releases/{release}/steps", not_machine, machine),
    "api/v1/releases/<str:release>/evidence": Row(
        "/api/v1/releases/{release}/evidence", not_machine, machine
    ),
    "api/v1/metrics": Row("/api/v1/metrics", not_machine, machine),
    "api/v1/reports": Row("/api/v1/reports", not_machine, machine),
    "api/v1/runs": Row("/api/v1/runs", not_machine, machine),
    "api/v1/stacks": Row("/api/v1/stacks", machine, not_machine),
    "api/v1/stacks/<int:stack_id>": Row("/api/v1/stacks/{stack}", machine, not_machine),
    "api/v1/<path:rest>": Row("/api/v1/nothing", nobody, nobody),
}
HOUSE = {
    "healthz": Row("/healthz", everybody, everybody),
    "readyz": Row("/readyz", everybody, everybody),
    "language/": Row("/language/", not_machine, everybody, {"language": "en"}),
    "theme/": Row("/theme/", not_machine, everybody, {"theme": "dark"}),
    "hooks/<str:host>/<int:pk>/": Row("/hooks/github/{repository_pk}/", not_machine, unsigned),
    "hooks/all/<str:host>/": Row("/hooks/all/github/", not_machine, unsigned),
    "hooks/slack/": Row("/hooks/slack/", not_machine, unsigned),
    "metrics": Row("/metrics", everybody, not_machine),  # for programs of this machine
    "states/": Row("/states/", hidden, never),
}
LISTS = {
    "": Row("/", people, never),
    "repos/": Row("/repos/", people, never),
    "drift/": Row("/drift/", people, never),
    "plans/": Row("/plans/", people, never),
    "criteria/": Row("/criteria/", people, never),
    "find/": Row("/find/?q=a", people, never),
    "waiting/": Row("/waiting/", people, never),
    "activity/": Row("/activity/", people, never),
    "inbox/": Row("/inbox/", people, never),
    "inbox/read/": Row("/inbox/read/", never, people),
    "teams/": Row("/teams/", people, never),
    "shortcuts/": Row("/shortcuts/", never, people),
    "settings/": Row("/settings/", people, never),
    "saved/": Row("/saved/", never, people, FILTER),
    "saved/<int:pk>/rename/": Row("/saved/{filter}/rename/", never, hidden),
    "saved/<int:pk>/remove/": Row("/saved/{filter}/remove/", never, hidden),
    "settings/me/": Row("/settings/me/", people, people),
    "settings/me/zone/": Row("/settings/me/zone/", people, never),
}
REPOSITORIES = {
    "repos/connect/": Row("/repos/connect/", some_lead, some_lead),
    "repos/connect/check/": Row("/repos/connect/check/", never, some_lead),
    "repos/<path:name>/": Row(OWN, look, never),
    "repos/<path:name>/history/": Row(OWN + "history/", look, never),
    "repos/<path:name>/run/<int:pk>/": Row(OWN + "run/{scan}/", look, never),
    "repos/<path:name>/scan/": Row(OWN + "scan/", never, engineer),
    "repos/<path:name>/team/": Row(OWN + "team/", lead, lead, {"team": "{team}"}),
    "repos/connect/glance/": Row("/repos/connect/glance/", never, some_lead),
    "repos/<path:name>/setup/": Row(OWN + "setup/", lead, never),
    "repos/<path:name>/setup/test/": Row(OWN + "setup/test/", never, lead, {"step": "webhook"}),
    "repos/<path:name>/webhook/": Row(OWN + "webhook/", lead, never),
    "repos/<path:name>/webhook/rotate/": Row(OWN + "webhook/rotate/", never, lead),
    "repos/<path:name>/webhook/end/": Row(OWN + "webhook/end/", never, lead),
    "repos/<path:name>/webhook/comments/": Row(OWN + "webhook/comments/", never, lead, {"on": "1"}),
    "repos/<path:name>/tokens/": Row(OWN + "tokens/", lead, lead, TOKEN),
    "repos/<path:name>/tokens/revoke/": Row(OWN + "tokens/revoke/", never, lead, {"token": "{token}"}),
    "repos/<path:name>/forget/": Row(OWN + "forget/", never, lead),
}
CHANNEL = "/settings/channels/{channel}/"
CHANNELS = {
    "settings/channels/": Row("/settings/channels/", some_lead, never),
    "settings/channels/new/<str:kind>/": Row("/settings/channels/new/email/", some_lead, some_lead),
    "settings/channels/<int:pk>/": Row(CHANNEL, lead_to_find, lead_to_find),
    "settings/channels/<int:pk>/test/": Row(CHANNEL + "test/", never, lead_to_find),
    "settings/channels/<int:pk>/switch/": Row(CHANNEL + "switch/", never, lead_to_find, {"on": "0"}),
    "settings/channels/<int:pk>/remove/": Row(CHANNEL + "remove/", never, lead_to_find),
    "settings/channels/<int:pk>/routes/": Row(CHANNEL + "routes/", lead_to_find, lead_to_find),
    "settings/channels/<int:channel>/routes/<int:pk>/": Row(
        CHANNEL + "routes/{route}/", lead_to_find, lead_to_find
    ),
    "settings/channels/<int:channel>/routes/<int:pk>/remove/": Row(
        CHANNEL + "routes/{route}/remove/", never, lead_to_find
    ),
    "settings/outbox/": Row("/settings/outbox/", some_lead, never),
    "settings/outbox/<int:pk>/<str:verb>/": Row(
        "/settings/outbox/{channel}/resend/", never, lead_to_find, {"message": "{message}"}
    ),
}
IMPORTS = {
    "repos/import/": Row("/repos/import/", some_lead, some_lead),
    "repos/import/hooks/rotate/": Row("/repos/import/hooks/rotate/", never, administrator),
    "repos/import/<int:pk>/": Row("/repos/import/{import}/", whose_it_is, never),
    "repos/import/<int:pk>/progress/": Row("/repos/import/{import}/progress/", whose_it_is, never),
    "repos/import/<int:pk>/choose/": Row("/repos/import/{import}/choose/", never, whose_it_is),
    "repos/import/<int:pk>/retry/": Row("/repos/import/{import}/retry/", never, whose_it_is),
}
STACKS = {
    "drift/check/": Row("/drift/check/", never, some_engineer),
    "drift/<int:pk>/": Row("/drift/{episode}/", look, never),
    "drift/<int:pk>/acknowledge/": Row("/drift/{episode}/acknowledge/", never, engineer, CARE),
    "drift/<int:pk>/assign/": Row("/drift/{episode}/assign/", never, engineer, {"owner": "root"}),
    "drift/<int:pk>/noise/": Row("/drift/{episode}/noise/", never, lead, NOISE),
    "stacks/<int:pk>/": Row("/stacks/{stack}/", look, never),
    "stacks/<int:pk>/state/": Row("/stacks/{stack}/state/", never, lead, {"place": "s3://bucket/key"}),
    "stacks/<int:pk>/noise/": Row("/stacks/{stack}/noise/", never, lead, {"rule": "{rule}"}),
    "stacks/<int:pk>/setup/": Row("/stacks/{stack}/setup/", look, never),
    "stacks/<int:pk>/mode/": Row("/stacks/{stack}/mode/", never, lead, MODE),
    "stacks/<int:pk>/schedule/": Row("/stacks/{stack}/schedule/", never, lead, {"cron": "0 5 * * *"}),
    "stacks/<int:pk>/schedule/words/": Row("/stacks/{stack}/schedule/words/", look, never),
    "stacks/<int:pk>/check/": Row("/stacks/{stack}/check/", never, engineer),
    "stacks/<int:pk>/runs/<int:run>/": Row("/stacks/{stack}/runs/{check}/", look, never),
    "runs/<int:pk>/cancel/": Row("/runs/{check}/cancel/", never, engineer),
    "runs/<int:pk>/log/": Row("/runs/{check}/log/", look, never),
    "plans/<int:pk>/": Row("/plans/{plan}/", look, never),
    "plans/<int:pk>/groups/<str:key>/": Row("/plans/{plan}/groups/observed.rest/", look, never),
    "plans/<int:pk>/changes/<int:index>/": Row("/plans/{plan}/changes/0/", look, never),
}
SETTINGS = {
    "teams/new/": Row("/teams/new/", administrator, administrator, {"name": "Gamma"}),
    "teams/<slug:slug>/": Row("/teams/{team}/", look, lead, {"name": "{team} two"}),
    "teams/<slug:slug>/members/": Row("/teams/{team}/members/", never, admin, NEW_MEMBER),
    "teams/<slug:slug>/members/remove/": Row("/teams/{team}/members/remove/", never, admin, MEMBER),
    "teams/<slug:slug>/remove/": Row("/teams/{team}/remove/", never, administrator_of_seen),
    "teams/<slug:slug>/tokens/": Row("/teams/{team}/tokens/", lead, lead, TOKEN),
    "teams/<slug:slug>/tokens/revoke/": Row("/teams/{team}/tokens/revoke/", never, lead, REVOKED),
    "settings/noise/": Row("/settings/noise/", some_lead, lead_to_find, {"rule": "{rule}"}),
    "settings/schedules/": Row("/settings/schedules/", some_lead, lead_to_find, SCHEDULE),
    "connections/": Row("/connections/", some_lead, never),
    "connections/new/": Row("/connections/new/", some_lead, some_lead, WAY),
    "connections/<int:pk>/": Row("/connections/{connection}/", lead_to_see, lead_to_see, {"name": "changed"}),
    "connections/<int:pk>/check/": Row("/connections/{connection}/check/", never, lead_to_see),
    "connections/<int:pk>/remove/": Row("/connections/{connection}/remove/", never, lead_to_see),
    "settings/organisation/": Row("/settings/organisation/", administrator, administrator),
    "settings/groups/": Row("/settings/groups/", administrator, administrator),
    "settings/groups/remove/": Row("/settings/groups/remove/", never, administrator),
    "settings/people/": Row("/settings/people/", administrator, administrator),
    "settings/people/withdraw/": Row("/settings/people/withdraw/", never, administrator),
    "settings/people/<int:pk>/": Row("/settings/people/{person}/", administrator, never),
    "settings/people/<int:pk>/change/": Row("/settings/people/{person}/change/", never, administrator),
    "settings/people/<int:pk>/link/": Row("/settings/people/{person}/link/", never, administrator),
    "settings/sessions/": Row("/settings/sessions/", people, people),
    "settings/environment/": Row("/settings/environment/", administrator, never),
    "settings/logins/": Row("/settings/logins/", administrator, never),
    "settings/logins/token/": Row("/settings/logins/token/", administrator, administrator),
    "settings/logins/app/": Row("/settings/logins/app/", administrator, administrator),
    "settings/logins/<int:pk>/": Row("/settings/logins/{login}/", administrator, administrator),
    "settings/logins/<int:pk>/check/": Row("/settings/logins/{login}/check/", never, administrator),
    "settings/logins/<int:pk>/remove/": Row("/settings/logins/{login}/remove/", never, administrator),
}
TABLE = {**API, **HOUSE, **LISTS, **REPOSITORIES, **IMPORTS, **CHANNELS, **STACKS, **SETTINGS, **RELEASES}
# Of packages, with rules of their own: a person's own account, and the administration of Django.
OTHERS = ("accounts/", "admin/")
