// The official conformance suite, by its own runner, in the two versions that matter: the newest, which knows both
// eras, and the last stable one.
//
// Not here yet, for want of fixtures or of features:
//   fixture tools         tools-call-*, json-schema-2020-12, http-custom-header-server-validation, server-sse-polling,
//                         elicitation-sep1034-defaults, elicitation-sep1330-enums
//   fixtures for MRTR     input-required-result-* except -unsupported-methods
//   resources             resources-*, sep-2164-resource-not-found, caching
//   prompts               prompts-*, completion-complete
//   extensions            tasks-*, sep-2640-skills-*

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startHttp } from './support/listener.mjs';
import { nodeModule, scratchDirectory } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';

const newest = nodeModule('@modelcontextprotocol/conformance/dist/index.js');
const stable = nodeModule('conformance-legacy/dist/index.js');

let server;
before(async () => (server = await startHttp()));
after(() => server.stop());

/** Runs one scenario and gives the checks that the suite wrote down. */
async function checksOf(suite, scenario, specVersion) {
    const output = scratchDirectory();
    const args = [suite, 'server', '--url', server.endpoint, '--scenario', scenario, '-o', output];
    if (specVersion) args.push('--spec-version', specVersion);
    const { stdout, stderr } = await run(process.execPath, args, { env: environment(), ms: 120_000 });
    const [file] = globSync('**/checks.json', { cwd: output });
    assert.ok(file, `no checks were written: ${stdout}${stderr}`);
    return JSON.parse(readFileSync(`${output}/${file}`, 'utf8'));
}

const told = ({ id, name, status, errorMessage }) => `${status} ${id} (${name}): ${errorMessage ?? ''}`;

function assertAllGood(checks) {
    const bad = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING').map(told);
    assert.deepEqual(bad, []);
    assert.ok(
        checks.some(({ status }) => status === 'SUCCESS'),
        'something was checked',
    );
}

const scenarios = {
    '2025-11-25': [
        'server-initialize',
        'server-session-lifecycle',
        'ping',
        'logging-set-level',
        'tools-list',
        'server-sse-multiple-streams',
        'dns-rebinding-protection',
    ],
    '2026-07-28': [
        'tools-list',
        'server-sse-multiple-streams',
        'dns-rebinding-protection',
        'http-header-validation',
        'input-required-result-unsupported-methods',
    ],
};

for (const [version, names] of Object.entries(scenarios)) {
    describe(`conformance ${version}`, () => {
        for (const name of names) test(name, async () => assertAllGood(await checksOf(newest, name, version)));
    });
}

describe('conformance 0.1, the last stable suite', () => {
    for (const name of [
        'server-initialize',
        'ping',
        'logging-set-level',
        'tools-list',
        'server-sse-multiple-streams',
        'dns-rebinding-protection',
    ])
        test(name, async () => assertAllGood(await checksOf(stable, name)));
});

// The checks of server-stateless that need no fixture. The others want test_missing_capability,
// test_streaming_elicitation, test_logging_tool, test_trigger_tool_change or test_trigger_prompt_change.
const stateless = [
    'sep-2575-request-meta-invalid-missing-meta',
    'sep-2575-request-meta-invalid-missing-protocol-version',
    'sep-2575-request-meta-invalid-missing-client-capabilities',
    'sep-2575-http-server-meta-invalid-400',
    'sep-2575-request-meta-client-info-optional',
    'sep-2575-server-implements-discover',
    'sep-2575-server-identifies-in-result-meta',
    'sep-2575-server-declares-prompts-in-discover',
    'sep-2575-discover-capabilities-match-handlers',
    'sep-2575-server-unsupported-version-error',
    'sep-2575-http-server-unsupported-version-400',
    'sep-2575-http-server-header-mismatch-400',
    'sep-2575-http-server-method-not-found-404-initialize',
    'sep-2575-http-server-method-not-found-404-ping',
    'sep-2575-http-server-method-not-found-404-logging-setlevel',
    'sep-2575-http-server-method-not-found-404-resources-subscribe',
    'sep-2575-http-server-method-not-found-404-resources-unsubscribe',
    'sep-2575-http-server-method-not-found-404',
    'sep-2575-server-sends-subscription-ack',
    'sep-2575-http-server-error-jsonrpc-id',
];

describe('conformance 2026-07-28, server-stateless', () => {
    let checks = [];
    before(async () => (checks = await checksOf(newest, 'server-stateless', '2026-07-28')));

    for (const id of stateless)
        test(id, () => {
            const mine = checks.filter((check) => check.id === id);
            assert.ok(mine.length > 0, `not among ${checks.map((check) => check.id).join(' ')}`);
            assert.deepEqual(mine.filter(({ status }) => status !== 'SUCCESS').map(told), []);
        });
});
