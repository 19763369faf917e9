// Sums up the test projects: node summarise-tests.mjs LIMIT NAME=EXIT_CODE…
// Reads artifacts/NAME.json (CTRF), prints what failed and why, and as the last line "N passed, N failed[, N skipped]".
// Fails when a test failed, when a process did not end as it should, and when nothing ran.
import { readFileSync } from "node:fs";

const [limit, ...projects] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

for (const project of projects) {
  const [name, code] = project.split("=");
  const report = readTests(name);
  const tests = report ?? [];
  const failed = tests.filter((test) => test.status === "failed");
  for (const test of failed) {
    console.log(`\nFAILED ${test.name}\n${indent(test.message ?? "")}`);
  }
  total.passed += tests.filter((test) => test.status === "passed").length;
  total.failed += failed.length;
  total.skipped += tests.filter((test) => test.status === "skipped" || test.status === "pending").length;

  const trouble = whatWentWrong(Number(code), report, failed);
  if (trouble) {
    console.log(`\nFAILED ${name}: ${trouble}`);
    total.failed++;
  }
}

const nothingRan = total.passed + total.failed === 0;
if (nothingRan) {
  console.log("\nNo test ran.");
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 || nothingRan ? 1 : 0;

function readTests(name) {
  try {
    return JSON.parse(readFileSync(`artifacts/${name}.json`, "utf8")).results.tests;
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

// Exit code 1 is the runner's own word for failed tests; every other one is the process's end.
function whatWentWrong(code, report, failed) {
  if (code === 124) {
    return `not finished within ${limit}, ended`;
  }
  if (code === 137) {
    return `killed: not finished within ${limit}, or out of memory`;
  }
  if (report === null) {
    return `ended with exit code ${code} and without a report`;
  }
  if (code !== 0 && !(code === 1 && failed.length > 0)) {
    return `ended with exit code ${code}`;
  }
  return null;
}

function indent(text) {
  return text.replace(/^/gm, "  ");
}
