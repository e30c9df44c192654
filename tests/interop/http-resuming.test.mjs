// Streams of legacy sessions that break off: what a client has to do to miss nothing, done by hand and by the official
// clients (2025-11-25 §Resumability and Redelivery).

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client as NewClient, StreamableHTTPClientTransport as NewTransport } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createParser } from 'eventsource-parser';
import { answerOf, Progress, sample, say } from './support/chat.mjs';
import { startCutter } from './support/cutter.mjs';
import { begin, send } from './support/http.mjs';
import { startHttp } from './support/listener.mjs';
import { callModern, Session } from './support/mcp-http.mjs';
import { scratchDirectory } from './support/paths.mjs';
import { chatCall, request } from './support/requests.mjs';
import { checkMessage } from './support/schema.mjs';
import { until, within } from './support/wait.mjs';

let server;
before(async () => (server = await startHttp()));
after(() => server.stop());

const slowly = chatCall(say(sample, '[[chunks:8]][[chunk-delay:150]]'), { meta: { progressToken: 'p' } });

/** Reads an event stream until `enough(events)`, then drops the connection, or to its end. */
async function read(url, options, enough = () => false) {
    const asked = begin(url, options);
    const { status, headers, response } = await asked.answered;
    const events = [];
    let retry;
    const parser = createParser({ onEvent: (event) => events.push(event), onRetry: (ms) => (retry = ms) });
    const reading = (async () => {
        for await (const chunk of response) {
            parser.feed(chunk.toString());
            if (enough(events)) return asked.close();
        }
    })().catch(() => {});
    await within(reading, 'the stream', 60_000);
    return { status, headers, events, retry };
}

const call = (session, params, id, enough) =>
    read(session.endpoint, { headers: session.headers, body: JSON.stringify(request('tools/call', params, id)) }, enough);
const comeBack = (session, last, enough) =>
    read(
        session.endpoint,
        { method: 'GET', headers: { ...session.headers, accept: 'text/event-stream', 'last-event-id': last } },
        enough,
    );
const messages = (events, session) =>
    events
        .filter(({ data }) => data !== '')
        .map(({ data }) => {
            const message = JSON.parse(data);
            checkMessage(session.version, message, 'tools/call');
            return message;
        });
const joined = (all) => all.map(({ params }) => params?.message ?? '').join('');

describe('event ids', { concurrency: true }, () => {
    test('2025-11-25: an id and a time to come back with first, then one with each event', async () => {
        const session = await Session.open(server.endpoint);
        const { events, retry } = await call(session, slowly, 1);
        assert.equal(events[0].data, '');
        assert.ok(retry > 0);
        assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
        for (const { id } of events) assert.match(id, /^[\x21-\x7e]+$/);
        assert.equal(joined(messages(events, session)), sample);
    });

    for (const version of ['2025-03-26', '2025-06-18'])
        test(`${version}: ids, but no event that such a client could not read`, async () => {
            const session = await Session.open(server.endpoint, version);
            const { events } = await call(session, slowly, 1);
            for (const { id, data } of events) assert.ok(id && JSON.parse(data), JSON.stringify({ id, data }));
        });

    test('without a session, and in the modern era, there are none', async () => {
        for (const answer of [
            await callModern(server.endpoint, 'tools/call', slowly),
            await new Session(server.endpoint, undefined).post(request('tools/call', slowly), {
                headers: { 'mcp-session-id': [] },
            }),
        ]) {
            assert.match(answer.headers['content-type'], /^text\/event-stream/);
            assert.doesNotMatch(answer.text, /^id:/m);
        }
    });
});

describe('a stream that is cut', { concurrency: true }, () => {
    for (const version of ['2025-03-26', '2025-11-25'])
        for (const cutAfter of [1, 3, 6])
            test(`${version}, after ${cutAfter} events: nothing is lost, nothing comes twice`, async () => {
                const session = await Session.open(server.endpoint, version);
                const first = await call(session, slowly, 'an id', (events) => events.length >= cutAfter);
                const rest = await comeBack(session, first.events.at(-1).id);
                assert.equal(rest.status, 200);
                const all = [...messages(first.events, session), ...messages(rest.events, session)];
                assert.equal(joined(all), sample);
                assert.equal(all.at(-1).id, 'an id');
                assert.equal(answerOf(all.at(-1).result), sample);
            });

    test('cut again and again', async () => {
        const session = await Session.open(server.endpoint);
        const all = [];
        let part = await call(session, slowly, 1, (events) => events.length >= 2);
        for (let last; ; last = part.events.at(-1)?.id ?? last) {
            all.push(...messages(part.events, session));
            if (all.at(-1)?.result) break;
            part = await comeBack(session, part.events.at(-1)?.id ?? last, (events) => events.length >= 2);
        }
        assert.equal(joined(all), sample);
    });

    test('the answer that came while nobody was there waits; once read there is nothing more', async () => {
        const session = await Session.open(server.endpoint);
        const first = await call(session, slowly, 1, (events) => events.length >= 2);
        let rest;
        await until(async () => {
            // Each look from the same place tells the same again, and more.
            rest = await comeBack(session, first.events[0].id, (events) => events.length >= 3);
            rest = await comeBack(session, first.events[0].id);
            return messages(rest.events, session).at(-1)?.result;
        }, 'the answer');
        assert.equal(joined(messages(rest.events, session)), sample);
        const over = await send(server.endpoint, {
            method: 'GET',
            headers: { ...session.headers, accept: 'text/event-stream', 'last-event-id': rest.events.at(-1).id },
        });
        assert.equal(over.status, 405);
    });

    test('another session gets nothing of it', async () => {
        const [mine, other] = [await Session.open(server.endpoint), await Session.open(server.endpoint)];
        const first = await call(mine, slowly, 1, (events) => events.length >= 2);
        const stolen = await comeBack(other, first.events[0].id);
        assert.equal(joined(messages(stolen.events, other)), '');
        await comeBack(mine, first.events.at(-1).id);
    });

    test('after DELETE it is gone with its session', async () => {
        const session = await Session.open(server.endpoint);
        const first = await call(session, slowly, 1, (events) => events.length >= 2);
        assert.equal((await session.end()).status, 204);
        assert.equal((await comeBack(session, first.events.at(-1).id)).status, 404);
    });
});

test('after a restart the client learns that the answer is lost, and does not wait for it', async () => {
    const home = scratchDirectory();
    const first = await startHttp({ home });
    const session = await Session.open(first.endpoint);
    const { events } = await call(session, slowly, 'lost', (seen) => seen.length >= 2);
    await first.stop('SIGKILL');
    const second = await startHttp({ home });
    try {
        session.endpoint = second.endpoint;
        const answer = messages((await comeBack(session, events.at(-1).id)).events, session);
        assert.equal(answer.length, 1);
        assert.equal(answer[0].id, 'lost');
        assert.match(answer[0].error.message, /no longer kept/);
    } finally {
        await second.stop();
    }
});

test('--poll-after: connections are short, and no client loses anything', async () => {
    const short = await startHttp({ args: ['--sandbox', '--poll-after', '1'] });
    const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
    try {
        const session = await Session.open(short.endpoint);
        const slower = chatCall(say(sample, '[[chunks:8]][[chunk-delay:400]]'), { meta: { progressToken: 'p' } });
        const first = await call(session, slower, 1);
        assert.ok(first.retry > 0);
        assert.ok(!messages(first.events, session).at(-1).result, 'the answer is still to come');
        await client.connect(new StreamableHTTPClientTransport(new URL(short.endpoint)));
        const progress = new Progress();
        const { _meta, ...params } = slower;
        const result = await client.callTool(params, undefined, { onprogress: progress.add, timeout: 60_000 });
        assert.equal(answerOf(result), sample);
        assert.equal(progress.text, sample);
    } finally {
        await client.close();
        await short.stop();
    }
});

describe('the official clients', { concurrency: true }, () => {
    const clients = {
        'sdk 1.x': async (url) => {
            const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
            await client.connect(new StreamableHTTPClientTransport(url));
            return { callTool: (params, options) => client.callTool(params, undefined, options), close: () => client.close() };
        },
        'client 2.x, legacy': async (url) => {
            const client = new NewClient({ name: 'client-v2', version: '1.0.0' });
            await client.connect(new NewTransport(url));
            return client;
        },
    };
    for (const [name, connect] of Object.entries(clients))
        test(`${name}: a call goes on over cuts, without loss or repeat`, async () => {
            const cutter = await startCutter(server.base);
            const client = await connect(new URL(`${cutter.base}/mcp`));
            try {
                const progress = new Progress();
                const { name: tool, arguments: given } = chatCall(say(sample, '[[chunks:8]][[chunk-delay:400]]'));
                const onprogress = (event) => {
                    progress.add(event);
                    // Not the last one: the answer itself would be cut off together with it.
                    if (progress.events.length === 1 || progress.events.length === 4) cutter.cut();
                };
                const result = await client.callTool({ name: tool, arguments: given }, { onprogress, timeout: 60_000 });
                assert.equal(answerOf(result), sample);
                assert.equal(progress.text, sample);
                assert.equal(cutter.cuts, 2);
            } finally {
                await client.close();
                cutter.stop();
            }
        });
});
