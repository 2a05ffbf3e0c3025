using Microsoft.EntityFrameworkCore.Design;

namespace PayHub.Data.Storage;

/// <summary>For <c>dotnet ef migrations add</c>: the model needs a provider, but no file.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PayHubDbContext>
{
    public PayHubDbContext CreateDbContext(string[] args) =>
        new(PayHubDatabase.Options("Data Source=design-time.db").Options);
}
