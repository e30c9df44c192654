// Many waiters on one key: DashScope allows 20 task queries a second for an account, and everyone gets a result.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf } from './support/chat.mjs';
import { describeWorld, textOf, transports } from './support/tool-tests.mjs';

const limit = 20;
const waiters = 100;

/** The most that came within any second. */
function mostInASecond(times) {
    let first = 0;
    return times.reduce((most, time, index) => {
        while (time - times[first] >= 1000) ++first;
        return Math.max(most, index - first + 1);
    }, 0);
}

describeWorld('a hundred waiters', (world) => {
    for (const transport of transports)
        test(`over ${transport}, each for its own task, and again for one task`, async () => {
            const peer = world.peers[transport];
            const queries = () =>
                world.proxy.of(
                    ({ method, path, headers }) =>
                        method === 'GET' && path.startsWith('/api/v1/tasks/') && headers.authorization.endsWith(peer.key),
                );
            const submit = async (number) => {
                const args = { prompt: `number ${number}`, wait_seconds: 0 };
                return /^task_id: (\S+)$/m.exec(textOf(await peer.call('video_generate', args)))[1];
            };
            const wait = async (task_id) =>
                answerOf(await peer.call('task', { task_id, action: 'wait', output: 'urls' }, { timeout: 120_000 }));

            const tasks = await Promise.all(Array.from({ length: waiters }, (_, number) => submit(number)));
            assert.equal(new Set(tasks).size, waiters);
            const results = await Promise.all(tasks.map(wait));
            const urls = results.map((text) => /^URL \(until .*?\): (\S+)/m.exec(text)?.[1]);
            assert.ok(urls.every(Boolean), results.join('\n'));
            assert.equal(new Set(urls).size, waiters, 'each gets its own');

            const before = queries().length;
            const one = await submit('one');
            for (const text of await Promise.all(Array(waiters).fill(one).map(wait))) assert.match(text, /^URL \(until/m);
            assert.ok(queries().length - before < waiters / 4, `${queries().length - before} queries for one task`);

            const most = mostInASecond(queries().map(({ at }) => at));
            assert.ok(most <= limit, `${most} queries within a second`);
            assert.ok(queries().every(({ status }) => status === 200));
        });
}, { taskTime: 2000 });
