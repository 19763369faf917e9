using IngestaMaestras.Portal.Commands;

return await Cli.RunAsync(args);
