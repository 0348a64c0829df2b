namespace Quilt.Benchmarks.Load;

/// <summary>One kind of request to measure.</summary>
/// <param name="Name">By which it is chosen and printed.</param>
/// <param name="Concurrency">How many requests may be under way at once.</param>
/// <param name="Prepare">Brings about what the requests need, untimed, and gives what makes them.</param>
internal sealed record Scenario(string Name, int Concurrency, Func<CancellationToken, Task<RequestSource>> Prepare);

/// <summary>Makes requests until the time is over or, where each needs its own preparation, until none is left.</summary>
internal sealed class RequestSource(Func<int, HttpRequestMessage> make, int count = int.MaxValue)
{
    private int _next = -1;

    /// <summary>Whether the same request can be sent any number of times, so that some can go ahead untimed.</summary>
    public bool IsRepeatable => count == int.MaxValue;

    /// <summary>The next request, or null.</summary>
    public HttpRequestMessage? Next() => Interlocked.Increment(ref _next) is var index && index < count ? make(index) : null;
}
