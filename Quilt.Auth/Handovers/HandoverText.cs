using Quilt.Auth.Pages.Layout;

namespace Quilt.Auth.Handovers;

/// <summary>Says how far a handover is, or how it ended, to the admin who looks on.</summary>
internal static class HandoverText
{
    /// <param name="handover">The handover.</param>
    /// <param name="name">The account that is to go.</param>
    public static string Of(Handover handover, string name) => handover.State switch
    {
        HandoverState.Asked => $"Moving the packages to {handover.ToName} waits for the registry. Nothing has been changed yet.",
        HandoverState.Moving =>
            $"The account is disabled, and its packages are being moved to {handover.ToName}: {Counts.Of(handover.Packages, "package")} moved, " +
            $"{Counts.Of(handover.Objects, "object")} of {handover.Expected} copied. Then the account is deleted. You may leave this page. {handover.Message}",
        HandoverState.Done => $"The account is deleted. {Counts.Of(handover.Packages, "package")} went to {handover.ToName}.",
        HandoverState.Refused => $"The packages were not moved to {handover.ToName}. {handover.Message} {WhatIsLeft(handover, name)}",
        _ => $"Moving the packages to {handover.ToName} was stopped. {WhatIsLeft(handover, name)}",
    };

    private static string WhatIsLeft(Handover handover, string name) => handover.Packages == 0
        ? ""
        : $"{Counts.Of(handover.Packages, "package")} went to {handover.ToName}; the others are still {name}'s. Asked for again, the move goes on with them.";
}
