// Paths, methods, sizes and content types of the HTTP transport (docs: wire rules of Streamable HTTP, both eras).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { begin, exchange, send } from './support/http.mjs';
import { startHttp } from './support/listener.mjs';
import { post, Session } from './support/mcp-http.mjs';
import { initialize, jsonHeaders, modern, modernHeaders, notification } from './support/requests.mjs';

let server;
before(async () => (server = await startHttp()));
after(async () => assert.deepEqual(await server.stop(), { code: 0, signal: null }));

const body = JSON.stringify(initialize());

/** The head of a request, byte for byte. */
const head = (...fields) =>
    ['POST /mcp HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', ...fields, '', ''].join('\r\n');
const seenHead = (text) => text.includes('\r\n\r\n');

describe('methods of the endpoint', () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH'])
        test(`${method} is 405 with Allow`, async () => {
            const accept = method === 'GET' ? 'text/event-stream' : '*/*';
            const answer = await send(server.endpoint, { method, headers: { accept } });
            assert.equal(answer.status, 405);
            assert.match(answer.headers.allow ?? '', /\bPOST\b/);
        });

    test('GET within a session opens a stream where something could come on it, else it is 405', async () => {
        const session = await Session.open(server.endpoint);
        const headers = { ...session.headers, accept: 'text/event-stream' };
        const told = Object.values(session.initialized.capabilities).some(
            ({ listChanged, subscribe }) => listChanged || subscribe,
        );
        const asked = begin(server.endpoint, { method: 'GET', headers });
        const answer = await asked.answered;
        asked.close();
        assert.equal(answer.status, told ? 200 : 405);
        if (told) assert.match(answer.headers['content-type'], /^text\/event-stream/);
    });
});

describe('the transport of 2024-11-05 (HTTP+SSE)', () => {
    for (const path of ['/sse', '/mcp', '/messages'])
        test(`who asks for its stream at ${path} is told what to use`, async () => {
            const answer = await send(server.base + path, { method: 'GET', headers: { accept: 'text/event-stream' } });
            assert.equal(answer.status, path === '/mcp' ? 405 : 404);
            const { error } = JSON.parse(answer.text);
            assert.match(error.message, /Streamable HTTP/);
            assert.match(error.message, /POST messages to \/mcp/);
        });

    test('its own client gives up at once', async () => {
        const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
        await assert.rejects(client.connect(new SSEClientTransport(new URL(`${server.base}/sse`))));
    });
});

describe('other paths are 404 in JSON: clients probe for OAuth and stumble over anything else', () => {
    const paths = [
        '/',
        '/sse',
        '/mcpx',
        '/mcp/x',
        '/favicon.ico',
        '/.well-known/oauth-protected-resource',
        '/.well-known/oauth-protected-resource/mcp',
        '/.well-known/oauth-authorization-server',
        '/.well-known/openid-configuration',
        '/.well-known/oauth-authorization-server/mcp',
    ];
    for (const [method, path] of [
        ...paths.map((path) => ['GET', path]),
        ['POST', '/register'],
        ['POST', '/authorize'],
        ['POST', '/'],
    ])
        test(`${method} ${path}`, async () => {
            const answer = await send(server.base + path, {
                method,
                headers: jsonHeaders,
                body: method === 'POST' ? '{}' : undefined,
            });
            assert.equal(answer.status, 404);
            assert.match(answer.headers['content-type'], /^application\/json/);
            JSON.parse(answer.text);
        });
});

describe('content type', () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/json-ish'])
        test(`${type} is 415`, async () => {
            const answer = await send(server.endpoint, { headers: { ...jsonHeaders, 'content-type': type }, body });
            assert.equal(answer.status, 415);
        });
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8'])
        test(`${type} is JSON`, async () => {
            const answer = await post(server.endpoint, body, {
                headers: { ...jsonHeaders, 'content-type': type },
                method: 'initialize',
            });
            assert.equal(answer.status, 200);
        });
});

describe('size', () => {
    const limit = 16 * 1024 * 1024;

    test('more than 16 MiB announced is 413 before it is read', async () => {
        const text = await exchange(server.base, head(`Content-Length: ${limit + 1}`), seenHead);
        assert.match(text, /^HTTP\/1\.1 413 /);
    });

    test('more than 16 MiB in chunks is 413', async () => {
        const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`;
        const text = await exchange(server.base, head('Transfer-Encoding: chunked') + chunk.repeat(17), seenHead);
        assert.match(text, /^HTTP\/1\.1 413 /);
    });

    test('5 MiB are served', async () => {
        const message = initialize();
        message.params.clientInfo.title = 'x'.repeat(5 * 1024 * 1024);
        assert.equal((await post(server.endpoint, message)).status, 200);
    });
});

describe('HTTP itself', () => {
    const whole = (...fields) => head(`Content-Length: ${Buffer.byteLength(body)}`, ...fields) + body;

    test('a connection is kept for the next request', async () => {
        const text = await exchange(server.base, whole().repeat(2), (seen) => seen.split('HTTP/1.1 200').length === 3);
        assert.equal(text.split('HTTP/1.1 200').length - 1, 2);
    });

    test('Expect: 100-continue is answered', async () => {
        const bytes = head(`Content-Length: ${body.length}`, 'Expect: 100-continue');
        assert.match(await exchange(server.base, bytes, seenHead), /^HTTP\/1\.1 100 /);
    });

    test('Connection: close closes', async () => {
        assert.match(await exchange(server.base, whole('Connection: close')), /^HTTP\/1\.1 200 /);
    });

    for (const [what, bytes] of [
        ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
        ['a header without end', `POST /mcp HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(200_000)}`],
        ['two lengths', `${head('Content-Length: 2', 'Content-Length: 3')}{}\r\n`],
        ['length and chunks', `${head('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
        ['a broken chunk', `${head('Transfer-Encoding: chunked')}zz\r\n`],
        ['no Host', whole().replace('Host: localhost\r\n', '')],
    ])
        test(`${what}: refused or dropped, never served`, async () => {
            const text = await exchange(server.base, Buffer.from(bytes, 'latin1'), seenHead);
            assert.doesNotMatch(text, /^HTTP\/1\.1 2/);
            assert.equal((await post(server.endpoint, initialize())).status, 200, 'the server goes on');
        });
});

describe('notifications are 202 with an empty body', () => {
    test('legacy', async () => {
        const session = await Session.open(server.endpoint);
        for (const method of ['notifications/initialized', 'notifications/cancelled', 'notifications/no_such_thing']) {
            const answer = await session.notify(method, { requestId: 99 });
            assert.deepEqual([answer.status, answer.text], [202, ''], method);
        }
    });

    test('modern', async () => {
        const { id, ...message } = modern('notifications/cancelled', { requestId: 99 });
        const answer = await post(server.endpoint, message, { headers: modernHeaders(message) });
        assert.deepEqual([answer.status, answer.text], [202, '']);
    });

    test('a batch of notifications under 2025-03-26', async () => {
        const session = await Session.open(server.endpoint, '2025-03-26');
        const answer = await session.post([
            notification('notifications/initialized'),
            notification('notifications/initialized'),
        ]);
        assert.deepEqual([answer.status, answer.text], [202, '']);
    });
});
