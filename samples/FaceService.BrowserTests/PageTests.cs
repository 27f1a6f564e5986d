using FluentAssertions;
using OpenQA.Selenium;
using Xunit;

namespace FaceService.BrowserTests;

public sealed class PageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    private const string Picked = "#picked-face";
    private const string Mix = "#mix-face";
    private const string Arithmetic = "#arithmetic-face";
    private const string Walk = "#walk-face";

    [Fact]
    public void The_page_loads_all_pictures_without_console_errors()
    {
        browser.Open();
        browser.WaitForPicture(Picked, "faces/1.png?size=4");
        browser.WaitForPicture(Mix, "mix.png?a=7&b=8&c=16&d=23&x=0.5&y=0.5&size=4");
        browser.WaitForPicture(Walk, "faces/15.png?size=4");
        browser.Wait(() => browser.Find("#around button").GetCssValue("background-image").StartsWith("url(\"blob:", StringComparison.Ordinal));
        browser.Wait(() => browser.Find("#model").Text.StartsWith("Model: ", StringComparison.Ordinal));

        browser.ConsoleErrors().Should().BeEmpty();
        browser.Find("#class").Displayed.Should().BeFalse("the model has no classes");
    }

    [Fact]
    public void A_fragment_that_is_not_a_seed_is_ignored()
    {
        browser.Open("#%");
        browser.WaitForPicture(Picked, "faces/1.png?size=4");
        browser.WaitForPicture(Mix, "mix.png?a=7&b=8&c=16&d=23&x=0.5&y=0.5&size=4");
        browser.WaitForPicture(Walk, "faces/15.png?size=4");
    }

    [Fact]
    public void Another_seed_shows_another_face_and_the_buttons_change_the_seed()
    {
        browser.Open("#41");
        browser.WaitForPicture(Picked, "faces/41.png?size=4");
        byte[] first = browser.ReadPixels(Picked);

        browser.Type("#seed", "-9223372036854775808");
        browser.WaitForPicture(Picked, "faces/-9223372036854775808.png?size=4");
        browser.ReadPixels(Picked).Should().NotEqual(first);

        browser.Find("#previous").Click();
        browser.WaitForPicture(Picked, "faces/9223372036854775807.png?size=4");

        browser.Find("#next").Click();
        browser.WaitForPicture(Picked, "faces/-9223372036854775808.png?size=4");

        browser.Find("#random").Click();
        browser.Wait(() => browser.Find("#seed").GetDomProperty("value")!.Length < 8);
        browser.WaitForPicture(Picked, $"faces/{browser.Find("#seed").GetDomProperty("value")}.png?size=4");
    }

    [Fact]
    public void A_click_on_a_neighbor_picks_it_and_the_arrow_keys_move_the_focus()
    {
        browser.Open("#100");
        browser.WaitForPicture(Picked, "faces/100.png?size=4");

        browser.Find("#around button:nth-child(14)").Click();
        browser.WaitForPicture(Picked, "faces/101.png?size=4");

        IWebElement picked = browser.Find("#around button[aria-pressed='true']");
        picked.GetDomAttribute("aria-label").Should().Be("Face 101");
        picked.SendKeys(Keys.ArrowDown + Keys.Null);
        ((IWebElement)browser.Run("return document.activeElement")!).SendKeys(Keys.Enter);
        browser.WaitForPicture(Picked, "faces/106.png?size=4");
    }

    [Theory]
    [InlineData("0", "0", "7")]
    [InlineData("1", "0", "8")]
    [InlineData("0", "1", "16")]
    [InlineData("1", "1", "23")]
    public void Sliders_at_a_corner_show_the_corner_face(string x, string y, string seed)
    {
        browser.Open($"#{seed}");
        browser.WaitForPicture(Picked, $"faces/{seed}.png?size=4");

        browser.Slide("#mix-x", x);
        browser.Slide("#mix-y", y);
        browser.WaitForPicture(Mix, $"mix.png?a=7&b=8&c=16&d=23&x={x}&y={y}&size=4");

        browser.ReadPixels(Mix).Should().Equal(browser.ReadPixels(Picked));
    }

    [Fact]
    public void The_corner_button_uses_the_picked_face()
    {
        browser.Open("#500");
        browser.WaitForPicture(Picked, "faces/500.png?size=4");

        browser.Find("[data-corner='b'] button").Text.Should().Be("Use face 500");
        browser.Find("[data-corner='b'] button").Click();

        browser.WaitForPicture(Mix, "mix.png?a=7&b=500&c=16&d=23&x=0.5&y=0.5&size=4");
        browser.WaitForPicture("[data-corner='b'] figure", "faces/500.png");
    }

    [Fact]
    public void Picked_faces_can_be_added_to_the_arithmetic_and_removed()
    {
        browser.Open("#1");
        browser.WaitForText($"{Arithmetic} p", "Add at least one face to the first group.");

        browser.Find("[data-tray='mean'] > div > button").Click();
        browser.WaitForPicture(Arithmetic, "arithmetic.png?mean=1&size=4");
        browser.Find("#next").Click();
        browser.Find("[data-tray='mean'] > div > button:last-child").Click();
        browser.Find("[data-tray='minus'] > div > button:last-child").Click();
        browser.Find("[data-tray='plus'] > div > button:last-child").Click();
        browser.WaitForPicture(Arithmetic, "arithmetic.png?mean=1%2C2&minus=2&plus=2&size=4");

        browser.Find("[data-tray='mean'] .face").Click();
        browser.WaitForPicture(Arithmetic, "arithmetic.png?mean=2&minus=2&plus=2&size=4");
        browser.FindAll(".face").Should().HaveCount(3);
    }

    [Fact]
    public void The_example_replaces_the_faces_in_the_arithmetic()
    {
        browser.Open("#1");
        browser.Find("[data-tray='mean'] > div > button").Click();
        browser.WaitForPicture(Arithmetic, "arithmetic.png?mean=1&size=4");

        browser.Find("#example").Click();

        browser.WaitForPicture(Arithmetic, "arithmetic.png?mean=5%2C11%2C58&minus=8%2C24%2C25&plus=34&size=4");
        browser.FindAll(".face").Should().HaveCount(7);
    }

    [Fact]
    public void A_walk_plays_and_stops_on_demand()
    {
        browser.Open();
        browser.WaitForPicture(Walk, "faces/15.png?size=4");

        browser.Type("#frames", "6");
        browser.Find("#play").Click();
        browser.WaitForPicture(Walk, "walk?from=15&to=24&frames=6");

        browser.Find("#stop").Click();
        browser.WaitForPicture(Walk, "faces/15.png?size=4");
    }

    [Fact]
    public void An_error_message_replaces_the_picture_until_the_input_is_fixed()
    {
        browser.Open();
        browser.WaitForPicture(Picked, "faces/1.png?size=4");

        browser.Type("#seed", "seven");
        browser.WaitForText(
            $"{Picked} p",
            "seed: must be an integer in [-9223372036854775808, 9223372036854775807] but was \"seven\".");
        browser.Find("#seed").GetDomAttribute("aria-invalid").Should().Be("true");
        browser.Type("#frames", "1000");
        browser.Find("#play").Click();
        browser.WaitForText($"{Walk} p", "frames: must be an integer in [2, 120] but was \"1000\".");

        browser.Type("#seed", "7");
        browser.WaitForPicture(Picked, "faces/7.png?size=4");
        browser.Find($"{Picked} p").Displayed.Should().BeFalse();
        browser.ConsoleErrors(); // Chromium logs the 400 responses. Discard them, so that they do not fail another test.
    }

    [Fact]
    public void The_page_fits_a_phone_screen()
    {
        try
        {
            browser.Resize(500, 900); // The smallest window width that this browser allows.
            browser.Open();
            browser.WaitForPicture(Picked, "faces/1.png?size=4");

            browser.Run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth").Should().Be(true);
        }
        finally
        {
            browser.Resize(1280, 1400);
        }
    }
}
