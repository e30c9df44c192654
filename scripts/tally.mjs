// Prints `PASSED FAILED` for a JUnit report: `node tally.mjs ctest|node FILE`. Exits with 1 if no test ran.

import { readFileSync } from 'node:fs';

/** ctest knows programs; each of ours is a doctest program, which says at its end how many cases it ran. */
function ctest(report) {
    const total = { passed: 0, failed: 0 };
    for (const [, attributes, output] of report.matchAll(/<testcase ([^>]*)>([\s\S]*?)<\/testcase>/g)) {
        const broken = !/status="run"/.test(attributes);
        const summary = /\[doctest\] test cases: +\d+ \| +(\d+) passed \| +(\d+) failed/.exec(output);
        const [passed, failed] = summary ? summary.slice(1).map(Number) : [broken ? 0 : 1, 0];
        total.passed += passed;
        // A program can fail with no failed case: a crash, a leak that the sanitizer reports at exit, a time-out.
        total.failed += broken ? Math.max(failed, 1) : failed;
        if (passed + failed === 0) total.failed += 1;
    }
    return total;
}

/** node's runner ends its report with comments that count tests (suites apart). */
function node(report) {
    const comment = (name) => Number(new RegExp(`<!-- ${name} (\\d+) -->`).exec(report)?.[1] ?? 0);
    return { passed: comment('pass'), failed: comment('fail') + comment('cancelled') };
}

const [kind, file] = process.argv.slice(2);
const { passed, failed } = { ctest, node }[kind](readFileSync(file, 'utf8'));
console.log(passed, failed);
if (passed + failed === 0) process.exitCode = 1;
