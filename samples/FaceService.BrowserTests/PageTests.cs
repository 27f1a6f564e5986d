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
    public void The_page_loads_with_all_its_pictures_and_without_a_word_in_the_console()
    {
        browser.Open();
        browser.WaitForPicture(Picked, "faces/1.png?size=4");
        browser.WaitForPicture(Mix, "mix.png?a=7&b=8&c=16&d=23&x=0.5&y=0.5&size=4");
        browser.WaitForPicture(Walk, "faces/15.png?size=4");
        browser.Wait(() => browser.Find("#around button").GetCssValue("background-image").StartsWith("url(\"blob:", StringComparison.Ordinal));
        browser.Wait(() => browser.Find("#model").Text.StartsWith("The model makes faces of", StringComparison.Ordinal));

        browser.Complaints().Should().BeEmpty();
    }

    [Fact]
    public void An_address_that_names_no_seed_is_as_good_as_none()
    {
        browser.Open("#%");
        browser.WaitForPicture(Picked, "faces/1.png?size=4");
        browser.WaitForPicture(Mix, "mix.png?a=7&b=8&c=16&d=23&x=0.5&y=0.5&size=4");
        browser.WaitForPicture(Walk, "faces/15.png?size=4");
    }

    [Fact]
    public void Another_seed_shows_another_face_and_the_buttons_go_to_its_neighbours()
    {
        browser.Open("#41");
        browser.WaitForPicture(Picked, "faces/41.png?size=4");
        byte[] first = browser.Shown(Picked);

        browser.Type("#seed", "-9223372036854775808");
        browser.WaitForPicture(Picked, "faces/-9223372036854775808.png?size=4");
        browser.Shown(Picked).Should().NotEqual(first);

        browser.Find("#previous").Click();
        browser.WaitForPicture(Picked, "faces/9223372036854775807.png?size=4");

        browser.Find("#next").Click();
        browser.WaitForPicture(Picked, "faces/-9223372036854775808.png?size=4");

        browser.Find("#random").Click();
        browser.Wait(() => browser.Find("#seed").GetDomProperty("value")!.Length < 8);
        browser.WaitForPicture(Picked, $"faces/{browser.Find("#seed").GetDomProperty("value")}.png?size=4");
    }

    [Fact]
    public void A_click_on_a_neighbour_picks_it_and_the_arrow_keys_move_among_them()
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
    public void Sliders_at_a_corner_show_the_corner_faces_own_picture(string x, string y, string seed)
    {
        browser.Open($"#{seed}");
        browser.WaitForPicture(Picked, $"faces/{seed}.png?size=4");

        browser.Slide("#mix-x", x);
        browser.Slide("#mix-y", y);
        browser.WaitForPicture(Mix, $"mix.png?a=7&b=8&c=16&d=23&x={x}&y={y}&size=4");

        browser.Shown(Mix).Should().Equal(browser.Shown(Picked));
    }

    [Fact]
    public void The_picked_face_goes_into_a_corner()
    {
        browser.Open("#500");
        browser.WaitForPicture(Picked, "faces/500.png?size=4");

        browser.Find("[data-corner='b'] button").Click();

        browser.WaitForPicture(Mix, "mix.png?a=7&b=500&c=16&d=23&x=0.5&y=0.5&size=4");
        browser.WaitForPicture("[data-corner='b'] figure", "faces/500.png");
    }

    [Fact]
    public void Picked_faces_are_added_up_and_can_be_taken_out_again()
    {
        browser.Open("#1");
        browser.WaitForWords($"{Arithmetic} p", "Add at least one face to the first tray.");

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
    public void A_walk_plays_when_asked_and_can_be_stopped()
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
    public void What_the_service_says_against_a_request_stands_in_words_and_goes_when_it_is_mended()
    {
        browser.Open();
        browser.WaitForPicture(Picked, "faces/1.png?size=4");

        browser.Type("#seed", "seven");
        browser.WaitForWords(
            $"{Picked} p",
            "seed: must be a whole number from -9223372036854775808 to 9223372036854775807 but was \"seven\".");
        browser.Find("#seed").GetDomAttribute("aria-invalid").Should().Be("true");
        browser.Type("#frames", "1000");
        browser.Find("#play").Click();
        browser.WaitForWords($"{Walk} p", "frames: must be a whole number from 2 to 120 but was \"1000\".");

        browser.Type("#seed", "7");
        browser.WaitForPicture(Picked, "faces/7.png?size=4");
        browser.Find($"{Picked} p").Displayed.Should().BeFalse();
        browser.Complaints(); // The 400s, which Chromium reports itself; taken so that no other test meets them.
    }

    [Fact]
    public void On_a_phone_nothing_is_wider_than_the_screen()
    {
        try
        {
            browser.Resize(500, 900); // As narrow as a window of this browser gets.
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
