// Who may include whom (the layers of the design). CMake enforces what each target can see; this test also refuses what
// would come through a layer in between.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './support/paths.mjs';

// Leaves: any layer but the sandbox may include them. A leaf itself includes at most the platform.
const leaves = ['platform', 'store', 'seal', 'auth', 'telemetry', 'media'];

const mayInclude = {
    jsonrpc: [],
    net: [],
    mcp: ['jsonrpc'],
    transport: ['jsonrpc', 'net'],
    dashscope: ['net'],
    upstream: ['jsonrpc', 'net'],
    tools: ['mcp', 'dashscope', 'upstream'],
    conformance: ['mcp'],
    install: [],
};

const cli = 'cli';
const headers = globSync(['src/**/*.hpp', 'tools/**/*.hpp'], { cwd: root });
const sources = [...headers, ...globSync(['src/**/*.cpp', 'tools/**/*.cpp'], { cwd: root })];

const layerOf = (path) =>
    path.startsWith('tools/') ? 'tools' : path.split('/').length > 2 ? path.split('/')[1] : 'main';
const textOf = (path) => readFileSync(join(root, path), 'utf8');
const layers = new Set(sources.map(layerOf));

/** The layers that a file includes, without its own. */
function includedBy(path) {
    const named = [...textOf(path).matchAll(/^\s*#\s*include\s+["<]([a-z_]+)\/[^">]+[">]/gm)].map(([, first]) => first);
    return named.filter((name) => layers.has(name) && name !== layerOf(path));
}

function allowed(from, to) {
    if (from === 'main') return to === cli || leaves.includes(to);
    if (from === cli) return true;
    // The emulator shares no code with what it checks, nor with anything that knows MCP. The coroutine type is no
    // behaviour to share: net's interface is written with it.
    if (from === 'sandbox') return ['net', 'jsonrpc', 'platform'].includes(to);
    if (leaves.includes(from)) return to === 'platform';
    return leaves.includes(to) || mayInclude[from]?.includes(to);
}

test('there are sources', () => assert.ok(sources.length > 20));

test('every layer is in the picture', () => {
    const known = new Set([...Object.keys(mayInclude), ...leaves, 'sandbox', cli, 'main']);
    assert.deepEqual(
        [...layers].filter((layer) => !known.has(layer)),
        [],
    );
});

test('each file includes only what its layer may', () => {
    const wrong = sources.flatMap((path) =>
        includedBy(path)
            .filter((to) => !allowed(layerOf(path), to))
            .map((to) => `${path} includes ${to}/`),
    );
    assert.deepEqual(wrong, []);
});

test('only the emulator knows the emulator, and only main and cli know cli', () => {
    const wrong = sources.filter(
        (path) =>
            layerOf(path) !== cli &&
            includedBy(path).some((to) => to === 'sandbox' || (to === cli && layerOf(path) !== 'main')),
    );
    assert.deepEqual(wrong, []);
});

test('the layers have no circle', () => {
    const graph = new Map(
        [...layers].map((layer) => [
            layer,
            new Set(sources.filter((path) => layerOf(path) === layer).flatMap(includedBy)),
        ]),
    );
    const visit = (layer, path) => {
        assert.ok(!path.includes(layer), `${[...path, layer].join(' -> ')}`);
        for (const next of graph.get(layer)) visit(next, [...path, layer]);
    };
    for (const layer of layers) visit(layer, []);
});

test('every header says #pragma once first', () => {
    assert.deepEqual(
        headers.filter((path) => !textOf(path).startsWith('#pragma once\n')),
        [],
    );
});

test('Beast and TLS stay in net and transport, for the time of a build', () => {
    const wrong = sources.filter(
        (path) => !['net', 'transport'].includes(layerOf(path)) && /boost\/(beast|asio\/ssl)/.test(textOf(path)),
    );
    assert.deepEqual(wrong, []);
});

test('tools know neither HTTP nor JSON-RPC', () => {
    const wrong = sources.filter(
        (path) =>
            layerOf(path) === 'tools' && includedBy(path).some((to) => ['jsonrpc', 'net', 'transport'].includes(to)),
    );
    assert.deepEqual(wrong, []);
});
