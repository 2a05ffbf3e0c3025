FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src

# Restored before the sources come, so that only a changed package list restores again.
COPY Directory.Build.props Directory.Packages.props ./
COPY PayHub.Protocol/PayHub.Protocol.csproj PayHub.Protocol/
COPY PayHub.Data/PayHub.Data.csproj PayHub.Data/
COPY PayHub.Tcp/PayHub.Tcp.csproj PayHub.Tcp/
COPY PayHub.Web/PayHub.Web.csproj PayHub.Web/
COPY PayHub.Host/PayHub.Host.csproj PayHub.Host/
RUN dotnet restore PayHub.Host --use-current-runtime

COPY . .
RUN dotnet publish PayHub.Host --configuration Release --no-restore --use-current-runtime --self-contained false \
    --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# A volume takes its owner and mode from the folder that the image has in its place.
RUN install -d -m 0700 -o "$APP_UID" -g "$APP_UID" /data
WORKDIR /app
COPY --from=build /app .

ENV PayHub__DataDirectory=/data
USER $APP_UID
VOLUME /data
# The dashboard, plain TCP, TLS.
EXPOSE 8080 8888 8889
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s --retries=3 CMD ["dotnet", "PayHub.Host.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "PayHub.Host.dll"]
