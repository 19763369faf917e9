using System.CommandLine;
using IngestaMaestras.Portal.Commands;

RootCommand root = new("IngestaMaestras: ingesta de datos maestros del ERP.");
root.Subcommands.Add(ToonCommand.Create());
return await root.Parse(args).InvokeAsync();
