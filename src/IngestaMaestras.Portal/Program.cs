using System.CommandLine;

RootCommand root = new("IngestaMaestras: ingesta de datos maestros del ERP.");
return await root.Parse(args).InvokeAsync();
