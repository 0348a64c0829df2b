namespace Quilt.Benchmarks.Load;

/// <summary>What to load, and how much.</summary>
/// <param name="Registry">The registry's address.</param>
/// <param name="User">Who pushes.</param>
/// <param name="Password">That user's password.</param>
/// <param name="Duration">How long each scenario runs at most.</param>
/// <param name="Concurrency">Requests under way at once, where a scenario does not set fewer.</param>
/// <param name="Only">Beginnings of the names of scenarios to run; none for all.</param>
/// <param name="Processes">Server processes whose CPU time to count, with their children.</param>
/// <param name="AllowRemote">Whether other machines may be loaded.</param>
/// <param name="Keep">Whether the packages stay.</param>
internal sealed record LoadOptions(
    Uri Registry, string User, string Password, TimeSpan Duration, int Concurrency, string[] Only, int[] Processes, bool AllowRemote, bool Keep);
