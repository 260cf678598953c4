"""What the words of a Jenkinsfile are: shells, plugin steps that tell something, and steps that do not."""

from __future__ import annotations

from maturity.core.pipeline import Shell

SHELLS = {"sh": Shell.ERREXIT, "bat": Shell.LOOSE, "powershell": Shell.OTHER, "pwsh": Shell.OTHER}
PLUGINS = frozenset({
    "slackSend", "emailext", "mail", "office365ConnectorSend", "hipchatSend", "discordSend",
    "telegramSend", "mattermostSend", "rocketSend", "googlechatnotification", "pagerduty", "snsPublish",
    "ansiblePlaybook", "cfnUpdate", "cfnCreateChangeSet", "cfnExecuteChangeSet", "cfnValidate",
    "publishChecks", "pullRequest.comment", "githubComment", "jiraNewIssue", "jiraCreateIssue",
})  # fmt: skip
KNOWN = frozenset({
    "pipeline", "agent", "stages", "stage", "steps", "script", "post", "always", "success", "failure",
    "unstable", "changed", "fixed", "regression", "aborted", "unsuccessful", "cleanup", "environment",
    "options", "parameters", "triggers", "tools", "when", "parallel", "matrix", "axes", "axis", "values",
    "excludes", "exclude", "input", "node", "docker", "dockerfile", "kubernetes", "label", "any", "none",
    "image", "args", "yaml", "yamlFile", "containerTemplate", "containers", "podTemplate", "container",
    "echo", "println", "print", "error", "dir", "ws", "withEnv", "withCredentials", "credentials",
    "string", "usernamePassword", "file", "booleanParam", "choice", "text", "password", "cron", "pollSCM",
    "upstream", "githubPush", "timeout", "retry", "sleep", "waitUntil", "timestamps", "ansiColor", "wrap",
    "lock", "milestone", "buildDiscarder", "logRotator", "disableConcurrentBuilds", "skipDefaultCheckout",
    "skipStagesAfterUnstable", "preserveStashes", "parallelsAlwaysFailFast", "disableResume",
    "quietPeriod", "properties", "pipelineTriggers", "checkout", "scm", "git", "stash", "unstash",
    "archiveArtifacts", "junit", "publishHTML", "publishTestResults", "fingerprint", "deleteDir",
    "cleanWs", "readFile", "writeFile", "fileExists", "isUnix", "readJSON", "writeJSON", "readYaml",
    "writeYaml", "readProperties", "findFiles", "pwd", "tool", "unarchive", "build", "library", "load",
    "catchError", "warnError", "try", "catch", "finally", "if", "else", "for", "while", "switch", "case",
    "default", "def", "return", "throw", "new", "import", "class", "static", "final", "boolean", "int",
    "assert", "in", "null", "true", "false", "sshagent", "withAWS", "withVault", "withSonarQubeEnv",
    "waitForQualityGate", "nodejs", "withKubeConfig", "withDockerRegistry", "withMaven",
    "gitlabCommitStatus", "gitlabBuilds", "updateGitlabCommitStatus", "githubNotify", "recordIssues",
    "scanForIssues", "addShortText", "currentBuild", "params", "env", "httpRequest", "each",
    "eachWithIndex", "collectEntries", "collect", "find", "it", "sh", "bat", "powershell", "pwsh",
    "expression", "branch", "changeRequest", "buildingTag", "tag", "allOf", "anyOf", "not", "checks",
    "validateDeclarativePipeline", "azureCLI", "withAzureCredentials", "withGoogleServiceAccount",
    "configFileProvider", "configFile", "sidebarLinks", "durabilityHint", "rateLimitBuilds",
    "gitLabConnection", "office365ConnectorWebhooks", "copyArtifacts", "step", "emailextrecipients",
    "culprits", "requestor", "developers", "writeMavenPom", "readMavenPom", "failFast",
})  # fmt: skip
