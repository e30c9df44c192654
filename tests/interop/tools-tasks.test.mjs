// task and task_cancel over both transports: bounded waiting, another process that goes on, lists, the end of a task.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerOf, errorOf } from './support/chat.mjs';
import { accepted } from './support/media.mjs';
import { carrying, describeTool, describeWorld, textOf, transports, unique } from './support/tool-tests.mjs';

const model = 'wan2.5-t2i-preview';
const slow = '[[task:slow:600000]]';
const handleIn = (text) => /^task_id: (\S+)$/m.exec(text)[1];

/** Starts a task and does not wait: {task_id, id, mark}; `id` is DashScope's own. */
async function started(world, peer, markers = '') {
    const mark = unique();
    const args = { prompt: `${markers} ${mark}`, model, wait_seconds: 0, size: '1280*1280' };
    const task_id = handleIn(answerOf(await peer.call('image_generate', args)));
    const { answer } = world.proxy.requests.find(carrying(mark));
    return { task_id, id: JSON.parse(answer).output.task_id, mark };
}

const atTask = /^\/api\/v1\/tasks\/[^/]+(\/cancel)?$/;

describeWorld('tools of tasks', (world) => {
    /** The arguments for a task whose queries, or what `part` names, say this text. */
    const spoken = (part) => async (text, peer) => {
        const { task_id, id } = await started(world, peer, slow);
        world.proxy.speakAt(`${id}${part}`, text);
        return { task_id };
    };
    const begun = (markers, more) => async (peer) => ({ task_id: (await started(world, peer, markers)).task_id, ...more });

    describeTool(world, 'task', {
        kind: 'polled',
        asks: spoken(''),
        good: [
            { is: 'looks at a task that runs', args: begun(slow), says: [/PENDING|RUNNING/, /^task_id: \S+$/m] },
            {
                is: 'waits for the end and fetches the result',
                args: begun('', { action: 'wait' }),
                says: [/^Task \S+ SUCCEEDED\.$/m],
                media: { width: 1280, height: 1280 },
            },
            {
                is: 'waits no longer than it may, and says how to go on',
                args: begun(slow, { action: 'wait', wait_seconds: 1 }),
                says: [/PENDING|RUNNING/, /^task_id: \S+$/m, /action "wait"/],
                media: { count: 0 },
            },
            {
                is: 'shows a finished result by URL, and downloads it',
                args: begun('', { action: 'wait', output: 'urls' }),
                says: [/^URL \(until/m],
                media: { count: 1 },
                async check({ text, peer }) {
                    const task_id = /^task_id: (\S+)$/m.exec(text)?.[1] ?? (await started(world, peer)).task_id;
                    await peer.call('task', { task_id, action: 'wait' });
                    const seen = textOf(await peer.call('task', { task_id }));
                    assert.match(seen, /SUCCEEDED|^URL \(until/m);
                    const [path] = await peer.files(textOf(await peer.call('task', { task_id, action: 'download' })));
                    await accepted(path);
                },
            },
            {
                is: 'lists tasks',
                args: { action: 'list' },
                async check({ peer }) {
                    const mine = await started(world, peer, slow);
                    const text = textOf(await peer.call('task', { action: 'list', page_size: 100 }));
                    const listed = [...text.matchAll(/^- (\S+) .*wan2\.5-t2i-preview/gm)].map(([, handle]) => handle);
                    // Over HTTP each listing seals its handles anew: they are known by what they open.
                    if (peer.transport === 'stdio') return assert.ok(listed.includes(mine.task_id), text);
                    assert.ok(listed.length > 0, text);
                    assert.match(textOf(await peer.call('task', { task_id: listed[0] })), /PENDING|RUNNING|SUCCEEDED|task/);
                },
            },
        ],
        bad: [
            { is: 'no task', args: { action: 'wait' }, says: [/task_id/] },
            { is: 'a task that there is not', args: { task_id: 'no-such-task' }, says: [/UNKNOWN|not one that this server gave/] },
            {
                is: 'a task that failed',
                args: begun('[[task:failed:DataInspectionFailed]]', { action: 'wait' }),
                says: [/DashScope answered DataInspectionFailed/, /inspection refused/],
            },
            { is: 'a task that was cancelled', args: begun('[[task:canceled]]', { action: 'wait' }), says: [/cancelled/] },
            { is: 'a task that is forgotten', args: begun('[[task:unknown]]', { action: 'wait' }), says: [/UNKNOWN/] },
        ],
    });

    describeTool(world, 'task_cancel', {
        kind: 'compute',
        asks: spoken('/cancel'),
        good: [
            {
                is: 'cancels a task that has not begun',
                args: begun(slow),
                says: [/cancel/],
                async check({ text, peer }) {
                    const task_id = /^task_id: (\S+)$/m.exec(text)?.[1];
                    if (task_id) assert.match(errorOf(await peer.call('task', { task_id, action: 'wait' })), /cancelled/);
                },
            },
        ],
        bad: [
            {
                is: 'a task that has ended',
                args: async (peer) => {
                    const { task_id } = await started(world, peer);
                    await peer.call('task', { task_id, action: 'wait' });
                    return { task_id };
                },
                says: [/SUCCEEDED, and only a PENDING task can be/],
            },
            { is: 'a task that there is not', args: { task_id: 'no-such-task' }, says: [/UNKNOWN|not one that this server gave/] },
        ],
    });

    for (const transport of transports)
        describe(`a task over ${transport}`, { concurrency: true }, () => {
            const peer = () => world.peers[transport];

            test('another process of the same user goes on with it', async () => {
                const { task_id } = await started(world, peer());
                const later = await world.another(peer());
                try {
                    const [path] = await later.files(textOf(await later.call('task', { task_id, action: 'wait' })));
                    await accepted(path);
                } finally {
                    await later.close();
                }
            });

            test("another user's process does not", async () => {
                const { task_id } = await started(world, peer());
                const other = await world.another({ transport, key: `sk-other-${transport}` });
                try {
                    const text = errorOf(await other.call('task', { task_id, action: 'wait' }));
                    assert.match(text, /UNKNOWN|not one that this server gave/);
                } finally {
                    await other.close();
                }
            });

            test('the first progress message after the submission names it', async () => {
                const messages = [];
                const result = await peer().call('image_generate', { prompt: `${unique()} [[task:slow:2500]]`, model }, {
                    onprogress: ({ message }) => messages.push(message),
                });
                answerOf(result);
                const named = messages.find((message) => /task_id|task /.test(message));
                assert.match(named ?? '', transport === 'http' ? /v1\.\S+/ : /[0-9a-f-]{36}/, messages.join('\n'));
            });
        });
}, { markers: atTask });
