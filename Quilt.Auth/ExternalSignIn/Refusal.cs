namespace Quilt.Auth.ExternalSignIn;

/// <summary>Why an external sign-in came to nothing.</summary>
internal enum Refusal
{
    /// <summary>The person did not agree at the provider.</summary>
    Cancelled,

    /// <summary>No or a wrong state, one that was used or has expired, or another browser's.</summary>
    Stale,

    /// <summary>The provider answered with an error, or with something that does not hold.</summary>
    ProviderError,

    /// <summary>The provider does not answer.</summary>
    Unreachable,

    /// <summary>In none of the organisations or tenants that may come.</summary>
    NotAdmitted,

    /// <summary>No verified address in the domains that may come.</summary>
    EmailNotAdmitted,

    /// <summary>Unknown here, and new accounts are not made.</summary>
    NoNewAccounts,

    /// <summary>The account is disabled.</summary>
    Disabled,

    /// <summary>Linking, but no longer signed in as who began it.</summary>
    SessionChanged,

    /// <summary>Linking what is another account's already.</summary>
    LinkedElsewhere,

    /// <summary>Too many sign-ins or new accounts from this address.</summary>
    TooMany,
}

internal static class Refusals
{
    /// <summary>The page that tells it.</summary>
    public static string Address(this Refusal refusal, ExternalProvider? provider, string? returnUrl) =>
        $"/signin/refused?reason={refusal}&provider={provider?.Name}&returnUrl={Uri.EscapeDataString(returnUrl ?? "")}";

    public static int Status(this Refusal refusal) => refusal switch
    {
        Refusal.Stale or Refusal.Cancelled or Refusal.SessionChanged => StatusCodes.Status400BadRequest,
        Refusal.ProviderError or Refusal.Unreachable => StatusCodes.Status502BadGateway,
        Refusal.LinkedElsewhere => StatusCodes.Status409Conflict,
        Refusal.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status403Forbidden,
    };

    /// <param name="provider">What people call the provider.</param>
    public static string Sentence(this Refusal refusal, string provider) => refusal switch
    {
        Refusal.Cancelled => $"{provider} was not allowed to tell who you are, so you are not signed in.",
        Refusal.Stale => "This sign-in was finished before, took too long, or was begun in another browser. Start again.",
        Refusal.ProviderError => $"{provider} answered with an error. Start again; if that does not help, ask an admin to look into the log.",
        Refusal.Unreachable => $"{provider} does not answer at this moment. Wait a little and try again.",
        Refusal.NotAdmitted => $"Your {provider} account belongs to no organisation whose members may sign in here. If it should, ask an admin.",
        Refusal.EmailNotAdmitted => $"Only people with a verified e-mail address of certain domains may sign in here, and {provider} tells of none that you have. If it should, ask an admin.",
        Refusal.NoNewAccounts => $"No account here belongs to your {provider} account, and new ones are not made. If you have an account, sign in to it in another way and link {provider} under Linked sign-ins; else ask an admin for one.",
        Refusal.Disabled => "Your account is disabled. Ask an admin to enable it.",
        Refusal.SessionChanged => $"You are no longer signed in as who began to link {provider}, so nothing was linked. Sign in and begin again.",
        Refusal.LinkedElsewhere => $"This {provider} account opens another account here already, so it was not linked. Sign in to that one and unlink it first.",
        _ => "Too many sign-ins came from your address. Wait a quarter of an hour and try again.",
    };
}
