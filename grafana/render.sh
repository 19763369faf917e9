#!/usr/bin/env bash
# Writes the configuration of Prometheus and Alertmanager for one place: grafana/render.sh FOLDER
# Files of grafana/prometheus/ may hold ${NAME:-default} and ${NAME:?what it is}; values come from the environment. In
# what these programs write themselves ({{ $labels.maestra }}) nothing is replaced.
set -euo pipefail

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

[ $# -eq 1 ] || fail "Uso: grafana/render.sh CARPETA"
from=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/prometheus" && pwd)
mkdir -p "$1"
placeholder='^(.*)\$\{([A-Z_]+):([-?])([^}]*)\}(.*)$'

render() {
  local line rest
  while IFS= read -r line || [ -n "$line" ]; do
    rest=""
    # From the right, so that what a value brings along is left alone.
    while [[ $line =~ $placeholder ]]; do
      local name=${BASH_REMATCH[2]} kind=${BASH_REMATCH[3]} text=${BASH_REMATCH[4]} value
      value=${!name:-}
      if [ -z "$value" ]; then
        [ "$kind" = - ] || fail "Falta $name: $text."
        value=$text
      fi
      rest=$value${BASH_REMATCH[5]}$rest
      line=${BASH_REMATCH[1]}
    done
    printf '%s%s\n' "$line" "$rest"
  done
}

cp "$from"/*.tmpl "$1"/
for file in "$from"/*.yml; do
  case $(basename "$file") in
    alertmanager.yml) mode=600 ;; # may hold the address of a webhook that is a secret by itself
    *) mode=644 ;;
  esac
  render <"$file" >"$1/$(basename "$file").new"
  chmod "$mode" "$1/$(basename "$file").new"
  mv "$1/$(basename "$file").new" "$1/$(basename "$file")"
done
