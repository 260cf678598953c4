"""Jenkins steps that are no shell."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act

ROWS = (
    Row(
        names=(
            "step:slacksend",
            "step:emailext",
            "step:mail",
            "step:office365connectorsend",
            "step:hipchatsend",
            "step:discordsend",
            "step:telegramsend",
            "step:mattermostsend",
            "step:rocketsend",
            "step:googlechatnotification",
            "step:pagerduty",
            "step:snsnotify",
            "step:snspublish",
        ),
        tool="notification",
        does=(Does(Act.NOTIFY),),
    ),
    Row(
        names=("step:ansibleplaybook",),
        tool="ansible-playbook",
        does=(Does(Act.PLAN, "extras~--check"), Does(Act.APPLY, "extras!=--check")),
    ),
    Row(
        names=("step:cfnupdate", "step:cfncreatechangeset", "step:cfnexecutechangeset", "step:cfnvalidate"),
        tool="cloudformation",
    ),
    Row(
        names=("step:publishchecks", "step:pullrequest.comment", "step:githubcomment"),
        tool="pull request comment",
        does=(Does(Act.PLAN_COMMENT, "name~plan"),),
    ),
    Row(names=("step:jiranewissue", "step:jiracreateissue"), tool="issue", does=(Does(Act.ISSUE),)),
)
