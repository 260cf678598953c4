"""and at last the texts go. In migrations of their own: PostgreSQL alters no table with rows still to check."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maturity", "0005_teams_filled")]

    operations = [
        migrations.RemoveConstraint(model_name="dailyrollup", name="one_rollup_a_day"),
        migrations.RemoveField(model_name="dailyrollup", name="team"),
        migrations.RenameField(model_name="dailyrollup", old_name="team_id_new", new_name="team"),
        migrations.AddConstraint(
            model_name="dailyrollup",
            constraint=models.UniqueConstraint(
                fields=("day", "team", "environment"), name="one_rollup_a_day"
            ),
        ),
        migrations.RemoveField(model_name="repository", name="team"),
        migrations.RenameField(model_name="repository", old_name="team_row", new_name="team"),
    ]
