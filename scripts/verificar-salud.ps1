<#
.SYNOPSIS
  Cómo está todo, en una tabla. Sale con 0 si todo está bien, con 1 si algo pide atención, con 2 si no se pudo preguntar.
.DESCRIPTION
  Lo mismo que verificar-salud.sh, para Windows. El archivo empieza con BOM: sin él, Windows PowerShell 5.1 no lee los acentos.
.PARAMETER MetricsUrl
  Métricas del portal.
.PARAMETER PrometheusUrl
  Prometheus, si se quiere saber a quién alcanza.
.PARAMETER Data
  Carpeta de datos, para leer los errores recientes del registro.
#>
[CmdletBinding()]
param(
    [string] $MetricsUrl = $(if ($env:INGESTA_METRICS_URL) { $env:INGESTA_METRICS_URL } else { 'http://127.0.0.1:9464/metrics' }),
    [string] $PrometheusUrl = $env:PROMETHEUS_URL,
    [string] $Data = $(if ($env:INGESTA_DATA) { $env:INGESTA_DATA } else { Join-Path (Split-Path $PSScriptRoot) 'data' })
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$culture = [Globalization.CultureInfo]::InvariantCulture
$rows = [Collections.Generic.List[object]]::new()

function Add-Row([string] $What, [string] $State, [string] $Detail) {
    $rows.Add([pscustomobject]@{ 'QUÉ' = $What; 'CÓMO' = $State; 'DETALLE' = $Detail })
}

function Exit-WithTable([int] $Code) {
    $rows | Format-Table -AutoSize -Wrap | Out-String -Width 160 | Write-Output
    exit $Code
}

function Format-Ago([double] $Seconds) {
    if ($Seconds -lt 120) { return '{0:0} s' -f $Seconds }
    if ($Seconds -lt 7200) { return '{0:0} min' -f ($Seconds / 60) }
    if ($Seconds -lt 172800) { return '{0:0} h' -f ($Seconds / 3600) }
    return '{0:0} días' -f ($Seconds / 86400)
}

try {
    $text = (Invoke-WebRequest -Uri $MetricsUrl -TimeoutSec 15 -UseBasicParsing).Content
}
catch {
    Add-Row 'portal' 'mal' "no responde en ${MetricsUrl}: $($_.Exception.Message)"
    Exit-WithTable 2
}

# Every sample: name, labels, value.
$samples = foreach ($line in $text -split "`n") {
    if ($line -match '^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)') {
        $labels = @{}
        $name = $Matches['name']
        $value = $Matches['value']
        if ($Matches.ContainsKey('labels')) {
            foreach ($label in [regex]::Matches($Matches['labels'], '(\w+)="([^"]*)"')) {
                $labels[$label.Groups[1].Value] = $label.Groups[2].Value
            }
        }
        $number = switch ($value) {
            '+Inf' { [double]::PositiveInfinity }
            '-Inf' { [double]::NegativeInfinity }
            default { [double]::Parse($value, $culture) }
        }
        [pscustomobject]@{ Name = $name; Labels = $labels; Value = $number }
    }
}

function Get-Samples([string] $Name) {
    @($samples | Where-Object { $_.Name -eq $Name })
}

function Get-Value([string] $Name) {
    $found = @(Get-Samples $Name)
    if ($found.Count -gt 0) { $found[0].Value } else { $null }
}

$now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
Add-Row 'portal' 'bien' $MetricsUrl

foreach ($sample in Get-Samples 'ingesta_dependency_up') {
    if ($sample.Value -eq 1) { Add-Row $sample.Labels['dependency'] 'bien' '' } else { Add-Row $sample.Labels['dependency'] 'mal' 'no responde' }
}

$heartbeat = Get-Value 'ingesta_scheduler_heartbeat_age_seconds'
if ($null -eq $heartbeat) { Add-Row 'programador: latido' 'mal' 'no se sabe: la base de datos no responde' }
elseif ([double]::IsInfinity($heartbeat)) { Add-Row 'programador: latido' 'mal' 'nadie ejecuta trabajos' }
else { Add-Row 'programador: latido' $(if ($heartbeat -gt 30) { 'mal' } else { 'bien' }) "hace $(Format-Ago $heartbeat)" }

$next = Get-Value 'ingesta_scheduler_next_run_timestamp_seconds'
if ((Get-Value 'ingesta_schedule_paused') -eq 1) { Add-Row 'trabajo de la noche' 'aviso' 'en pausa' }
elseif ($null -eq $next) { Add-Row 'trabajo de la noche' 'mal' 'no está programado' }
else { Add-Row 'trabajo de la noche' 'bien' "próxima vez: $([DateTimeOffset]::FromUnixTimeSeconds([long]$next).LocalDateTime.ToString('yyyy-MM-dd HH:mm', $culture))" }

$ended = Get-Value 'ingesta_run_last_end_timestamp_seconds'
if ($null -eq $ended) { Add-Row 'última ejecución' '-' 'todavía ninguna' }
else {
    $status = @(Get-Samples 'ingesta_run_last_status' | Where-Object { $_.Value -eq 1 })[0].Labels['status']
    switch ($status) {
        'succeeded' { Add-Row 'última ejecución' 'bien' "correcta, hace $(Format-Ago ($now - $ended))" }
        'partial' { Add-Row 'última ejecución' 'aviso' "parcial, hace $(Format-Ago ($now - $ended))" }
        default { Add-Row 'última ejecución' 'mal' "fallida, hace $(Format-Ago ($now - $ended))" }
    }
}

$failed = @(Get-Samples 'ingesta_dates' | Where-Object { $_.Labels['status'] -eq 'failed' -and $_.Value -gt 0 })
if ($failed.Count -gt 0) { Add-Row 'fechas fallidas' 'mal' "$($failed[0].Value) de las últimas siete" }

$held = @(Get-Samples 'ingesta_merges_held')
if ($held.Count -gt 0) { Add-Row 'cargas retenidas' 'aviso' (($held | ForEach-Object { $_.Labels['maestra'] }) -join ', ') }

foreach ($sample in Get-Samples 'ingesta_delivery_oldest_pending_age_seconds') {
    $target = $sample.Labels['target']
    $pending = 0
    foreach ($row in Get-Samples 'ingesta_delivery_pending_rows') { if ($row.Labels['target'] -eq $target) { $pending += $row.Value } }
    if ($sample.Value -gt 900) { Add-Row "entregas a $target" 'mal' "$pending filas pendientes, la más antigua desde hace $(Format-Ago $sample.Value)" }
    else { Add-Row "entregas a $target" 'bien' "$pending filas pendientes" }
}

$backup = Get-Value 'ingesta_backup_last_success_timestamp_seconds'
$since = if ($null -ne $backup) { $backup } else { Get-Value 'ingesta_hub_installed_timestamp_seconds' }
$limit = Get-Value 'ingesta_backup_age_limit_seconds'
if ($null -ne $since) {
    if ($null -ne $limit -and $now - $since -gt $limit) { Add-Row 'respaldo' 'aviso' "ninguno bueno desde hace $(Format-Ago ($now - $since))" }
    elseif ($null -eq $backup) { Add-Row 'respaldo' '-' 'todavía ninguno' }
    else { Add-Row 'respaldo' 'bien' "el último bueno, hace $(Format-Ago ($now - $since))" }
}
$tasks = @(Get-Samples 'ingesta_maintenance_failed' | Where-Object { $_.Value -eq 1 })
if ($tasks.Count -gt 0) { Add-Row 'mantenimiento fallido' 'aviso' (($tasks | ForEach-Object { $_.Labels['task'] }) -join ', ') }

if ($PrometheusUrl) {
    try {
        $answer = Invoke-RestMethod -Uri "$($PrometheusUrl.TrimEnd('/'))/api/v1/query?query=up" -TimeoutSec 15
        foreach ($series in $answer.data.result) {
            if ($series.value[1] -eq '1') { Add-Row "prometheus: $($series.metric.job)" 'bien' $series.metric.instance }
            else { Add-Row "prometheus: $($series.metric.job)" 'mal' "no alcanza $($series.metric.instance)" }
        }
    }
    catch {
        Add-Row 'prometheus' 'mal' "no responde en ${PrometheusUrl}: $($_.Exception.Message)"
    }
}

$logs = Join-Path $Data 'logs'
if (Test-Path $logs) {
    $files = @(Get-ChildItem $logs -Filter 'ingesta-*.json' | Where-Object { $_.LastWriteTime -gt (Get-Date).AddDays(-2) } | Sort-Object Name)
    $errors = @($files | Select-String -Pattern '"@l":"(Error|Fatal)"')
    if ($errors.Count -eq 0) { Add-Row 'errores del registro' 'bien' 'ninguno en dos días' }
    else { Add-Row 'errores del registro' 'aviso' "$($errors.Count) en dos días; el último: $($errors[-1].Line.Substring(0, [Math]::Min(160, $errors[-1].Line.Length)))" }
}
else { Add-Row 'errores del registro' '-' "no hay carpeta $logs" }

Exit-WithTable $(if (@($rows | Where-Object { $_.'CÓMO' -in 'aviso', 'mal' }).Count -gt 0) { 1 } else { 0 })
