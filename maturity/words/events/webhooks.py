"""What hosts tell us, and what we write there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words.events import Noun, named

NOUN = Noun(
    "webhooks",
    gettext_lazy("Webhooks and summaries"),
    {
        "webhook.rotated": named("lock", gettext_lazy("New secret for the webhook made by %(who)s")),
        "webhook.old_ended": named("block", gettext_lazy("Old secret of the webhook ended by %(who)s")),
        "comments.on": named("pr", gettext_lazy("Summary on pull requests turned on by %(who)s")),
        "comments.off": named("pr", gettext_lazy("Summary on pull requests turned off by %(who)s")),
    },
)
