using Npgsql;
using Quilt.Benchmarks.Load;
using Quilt.Client;

namespace Quilt.Benchmarks;

/// <summary>What a command says when the registry, its store or its database is away or refuses: a sentence, not a stack trace.</summary>
internal static class ExpectedFailures
{
    /// <summary>Runs a command.</summary>
    /// <param name="command">What to run; gives the exit code.</param>
    /// <param name="before">What could not be done, a sentence's beginning.</param>
    /// <param name="after">What to do about it, a sentence of its own.</param>
    /// <returns>The command's exit code, or 1 after a failure that was said on standard error.</returns>
    public static async Task<int> SayAsync(Func<Task<int>> command, string before, string after)
    {
        try
        {
            return await command();
        }
        catch (Exception failure) when (failure is RegistryException or LoadFailedException or TransferException or HttpRequestException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"{before}: {failure.Message.TrimEnd('.')}. {after}");
            return 1;
        }
    }
}
