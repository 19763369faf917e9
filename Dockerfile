# syntax=docker/dockerfile:1
# The portal, scheduler and worker in one image: docker build -t ingesta-maestras .

FROM node:22.20.0-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

# The version that global.json names.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401 AS build
WORKDIR /src
COPY . .
COPY --from=assets /src/node_modules node_modules
# CI=true restores by the lock files (see Directory.Build.props), those of a build with Oracle's driver apart.
RUN CI=true dotnet restore src/IngestaMaestras.Portal -p:OracleDriver=true
RUN dotnet publish src/IngestaMaestras.Portal -c Release --no-restore -p:OracleDriver=true -p:RestoreWebAssets=false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12
# tzdata: the schedule is Bogotá's. curl: the health check. postgresql-client: backup and restore.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl postgresql-client tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" /data /backups
# Without diagnostics the runtime writes nothing but below /data and /tmp: the root file system may be read-only.
ENV TZ=America/Bogota \
    DOTNET_EnableDiagnostics=0 \
    Ingesta__DataRoot=/data
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
VOLUME /data
EXPOSE 8080 9464
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://localhost:8080/health/ready"]
ENTRYPOINT ["dotnet", "ingesta.dll"]
CMD ["serve", "--urls", "http://+:8080"]
