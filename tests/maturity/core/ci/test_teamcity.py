from __future__ import annotations

from maturity.core.ci import teamcity
from tests.maturity.core.ci.reaching import steps, when

SETTINGS = '''\
object Plan : BuildType({
    name = "Plan"
    steps {
        script {
            workingDir = "infra"
            scriptContent = """
                terraform plan -var x=${'$'}X
            """.trimIndent()
        }
        // script { scriptContent = "terraform destroy" }
    }
    triggers { vcs { } }
    features { pullRequests { } }
})
object Apply : BuildType({
    steps { script { scriptContent = "terraform apply" } }
})
'''


def test_scripts_run_under_the_triggers_of_their_build():
    files = {".teamcity/settings.kts": SETTINGS}
    assert when(teamcity, files, "plan") == {"DEFAULT", "BRANCH", "PULL_REQUEST"}
    assert when(teamcity, files, "apply") == {"CALLED"}
    assert when(teamcity, files, "destroy") == set()


def test_folders_lines_and_escaped_dollars_are_kept():
    (plan,) = steps(teamcity, {".teamcity/settings.kts": SETTINGS}, "plan")
    assert (plan.cwd, plan.step.run_line, "x=$X" in plan.run) == ("infra", 6, True)
