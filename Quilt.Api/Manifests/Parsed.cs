using System.Diagnostics.CodeAnalysis;

namespace Quilt.Api.Manifests;

/// <summary>What came of reading something a client sent: the value, or the message that a 400 shall carry.</summary>
internal readonly record struct Parsed<T>(T? Value, string? Error)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Error is null;

    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static Parsed<T> Invalid(string error) => new(null, error);
}
