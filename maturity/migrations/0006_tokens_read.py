"""Tokens made before there were verbs to choose could send plans and ask how stacks stand: they still can."""

from __future__ import annotations

from django.db import migrations


def may_read(apps, schema_editor):
    ApiToken = apps.get_model("maturity", "ApiToken")
    for token in ApiToken.objects.iterator(chunk_size=500):
        if "push" in token.verbs and "read" not in token.verbs:
            token.verbs = [*token.verbs, "read"]
            token.save(update_fields=["verbs"])


class Migration(migrations.Migration):
    dependencies = [("maturity", "0006_teams_alone")]

    operations = [migrations.RunPython(may_read, migrations.RunPython.noop)]
