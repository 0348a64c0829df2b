using Npgsql;
using Quilt.Api.Events;
using Quilt.Api.Model;

namespace Quilt.Api.Administration;

/// <summary>Records which administrator looked at what: it is theirs to see, and for others to know.</summary>
internal sealed class AdminReads(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Characters that the names of users and packages have at most. Longer ones name nothing, and no index takes them.</summary>
    private const int MaxNameLength = 64;

    /// <summary>Records the call <paramref name="call"/> about a user or package, or about all.</summary>
    public Task RecordAsync(Actor by, string call, string owner, string package, CancellationToken cancellationToken)
    {
        var isName = owner.Length <= MaxNameLength && package.Length <= MaxNameLength;
        var item = new NewEvent(
            EventType.AdminRead, by, isName ? owner : string.Empty, isName ? package : string.Empty, null, EventExtra.Of("call", call), time.GetUtcNow().UtcDateTime);
        return EventTable.InsertAsync(database, item, cancellationToken);
    }
}
