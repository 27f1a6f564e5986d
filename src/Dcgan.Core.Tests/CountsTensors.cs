using Xunit;

namespace Dcgan.Core.Tests;

/// <summary>Tests that count the process's live tensors run while no other test does.</summary>
[CollectionDefinition(nameof(CountsTensors), DisableParallelization = true)]
public sealed class CountsTensors;
