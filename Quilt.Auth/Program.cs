using Quilt.Auth;

await using var app = AuthApplication.Build(args);
await app.RunAsync();
