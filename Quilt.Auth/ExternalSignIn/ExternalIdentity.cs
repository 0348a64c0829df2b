namespace Quilt.Auth.ExternalSignIn;

/// <summary>Who a provider says that somebody is.</summary>
/// <param name="Provider">Which provider.</param>
/// <param name="Subject">The person there, for ever.</param>
/// <param name="Label">What the person is called there, for people to read.</param>
/// <param name="WantedName">The user name that the person would get here; not checked.</param>
/// <param name="Email">The person's address, if the provider has verified it.</param>
/// <param name="IsAdmin">Whether the provider makes the person an admin here; null where it does not decide that.</param>
internal sealed record ExternalIdentity(ExternalProvider Provider, string Subject, string Label, string WantedName, string? Email = null, bool? IsAdmin = null)
{
    private const int LabelLength = 128;

    /// <summary>The label as it is stored and shown.</summary>
    public string ShownLabel => new([.. Label.Where(character => !char.IsControl(character) && !char.IsSurrogate(character)).Take(LabelLength)]);
}
