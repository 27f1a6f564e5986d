using System.Globalization;
using FaceService.Tests;
using FaceStudio.Tests;
using FluentAssertions;
using Xunit;

namespace FaceService.BrowserTests;

/// <summary>The page of the face studio.</summary>
public sealed class StudioTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("face-studio-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_page_shows_faces_and_curves_while_it_trains_until_it_is_stopped()
    {
        await WriteImagesAsync();
        StudioProcess studio = await StudioProcess.StartAsync(folder.FullName, args: ["--checkpointSteps", "3"]);
        using var browser = new PageBrowser(studio.Address, studio);
        browser.Open();
        browser.WaitForText("#state", "Not started.");
        browser.Find("#stop").Enabled.Should().BeFalse();

        browser.Find("#start").Click();
        browser.WaitForText("#state", "Training.");
        browser.Wait(() => Number(browser, "#step") >= 4);
        browser.Wait(() => 64L.Equals(browser.Run("return document.querySelector('#grid').naturalWidth"))); // 8x8 faces of 8x8 pixels.
        string caption = browser.Find("#caption").Text;
        caption.Should().MatchRegex("^The generator after step [0-9]+\\.$");
        browser.Wait(() => browser.Find("#caption").Text != caption);
        foreach (string canvas in new[] { "#losses", "#probabilities" })
        {
            browser.Wait(() => PixelsOfCurves(browser, canvas) is [> 20, > 20]);
        }

        browser.Wait(() => PixelsOfCurves(browser, "#diversities") is [> 0]);
        browser.Wait(() => PixelsOfCurves(browser, "#distances") is [> 0]);
        browser.Find("#distance").Text.Should().MatchRegex("^[0-9]+\\.[0-9]$");
        browser.Find("#images").Text.Should().Be("10");
        browser.Find("#start").Enabled.Should().BeFalse();

        browser.Find("#stop").Click();
        browser.Wait(() => browser.Find("#state").Text == $"Stopped after step {browser.Find("#step").Text}.");
        browser.Find("#saved").Text.Should().Be(browser.Find("#step").Text);
        browser.Find("#start").Text.Should().Be("Resume");
        int stopped = Number(browser, "#step");
        browser.Find("#start").Click();
        browser.WaitForText("#state", "Training.");
        browser.Wait(() => Number(browser, "#step") > stopped);
        browser.Find("#error").Displayed.Should().BeFalse();
        browser.ConsoleErrors().Should().BeEmpty();

        await studio.TerminateAsync();
        browser.WaitForText("#state", "The connection to the server is lost; trying again.");
    }

    [Fact]
    public async Task An_error_is_shown_and_the_training_can_be_started_again()
    {
        StudioProcess studio = await StudioProcess.StartAsync(folder.FullName);
        using var browser = new PageBrowser(studio.Address, studio);
        browser.Open();
        browser.WaitForText("#state", "Not started.");

        browser.Find("#start").Click();
        browser.WaitForText("#error", $"{Path.Combine(folder.FullName, "images")}: the folder or zip archive does not exist.");
        browser.WaitForText("#state", "Stopped by an error.");

        await WriteImagesAsync();
        browser.Find("#start").Click();
        browser.WaitForText("#state", "Training.");
        browser.Find("#error").Displayed.Should().BeFalse();
    }

    [Fact]
    public async Task A_command_that_is_refused_is_reported_and_the_buttons_can_be_used_again()
    {
        StudioProcess studio = await StudioProcess.StartAsync(folder.FullName);
        using var browser = new PageBrowser(studio.Address, studio);
        browser.Open();
        browser.WaitForText("#state", "Not started.");

        browser.Run("const stop = document.querySelector('#stop'); stop.disabled = false; stop.click();");

        browser.WaitForText("#error", "The training is not running.");
        browser.Find("#start").Enabled.Should().BeTrue();
        browser.Find("#stop").Enabled.Should().BeFalse();
    }

    [Fact]
    public async Task A_slow_answer_does_not_replace_the_faces_of_a_later_seed()
    {
        await WriteImagesAsync();
        StudioProcess studio = await StudioProcess.StartAsync(folder.FullName);
        using var browser = new PageBrowser(studio.Address, studio);
        browser.Open();
        browser.WaitForText("#state", "Not started.");
        browser.Find("#start").Click();
        browser.Wait(() => Number(browser, "#step") >= 4);
        browser.Find("#stop").Click();
        browser.Wait(() => browser.Find("#state").Text.StartsWith("Stopped after", StringComparison.Ordinal));
        browser.Wait(() => 64L.Equals(browser.Run("return document.querySelector('#grid').naturalWidth")));

        // The answer for seed 1 is held back until that for seed 2 has been shown or, because it waits for its turn, for a second.
        browser.Run(
            "const real = window.fetch; window.shown = [];"
            + "window.fetch = async (url, options) => { const answer = await real(url, options);"
            + "if (String(url).includes('seed=1&')) await new Promise(done => setTimeout(done, 1000)); return answer; };"
            + "const grid = document.querySelector('#grid'), seed = document.querySelector('#seed');"
            + "new MutationObserver(() => window.shown.push(grid.src)).observe(grid, { attributeFilter: ['src'] });"
            + "for (const value of [1, 2]) { seed.value = value; seed.dispatchEvent(new Event('change')); }");
        browser.Wait(() => 2L.Equals(browser.Run("return window.shown.length")));

        browser.RunAsync(
            "const done = arguments[0]; const pixels = async url => { const i = new Image(); i.src = url; await i.decode();"
            + "const c = document.createElement('canvas'); c.width = i.naturalWidth; c.height = i.naturalHeight;"
            + "c.getContext('2d').drawImage(i, 0, 0); return c.toDataURL(); };"
            + "(async () => done(await pixels(document.querySelector('#grid').src) === await pixels('faces?count=64&seed=2')))()").Should().Be(true);
    }

    private static int Number(PageBrowser browser, string selector) =>
        int.TryParse(browser.Find(selector).Text, CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>For each curve in the caption of a canvas, the number of pixels of its color.</summary>
    private static long[] PixelsOfCurves(PageBrowser browser, string canvas) =>
    [
        .. ((IEnumerable<object>)browser.Run(
            // Reads a copy: Chromium warns of repeated reads of the page's own canvas.
            "const c = document.querySelector(arguments[0]), copy = document.createElement('canvas'); copy.width = c.width; copy.height = c.height;"
            + "const x = copy.getContext('2d', { willReadFrequently: true }); x.drawImage(c, 0, 0);"
            + "const d = x.getImageData(0, 0, c.width, c.height).data;"
            + "return [...c.parentElement.querySelectorAll('.first, .second')].map(legend => {"
            + "const [r, g, b] = getComputedStyle(legend).color.match(/[0-9.]+/g).map(Number); let count = 0;"
            + "for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 128 && Math.abs(d[i] - r) + Math.abs(d[i + 1] - g) + Math.abs(d[i + 2] - b) < 60) count++;"
            + "return count; });",
            canvas)!).Cast<long>(),
    ];

    /// <summary>Ten faces of the face service.</summary>
    private async Task WriteImagesAsync()
    {
        string images = folder.CreateSubdirectory("images").FullName;
        await using var service = new RunningService();
        for (int seed = 1; seed <= 10; seed++)
        {
            await File.WriteAllBytesAsync(Path.Combine(images, $"{seed}.png"), await service.BytesAsync($"faces/{seed}.png"));
        }
    }
}
