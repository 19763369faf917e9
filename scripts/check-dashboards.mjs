// Checks dashboards against the types that Grafana publishes of its own dashboard model (npm package @grafana/schema):
// node scripts/check-dashboards.mjs FILE.json…
// Each file is compiled as a value of those types: a name that Grafana does not know, a value of another kind and a part
// that is missing are errors of the compiler. Prints each with its file; exit code 1 when there is one. What a data source
// keeps in a dashboard is its own business, and not published: for Prometheus it is written down below.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";

const types = path.join(path.dirname(createRequire(import.meta.url).resolve("@grafana/schema/package.json")), "dist/types");
const ofPrometheus = {
  AnnotationQuery: "expr?: string; step?: string; titleFormat?: string;",
  VariableModel: "definition?: string;",
};
const query = `interface Query {
  refId: string; datasource: { type: "prometheus"; uid: string }; expr: string; legendFormat?: string;
  instant?: boolean; range?: boolean; format?: "time_series" | "table" | "heatmap"; interval?: string;
}`;

const panelTypes = { bargauge: "bargauge", stat: "stat", table: "table", timeseries: "timeseries" };

// The model as files have it: of an enumeration, the values of its members.
function asWritten(text) {
  const members = new Map();
  text = text.replace(/export declare enum (\w+) \{([^}]*)\}/g, (_, name, body) => {
    const values = [...body.matchAll(/(\w+) = ("[^"]*"|-?\d+)/g)];
    values.forEach(([, member, value]) => members.set(`${name}.${member}`, value));
    return `export type ${name} = ${values.map((v) => v[2]).join(" | ")};`;
  });
  for (const [name, more] of Object.entries(ofPrometheus)) {
    text = text.replace(`export interface ${name} {`, `$& ${more}`);
  }
  return text.replace(/\b([A-Z]\w+\.[A-Z]\w+)\b/g, (name) => members.get(name) ?? name);
}

function sourceOf(dashboard) {
  const kinds = [...new Set(dashboard.panels.map((p) => p.type))];
  const lines = [`import type { Dashboard } from "${types}/raw/dashboard/x/types.gen";`];
  for (const kind of kinds.filter((k) => panelTypes[k])) {
    lines.push(`import type * as ${kind} from "${types}/raw/composable/${panelTypes[kind]}/panelcfg/x/types.gen";`);
  }
  lines.push(`export const dashboard: Dashboard = ${JSON.stringify(dashboard, null, 1)};`);
  lines.push(query);
  for (const panel of dashboard.panels) {
    lines.push(`export const targets${panel.id}: Query[] = ${JSON.stringify(panel.targets)};`);
    if (!panelTypes[panel.type]) {
      lines.push(`export const panel${panel.id}: never = ${JSON.stringify(panel.type)};`);
      continue;
    }
    // Options of a panel that are not given are its defaults.
    lines.push(`export const options${panel.id}: Partial<${panel.type}.Options> = ${JSON.stringify(panel.options ?? {})};`);
    const custom = panel.fieldConfig?.defaults?.custom ?? {};
    if (Object.keys(custom).length > 0) {
      lines.push(`export const custom${panel.id}: Partial<${panel.type}.FieldConfig> = ${JSON.stringify(custom)};`);
    }
  }
  return lines.join("\n");
}

const virtual = new Map(process.argv.slice(2).map((file) => [`${path.resolve(file)}.ts`, sourceOf(JSON.parse(fs.readFileSync(file, "utf8")))]));
const options = { strict: true, noEmit: true, skipLibCheck: false, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile.bind(host);
host.fileExists = ((exists) => (file) => virtual.has(file) || exists(file))(host.fileExists);
host.getSourceFile = (file, language, ...rest) =>
  virtual.has(file) ? ts.createSourceFile(file, virtual.get(file), language)
  : file.startsWith(types) ? ts.createSourceFile(file, asWritten(fs.readFileSync(file, "utf8")), language)
  : read(file, language, ...rest);
const problems = ts.getPreEmitDiagnostics(ts.createProgram([...virtual.keys()], options, host));
for (const problem of problems) {
  const { line, character } = problem.file ? ts.getLineAndCharacterOfPosition(problem.file, problem.start) : { line: 0, character: 0 };
  const text = problem.file ? problem.file.text.split("\n")[line].trim() : "";
  console.log(`${problem.file ? path.basename(problem.file.fileName, ".ts") : ""}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")} [${text.slice(Math.max(0, character - 60), character + 120)}]`);
}
process.exit(problems.length === 0 ? 0 : 1);
