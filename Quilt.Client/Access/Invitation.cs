namespace Quilt.Client;

/// <summary>Access that waits for whoever signs in with an e-mail address.</summary>
/// <param name="InvitationId">Names the invitation.</param>
/// <param name="Owner">The user whose package it is.</param>
/// <param name="Package">The package's name.</param>
/// <param name="Email">Whom it waits for.</param>
/// <param name="InvitedAt">When the owner invited them.</param>
public sealed record Invitation(long InvitationId, string Owner, string Package, string Email, DateTimeOffset InvitedAt);

internal sealed record InvitationList(IReadOnlyList<Invitation> Invitations);
