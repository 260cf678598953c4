"""Teams become rows: a repository's team was a text before. First the places for them,"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maturity", "0003_plans_and_drift")]

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("slug", models.SlugField(max_length=100, unique=True)),
                ("handles", models.JSONField(blank=True, default=list)),
                ("topics", models.JSONField(blank=True, default=list)),
                ("emergency_contact", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField()),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.AddField(
            model_name="repository",
            name="team_row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="repositories",
                to="maturity.team",
            ),
        ),
        migrations.AddField(
            model_name="repository",
            name="team_by",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddField(
            model_name="dailyrollup",
            name="team_id_new",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
