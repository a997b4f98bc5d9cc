namespace ArchRepair.Tool.CommandLine;

/// <summary>Which CI system the command runs in.</summary>
internal static class CiHost
{
    /// <returns>none, github, azure, gitlab, or generic.</returns>
    public static string Detect(string option, ToolEnvironment environment)
    {
        if (option != "auto") return option;
        if (environment.Text("GITHUB_ACTIONS") == "true") return "github";
        if (environment.Text("TF_BUILD") is not null) return "azure";
        if (environment.Text("GITLAB_CI") is not null) return "gitlab";
        return environment.Text("CI") is null or "false" ? "none" : "generic";
    }

    /// <summary>Whether the CI system says that it builds a pull or merge request.</summary>
    public static bool IsPullRequest(ToolEnvironment environment) =>
        environment.Text("GITHUB_EVENT_NAME") is "pull_request" or "pull_request_target"
        || environment.Text("BUILD_REASON") == "PullRequest"
        || environment.Text("CI_MERGE_REQUEST_IID") is not null;
}
