// MCP over stdio: framing, order, cancellation, broken lines.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerOf, sample, say } from './support/chat.mjs';
import { environment } from './support/program.mjs';
import { chatCall, legacyVersions, metaKey, modern, modernVersion, request } from './support/requests.mjs';
import { Stdio } from './support/stdio.mjs';
import { startUpstream } from './support/upstream.mjs';
import { until } from './support/wait.mjs';

/** A test with a connection of its own, which must end well. */
const connected = (name, body, options) =>
    test(name, async () => {
        const peer = new Stdio(options);
        try {
            await body(peer);
            await peer.finish();
        } finally {
            peer.child.kill('SIGKILL');
        }
    });

const alive = async (peer) => assert.deepEqual((await peer.call('ping')).result, {});

describe('both eras on one connection, decided for each message', () => {
    for (const version of legacyVersions)
        connected(
            `initialize with ${version}`,
            async (peer) => {
                assert.equal((await peer.initialize()).protocolVersion, version);
                assert.ok((await peer.call('tools/list')).result.tools.length > 0);
                await alive(peer);
            },
            { version },
        );

    connected(
        'modern without any opening',
        async (peer) => {
            peer.send(modern('server/discover', {}, 'd'));
            assert.deepEqual((await peer.answer('d')).result.supportedVersions, [modernVersion]);
            peer.send(modern('tools/call', chatCall(say()), 'c'));
            assert.equal(answerOf((await peer.answer('c')).result), sample);
        },
        { version: modernVersion },
    );

    connected('discover, then initialize: a probe that falls back', async (peer) => {
        peer.version = modernVersion;
        peer.send(modern('server/discover', {}, 'd'));
        await peer.answer('d');
        peer.version = '2025-11-25';
        await peer.initialize();
        await alive(peer);
    });

    connected('requests before initialize are answered', async (peer) => {
        await alive(peer);
        assert.ok((await peer.call('tools/list')).result.tools);
    });

    connected(
        'modern errors',
        async (peer) => {
            const code = async (message) => {
                peer.send(message);
                return (await peer.answer(message.id)).error;
            };
            const claim = { [metaKey('protocolVersion')]: '2099-01-01' };
            assert.deepEqual((await code(modern('tools/list', { _meta: claim }, 'v'))).data, {
                supported: [modernVersion],
                requested: '2099-01-01',
            });
            assert.equal((await code(modern('ping', {}, 'p'))).code, -32601);
            const message = modern('tools/list', {}, 'm');
            delete message.params._meta[metaKey('clientCapabilities')];
            assert.equal((await code(message)).code, -32602);
        },
        { version: modernVersion },
    );
});

describe('order', () => {
    connected('a slow call does not hold up others', async (peer) => {
        await peer.initialize();
        peer.send(request('tools/call', chatCall(say('slow', '[[latency:2000]]')), 'slow'));
        peer.send(request('tools/call', chatCall(say('middling', '[[latency:1000]]')), 'middling'));
        peer.send(request('tools/call', chatCall(say('quick', '')), 'quick'));
        peer.send(request('ping', undefined, 'ping'));
        await peer.answer('slow');
        const order = peer.messages.map(({ id }) => id);
        assert.ok(order.indexOf('ping') < order.indexOf('middling'), order.join());
        assert.ok(order.indexOf('quick') < order.indexOf('middling'), order.join());
        assert.ok(order.indexOf('middling') < order.indexOf('slow'), order.join());
    });

    connected('fifty calls at once each get their own answer', async (peer) => {
        await peer.initialize();
        const ids = Array.from({ length: 50 }, (_, index) => index);
        for (const id of ids) peer.send(request('tools/call', chatCall(say(`answer ${id}`, '')), id));
        for (const id of ids) assert.equal(answerOf((await peer.answer(id)).result), `answer ${id}`);
    });

    connected('progress precedes its answer, and only calls with a token have any', async (peer) => {
        await peer.initialize();
        const prompt = say(sample, '[[chunks:6]][[chunk-delay:150]]');
        peer.send(request('tools/call', chatCall(prompt, { meta: { progressToken: 'with' } }), 'with'));
        peer.send(request('tools/call', chatCall(prompt), 'without'));
        await Promise.all([peer.answer('with'), peer.answer('without')]);
        const progress = peer.messages.filter(({ method }) => method === 'notifications/progress');
        assert.ok(progress.length > 1);
        assert.ok(progress.every(({ params }) => params.progressToken === 'with'));
        assert.equal(progress.map(({ params }) => params.message).join(''), sample);
        assert.ok(peer.messages.indexOf(progress.at(-1)) < peer.messages.findIndex(({ id }) => id === 'with'));
    });
});

describe('cancellation', () => {
    test('closes the upstream request, and no answer follows', async () => {
        const upstream = await startUpstream();
        const peer = new Stdio({ args: [], env: environment(upstream.env) });
        await peer.initialize();
        for (const id of ['text', 7]) {
            peer.send(request('tools/call', chatCall('hold'), id));
            const call = await upstream.call(upstream.calls.length);
            peer.notify('notifications/cancelled', { requestId: id, reason: 'enough' });
            await until(() => call.closed, 'the upstream request is closed');
            await alive(peer);
            assert.ok(!peer.messages.some((message) => message.id === id));
        }
        await peer.finish();
        upstream.stop();
    });

    connected('of what is unknown, already answered or malformed is ignored', async (peer) => {
        await peer.initialize();
        await peer.call('ping', undefined, 'done');
        for (const params of [{ requestId: 'done' }, { requestId: 'never' }, { requestId: null }, {}, undefined])
            peer.notify('notifications/cancelled', params);
        await alive(peer);
        assert.equal(peer.messages.filter(({ id }) => id === 'done').length, 1);
    });
});

describe('lines', () => {
    const broken = {
        'no JSON': 'hello',
        'half a message': '{"jsonrpc":"2.0","id":1,',
        'invalid UTF-8': Buffer.from('7b2261223a22ff227d', 'hex'),
        'a NUL': 'a\0b',
    };
    for (const [name, line] of Object.entries(broken))
        connected(`${name} is -32700 with id null, and the connection goes on`, async (peer) => {
            await peer.initialize();
            peer.write(line);
            assert.equal((await peer.answer(null)).error.code, -32700);
            await alive(peer);
        });

    connected('JSON that is no message is -32600', async (peer) => {
        for (const line of ['{}', '1', '"x"', '[]']) peer.write(line);
        await alive(peer);
        const errors = peer.messages.filter(({ id }) => id === null).map(({ error }) => error.code);
        assert.deepEqual(errors, [-32600, -32600, -32600, -32600]);
    });

    connected('empty lines and CRLF are no trouble', async (peer) => {
        peer.write('');
        peer.write('\r');
        peer.write('{"jsonrpc":"2.0","id":"crlf","method":"ping"}\r');
        assert.deepEqual((await peer.answer('crlf')).result, {});
        await alive(peer);
    });

    connected('a message in many small writes', async (peer) => {
        const text = Buffer.from('{"jsonrpc":"2.0","id":"é🦊","method":"ping"}');
        for (const byte of text) {
            peer.child.stdin.write(Buffer.of(byte));
            await new Promise(setImmediate);
        }
        peer.write('');
        assert.deepEqual((await peer.answer('é🦊')).result, {});
    });

    connected('nine MiB in a line are served', async (peer) => {
        const pad = 'x'.repeat(9 * 1024 * 1024);
        assert.deepEqual((await peer.call('ping', { pad })).result, {});
    });

    connected('more than 16 MiB in a line are refused, and the connection goes on', async (peer) => {
        await peer.initialize();
        peer.write(`{"jsonrpc":"2.0","id":"big","method":"ping","params":{"pad":"${'x'.repeat(17 * 1024 * 1024)}"}}`);
        await until(() => peer.messages.some(({ error }) => error), 'the line is refused');
        assert.ok([-32600, -32700].includes(peer.messages.find(({ error }) => error).error.code));
        await alive(peer);
    });

    connected('a client that posts a response, or an unknown notification, gets nothing back', async (peer) => {
        await peer.initialize();
        const before = peer.messages.length;
        peer.write('{"jsonrpc":"2.0","id":"mine","result":{}}');
        peer.write('{"jsonrpc":"2.0","method":"notifications/no_such_thing"}');
        await alive(peer);
        assert.equal(peer.messages.length, before + 1);
    });

    connected(
        'a batch before 2025-06-18',
        async (peer) => {
            await peer.initialize();
            peer.write('[{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}]');
            await Promise.all([peer.answer('a'), peer.answer('b')]);
            assert.ok(peer.lines.at(-1).startsWith('['));
        },
        { version: '2025-03-26' },
    );
});
