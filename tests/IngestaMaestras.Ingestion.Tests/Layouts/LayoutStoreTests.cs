using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Layouts;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Layouts;

public sealed class LayoutStoreTests : IDisposable
{
    // Polling only, by hand: notifications of the system come when they like.
    private static readonly LayoutStoreOptions Options = new() { Debounce = Timeout.InfiniteTimeSpan };

    private readonly LayoutFolderFixture _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<LayoutSnapshot> _changes = [];

    [Fact]
    public void A_good_folder_is_in_force_from_the_start()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        using var store = Open();
        Assert.Equal(["XUNO"], Maestras(store));
        Assert.Empty(store.Problems);
        Assert.Equal(_time.Now, store.LoadedAt);
        Assert.True(store.Snapshot.IsUpToDate);
    }

    [Fact]
    public void A_start_with_bad_layouts_gives_an_empty_set_and_the_problems()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO").Replace("fixed", "fixo", StringComparison.Ordinal));
        _folder.Write("XDOS.toon", LayoutFolderFixture.Layout("XDOS"));
        using var store = Open();
        Assert.Empty(store.Current.All);
        Assert.Equal(("XUNO.toon", 3, 9), Place(Assert.Single(store.Problems)));
        Assert.False(store.Snapshot.IsUpToDate);
    }

    [Fact]
    public void A_missing_folder_is_a_problem_until_it_appears()
    {
        _folder.Dispose();
        using var store = Open();
        Assert.Empty(store.Current.All);
        Assert.Equal($"no existe la carpeta de layouts {_folder.Path}", Assert.Single(store.Problems).Message);

        Directory.CreateDirectory(_folder.Path);
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        Poll();
        Assert.Equal(["XUNO"], Maestras(store));
        Assert.Empty(store.Problems);
    }

    [Fact]
    public void An_empty_folder_is_a_problem()
    {
        using var store = Open();
        Assert.Contains("no tiene ningún archivo .toon", Assert.Single(store.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_is_in_force_at_the_next_look()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        using var store = Open();
        var before = store.Current.All[0].Fingerprint;

        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO", width: 30));
        _folder.Write("XDOS.toon", LayoutFolderFixture.Layout("XDOS"));
        Poll();

        Assert.Equal(["XDOS", "XUNO"], Maestras(store));
        Assert.NotEqual(before, store.Current.Find("XUNO")!.Fingerprint);
        Assert.Equal(_time.Now, store.LoadedAt);
        Assert.Same(store.Snapshot, Assert.Single(_changes));
    }

    [Fact]
    public void A_change_that_leaves_size_and_time_of_the_file_is_seen_too()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO", width: 20));
        var written = File.GetLastWriteTimeUtc(_folder.File("XUNO.toon"));
        using var store = Open();
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO", width: 21));
        File.SetLastWriteTimeUtc(_folder.File("XUNO.toon"), written);
        Poll();
        Assert.Equal(21, store.Current.All[0].Width);
    }

    [Fact]
    public void Looking_at_an_unchanged_folder_changes_nothing_and_says_nothing()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        using var store = Open();
        var before = store.Snapshot;
        Poll();
        File.SetLastWriteTimeUtc(_folder.File("XUNO.toon"), DateTime.UnixEpoch);
        Poll();
        Assert.Same(before, store.Reload());
        Assert.Empty(_changes);
    }

    [Fact]
    public void A_bad_edit_leaves_the_last_good_set_in_force_and_says_why()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        using var store = Open();
        var good = store.Snapshot;

        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO").Replace("0,2", "2,0", StringComparison.Ordinal));
        Poll();
        Assert.Same(good.Layouts, store.Current);
        Assert.Equal(good.LoadedAt, store.LoadedAt);
        Assert.Equal(("XUNO.toon", 7, 11), Place(Assert.Single(store.Problems)));
        Assert.False(store.Snapshot.IsUpToDate);
        Assert.Equal(store.Problems, Assert.Single(_changes).Problems);
    }

    [Fact]
    public void One_bad_file_holds_back_the_good_edits_of_others()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        using var store = Open();
        _folder.Write("XDOS.toon", LayoutFolderFixture.Layout("XDOS"));
        _folder.Write("XTRES.toon", "XTRES: nada");
        Poll();
        Assert.Equal(["XUNO"], Maestras(store));

        _folder.Delete("XTRES.toon");
        Poll();
        Assert.Equal(["XDOS", "XUNO"], Maestras(store));
        Assert.Empty(store.Problems);
        Assert.True(store.Snapshot.IsUpToDate);
    }

    [Fact]
    public void A_half_written_file_is_a_bad_edit_until_the_rest_is_there()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        using var store = Open();
        var whole = LayoutFolderFixture.Layout("XUNO", width: 30);
        for (var length = 0; length < whole.Length - 10; length += 17)
        {
            _folder.Write("XUNO.toon", whole[..length]);
            Poll();
            Assert.Equal(20, Assert.Single(store.Current.All).Width);
            Assert.NotEmpty(store.Problems);
        }

        _folder.Write("XUNO.toon", whole);
        Poll();
        Assert.Equal(30, Assert.Single(store.Current.All).Width);
        Assert.Empty(store.Problems);
    }

    [Fact]
    public void A_master_goes_with_its_file_but_an_emptied_or_lost_folder_takes_nothing_away()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        _folder.Write("XDOS.toon", LayoutFolderFixture.Layout("XDOS"));
        using var store = Open();
        _folder.Delete("XDOS.toon");
        Poll();
        Assert.Equal(["XUNO"], Maestras(store));

        _folder.Delete("XUNO.toon");
        Poll();
        Assert.Equal(["XUNO"], Maestras(store));
        Assert.Single(store.Problems);

        _folder.Dispose();
        Poll();
        Assert.Equal(["XUNO"], Maestras(store));
        Assert.Contains("no existe la carpeta", Assert.Single(store.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_are_shown_and_the_set_is_in_force()
    {
        _folder.Write(
            "XUNO.toon", LayoutFolderFixture.Layout("XUNO").Replace("  campos_clave: COD\n", "", StringComparison.Ordinal));
        using var store = Open();
        Assert.Single(store.Current.All);
        Assert.True(Assert.Single(store.Problems).IsWarning);
        Assert.True(store.Snapshot.IsUpToDate);
    }

    [Fact]
    public void A_listener_that_fails_does_not_keep_layouts_from_being_read()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        using var store = Open();
        store.Changed += (_, _) => throw new InvalidOperationException("listener");
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO", width: 30));
        Poll();
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO", width: 40));
        Poll();
        Assert.Equal(40, store.Current.All[0].Width);
    }

    [Fact]
    public void A_disposed_store_keeps_its_layouts_and_looks_no_more()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        var store = Open();
        store.Dispose();
        store.Dispose();
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO", width: 30));
        Poll();
        Assert.Equal(20, store.Reload().Layouts.All[0].Width);
        Assert.Empty(_changes);
    }

    [Fact]
    public async Task A_notification_of_the_system_is_enough_to_reload()
    {
        _folder.Write("XUNO.toon", LayoutFolderFixture.Layout("XUNO"));
        LayoutStoreOptions notificationsOnly = new()
        {
            PollInterval = TimeSpan.FromDays(1),
            Debounce = TimeSpan.FromMilliseconds(20),
        };
        using LayoutStore store = new(
            _folder.Path, TimeProvider.System, NullLogger<LayoutStore>.Instance, notificationsOnly);
        TaskCompletionSource reloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Changed += (_, e) =>
        {
            if (e.Snapshot.Layouts.Find("XDOS") is not null)
            {
                reloaded.TrySetResult();
            }
        };

        // As editors do: another name first, then the right one.
        _folder.Write("XDOS.tmp", LayoutFolderFixture.Layout("XDOS"));
        File.Move(_folder.File("XDOS.tmp"), _folder.File("XDOS.toon"));
        await reloaded.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(["XDOS", "XUNO"], Maestras(store));
    }

    [Fact]
    public async Task Readers_always_see_one_whole_set_while_it_is_reloaded()
    {
        void WriteBoth(int width) => _folder.Write(
            "todas.toon", LayoutFolderFixture.Layout("XUNO", width) + LayoutFolderFixture.Layout("XDOS", width));

        WriteBoth(20);
        using var store = Open();
        using CancellationTokenSource done = new();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                var layouts = store.Current;
                Assert.Equal(2, layouts.All.Count);
                Assert.Equal(layouts.All[0].Width, layouts.All[1].Width);
            }
        })).ToList();
        for (var width = 21; width < 60; width++)
        {
            WriteBoth(width);
            await Task.WhenAll(Task.Run(store.Reload), Task.Run(store.Reload));
            Assert.Equal(width, store.Current.All[0].Width);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(39, _changes.Count);
    }

    [Fact]
    public void Whatever_the_edits_the_set_in_force_is_that_of_the_last_good_folder()
    {
        string[] names = ["XUNO", "XDOS", "XTRES"];
        var rounds = Environment.GetEnvironmentVariable("INGESTA_LONG") == "1" ? 5_000 : 200;
        Random random = new(20261124);
        using var store = Open();
        var expected = store.Current.All;
        var (good, bad) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var name = names[random.Next(names.Length)];
            var text = LayoutFolderFixture.Layout(name, random.Next(2, 40));
            switch (random.Next(5))
            {
                case 0:
                    _folder.Delete($"{name}.toon");
                    break;
                case 1:
                    _folder.Write($"{name}.toon", text[..random.Next(text.Length)]);
                    break;
                default:
                    _folder.Write($"{name}.toon", text);
                    break;
            }

            Poll();
            var loaded = LayoutFolder.Read(_folder.Path).Load();
            expected = loaded.IsValid ? loaded.Layouts.All : expected;
            _ = loaded.IsValid ? good++ : bad++;
            Assert.Equal(expected.Select(l => l.Fingerprint), store.Current.All.Select(l => l.Fingerprint));
            Assert.Equal(loaded.Problems, store.Problems);
            Assert.Equal(loaded.IsValid, store.Snapshot.IsUpToDate);
        }

        Assert.True(good > 0 && bad > 0);
    }

    public void Dispose() => _folder.Dispose();

    private static (string, int, int) Place(LayoutProblem problem) => (problem.File, problem.Line, problem.Column);

    private static IEnumerable<string> Maestras(LayoutStore store) => store.Current.All.Select(l => l.Maestra);

    private LayoutStore Open()
    {
        LayoutStore store = new(_folder.Path, _time, NullLogger<LayoutStore>.Instance, Options);
        store.Changed += (_, e) => _changes.Add(e.Snapshot);
        return store;
    }

    private void Poll() => _time.Advance(Options.PollInterval);
}
