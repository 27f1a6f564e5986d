using Xunit;

namespace Dcgan.Core.Tests;

/// <summary>
/// The collection of tests that count the process's live tensors. They do not run in parallel with other tests.
/// </summary>
[CollectionDefinition(nameof(CountsTensors), DisableParallelization = true)]
public sealed class CountsTensors;
