"""Azure Pipelines tasks."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act

_TERRAFORM = (
    Does(Act.PLAN, "command=plan, commandoptions!=-destroy", flags=("commandoptions",)),
    Does(Act.APPLY, "command=apply", flags=("commandoptions",)),
    Does(Act.DESTROY, "command=destroy"),
    Does(Act.VALIDATE, "command=validate"),
    Does(Act.FMT, "command=fmt, commandoptions~-check"),
    Does(Act.FMT_WRITE, "command=fmt, commandoptions!=-check"),
    Does(Act.FMT, "customcommand=fmt, commandoptions~-check"),
    Does(Act.SHOW, "command=show"),
    Does(Act.INIT, "command=init"),
    Does(Act.PLAN_COMMENT, "publishplanresults", note="plan tab of the run"),
    Does(Act.OTHER, "command=custom|output|import|state|forceunlock|workspace|refresh"),
)
_WHERE = ("workingdirectory", "cwd", "root_folder", "rootfolder")

ROWS = (
    Row(
        names=(
            "task:terraformtask",
            "task:terraformtaskv*",
            "task:terraformcli",
            "task:terraform",
            "task:terraformbasic",
            "task:ms-devlabs.custom-terraform-tasks.*",
            "task:jasonbjohnson.azure-pipelines-tasks-terraform.*",
            "task:terraformenterprise",
        ),
        tool="terraform",
        does=_TERRAFORM,
        directory=_WHERE,
    ),
    Row(
        names=("task:terraforminstaller", "task:terraformtoolinstaller", "task:*terraforminstaller*"),
        tool="terraform",
    ),
    Row(
        names=("task:pulumi",),
        tool="pulumi",
        command="command",
        directory=("cwd",),
        does=(Does(Act.PLAN_COMMENT, "createprcomment, command~preview"),),
    ),
    Row(
        names=("task:azureresourcemanagertemplatedeployment", "task:azureresourcegroupdeployment"),
        tool="az",
        does=(
            Does(Act.VALIDATE, "deploymentmode=validation"),
            Does(Act.APPLY, "deploymentmode!=validation, action!=deleterg"),
        ),
    ),
    Row(names=("task:cloudformationcreateorupdatestack",), tool="cloudformation", does=(Does(Act.APPLY),)),
    Row(
        names=("task:runcheckov", "task:checkov", "task:microsoftsecuritydevops"),
        tool="checkov",
        does=(Does(Act.SCAN, soft="break!=true", why="it breaks the build only with break: true"),),
    ),
    Row(names=("task:tfsec",), tool="tfsec", does=(Does(Act.SCAN),), directory=("dir",)),
    Row(names=("task:trivy",), tool="trivy", does=(Does(Act.SCAN, "path"),), directory=("path",)),
    Row(
        names=("task:kubernetesmanifest", "task:kubernetes", "task:helmdeploy"),
        tool="kubernetes",
        does=(
            Does(Act.APPLY, "action~deploy|promote"),
            Does(Act.APPLY, "command=apply|upgrade|install"),
            Does(Act.VALIDATE, "action=bake"),
        ),
    ),
    Row(names=("task:ansible",), tool="ansible-playbook", does=(Does(Act.APPLY),)),
    Row(names=("task:azurepowershell", "task:powershell"), tool="powershell"),
    Row(
        names=(
            "task:publishpipelineartifact",
            "task:publishbuildartifacts",
            "task:copyfiles",
            "task:usepythonversion",
            "task:downloadpipelineartifact",
            "task:archivefiles",
            "task:publishtestresults",
            "task:azurekeyvault",
            "task:nodetool",
            "task:gotool",
            "task:npm",
            "task:docker",
            "task:cache",
            "task:usenode",
            "task:usedotnet",
            "task:dotnetcorecli",
            "task:downloadsecurefile",
            "task:replacetokens*",
            "task:extractfiles",
            "task:maven",
        ),
        tool="azure pipelines",
    ),
    Row(
        names=("task:azurefunctionapp", "task:azurewebapp", "task:azurermwebappdeployment"),
        tool="deploy",
        does=(Does(Act.DEPLOY),),
    ),
)
