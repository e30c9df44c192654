// JSON-RPC over HTTP: what is a message, which id comes back, which error.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHttp } from './support/listener.mjs';
import { callModern, post, Session } from './support/mcp-http.mjs';
import { modern, modernHeaders, notification, request } from './support/requests.mjs';

let server, session;
before(async () => {
    server = await startHttp();
    session = await Session.open(server.endpoint);
});
after(() => server.stop());

function assertError(answer, status, code) {
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.reply?.error?.code, code, answer.text);
    assert.equal(typeof answer.reply.error.message, 'string');
}

describe('ids come back as they went', () => {
    const ids = [
        '0',
        '-1',
        '1',
        '""',
        '"a"',
        '"0"',
        '"\\u00e9 \\"\\\\ 🦊"',
        '9007199254740993',
        '-9223372036854775808',
        '18446744073709551615',
        '123456789012345678901234567890',
    ];
    for (const id of ids) {
        test(`legacy ${id}`, async () => {
            const answer = await session.post(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`, { method: 'ping' });
            assert.equal(answer.status, 200, answer.text);
            assertSameId(answer.text, id);
        });
        test(`modern, in an error, ${id}`, async () => {
            const message = modern('no/such/method');
            const text = JSON.stringify(message).replace('"id":1', `"id":${id}`);
            const answer = await post(server.endpoint, text, {
                headers: modernHeaders(message),
                version: '2026-07-28',
            });
            assertError(answer, 404, -32601);
            assertSameId(answer.text, id);
        });
    }

    function assertSameId(text, id) {
        // Large numbers do not survive JSON.parse, so they are compared as text.
        if (id.startsWith('"')) assert.equal(JSON.parse(text).id, JSON.parse(id));
        else assert.match(text, new RegExp(`"id": ?${id}[,}]`));
    }
});

describe('what is not JSON is 400, -32700', () => {
    const texts = {
        nothing: '',
        blank: '  \n ',
        'a fragment': '{"jsonrpc":"2.0",',
        'two texts': '{}{}',
        'a comment': '{"jsonrpc":"2.0"/* */}',
        'a byte order mark': '\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}',
        NaN: '{"jsonrpc":"2.0","id":NaN,"method":"ping"}',
        'invalid UTF-8': Buffer.from('7b226d223a22ff227d', 'hex'),
        'an overlong UTF-8 slash': Buffer.from('{"jsonrpc":"2.0","id":1,"method":"p\xc0\xafg"}', 'latin1'),
        'a UTF-8 surrogate': Buffer.from('{"jsonrpc":"2.0","id":1,"method":"p\xed\xa0\x80g"}', 'latin1'),
        'UTF-16': Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}', 'utf16le'),
    };
    for (const [name, text] of Object.entries(texts))
        test(name, async () => {
            const answer = await session.post(text);
            assertError(answer, 400, -32700);
            // The id of a request whose bytes alone are wrong can still be read: its sender learns which one it was.
            assert.equal(answer.reply.id, name.includes('UTF-8 ') ? 1 : null);
        });
});

describe('what is JSON but no message is 400, -32600', () => {
    const texts = {
        'a number': '1',
        'a string': '"ping"',
        null: 'null',
        'an empty object': '{}',
        'an empty batch': '[]',
        'no version': '{"id":1,"method":"ping"}',
        'another version': '{"jsonrpc":"1.0","id":1,"method":"ping"}',
        'a version that is a number': '{"jsonrpc":2.0,"id":1,"method":"ping"}',
        'a method that is a number': '{"jsonrpc":"2.0","id":1,"method":1}',
        'a key in the wrong case': '{"jsonrpc":"2.0","id":1,"Method":"ping"}',
        'params that are a string': '{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}',
        'an id that is null': '{"jsonrpc":"2.0","id":null,"method":"ping"}',
        'an id that is an object': '{"jsonrpc":"2.0","id":{},"method":"ping"}',
        'an id that is a fraction': '{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
        'an id that is true': '{"jsonrpc":"2.0","id":true,"method":"ping"}',
        'a key given twice': '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}',
        'a key given twice, once escaped': '{"jsonrpc":"2.0","id":1,"method":"ping","m\\u0065thod":"tools/list"}',
        'a key given twice, deep inside':
            '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":[{"b":{"prompt":"a","prompt":"b"}}]}}',
    };
    for (const [name, text] of Object.entries(texts))
        test(name, async () => assertError(await session.post(text), 400, -32600));
});

test('deep nesting is refused, and the server goes on', async () => {
    for (const depth of [200, 10_000, 1_000_000]) {
        const text = `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
        const answer = await session.post(text);
        assert.equal(answer.status, 400);
        assert.ok([-32600, -32700].includes(answer.reply.error.code), answer.text);
        assert.equal((await session.call('ping')).status, 200);
    }
});

describe('legacy methods', () => {
    test('an unknown one is 200, -32601', async () => assertError(await session.call('no/such/method'), 200, -32601));
    test('what is not advertised does not exist', async () => {
        for (const method of ['server/discover', 'subscriptions/listen', 'tasks/list', 'tasks/get', 'roots/list'])
            assertError(await session.call(method), 200, -32601);
    });
    test('an unknown tool is -32602 and names a near one', async () => {
        const answer = await session.call('tools/call', { name: 'chats' });
        assertError(answer, 200, -32602);
        assert.match(answer.reply.error.message, /\bchat\b/);
    });
    test('tools/call without a name is -32602', async () =>
        assertError(await session.call('tools/call', { arguments: {} }), 200, -32602));
    test('absent arguments are {}', async () => {
        const answer = await session.call('tools/call', { name: 'chat' });
        assert.equal(answer.reply.result.isError, true);
        assert.match(answer.reply.result.content[0].text, /prompt/);
    });
    test('cursors: the empty one is good, others are -32602', async () => {
        assert.ok((await session.call('tools/list', { cursor: '' })).reply.result.tools);
        assertError(await session.call('tools/list', { cursor: 'x' }), 200, -32602);
    });
    test('logging/setLevel knows the levels', async () => {
        assert.deepEqual((await session.call('logging/setLevel', { level: 'warning' })).reply.result, {});
        assertError(await session.call('logging/setLevel', { level: 'loud' }), 200, -32602);
    });
});

describe('batches', () => {
    const pair = [
        request('ping', undefined, 1),
        notification('notifications/initialized'),
        request('no/such', undefined, 'b'),
    ];

    test('2025-03-26 has them', async () => {
        const old = await Session.open(server.endpoint, '2025-03-26');
        const answer = await old.post(pair);
        assert.equal(answer.status, 200);
        assert.ok(answer.text.startsWith('['), answer.text);
        assert.deepEqual(answer.messages.map(({ id }) => id).toSorted(), [1, 'b'].toSorted());
        assert.deepEqual(answer.messages.find(({ id }) => id === 1).result, {});
        assert.equal(answer.messages.find(({ id }) => id === 'b').error.code, -32601);
    });

    test('a broken element is answered in its place', async () => {
        const old = await Session.open(server.endpoint, '2025-03-26');
        const answer = await old.post([request('ping', undefined, 1), 5]);
        assert.equal(answer.status, 200);
        assert.equal(answer.messages.find(({ id }) => id === null).error.code, -32600);
    });

    for (const version of ['2025-06-18', '2025-11-25'])
        test(`${version} has none`, async () => {
            const later = await Session.open(server.endpoint, version);
            assertError(await later.post(pair), 400, -32600);
        });

    test('a modern message in a batch is 400, -32600', async () => {
        const message = modern('tools/list');
        assertError(await post(server.endpoint, [message], { headers: modernHeaders(message) }), 400, -32600);
        const old = await Session.open(server.endpoint, '2025-03-26');
        assertError(await old.post([request('ping'), message]), 400, -32600);
    });
});

test('tool results: wrong arguments are 200 and isError in both eras', async () => {
    const params = { name: 'chat', arguments: { prompt: 5, colour: 'red' } };
    for (const answer of [
        await session.call('tools/call', params),
        await callModern(server.endpoint, 'tools/call', params),
    ]) {
        assert.equal(answer.status, 200);
        assert.equal(answer.reply.result.isError, true);
        assert.match(answer.reply.result.content[0].text, /colour/);
    }
});
