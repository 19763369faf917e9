#!/usr/bin/env bash
# Cómo está todo, en una tabla: scripts/verificar-salud.sh
# Sale con 0 si todo está bien, con 1 si algo pide atención, con 2 si no se pudo preguntar.
#
#   INGESTA_METRICS_URL  métricas del portal (http://127.0.0.1:9464/metrics)
#   PROMETHEUS_URL       Prometheus, si se quiere saber a quién alcanza (no se pregunta si no se indica)
#   INGESTA_DATA         carpeta de datos, para leer los errores recientes del registro (./data)
set -euo pipefail
# Accents count as one letter.
export LC_ALL=C.UTF-8

if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
  exit 0
fi

top=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
metrics_url=${INGESTA_METRICS_URL:-http://127.0.0.1:9464/metrics}
logs=${INGESTA_DATA:-$top/data}/logs
command -v curl >/dev/null || { echo "Falta curl: instálelo (en Debian y Ubuntu: «sudo apt-get install curl»)." >&2; exit 2; }

worst=0
row() { # what, state (bien, aviso, mal, -), detail
  printf '%s%*s %s%*s %s\n' "$1" $((34 - ${#1} > 0 ? 34 - ${#1} : 0)) "" "$2" $((6 - ${#2})) "" "$3"
  case $2 in aviso | mal) worst=1 ;; esac
}

# value SERIES: the sample of exactly this series, empty when it is not there.
value() {
  awk -v series="$1" '{ name = $0; sub(/ [^ ]*$/, "", name); if (name == series) { print $NF; exit } }' <<<"$metrics"
}

# samples NAME LABEL: label's value and sample of every series of a metric.
samples() {
  awk -v start="$1{" -v label="$2=\"" 'index($0, start) == 1 {
    rest = substr($0, index($0, label) + length(label)); print substr(rest, 1, index(rest, "\"") - 1), $NF }' <<<"$metrics"
}

# is CONDITION: arithmetic that knows fractions and infinity.
is() { awk "BEGIN { exit !($1) }" </dev/null; }

# ago SECONDS
ago() {
  awk -v s="$1" 'BEGIN { if (s < 120) printf "%d s", s; else if (s < 7200) printf "%d min", s / 60; else if (s < 172800) printf "%d h", s / 3600; else printf "%d días", s / 86400 }'
}

if ! metrics=$(curl --silent --show-error --fail --max-time 15 "$metrics_url" 2>&1); then
  row "portal" mal "no responde en $metrics_url: $metrics"
  exit 2
fi
now=$(date +%s)
row QUÉ CÓMO DETALLE
row portal bien "$metrics_url"

while read -r dependency up; do
  [ -n "$dependency" ] || continue
  latency=$(value "ingesta_dependency_latency_seconds{dependency=\"$dependency\"}")
  if [ "$up" = 1 ]; then row "$dependency" bien "${latency:+responde en $latency s}"; else row "$dependency" mal "no responde"; fi
done < <(samples ingesta_dependency_up dependency)

heartbeat=$(value ingesta_scheduler_heartbeat_age_seconds)
if [ -z "$heartbeat" ]; then
  row "programador: latido" mal "no se sabe: la base de datos no responde"
elif [ "$heartbeat" = +Inf ]; then
  row "programador: latido" mal "nadie ejecuta trabajos"
elif is "$heartbeat > 30"; then
  row "programador: latido" mal "hace $(ago "$heartbeat")"
else
  row "programador: latido" bien "hace $(ago "$heartbeat")"
fi

next=$(value ingesta_scheduler_next_run_timestamp_seconds)
if [ "$(value ingesta_schedule_paused)" = 1 ]; then
  row "trabajo de la noche" aviso "en pausa"
elif [ -z "$next" ]; then
  row "trabajo de la noche" mal "no está programado"
else
  row "trabajo de la noche" bien "próxima vez: $(date -d "@${next%.*}" '+%Y-%m-%d %H:%M')"
fi

ended=$(value ingesta_run_last_end_timestamp_seconds)
status=$(samples ingesta_run_last_status status | awk '$2 == 1 { print $1 }')
if [ -z "$ended" ]; then
  row "última ejecución" - "todavía ninguna"
else
  case $status in
    succeeded) row "última ejecución" bien "correcta, hace $(ago $((now - ${ended%.*})))" ;;
    partial) row "última ejecución" aviso "parcial, hace $(ago $((now - ${ended%.*})))" ;;
    *) row "última ejecución" mal "fallida, hace $(ago $((now - ${ended%.*})))" ;;
  esac
fi

failed=$(value 'ingesta_dates{status="failed"}')
[ -z "$failed" ] || [ "$failed" = 0 ] || row "fechas fallidas" mal "$failed de las últimas siete"
held=$(samples ingesta_merges_held maestra | awk '{ print $1 }' | paste -sd, -)
[ -z "$held" ] || row "cargas retenidas" aviso "$held"

while read -r target age; do
  [ -n "$target" ] || continue
  pending=$(awk -v start="ingesta_delivery_pending_rows{target=\"$target\"" 'index($0, start) == 1 { sum += $NF } END { print sum + 0 }' <<<"$metrics")
  if is "$age > 900"; then
    row "entregas a $target" mal "$pending filas pendientes, la más antigua desde hace $(ago "$age")"
  else
    row "entregas a $target" bien "$pending filas pendientes"
  fi
done < <(samples ingesta_delivery_oldest_pending_age_seconds target)

backup=$(value ingesta_backup_last_success_timestamp_seconds)
since=${backup:-$(value ingesta_hub_installed_timestamp_seconds)}
limit=$(value ingesta_backup_age_limit_seconds)
if [ -n "$since" ]; then
  age=$((now - ${since%.*}))
  if [ -n "$limit" ] && is "$age > $limit"; then
    row respaldo aviso "ninguno bueno desde hace $(ago "$age")"
  elif [ -z "$backup" ]; then
    row respaldo - "todavía ninguno"
  else
    row respaldo bien "el último bueno, hace $(ago "$age")"
  fi
fi
tasks=$(samples ingesta_maintenance_failed task | awk '$2 == 1 { print $1 }' | paste -sd, -)
[ -z "$tasks" ] || row "mantenimiento fallido" aviso "$tasks"

if [ -n "${PROMETHEUS_URL:-}" ]; then
  if targets=$(curl --silent --show-error --fail --max-time 15 --get --data-urlencode query=up "${PROMETHEUS_URL%/}/api/v1/query" 2>&1); then
    # One line a series; names and addresses hold no quotes.
    while read -r job instance up; do
      if [ "$up" = 1 ]; then row "prometheus: $job" bien "$instance"; else row "prometheus: $job" mal "no alcanza $instance"; fi
    done < <(sed 's/{"metric":/\n/g' <<<"$targets" | sed -n 's/.*"instance":"\([^"]*\)".*"job":"\([^"]*\)".*"value":\[[^,]*,"\([^"]*\)"\].*/\2 \1 \3/p')
  else
    row prometheus mal "no responde en $PROMETHEUS_URL: $targets"
  fi
fi

if [ -d "$logs" ]; then
  # Of the last two days' files: a night begins before midnight and ends after it.
  errors=$(find "$logs" -maxdepth 1 -name 'ingesta-*.json' -mtime -2 -print0 | sort -z | xargs -0 -r grep -hE '"@l":"(Error|Fatal)"' || true)
  if [ -z "$errors" ]; then
    row "errores del registro" bien "ninguno en dos días"
  else
    row "errores del registro" aviso "$(wc -l <<<"$errors") en dos días; el último: $(tail -n 1 <<<"$errors" | cut -c 1-160)"
  fi
else
  row "errores del registro" - "no hay carpeta $logs"
fi

exit "$worst"
