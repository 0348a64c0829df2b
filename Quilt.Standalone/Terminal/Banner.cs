using Quilt.ServiceDefaults.PublicAddresses;
using Quilt.Standalone.Hosting;
using Quilt.Standalone.Options;

namespace Quilt.Standalone.Terminal;

/// <summary>What a person needs to know once everything runs.</summary>
internal static class Banner
{
    public static void Print(Narrator narrator, StandaloneOptions options, string dataFolder, bool defaultPasswordStands)
    {
        narrator.Say();
        narrator.Emphasise("Quilt is running.");
        narrator.Say();
        narrator.Say($"  Registry      {Address(options, QuiltService.Registry)}");
        narrator.Say($"  Web catalog   {Address(options, QuiltService.Catalog)}");
        narrator.Say($"  Sign-in       {Address(options, QuiltService.Auth)}");
        narrator.Say($"  Object store  {Address(options, QuiltService.Objects)}");
        if (ServiceConfiguration.Hosts(options.Bind).ToList() is { Count: > 0 } hosts)
        {
            narrator.Say($"  From other machines: {string.Join(", ", hosts.Select(host => $"http://{host}:{options.Ports[QuiltService.Registry]}"))}");
        }

        narrator.Say();
        if (defaultPasswordStands)
        {
            narrator.Say("  Login         admin, password quilt (change it: everybody knows it)");
        }

        narrator.Say($"  Data folder   {dataFolder}{(options.Ephemeral ? " (deleted at the end)" : "")}");
        narrator.Say();
        narrator.Say("Point the Python client here:");
        narrator.Say($"  echo {Address(options, QuiltService.Registry)} | quilt config");
        narrator.Say("  quilt login");
        narrator.Say("  quilt push USER/PACKAGE   or   quilt install USER/PACKAGE");
        narrator.Say();
        narrator.Say("Press Ctrl-C to stop.");
    }

    private static string Address(StandaloneOptions options, QuiltService service) =>
        options.PublicUrls.TryGetValue(service, out var configured) ? configured : $"http://localhost:{options.Ports[service]}";
}
