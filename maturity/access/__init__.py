"""Who may see and do what: the only way a view gets at an object, and says so.

Of each kind: `x_for` finds what somebody may look at (404 otherwise), `x_where` what they have a role in,
`x_for_write` what they may change: 404 for who may not see it, `Denied` (403) for who may only look.
"""

from __future__ import annotations

from maturity.access.accounts import (
    account_for_write,
    accounts_for_write,
    grants_for_write,
    invitations_for_write,
    tokens_made_by,
)
from maturity.access.channels import (
    channel_for_write,
    channels_for_write,
    notifications_for_write,
    route_for_write,
)
from maturity.access.connections import connection_for, connection_for_write, connections_for
from maturity.access.filters import saved_filter_for, saved_filters_for
from maturity.access.imports import import_for, import_for_write, imports_for
from maturity.access.logins import host_login_for_write, host_logins_for_write
from maturity.access.machines import repositories_of, stacks_of, token_for
from maturity.access.news import (
    events_for,
    has_news,
    newest_events,
    newest_news,
    news_for,
    sees_everything,
)
from maturity.access.policies import login, public, scraper, token
from maturity.access.repositories import (
    pull_requests_for,
    repositories_for,
    repositories_where,
    repository_for,
    repository_for_write,
    repository_of_webhook,
    run_for,
    run_for_write,
    tokens_of,
    wider_tokens_of,
)
from maturity.access.roles import (
    Denied,
    Person,
    expect,
    expect_somewhere,
    may,
    may_somewhere,
    seen,
    where,
)
from maturity.access.rules import noise_rules_where, schedules_where
from maturity.access.stacks import (
    episode_for,
    episode_for_write,
    episodes_for,
    episodes_where,
    locks_for,
    plan_for,
    plans_for,
    rollups_for,
    stack_for,
    stack_for_write,
    stacks_for,
    stacks_where,
)
from maturity.access.teams import (
    helpers_of,
    owners_for,
    people_for,
    person_named,
    team_for,
    team_for_write,
    teams_for,
    teams_led,
    teams_where,
)

__all__ = [
    "Denied",
    "Person",
    "account_for_write",
    "accounts_for_write",
    "channel_for_write",
    "channels_for_write",
    "connection_for",
    "connection_for_write",
    "connections_for",
    "episode_for",
    "episode_for_write",
    "episodes_for",
    "episodes_where",
    "events_for",
    "expect",
    "expect_somewhere",
    "grants_for_write",
    "has_news",
    "helpers_of",
    "host_login_for_write",
    "host_logins_for_write",
    "import_for",
    "import_for_write",
    "imports_for",
    "invitations_for_write",
    "locks_for",
    "login",
    "may",
    "may_somewhere",
    "newest_events",
    "newest_news",
    "news_for",
    "noise_rules_where",
    "notifications_for_write",
    "owners_for",
    "people_for",
    "person_named",
    "plan_for",
    "plans_for",
    "public",
    "pull_requests_for",
    "repositories_for",
    "repositories_of",
    "repositories_where",
    "repository_for",
    "repository_for_write",
    "repository_of_webhook",
    "rollups_for",
    "route_for_write",
    "run_for",
    "run_for_write",
    "saved_filter_for",
    "saved_filters_for",
    "schedules_where",
    "scraper",
    "seen",
    "sees_everything",
    "stack_for",
    "stack_for_write",
    "stacks_for",
    "stacks_of",
    "stacks_where",
    "team_for",
    "team_for_write",
    "teams_for",
    "teams_led",
    "teams_where",
    "token",
    "token_for",
    "tokens_made_by",
    "tokens_of",
    "where",
    "wider_tokens_of",
]
