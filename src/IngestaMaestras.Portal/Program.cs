using System.CommandLine;
using IngestaMaestras.Portal.Commands;

RootCommand root = new("IngestaMaestras: ingesta de datos maestros del ERP.");
root.Subcommands.Add(LayoutsCommand.Create());
return await root.Parse(args).InvokeAsync();
