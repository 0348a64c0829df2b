using Microsoft.Extensions.Options;
using Quilt.Catalog.Previews.Notebooks;
using Quilt.Catalog.Previews.Reading;
using Quilt.Catalog.Readmes;

namespace Quilt.Catalog.Previews;

/// <summary>Brings previews and rendered texts to the catalog.</summary>
internal static class PreviewExtensions
{
    public static void AddPreviews(this IHostApplicationBuilder builder)
    {
        Add<PreviewOptions>(builder, PreviewOptions.Section, options => options.Validate());
        Add<MarkupOptions>(builder, MarkupOptions.Section, options => options.Validate());
        builder.Services.AddSingleton<MarkupThreads>();
        builder.Services.AddSingleton<ReadmeRenderer>();
        builder.Services.AddSingleton<NotebookReader>();
        builder.Services.AddSingleton<ObjectHttp>();
        builder.Services.AddSingleton<PreviewService>();
    }

    /// <summary>Settings that are read at once: a wrong one stops the start with a sentence that names the key.</summary>
    private static void Add<T>(IHostApplicationBuilder builder, string section, Func<T, string?> validate)
        where T : class, new()
    {
        T options;
        try
        {
            options = builder.Configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException failure)
        {
            throw new InvalidOperationException($"A setting of {section} cannot be read: {failure.Message}", failure);
        }

        if (validate(options) is { } wrong)
        {
            throw new InvalidOperationException(wrong);
        }

        builder.Services.AddSingleton(Options.Create(options));
    }
}
