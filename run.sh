#!/usr/bin/env bash
# Sets up and starts everything for local use; see usage below.
set -euo pipefail

top=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$top/scripts/prerequisites.sh"

usage() {
  cat <<'TEXT'
Prepara y arranca todo para uso local: ./run.sh [--demo] [opciones de «ingesta serve»]

  --demo           llena la carpeta de entrada con archivos realistas de hoy, algunos con fallos, y ejecuta la ingesta
  INGESTA_DATA     carpeta de datos (./data si no se indica)
  INGESTA_PORT     puerto del portal (8080 si no se indica)

Ctrl-C para todo lo que se arrancó aquí. Al arrancar de nuevo se sigue con los mismos datos.
TEXT
}

demo=no
serve_args=()
for arg in "$@"; do
  case $arg in
    --demo) demo=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) serve_args+=("$arg") ;;
  esac
done

port=${INGESTA_PORT:-8080}
data=$(realpath -ms "${INGESTA_DATA:-$top/data}")
export Ingesta__DataRoot=$data
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Bogotá has no daylight saving time; written out, it needs no time zone data.
today=$(TZ='<-05>5' date +%F)

someone_listens() {
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}

is_ready() {
  local status=""
  { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
  printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  read -r -t 5 status <&3 || true
  exec 3>&- 3<&-
  [[ $status == *' 200 '* ]]
}

check_port() {
  [[ $port =~ ^[0-9]{1,5}$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] ||
    fail "INGESTA_PORT=$port no es un puerto: indique un número entre 1 y 65535."
  if someone_listens; then
    fail "El puerto $port está ocupado por otro programa: ciérrelo o elija otro (por ejemplo, INGESTA_PORT=8090 ./run.sh)."
  fi
}

check_data_folder() {
  { mkdir -p "$data/input" && [ -w "$data" ] && [ -w "$data/input" ]; } 2>/dev/null ||
    fail "No se puede escribir en la carpeta $data: dé permiso a $(id -un) o elija otra (por ejemplo, INGESTA_DATA=/otra/carpeta ./run.sh)."
}

build() {
  say "Compilando…"
  local log
  if ! log=$(dotnet build "$top/src/IngestaMaestras.Portal" -c Release --disable-build-servers -v quiet -nologo 2>&1); then
    printf '%s\n' "$log" >&2
    fail "No se pudo compilar el programa; los errores están arriba."
  fi
}

# Today's files go into input/ once. The folder demo/DATE appears complete; its text files are then moved one by one, so
# that a start cut short anywhere is continued by the next one and no file is sent in twice.
fill_input() {
  local set=$data/demo/$today file
  if [ ! -d "$set" ]; then
    rm -rf "$set.new"
    mkdir -p "$set.new"
    "$top/ingesta" sample --out "$set.new" --faults 0.02 --file-faults unknown,crlf,bom,ctrlz --date "$today" >/dev/null ||
      fail "No se pudieron generar los archivos de ejemplo en $set.new."
    mv "$set.new" "$set"
  fi
  for file in "$set"/*.txt; do
    [ -f "$file" ] || continue
    mv -n "$file" "$data/input/"
    [ ! -f "$file" ] || say "Ya hay un ${file##*/} en $data/input; el de ejemplo queda en $set."
  done
}

server=""

stop() {
  if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
    say "Parando…"
    kill -TERM "$server" 2>/dev/null || true
  fi
}

# Waits for the server's end, whatever signals come meanwhile, and gives its exit code.
wait_for_server() {
  local code
  while true; do
    code=0
    wait "$server" || code=$?
    kill -0 "$server" 2>/dev/null || break
  done
  return "$code"
}

wait_until_ready() {
  until is_ready; do
    kill -0 "$server" 2>/dev/null || return 1
    sleep 0.3
  done
}

print_where() {
  cat >&2 <<TEXT

  Portal       http://localhost:$port
  Hangfire     http://localhost:$port/hangfire
  Entrada      $data/input
  Procesados   $data/processed
  Con error    $data/error
$([ "$demo" = no ] || echo "  Ejemplo      $data/demo/$today (qué fallos se plantaron)")

  Entrar       como admin; la contraseña se mostró arriba la primera vez (otra: ./ingesta user reset admin)

  Ctrl-C para parar. Los datos quedan en $data.

TEXT
}

cd "$top"
need_dotnet
need_node
[ -n "${ConnectionStrings__Hub:-}" ] || need_postgres
check_port
check_data_folder
build
[ "$demo" = no ] || fill_input

# A background process of a script does not hear Ctrl-C; it is told by us, once.
trap stop INT TERM HUP
"$top/ingesta" serve --urls "http://127.0.0.1:$port" ${serve_args[@]+"${serve_args[@]}"} &
server=$!

if wait_until_ready; then
  if [ "$demo" = yes ] && compgen -G "$data/input/*.txt" >/dev/null; then
    say "Ejecutando la ingesta de $today…"
    code=0
    "$top/ingesta" run --date "$today" --wait || code=$?
    # 1 means done with rejects, which the planted faults are there for.
    [ "$code" -le 1 ] || say "La ingesta no se pudo ejecutar (código $code); el portal sigue en marcha."
  fi
  kill -0 "$server" 2>/dev/null && print_where
fi
wait_for_server
