using Quilt.Catalog;

await using var app = CatalogApplication.Build(args);
await app.RunAsync();
