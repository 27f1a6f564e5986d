using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Diagnostics;

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
    public void Jobs_of_two_threads_run_at_the_same_time()
    {
        using var meeting = new Barrier(2);
        bool[] met = new bool[2];

        bool ran = OpenMPThreads.TryRun(2, 2, job => met[job] = meeting.SignalAndWait(TimeSpan.FromSeconds(30)));

        met.Should().AllBeEquivalentTo(ran);
    }

    [Fact]
    public void The_exception_of_a_job_reaches_the_caller()
    {
        if (!OpenMPThreads.TryRun(2, 2, _ => { }))
        {
            return; // This libtorch has no libgomp, so no job runs.
        }

        Action run = () => OpenMPThreads.TryRun(8, 2, _ => throw new InvalidTimeZoneException("on purpose"));

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
