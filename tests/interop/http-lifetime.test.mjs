// How `dashscope-mcp http` ends: on a signal, in bounded time, whatever its clients do.

import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { begin } from './support/http.mjs';
import { startHttp } from './support/listener.mjs';
import { Session } from './support/mcp-http.mjs';
import { binary } from './support/paths.mjs';
import { run } from './support/program.mjs';
import { chatCall, modern, modernHeaders } from './support/requests.mjs';
import { startUpstream } from './support/upstream.mjs';
import { until } from './support/wait.mjs';

for (const signal of ['SIGTERM', 'SIGINT'])
    describe(signal, () => {
        test('ends an idle server, with code 0', async () => {
            const server = await startHttp();
            await Session.open(server.endpoint);
            assert.deepEqual(await server.stop(signal), { code: 0, signal: null });
        });

        test('does not wait for clients that keep connections open or never finish a request', async () => {
            const server = await startHttp();
            const { hostname, port } = new URL(server.base);
            const sockets = [net.connect(port, hostname), net.connect(port, hostname)];
            await Promise.all(sockets.map((socket) => once(socket, 'connect')));
            sockets[1].write('POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Le');
            for (const socket of sockets) socket.on('error', () => {});
            assert.deepEqual(await server.stop(signal), { code: 0, signal: null });
            for (const socket of sockets) socket.destroy();
        });

        test('ends calls in flight, down to the upstream request', async () => {
            const upstream = await startUpstream();
            const server = await startHttp({ args: [], env: upstream.env });
            const message = modern('tools/call', chatCall('hold', { meta: { progressToken: 1 } }));
            const asked = begin(server.endpoint, { headers: modernHeaders(message), body: JSON.stringify(message) });
            asked.answered.catch(() => {});
            const call = await upstream.call(0);
            assert.deepEqual(await server.stop(signal), { code: 0, signal: null });
            await until(() => call.closed, 'the upstream request is closed');
            asked.close();
            upstream.stop();
        });
    });

test('an address in use is an error that says what to change', async () => {
    const server = await startHttp();
    const { host } = new URL(server.base);
    const second = await run(binary, ['http', '--listen', host, '--sandbox']);
    assert.notEqual(second.code, 0);
    assert.match(second.stderr, /in use.*--listen/);
    await server.stop();
});
