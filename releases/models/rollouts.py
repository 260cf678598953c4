"""Rollouts: how an application takes a version in, step by step, and what was judged of each."""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from releases.core.verdict import Verdict

VERDICTS = [(one.value, one.value) for one in Verdict]


class OnFail(TextChoices):
    PROPOSE = "propose", _("propose to roll back")
    START = "start", _("roll back")


def by_degrees() -> list[int]:
    return [1, 10, 50, 100]


class RolloutPlan(models.Model):
    """How versions of an application go to Prod; one without a row goes as the defaults say.

    steps      percentages of the traffic, one after the other
    bake       minutes that a step lasts at least, whatever the traffic
    harm       the smallest harm to be seen, as a factor on the share of bad requests
    automatic  after a pass it goes on by itself
    on_fail    what a fail does
    """

    application = models.OneToOneField("Application", models.CASCADE, related_name="rollout")
    steps = models.JSONField(default=by_degrees)
    bake = models.PositiveSmallIntegerField(default=5)
    harm = models.FloatField(default=3.0)
    automatic = models.BooleanField(default=False)
    on_fail = models.CharField(max_length=10, choices=OnFail, default=OnFail.PROPOSE)

    def __str__(self) -> str:
        return " → ".join(str(one) for one in self.steps)


class RolloutStep(models.Model):
    """A step of a release, from the moment that it has effect.

    seen      how that is known: "10 % of the traffic by ECS"
    needs     seconds that it takes to see the harm; null while the traffic is not known, and `why` says so
    until     when it is judged
    extended  it was inconclusive once, and got as long again
    verdict   "" while it bakes; a fail stays one
    """

    release = models.ForeignKey("Release", models.CASCADE, related_name="rollout_steps")
    percent = models.PositiveSmallIntegerField()
    effective_at = models.DateTimeField()
    seen = models.CharField(max_length=500, blank=True, default="")
    needs = models.PositiveIntegerField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True, default="")
    until = models.DateTimeField(null=True, blank=True)
    extended = models.BooleanField(default=False)
    verdict = models.CharField(max_length=12, choices=VERDICTS, blank=True, default="")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["release", "percent"], name="one_step_a_percentage")]

    def __str__(self) -> str:
        return f"{self.percent} %"


class Analysis(models.Model):
    """One judgement of a deployment, or of a step of a release; never changed, so that a fail stays a fail.

    kind      "step" (its planned end), "guard" (while it runs), "deployment" (before and after)
    sentence  the verdict in one line, in English
    method    the version of the formulas, `core.verdict.METHOD`
    """

    deployment = models.ForeignKey(
        "Deployment", models.CASCADE, null=True, blank=True, related_name="analyses"
    )
    step = models.ForeignKey(RolloutStep, models.CASCADE, null=True, blank=True, related_name="analyses")
    kind = models.CharField(max_length=12)
    verdict = models.CharField(max_length=12, choices=VERDICTS)
    sentence = models.CharField(max_length=1000)
    method = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["deployment", "-at"], name="analysis_newest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.verdict}"


class MetricVerdict(models.Model):
    """What one metric said, with all that it takes to say it again: see `core.verdict`.

    metric  null when it was removed since; its name and settings are in `given`
    given   the samples and settings that were judged; found: `core.verdict.Judged`, packed
    """

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="metrics")
    metric = models.ForeignKey(
        "releases.Metric", models.SET_NULL, null=True, blank=True, related_name="verdicts"
    )
    critical = models.BooleanField()
    verdict = models.CharField(max_length=12, choices=VERDICTS)
    given = models.JSONField()
    found = models.JSONField()

    def __str__(self) -> str:
        return f"{self.given.get('name', '')}: {self.verdict}"
