namespace Quilt.Auth.PersonalTokens;

internal static class PersonalTokensExtensions
{
    public static void AddPersonalTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(PersonalTokenOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<TokenRules>();
        builder.Services.AddSingleton<PersonalTokenStore>();
        builder.Services.AddSingleton<TokenUses>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TokenUses>());
    }
}
