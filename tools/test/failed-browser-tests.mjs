// Prints the browser tests that failed, with the first lines of the error.
//   failed-browser-tests.mjs results.json
import { readFileSync } from 'node:fs';

const colours = /\u001b\[[0-9;]*m/g;
const { suites } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function* specs(suite, titles = []) {
  const path = [...titles, suite.title];
  for (const spec of suite.specs ?? []) yield { title: [...path, spec.title].join(' › '), tests: spec.tests };
  for (const inner of suite.suites ?? []) yield* specs(inner, path);
}

for (const { title, tests } of suites.flatMap((suite) => [...specs(suite)])) {
  for (const { status, projectName, results } of tests) {
    if (status !== 'unexpected') continue;
    const error = results.find((result) => result.error)?.error ?? {};
    const where = error.location ? ` (${error.location.file.split('/end2end/').at(-1)}:${error.location.line})` : '';
    console.log(`  Failed: [${projectName}] ${title}${where}`);
    const lines = (error.message ?? '').replace(colours, '').split('\n').filter((line) => line.trim());
    for (const line of lines.slice(0, 14)) console.log(`    ${line.slice(0, 200)}`);
  }
}
