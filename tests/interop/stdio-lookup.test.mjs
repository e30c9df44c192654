// getaddrinfo can't be interrupted. A server must answer, cancel and leave while one hangs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { environment } from './support/program.mjs';
import { chatCall, request } from './support/requests.mjs';
import { Stdio } from './support/stdio.mjs';
import { until } from './support/wait.mjs';

// The goal is one second; the test waits for ten.
const bound = 10_000;

// LD_PRELOAD can't name a path with a blank: not the usual scratch directory, which has one.
const folder = mkdtempSync(join(tmpdir(), 'lookup-'));
after(() => rmSync(folder, { recursive: true }));
const library = join(folder, 'hanging_lookup.so');
const source = join(import.meta.dirname, 'support', 'hanging_lookup.c');
execFileSync('clang-19', ['-shared', '-fPIC', '-O1', '-o', library, source]);

async function withHangingLookup(body) {
    const env = environment({
        DASHSCOPE_API_KEY: 'sk-test-key-of-nobody',
        DASHSCOPE_BASE_URL: 'https://dashscope.invalid',
        LD_PRELOAD: library,
        // A sanitizer's runtime wants to be first in the list of libraries; behind a preloaded one it works as well.
        ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0`,
    });
    const peer = new Stdio({ args: [], env });
    try {
        await peer.initialize();
        peer.send(request('tools/call', chatCall('hello'), 'hangs'));
        await until(() => peer.stderr.includes('looking up'), 'the look-up has begun');
        await body(peer);
    } finally {
        peer.child.kill('SIGKILL');
    }
}

test('the end of stdin ends a server whose name look-up hangs', () =>
    withHangingLookup(async (peer) => {
        peer.child.stdin.end();
        assert.deepEqual(await peer.ended(bound), { code: 0, signal: null });
    }));

test('a signal ends it too', () =>
    withHangingLookup(async (peer) => {
        peer.child.kill('SIGTERM');
        assert.deepEqual(await peer.ended(bound), { code: 0, signal: null });
    }));

test('meanwhile others are answered, and the call can be cancelled', () =>
    withHangingLookup(async (peer) => {
        assert.deepEqual((await peer.call('ping')).result, {});
        peer.notify('notifications/cancelled', { requestId: 'hangs' });
        assert.deepEqual((await peer.call('ping')).result, {});
        await peer.finish();
        assert.ok(!peer.messages.some(({ id }) => id === 'hangs'), 'a cancelled call has no answer');
    }));
