"""The addresses of the maturity app. A repository's name has slashes, so its own page comes last."""

from __future__ import annotations

from django.urls import path

from maturity.views import (
    connect,
    connections,
    criteria,
    drift,
    episodes,
    find,
    overview,
    plans,
    preferences,
    repositories,
    repository,
    scans,
    stacks,
    states,
    tokens,
)

app_name = "maturity"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("repos/", repositories.repositories, name="repositories"),
    path("repos/connect/", connect.connect, name="connect"),
    path("repos/connect/check/", connect.check, name="check"),
    path("repos/<path:name>/scan/", scans.scan, name="scan"),
    path("repos/<path:name>/run/<int:pk>/", scans.run, name="run"),
    path("repos/<path:name>/history/", repository.history, name="history"),
    path("repos/<path:name>/forget/", repository.forget, name="forget"),
    path("repos/<path:name>/tokens/", tokens.tokens, name="tokens"),
    path("repos/<path:name>/tokens/revoke/", tokens.revoke, name="revoke"),
    path("repos/<path:name>/", repository.repository, name="repository"),
    path("connections/", connections.connections, name="connections"),
    path("connections/new/", connections.new_connection, name="new_connection"),
    path("connections/<int:pk>/", connections.connection, name="connection"),
    path("connections/<int:pk>/check/", connections.check_aws, name="check_aws"),
    path("connections/<int:pk>/remove/", connections.remove_connection, name="remove_connection"),
    path("drift/", drift.drift, name="drift"),
    path("drift/<int:pk>/", episodes.episode, name="episode"),
    path("drift/<int:pk>/acknowledge/", episodes.acknowledge, name="acknowledge"),
    path("drift/<int:pk>/assign/", episodes.assign, name="assign"),
    path("drift/<int:pk>/noise/", episodes.noise, name="noise"),
    path("stacks/<int:pk>/", stacks.stack, name="stack"),
    path("stacks/<int:pk>/state/", connections.place_state, name="place_state"),
    path("stacks/<int:pk>/noise/", stacks.remove_noise, name="remove_noise"),
    path("stacks/<int:pk>/runs/<int:run>/", stacks.stack_run, name="stack_run"),
    path("runs/<int:pk>/log/", stacks.run_log, name="run_log"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/groups/<str:key>/", plans.plan_group, name="plan_group"),
    path("plans/<int:pk>/changes/<int:index>/", plans.plan_change, name="plan_change"),
    path("criteria/", criteria.criteria, name="criteria"),
    path("find/", find.find, name="find"),
    path("theme/", preferences.theme, name="theme"),
    path("states/", states.states, name="states"),
]
