# Sourced by run.sh and test.sh: what the machine has to have. Whatever is missing is installed when that is allowed
# (root or sudo without a password, and apt); otherwise one sentence says what to install. Texts are for operators.

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

say() {
  printf '%s\n' "$*" >&2
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }
}

apt_updated=no

# install WHAT PACKAGE... — WHAT is the name that a person knows it by.
install() {
  local what=$1 log
  shift
  can_install || fail "Falta $what: instálelo y vuelva a empezar (en Debian y Ubuntu: «sudo apt-get install $*»)."
  say "Falta $what: se instala ($*)…"
  log=$(mktemp)
  if [ "$apt_updated" = no ]; then
    as_root apt-get update >"$log" 2>&1 || say "No se pudo actualizar la lista de paquetes; se usa la que hay."
    apt_updated=yes
  fi
  if ! as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    fail "No se pudo instalar $what: instálelo a mano (en Debian y Ubuntu: «sudo apt-get install $*»); detalle en $log."
  fi
  rm -f "$log"
}

# install_idle WHAT PACKAGE — Debian starts a service of the package's name where there is systemd, now and at every boot;
# the tests need the program alone, at ports and with folders of their own.
install_idle() {
  install "$1" "$2"
  if [ -d /run/systemd/system ]; then
    as_root systemctl disable --now "$2" >/dev/null 2>&1 || say "No se pudo parar el servicio $2, que nadie pidió: «sudo systemctl disable --now $2»."
  fi
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "Falta el SDK de .NET $(wanted_sdk) o posterior: instálelo y vuelva a empezar."
  # global.json pins the SDK; dotnet itself knows best whether what is installed will do.
  dotnet --version >/dev/null 2>&1 ||
    fail "El SDK de .NET instalado no sirve: hace falta $(wanted_sdk) o posterior de la serie $(wanted_sdk | cut -d. -f1,2)."
}

wanted_sdk() {
  sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$top/global.json"
}

need_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    install "Node.js con npm" nodejs npm
  fi
}

# Folder and major version of each PostgreSQL on the machine.
postgres_versions() {
  local bin
  for bin in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    if [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ]; then
      echo "$bin $("$bin/postgres" -V | sed 's/.*(PostgreSQL) \([0-9]*\).*/\1/')"
    fi
  done
}

has_postgres() {
  local bin version found=no
  # Read to the end: whoever writes to a reader that has left may complain.
  while read -r bin version; do
    if [ "$version" -ge 13 ]; then found=yes; fi
  done < <(postgres_versions)
  [ "$found" = yes ] && return
  command -v initdb >/dev/null && command -v postgres >/dev/null
}

need_postgres() {
  has_postgres || install "PostgreSQL 13 o posterior" postgresql
}

# For tests: the stand-in for Oracle is PostgreSQL with orafce. They use the newest version that is installed.
need_orafce() {
  local bin version newest=0 folder="" share
  while read -r bin version; do
    if [ "$version" -gt "$newest" ]; then newest=$version folder=$bin; fi
  done < <(postgres_versions)
  share=$([ -z "$folder" ] || "$folder/pg_config" --sharedir 2>/dev/null || echo "/usr/share/postgresql/$newest")
  if [ "$newest" -gt 0 ] && [ ! -e "$share/extension/orafce.control" ]; then
    install "la extensión orafce de PostgreSQL $newest" "postgresql-$newest-orafce"
  fi
}

need_chromium() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    install "Chromium" chromium
}

# For tests: a consumer that is not ours.
need_kcat() {
  command -v kcat >/dev/null || install "kcat" kcat
}

# For tests: the alerts are proven with the real programs.
need_prometheus() {
  command -v prometheus >/dev/null && command -v promtool >/dev/null || install_idle "Prometheus" prometheus
}

need_alertmanager() {
  command -v prometheus-alertmanager >/dev/null && command -v amtool >/dev/null ||
    install_idle "Alertmanager" prometheus-alertmanager
}

need_exporters() {
  command -v prometheus-postgres-exporter >/dev/null || install_idle "postgres_exporter" prometheus-postgres-exporter
  command -v prometheus-node-exporter >/dev/null || install_idle "node_exporter" prometheus-node-exporter
}

# For tests: the examples of docs/api.md use it.
need_curl() {
  command -v curl >/dev/null || install "curl" curl
}

# For tests: docker-compose.yml is read by compose itself, which needs no engine for that.
need_compose() {
  command -v docker-compose >/dev/null || install "docker-compose" docker-compose
}

# For tests: reads the systemd unit.
need_systemd_analyze() {
  command -v systemd-analyze >/dev/null || install "systemd-analyze" systemd
}
