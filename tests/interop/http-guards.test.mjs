// Who may speak to a loopback server, and in what it is answered: Host, Origin, Accept.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHttp } from './support/listener.mjs';
import { callModern, post } from './support/mcp-http.mjs';
import { initialize, jsonHeaders } from './support/requests.mjs';
import { messagesOf, send } from './support/http.mjs';

let server, port;
before(async () => {
    server = await startHttp();
    port = new URL(server.base).port;
});
after(() => server.stop());

const withHeaders = (headers) =>
    send(server.endpoint, { headers: { ...jsonHeaders, ...headers }, body: JSON.stringify(initialize()) });

describe('DNS rebinding: a foreign Host or Origin is 403', () => {
    for (const origin of [
        'http://evil.example',
        'https://evil.example',
        'null',
        'http://localhost.evil.example',
        'http://127.0.0.1.evil.example',
        'http://evil.example#localhost',
        'http://evil.example?localhost',
        'http://localhost@evil.example',
        'file://',
        'localhost',
        '',
    ])
        test(`Origin: ${origin || '(empty)'}`, async () => assert.equal((await withHeaders({ origin })).status, 403));

    for (const host of [
        'evil.example',
        'evil.example:80',
        'localhost.evil.example',
        '127.0.0.1.evil.example',
        'localhost@evil.example',
    ])
        test(`Host: ${host}`, async () => assert.equal((await withHeaders({ host })).status, 403));

    test('with a good Host and an evil Origin, and the other way round', async () => {
        assert.equal((await withHeaders({ host: `localhost:${port}`, origin: 'http://evil.example' })).status, 403);
        assert.equal((await withHeaders({ host: 'evil.example', origin: `http://localhost:${port}` })).status, 403);
    });

    test('in the modern era too', async () => {
        const answer = await callModern(
            server.endpoint,
            'server/discover',
            {},
            { headers: { origin: 'http://evil.example' } },
        );
        assert.equal(answer.status, 403);
    });

    test('GET and unknown paths are guarded alike', async () => {
        const headers = { origin: 'http://evil.example' };
        for (const path of ['/mcp', '/.well-known/oauth-protected-resource'])
            assert.equal((await send(server.base + path, { method: 'GET', headers })).status, 403);
    });
});

describe('loopback by any of its names is served', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'localhost:1234', 'LOCALHOST'])
        test(`Host: ${host}`, async () => assert.equal((await withHeaders({ host })).status, 200));
    for (const origin of [
        'http://localhost',
        'http://localhost:3000',
        'https://localhost',
        'http://127.0.0.1:8080',
        'http://[::1]:5173',
    ])
        test(`Origin: ${origin}`, async () => assert.equal((await withHeaders({ origin })).status, 200));
});

describe('Accept is never a reason to refuse, and is obeyed', () => {
    const cases = [
        [undefined, /^(application\/json|text\/event-stream)/],
        ['*/*', /^(application\/json|text\/event-stream)/],
        ['application/*', /^application\/json/],
        ['application/json', /^application\/json/],
        ['text/event-stream', /^text\/event-stream/],
        ['application/json;q=0.5, text/event-stream', /^(application\/json|text\/event-stream)/],
        ['text/html', /./],
    ];
    for (const [accept, type] of cases) {
        const headers = { accept };
        test(`legacy, Accept: ${accept}`, async () => {
            const { accept: _, ...rest } = jsonHeaders;
            const all = accept === undefined ? rest : { ...rest, accept };
            const answer = await post(server.endpoint, initialize(), { headers: all });
            assert.equal(answer.status, 200);
            assert.match(answer.headers['content-type'], type);
            assert.equal(messagesOf(answer).length, 1);
        });
        test(`modern, Accept: ${accept}`, async () => {
            const answer = await callModern(server.endpoint, 'tools/list', {}, { headers });
            assert.equal(answer.status, 200);
            assert.match(answer.headers['content-type'], type);
            assert.ok(answer.reply.result.tools);
        });
    }
});
