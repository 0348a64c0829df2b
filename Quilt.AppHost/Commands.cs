using Microsoft.Extensions.DependencyInjection;
using Quilt.Stack;

namespace Quilt.AppHost;

/// <summary>What developers do to their stack from the dashboard.</summary>
internal static class Commands
{
    private const string UserName = "user-name";
    private const string Password = "password";

    /// <summary>As the registry makes it where nobody chose another.</summary>
    private const string Bucket = "quilt";

    /// <summary>Adds a command that makes an account.</summary>
    public static void WithMakeUserCommand(this IResourceBuilder<ProjectResource> auth) => auth.WithCommand(
        "make-user",
        "Make a user",
        async context => await UserCommand.RunAsync(
            new Uri(auth.GetEndpoint("http").Url), context.Arguments.GetString(UserName), context.Arguments.GetString(Password), context.CancellationToken) is { } refusal
            ? CommandResults.Failure(refusal)
            : CommandResults.Success(),
        new CommandOptions
        {
            Description = "Opens an account with a name and a password.",
            IconName = "PersonAdd",
            IsHighlighted = true,
            UpdateState = WhileRunning,
            Arguments =
            [
                new InteractionInput { Name = UserName, Label = "User name", InputType = InputType.Text, Required = true, Placeholder = "ada", MaxLength = 64 },
                new InteractionInput { Name = Password, Label = "Password", InputType = InputType.SecretText, Required = true, Description = "At least 8 characters." },
            ],
        });

    /// <summary>Adds a command that deletes all packages and accounts, after it asked.</summary>
    public static void WithResetCommand(
        this IResourceBuilder<ProjectResource> api,
        IReadOnlyList<IResourceBuilder<ProjectResource>> services,
        IReadOnlyList<IResourceBuilder<IResourceWithConnectionString>> databases,
        ObjectStore objects)
    {
        // A store of somebody else is not ours to empty.
        if (objects.Container is not { } store || !api.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            return;
        }

        api.WithCommand(
            "reset",
            "Reset everything",
            async context =>
            {
                var commands = context.Services.GetRequiredService<ResourceCommandService>();
                foreach (var service in services)
                {
                    await commands.ExecuteCommandAsync(service.Resource, KnownResourceCommands.StopCommand, context.CancellationToken);
                }

                foreach (var database in databases)
                {
                    var connectionString = await database.Resource.GetConnectionStringAsync(context.CancellationToken);
                    await StackReset.EmptyDatabaseAsync(connectionString!, context.CancellationToken);
                }

                await StackReset.EmptyBucketAsync(
                    new Uri(store.GetEndpoint("http").Url),
                    (await objects.AccessKey.Resource.GetValueAsync(context.CancellationToken))!,
                    (await objects.SecretKey.Resource.GetValueAsync(context.CancellationToken))!,
                    Bucket,
                    context.CancellationToken);
                foreach (var service in services.Reverse())
                {
                    var start = await commands.ExecuteCommandAsync(service.Resource, KnownResourceCommands.StartCommand, context.CancellationToken);
                    if (!start.Success)
                    {
                        return CommandResults.Failure($"Everything is deleted, but {service.Resource.Name} does not start: {start.Message}");
                    }
                }

                return CommandResults.Success();
            },
            new CommandOptions
            {
                Description = "Deletes all packages, objects and accounts, and starts afresh.",
                ConfirmationMessage = "Delete all packages, objects and accounts of this stack? There is no way back.",
                IconName = "Delete",
            });
    }

    private static ResourceCommandState WhileRunning(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;
}
