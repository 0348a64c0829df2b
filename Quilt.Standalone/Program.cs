using Quilt.Standalone.Options;

return await StandaloneCommand.RunAsync(args);
