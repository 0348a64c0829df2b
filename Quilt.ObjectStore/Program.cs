using Quilt.ObjectStore;

await using var app = ObjectStoreApplication.Build(args);
await app.RunAsync();
