using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Quilt.Auth.ExternalSignIn;

/// <summary>Whether Entra can be asked; its handler would end the request with an exception if not.</summary>
internal sealed partial class EntraReach(IOptionsMonitor<OpenIdConnectOptions> options, ILogger<EntraReach> logger)
{
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await options.Get(EntraSetup.Scheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(exception);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Entra ID does not answer")]
    private partial void Failed(Exception exception);
}
