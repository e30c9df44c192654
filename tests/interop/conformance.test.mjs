// The official conformance suite, by its own runner, against `http --conformance`: the newest, which knows both eras and
// what each revision requires, and the last stable one. No baseline: whatever a scenario checks must be good, its
// warnings count, and no scenario may be left out.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { startHttp } from './support/listener.mjs';
import { binary, nodeModule, scratchDirectory } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';

const newest = nodeModule('@modelcontextprotocol/conformance/dist/index.js');
const stable = nodeModule('conformance-legacy/dist/index.js');

let server;
before(async () => (server = await startHttp({ args: ['--sandbox', '--conformance'] })));
after(() => server.stop());

const told = ({ id, name, status, errorMessage }) => `${status} ${id} (${name}): ${errorMessage ?? ''}`;

/** Runs a part of a suite; gives its exit code and, by scenario, what it has checked. */
async function runSuite(suite, ...args) {
    const output = scratchDirectory();
    const words = [suite, 'server', '--url', server.endpoint, '-o', output, ...args];
    const { code, stdout, stderr } = await run(process.execPath, words, { env: environment(), ms: 300_000 });
    const checks = new Map();
    for (const file of globSync('*/checks.json', { cwd: output }))
        checks.set(
            /^server-(.*)-\d{4}-\d\d-\d\dT[\d-]+Z\//.exec(file)[1],
            JSON.parse(readFileSync(`${output}/${file}`, 'utf8')),
        );
    return { code, checks, text: stdout + stderr };
}

function assertAllGood(checks, { skipped = [] } = {}) {
    const bad = checks.filter(({ status, id }) => !['SUCCESS', 'INFO'].includes(status) && !skipped.includes(id));
    assert.deepEqual(bad.map(told), []);
    assert.ok(skipped.length > 0 || checks.some(({ status }) => status === 'SUCCESS'), 'something was checked');
}

const tools = [
    'tools-list',
    'tools-call-simple-text',
    'tools-call-image',
    'tools-call-audio',
    'tools-call-embedded-resource',
    'tools-call-mixed-content',
    'tools-call-error',
    'tools-call-with-progress',
];
const resources = ['resources-list', 'resources-read-text', 'resources-read-binary', 'resources-templates-read'];
const prompts = [
    'prompts-list',
    'prompts-get-simple',
    'prompts-get-with-args',
    'prompts-get-embedded-resource',
    'prompts-get-with-image',
];
const both = [
    ...tools,
    ...resources,
    ...prompts,
    'completion-complete',
    'server-sse-multiple-streams',
    'dns-rebinding-protection',
];
const legacy = [
    ...both,
    'server-initialize',
    'logging-set-level',
    'ping',
    'tools-call-with-logging',
    'tools-call-sampling',
    'tools-call-elicitation',
    'elicitation-sep1034-defaults',
    'elicitation-sep1330-enums',
    'resources-subscribe',
    'resources-unsubscribe',
];

const runs = [
    {
        title: '2025-11-25',
        suite: newest,
        args: ['--requirements', '2025-11-25'],
        required: legacy,
        count: 30,
        unscored: ['server-session-lifecycle', 'json-schema-2020-12', 'server-sse-polling'],
    },
    {
        title: '2026-07-28',
        suite: newest,
        args: ['--requirements', '2026-07-28'],
        required: [
            ...both,
            'server-stateless',
            'sep-2164-resource-not-found',
            'caching',
            ...[
                'basic-elicitation',
                'basic-sampling',
                'basic-list-roots',
                'request-state',
                'multiple-input-requests',
                'multi-round',
                'missing-input-response',
                'non-tool-request',
                'result-type',
                'unsupported-methods',
                'tampered-state',
                'capability-check',
                'ignore-extra-params',
                'validate-input',
            ].map((name) => `input-required-result-${name}`),
        ],
        count: 37,
        unscored: [
            'json-schema-2020-12',
            'http-header-validation',
            'http-custom-header-server-validation',
            ...[
                'lifecycle',
                'capability-negotiation',
                'wire-fields',
                'request-state-removal',
                'mrtr-input',
                'request-headers',
                'dispatch-and-envelope',
                'status-notifications',
                'required-task-error',
                'mrtr-composition',
            ].map((name) => `tasks-${name}`),
        ],
    },
    {
        title: '0.1, the last stable suite',
        suite: stable,
        args: ['--suite', 'all'],
        required: [...legacy, 'json-schema-2020-12', 'server-sse-polling'],
        count: 32,
        unscored: [],
    },
];

// What the suite itself does not check yet.
const unchecked = { 'tasks-status-notifications': { skipped: ['tasks-status-notifications'] } };

for (const { title, suite, args, required, count, unscored } of runs)
    describe(`conformance ${title}`, () => {
        let outcome;
        before(async () => (outcome = await runSuite(suite, ...args)));

        test('every scenario is run, and the suite is content', () => {
            assert.equal(required.length, count);
            assert.deepEqual([...outcome.checks.keys()].sort(), [...required, ...unscored].sort());
            assert.equal(outcome.code, 0, outcome.text);
        });
        for (const name of [...required, ...unscored])
            test(name, () => assertAllGood(outcome.checks.get(name) ?? [], unchecked[name]));
    });

// A scenario that is required of one revision holds of the others that know it, too.
describe('conformance of older revisions', () => {
    for (const [name, version] of [
        ['server-initialize', '2025-06-18'],
        ['server-session-lifecycle', '2025-03-26'],
        ['server-session-lifecycle', '2025-06-18'],
        ['tools-call-elicitation', '2025-06-18'],
        ['resources-subscribe', '2025-06-18'],
    ])
        test(`${name} ${version}`, async () => {
            const { checks, text } = await runSuite(newest, '--scenario', name, '--spec-version', version);
            const [found] = checks.values();
            assert.ok(found, text);
            assertAllGood(found);
        });
});

describe('without --conformance', () => {
    test('there are no fixtures, and no help names the switch', async () => {
        const plain = await startHttp();
        const client = new Client({ name: 'plain', version: '1.0.0' });
        await client.connect(new StreamableHTTPClientTransport(new URL(plain.endpoint)));
        const { tools: offered } = await client.listTools();
        const { prompts: offeredPrompts } = await client.listPrompts();
        const { resources: offeredResources } = await client.listResources();
        await client.close();
        await plain.stop();
        for (const { name } of [...offered, ...offeredPrompts]) assert.doesNotMatch(name, /^test_|^json_schema_/);
        for (const { uri } of offeredResources) assert.doesNotMatch(uri, /^test:/);
        const { stdout } = await run(binary, ['--help'], { env: environment() });
        assert.doesNotMatch(stdout, /conformance/);
    });
});
