namespace Quilt.Benchmarks.Load;

/// <summary>The load test cannot go on; the message is for the person who started it.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);
