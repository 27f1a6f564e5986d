using System.Net;

namespace Dcgan.Benchmarks;

/// <summary>Attacks a running service with clients that read nothing, while honest clients ask for pictures.</summary>
internal static class SlowReaderAttack
{
    private const int HonestClients = 2;
    private const double Megabyte = 1e6;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    internal static AttackReading Run(ServiceProcess service, string model, int attackers, IPAddress source, TimeSpan time) =>
        RunAsync(service, model, attackers, source, time).GetAwaiter().GetResult();

    private static async Task<AttackReading> RunAsync(ServiceProcess service, string model, int attackers, IPAddress source, TimeSpan time)
    {
        await RunHonestAsync(service.Address, Before).ConfigureAwait(false);
        double before = service.WorkingSet / Megabyte;

        using var stop = new CancellationTokenSource();
        var target = new IPEndPoint(IPAddress.Parse(service.Address.Host), service.Address.Port);
        SlowReader[] readers = [.. Enumerable.Range(0, attackers).Select(number => new SlowReader(source, target, number))];
        Task[] attack = [.. readers.Select(reader => reader.RunAsync(stop.Token))];
        Task<HonestClient[]> honest = RunHonestAsync(service.Address, time);
        double peak = before;
        while (!honest.IsCompleted)
        {
            peak = Math.Max(peak, service.WorkingSet / Megabyte);
            await Task.Delay(SampleInterval).ConfigureAwait(false);
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(attack).ConfigureAwait(false);
        HonestClient[] clients = await honest.ConfigureAwait(false);
        return new AttackReading(
            model,
            attackers,
            before,
            peak,
            readers.Sum(reader => reader.Begun),
            readers.Sum(reader => reader.Dropped),
            readers.Sum(reader => reader.Refused),
            [.. clients.SelectMany(client => client.Answers).Order()],
            clients.Sum(client => client.Refused),
            clients.Sum(client => client.Failed));
    }

    private static async Task<HonestClient[]> RunHonestAsync(Uri address, TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        HonestClient[] clients = [.. Enumerable.Range(0, HonestClients).Select(_ => new HonestClient(address))];
        await Task.WhenAll(clients.Select(client => client.RunAsync(stop.Token))).ConfigureAwait(false);
        foreach (HonestClient client in clients)
        {
            client.Dispose();
        }

        return clients;
    }
}
