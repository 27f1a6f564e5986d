using Xunit;

namespace Dcgan.Core.Tests;

/// <summary>
/// The collection of tests that set the process's number of threads. They do not run in parallel with other tests: sums of another number
/// of threads differ in their last bits.
/// </summary>
[CollectionDefinition(nameof(SetsThreads), DisableParallelization = true)]
public sealed class SetsThreads;
