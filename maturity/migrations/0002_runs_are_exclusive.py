from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat


def name_what_they_hold(apps, schema_editor):
    key = Concat(Value("scan:"), Cast(F("repository_id"), models.CharField()))
    apps.get_model("maturity", "Run").objects.update(exclusive=key)


class Migration(migrations.Migration):
    dependencies = [("maturity", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("run", "one_open_run"),
        migrations.AddField(
            "run", "exclusive", models.CharField(max_length=500, default=""), preserve_default=False
        ),
        migrations.RunPython(name_what_they_hold, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "run",
            models.UniqueConstraint(
                fields=["exclusive"], condition=Q(state__in=("queued", "running")), name="one_open_run"
            ),
        ),
    ]
