using FaceService.Model;
using FaceService.Tests;
using FaceService.Tests.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.BrowserTests;

/// <summary>The page of a model with the classes cat (black), dog (gray) and great tit (white).</summary>
public sealed class ClassTests : IDisposable
{
    private readonly PageBrowser browser = new(Start());

    public void Dispose() => browser.Dispose();

    [Fact]
    public void All_faces_of_the_page_are_of_the_selected_class()
    {
        browser.Open("#41");
        WaitForClass("cat", 0);
        browser.Find("#class").Text.Split('\n').Select(name => name.Trim()).Should().Equal("cat", "dog", "great tit");

        browser.Find("[data-tray='mean'] > div > button").Click();
        browser.WaitForPicture("#arithmetic-face", "arithmetic.png?mean=41&size=4&class=cat");
        browser.Find("#class option:nth-child(3)").Click();

        WaitForClass("great%20tit", 255);
        browser.WaitForPicture("#arithmetic-face", "arithmetic.png?mean=41&size=4&class=great%20tit");
        browser.Find(".tray .face img").GetDomAttribute("src").Should().Be("faces/41.png?class=great%20tit");
        browser.Find("#play").Click();
        browser.WaitForPicture("#walk-face", "walk?from=15&to=24&frames=24&class=great%20tit");
        browser.ConsoleErrors().Should().BeEmpty();
    }

    private static RunningService Start()
    {
        using var file = new TemporaryFile(ConditionalOnnx.Named.ToArray());
        return new RunningService(FaceModel.Load(file.FullName));
    }

    private void WaitForClass(string name, byte color)
    {
        browser.WaitForPicture("#picked-face", $"faces/41.png?size=4&class={name}");
        browser.WaitForPicture("#mix-face", $"mix.png?a=7&b=8&c=16&d=23&x=0.5&y=0.5&size=4&class={name}");
        browser.WaitForPicture("#walk-face", $"faces/15.png?size=4&class={name}");
        browser.WaitForPicture("[data-corner='b'] figure", $"faces/8.png?class={name}");
        browser.ReadPixels("#picked-face").Take(3).Should().Equal(color, color, color);
        browser.Wait(() => GridColor() == color);
    }

    /// <summary>The red value of the first pixel of the grid; null until the grid is loaded.</summary>
    private long? GridColor() => (long?)browser.RunAsync(
        "const done = arguments[0]; const url = document.querySelector('#around button').style.backgroundImage.slice(5, -2);"
        + "if (!url) { done(null); return; }"
        + "const i = new Image(); i.onerror = () => done(null); i.onload = () => { const c = document.createElement('canvas'); c.width = c.height = 1;"
        + "const x = c.getContext('2d'); x.drawImage(i, 0, 0); done(x.getImageData(0, 0, 1, 1).data[0]); }; i.src = url;");
}
