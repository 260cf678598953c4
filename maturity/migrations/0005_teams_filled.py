"""then the teams that texts named,"""

from __future__ import annotations

from django.db import migrations
from django.utils import timezone
from django.utils.text import slugify


def make_teams(apps, schema_editor):
    Team, Repository = apps.get_model("maturity", "Team"), apps.get_model("maturity", "Repository")
    Rollup = apps.get_model("maturity", "DailyRollup")
    names = {
        *Repository.objects.values_list("team", flat=True),
        *Rollup.objects.values_list("team", flat=True),
    }
    now = timezone.now()
    slugs: set[str] = set()
    for name in sorted(names - {""}):
        base = slugify(name)[:90] or "team"
        slug, number = base, 1
        while slug in slugs:
            number += 1
            slug = f"{base}-{number}"
        slugs.add(slug)
        team = Team.objects.create(name=name, slug=slug, created_at=now)
        Repository.objects.filter(team=name).update(team_row=team, team_by="person")
        Rollup.objects.filter(team=name).update(team_id_new=team.pk)


class Migration(migrations.Migration):
    dependencies = [("maturity", "0004_teams")]

    operations = [migrations.RunPython(make_teams, migrations.RunPython.noop)]
