using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Quilt.ServiceDefaults.Telemetry;

/// <summary>
/// Keeps what frameworks tell in detail out of every log, whatever the configuration says. Below a warning they write
/// addresses, headers, forms and statements as they come, and with them codes, mailed links and tokens. Nobody who only
/// wants to see more must be able to switch that on.
/// </summary>
internal sealed class DiscreetLogs : IPostConfigureOptions<LoggerFilterOptions>
{
    /// <summary>Categories, each with what is below it.</summary>
    private static readonly string[] Talkative =
        ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions.Http", "Microsoft.Identity", "Microsoft.IdentityModel", "Npgsql", "OpenIddict", "Polly", "System.Net.Http", "Yarp"];

    /// <summary>
    /// Of all rules that fit a provider and a category, one is taken, and its filter asked. So each gets one that says no
    /// where ours does, and there is one that fits all.
    /// </summary>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        var rules = options.Rules.Prepend(new LoggerFilterRule(null, null, options.MinLevel, null))
            .Select(rule => new LoggerFilterRule(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
                (level >= LogLevel.Warning || !IsTalkative(category)) && (rule.Filter is null || rule.Filter(provider, category, level))))
            .ToList();
        options.Rules.Clear();
        foreach (var rule in rules)
        {
            options.Rules.Add(rule);
        }
    }

    private static bool IsTalkative(string? category)
    {
        foreach (var talkative in Talkative)
        {
            if (category is not null
                && category.StartsWith(talkative, StringComparison.OrdinalIgnoreCase)
                && (category.Length == talkative.Length || category[talkative.Length] == '.'))
            {
                return true;
            }
        }

        return false;
    }
}
