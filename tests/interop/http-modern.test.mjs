// The era of 2026-07-28 over HTTP: discovery, envelope, headers, errors and their statuses.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerOf, sample, say } from './support/chat.mjs';
import { startHttp } from './support/listener.mjs';
import { callModern, post } from './support/mcp-http.mjs';
import { chatCall, initialize, metaKey, modern, modernHeaders, modernVersion, request } from './support/requests.mjs';

let server;
before(async () => (server = await startHttp()));
after(() => server.stop());

function assertError(answer, status, code) {
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.reply?.error?.code, code, answer.text);
}

const call = (method, params, options) => callModern(server.endpoint, method, params, options);

describe('results', () => {
    test('server/discover', async () => {
        const { reply, status, headers } = await call('server/discover', {}, { id: 'd' });
        assert.equal(status, 200);
        assert.equal(headers['mcp-session-id'], undefined);
        const { result } = reply;
        assert.deepEqual(result.supportedVersions, [modernVersion]);
        assert.equal(result.resultType, 'complete');
        assert.ok(result.capabilities.tools);
        assert.ok(result.ttlMs >= 0);
        assert.match(result.cacheScope, /^(public|private)$/);
        assert.equal(result._meta[metaKey('serverInfo')].name, 'dashscope-mcp');
        assert.ok(result.instructions.length < 2048);
    });

    test('tools/list has cache hints and a stable order', async () => {
        const [first, second] = [await call('tools/list'), await call('tools/list')];
        assert.equal(first.reply.result.resultType, 'complete');
        assert.ok(first.reply.result.ttlMs >= 0);
        assert.match(first.reply.result.cacheScope, /^(public|private)$/);
        assert.equal(first.text, second.text);
    });

    test('tools/call', async () => {
        const { reply } = await call('tools/call', chatCall(say()));
        assert.equal(reply.result.resultType, 'complete');
        assert.equal(reply.result._meta[metaKey('serverInfo')].name, 'dashscope-mcp');
        assert.equal(answerOf(reply.result), sample);
    });

    test('legacy results carry none of that', async () => {
        const { reply } = await post(server.endpoint, initialize());
        for (const name of ['resultType', 'ttlMs', 'cacheScope', '_meta']) assert.equal(reply.result[name], undefined);
    });
});

describe('the envelope', () => {
    const without = (name) => {
        const message = modern('server/discover');
        delete message.params._meta[metaKey(name)];
        return message;
    };
    for (const name of ['protocolVersion', 'clientCapabilities'])
        test(`without ${name} is 400, -32602`, async () =>
            assertError(await call('server/discover', {}, { message: without(name) }), 400, -32602));
    test('without clientInfo is served', async () => {
        assert.equal((await call('server/discover', {}, { message: without('clientInfo') })).status, 200);
    });
    test('a modern header without _meta is 400, -32602', async () => {
        assertError(await call('tools/list', {}, { message: request('tools/list', {}) }), 400, -32602);
        assertError(await call('tools/list', {}, { message: request('tools/list') }), 400, -32602);
    });
    test('clientCapabilities of the wrong type is 400, -32602', async () => {
        assertError(await call('tools/list', { _meta: { [metaKey('clientCapabilities')]: 'all' } }), 400, -32602);
    });
    test('unknown _meta keys are ignored', async () => {
        assert.equal(
            (await call('tools/list', { _meta: { 'example.com/x': 1, traceparent: '00-0-0-01' } })).status,
            200,
        );
    });
});

describe('versions', () => {
    const claim = (version) => modern('tools/list', { _meta: { [metaKey('protocolVersion')]: version } });

    test('an unknown one is 400, -32022, with what is supported and what was asked', async () => {
        for (const version of ['2099-01-01', 'v999.0.0']) {
            const answer = await call(
                'tools/list',
                {},
                { message: claim(version), headers: { 'mcp-protocol-version': version } },
            );
            assertError(answer, 400, -32022);
            assert.deepEqual(answer.reply.error.data, { supported: [modernVersion], requested: version });
        }
    });
    test('initialize never agrees on a modern one', async () => {
        const { reply } = await post(server.endpoint, initialize(modernVersion));
        assert.equal(reply.result.protocolVersion, '2025-11-25');
    });
    for (const version of ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])
        test(`initialize agrees on ${version}`, async () => {
            const { reply } = await post(server.endpoint, initialize(version), { version });
            assert.equal(reply.result.protocolVersion, version);
        });
    test('initialize answers an unknown one with the latest', async () => {
        const { reply } = await post(server.endpoint, initialize('1999-01-01'));
        assert.equal(reply.result.protocolVersion, '2025-11-25');
    });
});

describe('methods', () => {
    for (const method of [
        'initialize',
        'ping',
        'logging/setLevel',
        'resources/subscribe',
        'resources/unsubscribe',
        'no/such/method',
        'tasks/list',
        'roots/list',
    ])
        test(`${method} is 404, -32601`, async () => {
            const answer = await call(method, {}, { id: 'm' });
            assertError(answer, 404, -32601);
            assert.equal(answer.reply.id, 'm');
        });
    test('initialize with a modern header but no envelope is 400, -32020', async () => {
        assertError(await call('initialize', {}, { message: initialize() }), 400, -32020);
    });
    test('an unknown tool is 200, -32602', async () =>
        assertError(await call('tools/call', { name: 'nope' }), 200, -32602));
    test('a wrong cursor is 200, -32602', async () =>
        assertError(await call('tools/list', { cursor: 'x' }), 200, -32602));
});

describe('headers must equal the body: 400, -32020', () => {
    const params = chatCall('x');
    const wrong = [
        ['MCP-Protocol-Version missing', 'tools/list', {}, { 'mcp-protocol-version': undefined }],
        ['MCP-Protocol-Version legacy', 'tools/list', {}, { 'mcp-protocol-version': '2025-11-25' }],
        ['MCP-Protocol-Version unknown', 'tools/list', {}, { 'mcp-protocol-version': '2099-01-01' }],
        ['Mcp-Method missing', 'tools/list', {}, { 'mcp-method': undefined }],
        ['Mcp-Method of another method', 'tools/list', {}, { 'mcp-method': 'tools/call' }],
        ['Mcp-Method in another case', 'tools/list', {}, { 'mcp-method': 'TOOLS/LIST' }],
        ['Mcp-Name missing', 'tools/call', params, { 'mcp-name': undefined }],
        ['Mcp-Name of another tool', 'tools/call', params, { 'mcp-name': 'chatt' }],
        ['Mcp-Name in another case', 'tools/call', params, { 'mcp-name': 'Chat' }],
        ['Mcp-Name in broken Base64: padding', 'tools/call', params, { 'mcp-name': '=?base64?Y2hhdA=?=' }],
        ['Mcp-Name in broken Base64: alphabet', 'tools/call', params, { 'mcp-name': '=?base64?Y2h*dA==?=' }],
        ['Mcp-Name in Base64 of another tool', 'tools/call', params, { 'mcp-name': '=?base64?Y2hhdHQ=?=' }],
        ['Mcp-Name that only begins like Base64', 'tools/call', params, { 'mcp-name': '=?base64?Y2hhdA==' }],
    ];
    for (const [name, method, body, headers] of wrong)
        test(name, async () => {
            const answer = await call(method, body, { id: 7, headers });
            assertError(answer, 400, -32020);
            assert.equal(answer.reply.id, 7);
        });

    test('a header of this era, a body of an unknown one: the mismatch counts, not the version', async () => {
        const message = modern('tools/list', { _meta: { [metaKey('protocolVersion')]: '2099-01-01' } });
        assertError(await call('tools/list', {}, { message }), 400, -32020);
    });

    const good = [
        ['Mcp-Name in Base64', { 'mcp-name': '=?base64?Y2hhdA==?=' }],
        ['blanks around the value', { 'mcp-name': '  chat \t' }],
        ['a session id, which means nothing here', { 'mcp-session-id': 'whatever', 'last-event-id': '7' }],
    ];
    for (const [name, headers] of good)
        test(`${name} is served`, async () =>
            assert.equal((await call('tools/call', params, { headers })).status, 200));

    test('header names in any case', async () => {
        const message = modern('tools/call', params);
        const headers = Object.fromEntries(
            Object.entries(modernHeaders(message)).map(([name, value]) => [name.toUpperCase(), value]),
        );
        assert.equal((await post(server.endpoint, message, { headers, version: modernVersion })).status, 200);
    });
});

test('subscriptions/listen: acknowledged on a stream, then ended, for nothing can be listened to', async () => {
    const answer = await call(
        'subscriptions/listen',
        { notifications: { toolsListChanged: true } },
        { id: 'listen:0' },
    );
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/event-stream/);
    const [acknowledged, result] = answer.messages;
    assert.equal(acknowledged.method, 'notifications/subscriptions/acknowledged');
    assert.equal(acknowledged.params._meta[metaKey('subscriptionId')], 'listen:0');
    assert.equal(result.result.resultType, 'complete');
    assert.equal(result.result._meta[metaKey('subscriptionId')], 'listen:0');
});
