using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using PayHub.Web.Live;

namespace PayHub.Tests.Browser;

/// <summary>A page that is new must be looked at too.</summary>
public sealed class EveryRouteTests
{
    // The second step is there only for who gave the password of an account with one: SecondStepTests ask for it.
    private static readonly string[] Elsewhere = ["/account/second-step"];

    [Fact]
    public void The_walk_sees_every_page_there_is()
    {
        string[] seen = [.. Pages.Live, .. Pages.OfStage, .. Pages.Plain, .. Pages.Outside, Pages.Missing];
        var routes = typeof(LivePage).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).ToList();
        Assert.Contains("/ledger", routes);
        Assert.Equal(Elsewhere, routes.Where(route => !seen.Any(address => Matches(route, address))));
    }

    private static bool Matches(string route, string address)
    {
        var pattern = Regex.Replace(Regex.Escape(route), @"\\\{\\\*[^}]*}", ".+");
        return Regex.IsMatch(new Uri(new Uri("http://hub"), address).AbsolutePath, "^" + Regex.Replace(pattern, @"\\\{[^}]*}", "[^/]+") + "$");
    }
}
