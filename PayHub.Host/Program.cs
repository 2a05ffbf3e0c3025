using PayHub.Data;
using PayHub.Web;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.Services.AddPayHubData(builder.Configuration);
builder.Services.AddPayHubWeb(builder.Configuration);
var app = builder.Build();
app.MapPayHubWeb();
app.Run();
