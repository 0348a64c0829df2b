using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;

namespace Quilt.ServiceDefaults.Telemetry;

/// <summary>Takes the secrets of mailed links out of traces: whoever reads those could follow the links.</summary>
internal sealed partial class SecretPaths : BaseProcessor<Activity>
{
    private static readonly string[] AddressTags = ["url.path", "url.full"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in AddressTags)
        {
            if (data.GetTagItem(tag) is string address && SecretPattern().IsMatch(address))
            {
                data.SetTag(tag, SecretPattern().Replace(address, "$1Redacted"));
            }
        }
    }

    [GeneratedRegex("(/(?:activate|reset_password|confirm_email)/)[^/?#]+")]
    private static partial Regex SecretPattern();
}
