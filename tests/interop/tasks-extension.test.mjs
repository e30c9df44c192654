// The tasks extension on the product's own jobs: a film that is made while the server restarts, a task that is
// cancelled, clients that take no tasks. Every message is held against the extension's schema.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHttp, startSandbox } from './support/listener.mjs';
import { callModern } from './support/mcp-http.mjs';
import { scratchDirectory } from './support/paths.mjs';
import { metaKey } from './support/requests.mjs';
import { until } from './support/wait.mjs';

const taking = { [metaKey('clientCapabilities')]: { extensions: { [metaKey('tasks')]: {} } } };
const film = {
    name: 'video_generate',
    arguments: { prompt: 'A lighthouse', model: 'wan2.5-t2v-preview', duration: 5 },
};

let upstream;
const keyFile = `${scratchDirectory()}/seal.key`;
const start = () =>
    startHttp({
        args: ['--base-url', upstream.base, '--api-key', 'sk-sandbox', '--key-file', keyFile],
    });

const call = (server, params, _meta = taking) => callModern(server.endpoint, 'tools/call', { ...params, _meta });
const about = (server, method, taskId, more = {}, _meta = taking) =>
    callModern(server.endpoint, method, { taskId, ...more, _meta }, { headers: { 'mcp-name': taskId } });

async function finished(server, taskId) {
    let task;
    await until(async () => {
        task = (await about(server, 'tasks/get', taskId)).reply.result;
        return task.status !== 'working';
    }, 'the task ends');
    return task;
}

describe('tasks of the protocol', () => {
    before(async () => (upstream = await startSandbox({ args: ['--task-time', '1500'] })));
    after(() => upstream.stop());

    test('a film goes on while the server restarts, and its result is there afterwards', async () => {
        const first = await start();
        const { reply } = await call(first, film);
        const made = reply.result;
        assert.equal(made.resultType, 'task');
        assert.equal(made.status, 'working');
        assert.match(made.statusMessage, /wan2\.5-t2v-preview/);
        assert.ok(made.ttlMs > 3600_000 && made.pollIntervalMs > 0);
        // It can be asked for at once.
        assert.equal((await about(first, 'tasks/get', made.taskId)).reply.result.status, 'working');
        await first.stop();

        const second = await start();
        const task = await finished(second, made.taskId);
        assert.equal(task.status, 'completed');
        assert.equal(task.taskId, made.taskId);
        assert.equal(task.result.isError, false);
        assert.match(task.result.content[0].text, /https?:\/\//);
        // Both know when it began.
        assert.ok(Math.abs(new Date(task.createdAt) - new Date(made.createdAt)) < 60_000);
        assert.ok(new Date(task.lastUpdatedAt) >= new Date(task.createdAt));
        await second.stop();
    });

    test('a task is cancelled before it begins; cancelling again is no error', async () => {
        const server = await start();
        const { taskId } = (await call(server, film)).reply.result;
        for (let i = 0; i < 2; ++i) {
            const { reply } = await about(server, 'tasks/cancel', taskId);
            assert.deepEqual(Object.keys(reply.result).sort(), ['_meta', 'resultType']);
        }
        assert.match((await finished(server, taskId)).status, /cancelled|completed/);
        await server.stop();
    });

    test('who takes no tasks gets the result, and may not ask for tasks', async () => {
        const server = await start();
        const { reply } = await call(server, { ...film, arguments: { ...film.arguments, wait_seconds: 60 } }, {});
        assert.equal(reply.result.resultType, 'complete');
        assert.match(reply.result.content[0].text, /https?:\/\//);
        const refused = await about(server, 'tasks/get', 'any', {}, {});
        assert.equal(refused.status, 400);
        assert.equal(refused.reply.error.code, -32021);
        assert.ok(refused.reply.error.data.requiredCapabilities.extensions[metaKey('tasks')]);
        await server.stop();
    });

    test('a handle of somebody else, or of nobody, is not found', async () => {
        const server = await start();
        const { taskId } = (await call(server, film)).reply.result;
        for (const wrong of ['7408ef3d-a0be-4379-9e72-a6e95a569483', `${taskId}x`, 'v1.x'])
            for (const method of ['tasks/get', 'tasks/cancel'])
                assert.equal((await about(server, method, wrong)).reply.error.code, -32602);
        const update = await about(server, 'tasks/update', taskId, { inputResponses: { never: { action: 'cancel' } } });
        assert.equal(update.reply.result.resultType, 'complete');
        await server.stop();
    });
});
