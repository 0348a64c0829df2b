namespace Quilt.Auth.Events;

/// <summary>What is done to an account, before it is known when, from where, and to whom.</summary>
/// <param name="Type">One of <see cref="SecurityEventTypes"/>.</param>
/// <param name="Details">What else is worth knowing; never a secret.</param>
internal sealed record SecurityAct(string Type, params (string Name, string Value)[] Details)
{
    /// <summary>An act of an admin, who is named in it.</summary>
    public static SecurityAct By(string admin, string type) => new(type, ("by", admin));
}
