using FaceService.Tests;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace FaceService.BrowserTests;

/// <summary>The page of a running application in headless Chromium.</summary>
public sealed class PageBrowser : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly Uri address;
    private readonly IDisposable application;
    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("faces-browser-");
    private readonly ChromeDriverService driverService = ChromeDriverService.CreateDefaultService("/usr/bin", "chromedriver");
    private readonly ChromeDriver driver;

    /// <summary>Opens the page of a service with the model in the repository.</summary>
    public PageBrowser()
        : this(new RunningService())
    {
    }

    /// <summary>Opens the page of a service, and disposes both.</summary>
    internal PageBrowser(RunningService service)
        : this(service.Address, service)
    {
    }

    /// <summary>Opens the page of an application, and disposes both.</summary>
    internal PageBrowser(Uri address, IDisposable application)
    {
        (this.address, this.application) = (address, application);
        var options = new ChromeOptions { BinaryLocation = "/usr/bin/chromium" };
        options.AddArguments(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,1400",
            $"--user-data-dir={profile.FullName}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        driver = new ChromeDriver(driverService, options);
    }

    /// <summary>Loads the page, with a URL fragment such as "#41".</summary>
    public void Open(string fragment = "")
    {
        // A change of only the fragment would not reload the page.
        driver.Navigate().GoToUrl("about:blank");
        driver.Navigate().GoToUrl($"{address}{fragment}");
    }

    /// <summary>The first element that matches a CSS selector.</summary>
    public IWebElement Find(string selector) => driver.FindElement(By.CssSelector(selector));

    /// <summary>All elements that match a CSS selector.</summary>
    public IReadOnlyList<IWebElement> FindAll(string selector) => driver.FindElements(By.CssSelector(selector));

    /// <summary>Replaces the text of an input.</summary>
    public void Type(string selector, string text)
    {
        IWebElement field = Find(selector);
        field.SendKeys(Keys.Control + "a");
        field.SendKeys(text.Length == 0 ? Keys.Delete : text);
    }

    /// <summary>Sets a slider and fires its input event, as a user would.</summary>
    public void Slide(string selector, string value) => Run(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))", Find(selector), value);

    /// <summary>Runs JavaScript in the page.</summary>
    public object? Run(string script, params object[] arguments) => driver.ExecuteScript(script, arguments);

    /// <summary>Runs JavaScript in the page that passes its result to a callback, its last argument.</summary>
    public object? RunAsync(string script, params object[] arguments) => driver.ExecuteAsyncScript(script, arguments);

    /// <summary>Waits until a figure shows the completely loaded picture from a URL.</summary>
    public void WaitForPicture(string figure, string url) => Wait(() => true.Equals(Run(
        "const i = arguments[0].querySelector('img'); return !i.hidden && i.dataset.address === arguments[1] && i.complete && i.naturalWidth > 0"
        + " && !arguments[0].hasAttribute('aria-busy')",
        Find(figure),
        url)));

    /// <summary>Waits until an element is visible and has the given text.</summary>
    public void WaitForText(string selector, string text) => Wait(() =>
        Find(selector) is { Displayed: true } element && element.Text == text);

    /// <summary>Waits for a condition, for at most 5 minutes: only a bug reaches them.</summary>
    public void Wait(Func<bool> condition) => new WebDriverWait(driver, Timeout).Until(_ => condition());

    /// <summary>The pixels of the picture in a figure, 4 bytes (RGBA) per pixel.</summary>
    public byte[] ReadPixels(string figure) => Convert.FromBase64String((string)RunAsync(
        "const done = arguments[1]; const i = document.querySelector(arguments[0]);"
        + "const c = document.createElement('canvas'); c.width = i.naturalWidth; c.height = i.naturalHeight;"
        + "const x = c.getContext('2d'); x.drawImage(i, 0, 0); const d = x.getImageData(0, 0, c.width, c.height).data;"
        + "let s = ''; for (const b of d) s += String.fromCharCode(b); done(btoa(s))",
        $"{figure} img")!);

    /// <summary>The warnings and errors in the browser console since the last call.</summary>
    public IReadOnlyList<string> ConsoleErrors() =>
    [
        .. driver.Manage().Logs.GetLog(LogType.Browser)
            .Where(entry => entry.Level >= LogLevel.Warning)
            .Select(entry => entry.Message),
    ];

    public void Resize(int width, int height) => driver.Manage().Window.Size = new System.Drawing.Size(width, height);

    public void Dispose()
    {
        driver.Quit();
        driver.Dispose();
        driverService.Dispose();
        application.Dispose();
        profile.Delete(recursive: true);
    }
}
