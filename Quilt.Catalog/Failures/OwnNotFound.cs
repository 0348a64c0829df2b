namespace Quilt.Catalog.Failures;

internal static class OwnNotFound
{
    /// <summary>
    /// The page itself says what is not there, and answers 404. Blazor throws a page away that has this status when it
    /// is done, for the one that stands for all others: so it comes only as the answer starts.
    /// </summary>
    public static void SayNotFound(this HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
