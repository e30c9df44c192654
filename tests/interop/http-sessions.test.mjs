// Legacy sessions: given on initialize, checked on every request, ended by DELETE, alive across a restart.

import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { answerOf, sample, say } from './support/chat.mjs';
import { send } from './support/http.mjs';
import { startHttp } from './support/listener.mjs';
import { callModern, post, Session } from './support/mcp-http.mjs';
import { scratchDirectory } from './support/paths.mjs';
import { chatCall, jsonHeaders, legacyVersions, request } from './support/requests.mjs';

let server;
before(async () => (server = await startHttp()));
after(() => server.stop());

test('an id is given on initialize: visible ASCII, a new one each time', async () => {
    const [one, two] = [await Session.open(server.endpoint), await Session.open(server.endpoint)];
    assert.match(one.id, /^[\x21-\x7e]+$/);
    assert.notEqual(one.id, two.id);
});

test('nothing but initialize gives an id', async () => {
    const session = await Session.open(server.endpoint);
    assert.equal((await session.call('ping')).headers['mcp-session-id'], undefined);
    assert.equal((await callModern(server.endpoint, 'server/discover')).headers['mcp-session-id'], undefined);
});

for (const version of legacyVersions)
    test(`a session of ${version}: list, call, ping, end`, async () => {
        const session = await Session.open(server.endpoint, version);
        assert.equal(session.initialized.protocolVersion, version);
        assert.ok((await session.call('tools/list')).reply.result.tools.length > 0);
        const answer = await session.call('tools/call', chatCall(say()));
        assert.equal(answerOf(answer.reply.result), sample);
        assert.deepEqual((await session.call('ping')).reply.result, {});
        assert.equal((await session.end()).status, 204);
    });

// Some clients keep no session id. Nothing here needs one: they are served without what a session remembers.
test('a request without a session id is served', async () => {
    for (const message of [request('ping'), request('tools/list'), request('tools/call', chatCall('x'))]) {
        const answer = await post(server.endpoint, message);
        assert.equal(answer.status, 200, `${message.method}: ${answer.text}`);
        assert.ok(answer.reply.result, answer.text);
    }
});

describe('an unknown session is 404', () => {
    const unknown = ['x', 'v1.abc.def', '0'.repeat(200), '../../etc/passwd', 'x'.repeat(4000)];
    for (const id of unknown)
        test(JSON.stringify(id.slice(0, 20)), async () => {
            const session = new Session(server.endpoint, id);
            const answer = await session.call('ping');
            assert.equal(answer.status, 404);
            assert.ok(answer.reply.error, answer.text);
            assert.equal((await session.end()).status, 404);
        });

    test('one that was tampered with, anywhere', async () => {
        const { id } = await Session.open(server.endpoint);
        const step = Math.ceil(id.length / 12);
        for (let at = 0; at < id.length; at += step) {
            const changed = id.slice(0, at) + (id[at] === 'A' ? 'B' : 'A') + id.slice(at + 1);
            assert.equal(
                (await new Session(server.endpoint, changed).call('ping')).status,
                404,
                `position ${at} of ${id.length}`,
            );
        }
        for (const changed of [id.slice(0, -1), `${id}A`])
            assert.equal((await new Session(server.endpoint, changed).call('ping')).status, 404);
    });

    test('notifications too', async () => {
        assert.equal((await new Session(server.endpoint, 'nobody').notify('notifications/initialized')).status, 404);
    });
});

describe('DELETE', () => {
    test('ends a session: 204, then 404 for every use', async () => {
        const session = await Session.open(server.endpoint);
        const other = await Session.open(server.endpoint);
        const answer = await session.end();
        assert.deepEqual([answer.status, answer.text], [204, '']);
        assert.equal((await session.call('ping')).status, 404);
        assert.equal((await session.end()).status, 404);
        assert.equal((await other.call('ping')).status, 200, 'the other session goes on');
    });
    test('without an id is 400', async () => {
        assert.equal((await send(server.endpoint, { method: 'DELETE', headers: jsonHeaders })).status, 400);
    });
});

describe('MCP-Protocol-Version in a session', () => {
    const ping = (session, headers) => {
        const all = Object.entries({ ...session.headers, ...headers }).filter(([, value]) => value !== undefined);
        return post(session.endpoint, request('ping'), { headers: Object.fromEntries(all) });
    };
    test('may be missing', async () => {
        assert.equal(
            (await ping(await Session.open(server.endpoint), { 'mcp-protocol-version': undefined })).status,
            200,
        );
    });
    test('may be another legacy version than the negotiated one', async () => {
        const session = await Session.open(server.endpoint, '2025-06-18');
        for (const version of legacyVersions)
            assert.equal((await ping(session, { 'mcp-protocol-version': version })).status, 200, version);
    });
    test('must be one that exists', async () => {
        const session = await Session.open(server.endpoint);
        for (const version of ['1999-01-01', 'x'])
            assert.equal((await ping(session, { 'mcp-protocol-version': version })).status, 400, version);
    });
});

describe('restarts', () => {
    test('a session outlives a killed server that comes back with the same state', async () => {
        const home = scratchDirectory();
        const first = await startHttp({ home });
        const session = await Session.open(first.endpoint);
        assert.equal((await session.call('ping')).status, 200);
        await first.stop('SIGKILL');

        const second = await startHttp({ home });
        session.endpoint = second.endpoint;
        const answer = await session.call('tools/call', chatCall(say()));
        assert.equal(answer.status, 200, answer.text);
        assert.equal(answerOf(answer.reply.result), sample);
        await second.stop();

        for (const name of readdirSync(home, { recursive: true }))
            if (statSync(join(home, name)).isFile())
                assert.equal(statSync(join(home, name)).mode & 0o077, 0, `${name} is private`);
    });

    test('two servers that start at once on fresh state agree on the key', async () => {
        const home = scratchDirectory();
        const [one, two] = await Promise.all([startHttp({ home }), startHttp({ home })]);
        const [a, b] = await Promise.all([Session.open(one.endpoint), Session.open(two.endpoint)]);
        a.endpoint = two.endpoint;
        b.endpoint = one.endpoint;
        assert.equal((await a.call('ping')).status, 200);
        assert.equal((await b.call('ping')).status, 200);
        await Promise.all([one.stop(), two.stop()]);
    });

    test('with other state the session is unknown: 404, so that clients initialize again', async () => {
        const session = await Session.open(server.endpoint);
        const stranger = await startHttp();
        session.endpoint = stranger.endpoint;
        assert.equal((await session.call('ping')).status, 404);
        await stranger.stop();
    });
});
