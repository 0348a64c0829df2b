namespace Quilt.Auth.TrustedPublishing;

/// <summary>An owner's word that workloads with certain claims of a certain issuer may push to one of the owner's packages.</summary>
internal sealed class TrustedPublisher
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The package's name, without its owner. It need not exist yet.</summary>
    public required string Package { get; init; }

    public required string Issuer { get; init; }

    /// <summary>For whom the proof must be made out.</summary>
    public required string Audience { get; init; }

    /// <summary>A JSON object of strings: what each claim must be, to the letter.</summary>
    public required string Claims { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A proof that has been exchanged, by its hash, for as long as it could be offered again.</summary>
internal sealed class UsedProof
{
    public required byte[] Hash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
