using Microsoft.AspNetCore.Components;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Pages.Layout;

/// <summary>A page of settings. Its frame lets only people through who are signed in; say which by <c>@layout</c>.</summary>
public abstract class SettingsPage : ComponentBase
{
    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [CascadingParameter]
    internal SignedIn SignedIn { get; set; } = null!;

    /// <summary>What is wrong with what was sent, if anything.</summary>
    private protected FieldProblem? Problem { get; private set; }

    private protected CancellationToken Aborted => HttpContext.RequestAborted;

    /// <summary>What is wrong with one field, to be shown at it.</summary>
    private protected string? ProblemOf(string field) => Problem?.Field == field ? Problem.Message : null;

    /// <summary>Takes the result of an act: true when nothing is wrong, else the page says what is.</summary>
    private protected bool Succeeded(FieldProblem? problem)
    {
        Problem = problem;
        if (problem is not null)
        {
            HttpContext.Response.StatusCode = problem.Status;
        }

        return problem is null;
    }
}
