namespace Dcgan.Benchmarks;

/// <summary>The result of one attack.</summary>
/// <param name="Model">The served model.</param>
/// <param name="Attackers">Number of clients that read nothing.</param>
/// <param name="MegabytesBefore">Working set of the service in MB just before the attack, while it serves honest clients.</param>
/// <param name="MegabytesPeak">Largest working set during the attack, in MB.</param>
/// <param name="Begun">Pictures that the service began to send to attackers.</param>
/// <param name="Dropped">Pictures that the service stopped sending to attackers.</param>
/// <param name="Refused">Requests of attackers that the service refused.</param>
/// <param name="Answers">Seconds in which honest clients got their pictures during the attack, ascending.</param>
/// <param name="HonestRefused">Requests of honest clients that the service refused.</param>
/// <param name="HonestFailed">Pictures that honest clients did not get.</param>
internal sealed record AttackReading(
    string Model,
    int Attackers,
    double MegabytesBefore,
    double MegabytesPeak,
    int Begun,
    int Dropped,
    int Refused,
    IReadOnlyList<double> Answers,
    int HonestRefused,
    int HonestFailed);
