using System.Diagnostics;
using System.Reflection;
using FluentAssertions;
using OpenQA.Selenium;
using Xunit;

namespace FaceService.BrowserTests;

/// <summary>The report of a run of the sample.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("report-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_slider_shows_the_samples_of_each_epoch_and_plays_them()
    {
        await RunAsync("draw", "--count", "8", "--size", "8", "--out", Path.Combine(folder.FullName, "faces.zip"));
        await RunAsync("--data", Path.Combine(folder.FullName, "faces.zip"), "--depths", "4", "--batch", "4", "--epochs", "2", "--out", Path.Combine(folder.FullName, "run"));
        using var browser = new PageBrowser(new Uri(Path.Combine(folder.FullName, "run", "report.html")), Stream.Null);
        browser.Open();

        browser.WaitForText("#shown", "Epoch 2, step 4");
        Visible(browser).Should().Equal("Epoch 2, step 4");
        browser.Slide("#epoch", "0");
        browser.WaitForText("#shown", "Before training");
        Visible(browser).Should().Equal("Before training");
        browser.Find("#play").Click();
        browser.WaitForText("#shown", "Epoch 2, step 4");
        browser.WaitForText("#play", "Play");
        browser.FindAll(".charts svg").Should().NotBeEmpty();
        browser.ConsoleErrors().Should().BeEmpty();
    }

    /// <summary>The names of the pictures that are shown.</summary>
    private static IEnumerable<string?> Visible(PageBrowser browser) =>
        browser.FindAll(".pictures img").Where(picture => picture.Displayed).Select(picture => picture.GetDomAttribute("data-label"));

    private static async Task RunAsync(params string[] args)
    {
        string program = typeof(ReportTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "TrainFaces").Value!;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0);
    }
}
