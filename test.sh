#!/usr/bin/env bash
# Sets up and runs every test: ./test.sh [--long] [-- filters of the xUnit runner, such as -class '*Parsing*']
# The last line is "N passed, N failed" (", N skipped"). Reports go to artifacts/.
set -euo pipefail

top=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$top/scripts/prerequisites.sh"
cd "$top"

limit=40m
filters=()
while [ $# -gt 0 ]; do
  case $1 in
    --long) export INGESTA_LONG=1 ;;
    -h | --help)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
      exit 0
      ;;
    --)
      shift
      filters=("$@")
      break
      ;;
    *) fail "Unknown option: $1 (see ./test.sh --help)." ;;
  esac
  shift
done

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
need_dotnet
need_node
need_postgres
need_orafce
need_chromium
need_kcat
need_prometheus
need_alertmanager
need_exporters
need_curl
need_compose
need_systemd_analyze

rm -rf artifacts
mkdir -p artifacts
npm ci --no-audit --no-fund --loglevel=error
# PowerShell, for the script that is for Windows.
dotnet tool restore -v quiet
dotnet restore --disable-build-servers -v quiet -nologo
dotnet build -c Release --no-restore --disable-build-servers -warnaserror -v quiet -nologo

# Ctrl-C ends the tests that run; each project is a process group of its own because of timeout.
running=""
trap '[ -z "$running" ] || kill -TERM "$running" 2>/dev/null; exit 130' INT TERM HUP

reports=()
for project in tests/*Tests; do
  name=$(basename "$project")
  report=artifacts/$name.json
  echo "=== $name"
  code=0
  timeout --kill-after=30s "$limit" "$project/bin/Release/net10.0/$name" -noLogo -noColor \
    -result-ctrf "$report" -result-trx "artifacts/$name.trx" ${filters[@]+"${filters[@]}"} </dev/null &
  running=$!
  wait "$running" || code=$?
  running=""
  reports+=("$name=$code")
done

node scripts/summarise-tests.mjs "$limit" "${reports[@]}"
