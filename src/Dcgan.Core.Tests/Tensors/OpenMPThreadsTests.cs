using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Tensors;

public sealed class OpenMPThreadsTests
{
    public OpenMPThreadsTests() => NativeBackend.EnsureLoaded();

    [Theory]
    [InlineData(2, 2)]
    [InlineData(7, 3)]
    [InlineData(1000, 2)]
    [InlineData(2, 5)] // Threads without a job.
    public void Each_job_runs_once(int jobs, int threads)
    {
        int[] runs = new int[jobs];

        bool ran = OpenMPThreads.TryRun(jobs, threads, job => Interlocked.Increment(ref runs[job]));

        ran.Should().Be(OperatingSystem.IsLinux(), "libtorch for Linux has libgomp");
        runs.Should().AllBeEquivalentTo(ran ? 1 : 0);
    }

    [Fact]
    public void The_exception_of_a_job_reaches_the_caller()
    {
        Action run = () =>
        {
            if (!OpenMPThreads.TryRun(8, 2, job => throw new InvalidTimeZoneException("on purpose")))
            {
                throw new InvalidTimeZoneException("on purpose");
            }
        };

        run.Should().Throw<InvalidTimeZoneException>().WithMessage("on purpose");
        run.Should().Throw<InvalidTimeZoneException>("the threads are there for the next jobs");
    }

    [Fact]
    public void Threads_of_the_host_run_jobs_at_the_same_time()
    {
        long[] sums = new long[4];

        Parallel.For(0, sums.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, index =>
        {
            for (int round = 0; round < 50; round++)
            {
                int[] squares = new int[100];
                if (!OpenMPThreads.TryRun(100, 3, job => squares[job] = job * job))
                {
                    squares = [.. Enumerable.Range(0, 100).Select(job => job * job)];
                }

                sums[index] += squares.Sum();
            }
        });

        sums.Should().AllBeEquivalentTo(50L * Enumerable.Range(0, 100).Sum(job => job * job));
    }
}
