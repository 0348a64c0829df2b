using Quilt.Auth.Accounts;
using Quilt.Auth.Bodies;
using Quilt.Auth.Links;

namespace Quilt.Auth.Passwords;

/// <summary>Forgotten passwords, for programs (registry-protocol §6).</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder api)
    {
        api.MapPost("/reset_password", ResetAsync).WithSummary("Mails a link to set a new password, if an account has the address.");
        api.MapPost("/change_password", ChangeAsync).WithSummary("Sets a new password by such a link.");
    }

    private static async Task<IResult> ResetAsync(HttpContext context, PasswordResetRequests requests)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.ResetPasswordBody);
        if (body.Value is not { Email: var email })
        {
            return body.Refusal!;
        }

        return await requests.AddAsync(email, context.Connection.RemoteIpAddress, context.RequestAborted) is { } wait
            ? Answers.TooMany(context, wait, "Too many password resets. Wait a while and try again.")
            : Empty.Ok;
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, MailedLinks links, PasswordReset reset, PasswordRules rules)
    {
        var body = await StrictBody.ReadAsync(context.Request, RequestJson.Default.ChangePasswordBody);
        if (body.Value is not { } wanted)
        {
            return body.Refusal!;
        }

        if (AccountRules.CheckPassword(wanted.Password) is { } weak)
        {
            return Answers.Error(400, weak);
        }

        // First, so that strangers cause no calls to the service that knows breached passwords.
        if (await links.FindPasswordLinkAsync(wanted.Link, context.RequestAborted) is null)
        {
            return BadLink();
        }

        if (await rules.CheckAsync(wanted.Password, context.RequestAborted) is { } problem)
        {
            return Answers.Error(400, problem);
        }

        return await reset.SetAsync(wanted.Link, wanted.Password, context.RequestAborted) switch
        {
            PasswordResetResult.Done => Empty.Ok,
            PasswordResetResult.Busy => Answers.TooMany(context, TimeSpan.FromSeconds(5), "Too many people are signing in at this moment. Wait a few seconds and try again."),
            _ => BadLink(),
        };
    }

    private static IResult BadLink() => Answers.Error(401, "The link is wrong, used or expired. Ask for a new one.");
}
