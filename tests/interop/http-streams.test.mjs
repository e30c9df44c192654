// When an answer becomes an event stream, what the stream looks like, and what it means to drop it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerOf, sample, say } from './support/chat.mjs';
import { begin, messagesOf } from './support/http.mjs';
import { startHttp } from './support/listener.mjs';
import { callModern, Session } from './support/mcp-http.mjs';
import { chatCall, modern, modernHeaders, notification, request } from './support/requests.mjs';
import { startUpstream } from './support/upstream.mjs';
import { sleep, until } from './support/wait.mjs';

let server, session;
before(async () => {
    server = await startHttp();
    session = await Session.open(server.endpoint);
});
after(() => server.stop());

const slowly = say(sample, '[[chunks:8]][[chunk-delay:150]]');
const json = /^application\/json/;
const stream = /^text\/event-stream/;

// Ids of requests that run at the same time in one session must differ.
let next = 1;

/** Calls chat in each era. */
const eras = {
    legacy: (prompt, meta, headers) =>
        session.call('tools/call', chatCall(prompt, { meta }), { id: next++, headers }),
    modern: (prompt, meta, headers) =>
        callModern(server.endpoint, 'tools/call', chatCall(prompt, { meta }), { headers }),
};

describe('JSON or stream', { concurrency: true }, () => {
    for (const [era, call] of Object.entries(eras)) {
        describe(era, { concurrency: true }, () => {
            test('a progress token makes it a stream at the first notification', async () => {
                const answer = await call(slowly, { progressToken: 'p' });
                assert.match(answer.headers['content-type'], stream);
                assert.match(answer.headers['cache-control'], /no-cache/);
                assert.match(answer.headers['cache-control'], /no-transform/);
                assert.equal(answer.headers['x-accel-buffering'], 'no');
                assert.equal(answerOf(answer.reply.result), sample);
                const progress = answer.messages.slice(0, -1);
                assert.ok(progress.length > 1);
                assert.ok(
                    progress.every(
                        ({ method, params }) => method === 'notifications/progress' && params.progressToken === 'p',
                    ),
                );
                assert.equal(progress.map(({ params }) => params.message).join(''), sample);
            });

            test('a numeric progress token comes back as a number, 0 included', async () => {
                const answer = await call(slowly, { progressToken: 0 });
                assert.equal(answer.messages[0].params.progressToken, 0);
            });

            test('without a token it is JSON', async () => {
                const answer = await call(say());
                assert.match(answer.headers['content-type'], json);
                assert.equal(answer.messages.length, 1);
            });

            test('a client that takes only JSON waits for it, token or not', async () => {
                const answer = await call(slowly, { progressToken: 1 }, { accept: 'application/json' });
                assert.match(answer.headers['content-type'], json);
                assert.equal(answerOf(answer.reply.result), sample);
            });

            test('a long call becomes a stream with keep-alive comments, lest a proxy give up', async () => {
                const answer = await call(say('late', '[[latency:22000]]'));
                assert.match(answer.headers['content-type'], stream);
                assert.match(answer.text, /^:/m);
                assert.equal(answerOf(answer.reply.result), 'late');
            });

            test('a long call of a client that takes only JSON stays JSON', async () => {
                const answer = await call(say('late', '[[latency:7000]]'), undefined, { accept: 'application/json' });
                assert.match(answer.headers['content-type'], json);
                assert.equal(answerOf(answer.reply.result), 'late');
            });
        });
    }
});

describe('the connection is dropped', () => {
    let upstream, held;
    before(async () => {
        upstream = await startUpstream();
        held = await startHttp({ args: [], env: upstream.env });
    });
    after(async () => {
        await held.stop();
        upstream.stop();
    });
    const ask = (message, headers) => begin(held.endpoint, { headers, body: JSON.stringify(message) });

    test('modern, in mid-stream: that cancels the call, down to the upstream request', async () => {
        const message = modern('tools/call', chatCall('hold', { meta: { progressToken: 1 } }));
        const next = upstream.calls.length;
        const asked = ask(message, modernHeaders(message));
        assert.match((await asked.answered).headers['content-type'], stream);
        asked.close();
        const call = await upstream.call(next);
        await until(() => call.closed, 'the upstream request is closed');
    });

    test('modern, before anything was answered: the same', async () => {
        const message = modern('tools/call', chatCall('hold'));
        const next = upstream.calls.length;
        const asked = ask(message, modernHeaders(message, { accept: 'application/json' }));
        asked.answered.catch(() => {});
        const call = await upstream.call(next);
        asked.close();
        await until(() => call.closed, 'the upstream request is closed');
    });

    test('legacy: the call goes on', async () => {
        const old = await Session.open(held.endpoint);
        const next = upstream.calls.length;
        const message = request('tools/call', chatCall('hold', { meta: { progressToken: 1 } }));
        const asked = ask(message, old.headers);
        await asked.answered;
        const call = await upstream.call(next);
        asked.close();
        await sleep(1000);
        assert.equal(call.closed, false, 'the upstream request is still open');
        call.finish();
    });

    test('legacy: notifications/cancelled cancels, and the stream ends without an answer', async () => {
        const old = await Session.open(held.endpoint);
        const next = upstream.calls.length;
        const { response, headers } = await ask(
            request('tools/call', chatCall('hold', { meta: { progressToken: 1 } }), 'c'),
            old.headers,
        ).answered;
        const call = await upstream.call(next);
        const cancelled = await old.post(notification('notifications/cancelled', { requestId: 'c' }));
        assert.equal(cancelled.status, 202);
        await until(() => call.closed, 'the upstream request is closed');
        let text = '';
        for await (const chunk of response) text += chunk;
        assert.ok(
            messagesOf({ headers, text }).every((each) => !('id' in each)),
            text,
        );
    });

    test('legacy: another session cannot cancel it', async () => {
        const [mine, other] = [await Session.open(held.endpoint), await Session.open(held.endpoint)];
        const next = upstream.calls.length;
        const asked = ask(request('tools/call', chatCall('hold'), 'c'), mine.headers);
        const call = await upstream.call(next);
        await other.post(notification('notifications/cancelled', { requestId: 'c' }));
        await sleep(500);
        assert.equal(call.closed, false);
        call.finish();
        assert.equal((await asked.answered).status, 200);
    });
});
