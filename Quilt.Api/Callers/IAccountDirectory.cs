namespace Quilt.Api.Callers;

/// <summary>Knows which user names have an account.</summary>
internal interface IAccountDirectory
{
    /// <summary>Whether <paramref name="userName"/> is the name of an account.</summary>
    ValueTask<bool> ExistsAsync(string userName, CancellationToken cancellationToken);
}
