// A process that a host starts must end with its host: at the end of stdin, on a signal, when the parent is gone.
// The goal is one second; the tests wait for ten.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { answerOf, say } from './support/chat.mjs';
import { binary } from './support/paths.mjs';
import { environment, Program, run } from './support/program.mjs';
import { chatCall, request } from './support/requests.mjs';
import { Stdio } from './support/stdio.mjs';
import { startUpstream } from './support/upstream.mjs';
import { until, within } from './support/wait.mjs';

const bound = 10_000;

/** Runs `body` with a server that has three calls in flight, none of which will ever be answered. */
async function withCallsInFlight(body) {
    const upstream = await startUpstream();
    const peer = new Stdio({ args: [], env: environment(upstream.env) });
    try {
        await peer.initialize();
        for (const id of ['a', 'b', 'c'])
            peer.send(request('tools/call', chatCall('hold', { meta: { progressToken: id } }), id));
        await upstream.call(2);
        await body(peer);
        await until(() => upstream.calls.every(({ closed }) => closed), 'the upstream requests are closed');
    } finally {
        peer.child.kill('SIGKILL');
        upstream.stop();
    }
}

describe('the end of stdin', () => {
    test('ends an idle server, with code 0', async () => {
        const peer = new Stdio();
        await peer.initialize();
        await peer.finish();
    });

    test('ends a server that never heard anything', async () => new Stdio().finish());

    test('ends a server with work in flight', () =>
        withCallsInFlight(async (peer) => {
            peer.child.stdin.end();
            assert.deepEqual(await peer.ended(bound), { code: 0, signal: null });
            assert.deepEqual(peer.violations, []);
        }));

    test('what was asked before it is answered, if the answer needs no waiting', async () => {
        const peer = new Stdio();
        peer.send(request('ping', undefined, 'last'));
        await peer.finish();
        assert.ok(peer.messages.some(({ id }) => id === 'last'));
    });

    test('stdin that is closed from the beginning ends it too', async () => {
        const program = new Program(['stdio', '--sandbox'], { stdio: ['ignore', 'pipe', 'pipe'] });
        program.child.stdout.resume();
        assert.deepEqual(await program.ended(bound), { code: 0, signal: null });
    });
});

describe('signals', () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        test(`${signal} ends an idle server`, async () => {
            const peer = new Stdio();
            await peer.initialize();
            peer.child.kill(signal);
            await peer.ended(bound);
        });
        test(`${signal} ends a server with work in flight`, () =>
            withCallsInFlight(async (peer) => {
                peer.child.kill(signal);
                await peer.ended(bound);
            }));
    }

    test('a reader that goes away ends it', async () => {
        const peer = new Stdio();
        await peer.initialize();
        peer.child.stdout.destroy();
        peer.send(request('tools/list', undefined, 1));
        await peer.ended(bound);
    });
});

/** Gone, or dead and not yet reaped by whoever inherited it. */
function isGone(pid) {
    try {
        return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
        return true;
    }
}

for (const [name, message] of [
    ['idle', undefined],
    ['with work in flight', request('tools/call', chatCall('[[fault:stall]]'), 1)],
])
    test(`the parent is killed while the pipe stays open: ${name}`, async () => {
        // A host between us and the server. It hands down our pipes, so the server sees no end of stdin when it dies.
        const host = `
            const { spawn } = require('node:child_process');
            const server = spawn(${JSON.stringify(binary)}, ['stdio', '--sandbox'], { stdio: [0, 1, 2] });
            console.error('pid ' + server.pid);
            setInterval(() => {}, 1000);`;
        const parent = spawn(process.execPath, ['-e', host], { env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
        const lines = createInterface({ input: parent.stderr })[Symbol.asyncIterator]();
        const pid = Number((await within(lines.next(), 'the host starts the server')).value.replace('pid ', ''));
        try {
            const answered = within(
                createInterface({ input: parent.stdout })[Symbol.asyncIterator]().next(),
                'the server answers',
            );
            parent.stdin.write(`${JSON.stringify(request('ping'))}\n`);
            assert.match((await answered).value, /"result"/);
            if (message) parent.stdin.write(`${JSON.stringify(message)}\n`);
            parent.kill('SIGKILL');
            await until(() => isGone(pid), 'the server is gone', bound);
        } finally {
            if (!isGone(pid)) process.kill(pid, 'SIGKILL');
            parent.stdin.destroy();
        }
    });

describe('beginnings', () => {
    test('no argument at all means stdio', async () => {
        const program = new Program([], { stdio: ['pipe', 'pipe', 'pipe'] });
        const lines = createInterface({ input: program.child.stdout })[Symbol.asyncIterator]();
        program.child.stdin.write(`${JSON.stringify(request('ping'))}\n`);
        assert.match((await within(lines.next(), 'an answer')).value, /"result"/);
        program.child.stdin.end();
        assert.deepEqual(await program.ended(bound), { code: 0, signal: null });
    });

    test('without a key tools are listed, and a call says where to get one', async () => {
        const peer = new Stdio({ args: [] });
        await peer.initialize();
        assert.ok((await peer.call('tools/list')).result.tools.length > 0);
        const { result } = await peer.call('tools/call', chatCall('hello'));
        assert.equal(result.isError, true);
        assert.match(result.content[0].text, /DASHSCOPE_API_KEY/);
        assert.match(result.content[0].text, /bailian\.console\.aliyun\.com/);
        await peer.finish();
    });

    test('two at once do not disturb each other', async () => {
        const env = environment();
        const peers = [new Stdio({ env }), new Stdio({ env })];
        await Promise.all(peers.map((peer) => peer.initialize()));
        const texts = ['one', 'two'];
        const answers = await Promise.all(
            peers.map((peer, index) => peer.call('tools/call', chatCall(say(texts[index], '')))),
        );
        assert.deepEqual(
            answers.map(({ result }) => answerOf(result)),
            texts,
        );
        await Promise.all(peers.map((peer) => peer.finish()));
    });

    test('--version, --help and tools print and end', async () => {
        const version = await run(binary, ['--version'], { env: environment() });
        assert.deepEqual([version.code, /\d+\.\d+\.\d+/.test(version.stdout)], [0, true]);
        const help = await run(binary, ['--help'], { env: environment() });
        assert.equal(help.code, 0);
        for (const word of ['stdio', 'http', 'sandbox', 'call', 'tools', '--listen'])
            assert.ok(help.stdout.includes(word), word);
        const tools = await run(binary, ['tools'], { env: environment() });
        assert.equal(tools.code, 0);
        assert.match(tools.stdout, /\bchat\b/);
    });

    test('call runs one tool from the command line', async () => {
        const good = await run(binary, ['call', 'chat', '--sandbox', '--arg', `prompt=${say('from the shell', '')}`], {
            env: environment(),
        });
        assert.equal(good.code, 0, good.stderr);
        assert.ok(good.stdout.includes('from the shell'));
        const bad = await run(binary, ['call', 'chat', '--sandbox', '--arg', 'prompt=[[error:InvalidApiKey]]'], {
            env: environment(),
        });
        assert.notEqual(bad.code, 0);
        const unknown = await run(binary, ['call', 'no_such_tool', '--sandbox'], { env: environment() });
        assert.notEqual(unknown.code, 0);
    });
});
