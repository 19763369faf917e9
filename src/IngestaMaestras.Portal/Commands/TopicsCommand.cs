using System.CommandLine;
using System.Text.Json;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka.Space;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Hosting;

namespace IngestaMaestras.Portal.Commands;

/// <summary><c>ingesta targets topics</c> and <c>ingesta targets relieve</c>: for a Kafka whose disk is full.</summary>
internal static class TopicsCommand
{
    public static Command CreateTopics()
    {
        Option<bool> json = new("--json") { Description = "Imprime el resultado en JSON." };
        Command topics = new("topics", "Los tópicos, cuánto guarda cada uno y con qué ajustes, hasta donde el clúster lo dice; y qué se cambió para liberar espacio.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        topics.Options.Add(json);
        topics.SetAction((parsed, ct) => RunAsync([.. parsed.UnmatchedTokens], async relief =>
        {
            var plan = await relief.PlanAsync(TopicRelief.UsualRetention, ct);
            var open = await relief.ListAsync(ct);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { plan.Topics, Relief = open, plan.Problems }, DeliveryArguments.Json));
                return 0;
            }

            await WriteTopicsAsync(plan);
            foreach (var item in open)
            {
                await Console.Out.WriteLineAsync($"Cambiado por {item.SetBy}: {item.Topic} {item.Setting} = {item.Value} (antes {item.Before ?? "lo del clúster"}){(item.ErrorMessage is { } e ? $" — {e}" : "")}");
            }

            return 0;
        }, ct));
        return topics;
    }

    public static Command CreateRelieve()
    {
        Option<double> hours = new("--retention") { Description = "Horas que guardan los tópicos que no se compactan.", HelpName = "HORAS", DefaultValueFactory = _ => TopicRelief.UsualRetention.TotalHours };
        Option<string?> reason = new("--reason") { Description = "Motivo; queda en audit_log.", HelpName = "TEXTO" };
        Option<bool> undo = new("--undo") { Description = "Deja los tópicos como estaban antes." };
        Option<bool> yes = new("--yes") { Description = "No pregunta." };
        hours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 87_600))
            {
                result.AddError("--retention es un número de horas mayor que 0.");
            }
        });
        Command relieve = new("relieve", "Hace sitio en Kafka: compacta antes los tópicos compactados y guarda menos de los otros; muestra lo que haría y pregunta. --undo lo deshace.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        foreach (var option in new Option[] { hours, reason, undo, yes })
        {
            relieve.Options.Add(option);
        }

        relieve.SetAction((parsed, ct) => RunAsync([.. parsed.UnmatchedTokens], async relief =>
        {
            if (parsed.GetValue(undo))
            {
                return await WriteAsync(await relief.UndoAsync(Environment.UserName, ct));
            }

            var retention = TimeSpan.FromHours(parsed.GetValue(hours));
            var plan = await relief.PlanAsync(retention, ct);
            await WriteTopicsAsync(plan);
            foreach (var step in plan.Steps)
            {
                await Console.Out.WriteLineAsync($"Se cambiaría {step.Topic} {step.Setting}: {step.InForce} -> {step.Value}");
            }

            if (plan.Steps.Count > 0 && !parsed.GetValue(yes) && !Cli.Confirm("¿Cambiar?"))
            {
                await Console.Error.WriteLineAsync("No se cambió nada.");
                return Cli.NotAllWell;
            }

            return await WriteAsync(await relief.ApplyAsync(retention, plan.Snapshot, parsed.GetValue(reason), Environment.UserName, ct));
        }, ct));
        return relieve;
    }

    private static async Task<int> RunAsync(string[] settings, Func<TopicRelief, Task<int>> work, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(settings, ct);
        try
        {
            return await work(session.Services.GetRequiredService<TopicRelief>());
        }
        catch (DeliveryException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Cli.CouldNotStart;
        }
    }

    private static async Task WriteTopicsAsync(ReliefPlan plan)
    {
        await Console.Out.WriteLineAsync($"{"tópico",-40} {"limpieza",-16} {"particiones",11} {"mensajes",12}");
        foreach (var topic in plan.Topics)
        {
            await Console.Out.WriteLineAsync($"{topic.Topic,-40} {topic.Policy ?? "?",-16} {topic.Partitions,11} {topic.Messages?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?",12}");
        }

        foreach (var problem in plan.Problems)
        {
            await Console.Error.WriteLineAsync(problem);
        }
    }

    private static async Task<int> WriteAsync(IReadOnlyList<OperationResult> results)
    {
        foreach (var result in results)
        {
            await (result.Done ? Console.Out : Console.Error).WriteLineAsync(result.Message);
        }

        return results.All(r => r.Done) ? 0 : Cli.NotAllWell;
    }
}
