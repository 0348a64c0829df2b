using Quilt.Api.Http;

namespace Quilt.Api.Moves;

/// <summary>Why packages are not moved.</summary>
internal static class MoveErrors
{
    private const int NamedInMessage = 20;

    public static ApiError Clash(string to, IReadOnlyList<string> names)
    {
        var more = names.Count > NamedInMessage ? $" and {names.Count - NamedInMessage} more" : string.Empty;
        return ApiError.Conflict(
            $"{to} already has packages of these names: {string.Join(", ", names.Take(NamedInMessage))}{more}. Delete one of each pair, or choose another owner; those named were not moved.");
    }

    public static ApiError SameOwner(string owner) => ApiError.BadRequest($"The packages are {owner}'s already. Name another owner.");

    public static ApiError UnknownUser(string user) => ApiError.NotFound($"User {user} does not exist");

    public static ApiError DisabledUser(string user) => ApiError.BadRequest($"The account {user} is disabled. Enable it, or choose another owner.");

    public static ApiError PushedAllTheWhile(string name) =>
        ApiError.Conflict($"The package {name} is pushed to all the while. Try again when its pushes are over.");

    public static ApiError StoreAway() =>
        ApiError.Unavailable("The object store does not answer. What was copied stays copied: try again in a moment, and the move goes on.");
}
