using Npgsql;
using Quilt.Api.Events;

namespace Quilt.Api.Pushes;

/// <summary>A push that is being recorded.</summary>
/// <param name="Transaction">What it is recorded in.</param>
/// <param name="By">Who pushes, and from where.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="IsPublic">A new package shall be public.</param>
/// <param name="IsTeam">A new package shall be shared with the team.</param>
/// <param name="Now">The time of the push, in UTC.</param>
internal sealed record PushContext(NpgsqlTransaction Transaction, Actor By, PushTarget Target, bool IsPublic, bool IsTeam, DateTime Now);
