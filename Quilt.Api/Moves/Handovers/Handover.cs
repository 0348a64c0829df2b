using System.Text.Json.Serialization;

namespace Quilt.Api.Moves.Handovers;

/// <summary>
/// What an administrator asked for on the pages of the sign-in service: an account is to be deleted, and its packages are
/// to be somebody else's before.
/// </summary>
/// <param name="Id">By which reports name it.</param>
/// <param name="Owner">The account that is to go.</param>
/// <param name="To">Who gets the packages.</param>
/// <param name="By">The administrator.</param>
/// <param name="Address">Where the administrator asked from; empty where that is not known.</param>
/// <param name="Agent">With which <c>User-Agent</c>.</param>
internal sealed record Handover(
    [property: JsonRequired] Guid Id,
    [property: JsonRequired] string Owner,
    [property: JsonRequired] string To,
    [property: JsonRequired] string By,
    string? Address,
    string? Agent);

/// <summary>How far a handover is.</summary>
/// <param name="State"><c>moving</c>, <c>refused</c> or <c>done</c>.</param>
/// <param name="Packages">Packages that were moved in this attempt.</param>
/// <param name="Objects">Objects that were copied.</param>
/// <param name="Expected">Of how many that are known to be missing.</param>
/// <param name="Message">Why it was refused, or what it waits for.</param>
internal sealed record HandoverReport(string State, int Packages, int Objects, int Expected, string? Message);
