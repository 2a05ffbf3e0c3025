using PayHub.Data;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.Services.AddPayHubData(builder.Configuration);
var app = builder.Build();
app.Run();
