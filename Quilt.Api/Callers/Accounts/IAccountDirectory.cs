namespace Quilt.Api.Callers.Accounts;

/// <summary>The accounts that the sign-in service keeps.</summary>
internal interface IAccountDirectory
{
    /// <summary>Whether there is an account of that name.</summary>
    /// <exception cref="HttpRequestException">The sign-in service cannot be reached.</exception>
    ValueTask<bool> ExistsAsync(string userName, CancellationToken cancellationToken);
}
