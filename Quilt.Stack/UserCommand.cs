using System.Net.Http.Json;
using System.Text.Json;

namespace Quilt.Stack;

/// <summary>Makes an account at a running stack, as anybody may where signing up is allowed.</summary>
public static class UserCommand
{
    /// <summary>Null where the account is there now, else what sign-in has against it.</summary>
    /// <param name="auth">Where sign-in is.</param>
    /// <param name="userName">The new account's name.</param>
    /// <param name="password">Its password.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string?> RunAsync(Uri auth, string? userName, string? password, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = auth };
        try
        {
            using var answer = await http.PostAsJsonAsync(
                "/api/register",
                new Dictionary<string, string?> { ["username"] = userName, ["password"] = password, ["email"] = $"{userName}@stack.local" },
                cancellationToken);
            return answer.IsSuccessStatusCode
                ? null
                : (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("message").GetString();
        }
        catch (HttpRequestException exception)
        {
            return $"Sign-in does not answer: {exception.Message}";
        }
    }
}
