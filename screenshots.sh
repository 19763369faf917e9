#!/usr/bin/env bash
# Takes a picture of every page of the portal and of each of its states, wide and narrow, light and dark, with realistic
# files: ./screenshots.sh. They go to artifacts/screenshots/.
set -euo pipefail

top=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$top/scripts/prerequisites.sh"
cd "$top"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
need_dotnet
need_node
need_postgres
need_chromium

name=IngestaMaestras.Portal.Tests
dotnet build "tests/$name" -c Release --disable-build-servers -v quiet -nologo
rm -rf artifacts/screenshots
mkdir -p artifacts/screenshots
timeout --kill-after=30s 20m "tests/$name/bin/Release/net10.0/$name" -noLogo -noColor -explicit only -class '*.Screenshots' </dev/null
say "$(find artifacts/screenshots -name '*.png' | wc -l) imágenes en artifacts/screenshots"
