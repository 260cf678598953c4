"""What a command that is no tool opens, tried in order."""

from __future__ import annotations

from maturity.core.linking.hooks import hooks
from maturity.core.linking.just_targets import just_target
from maturity.core.linking.make_targets import make_target
from maturity.core.linking.mise_tasks import mise_task
from maturity.core.linking.package_scripts import package_script
from maturity.core.linking.scripts import script
from maturity.core.linking.task_targets import task_target
from maturity.core.linking.terramate_scripts import terramate_script

OPENERS = (terramate_script, make_target, task_target, just_target, mise_task, package_script, hooks, script)
