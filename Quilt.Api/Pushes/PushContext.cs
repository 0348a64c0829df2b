using Npgsql;
using Quilt.Api.Callers;

namespace Quilt.Api.Pushes;

/// <summary>A push that is being recorded.</summary>
/// <param name="Transaction">What it is recorded in.</param>
/// <param name="Caller">Who pushes.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="IsPublic">A new package shall be public.</param>
/// <param name="IsTeam">A new package shall be shared with the team.</param>
/// <param name="Now">The time of the push, in UTC.</param>
internal sealed record PushContext(NpgsqlTransaction Transaction, Caller Caller, PushTarget Target, bool IsPublic, bool IsTeam, DateTime Now);
