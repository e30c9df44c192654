// A DashScope that begins an answer and holds it, so that a test sees when the server under test lets go of it.

import http from 'node:http';
import { once } from 'node:events';
import { until } from './wait.mjs';

const chunk = (delta, finish = null) =>
    `data: ${JSON.stringify({
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'qwen-plus',
        choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`;

export async function startUpstream() {
    const calls = [];
    const server = http.createServer(async (request, response) => {
        const call = {
            closed: false,
            /** Ends the answer well. */
            finish: () => response.end(`${chunk({ content: ' and done' })}${chunk({}, 'stop')}data: [DONE]\n\n`),
        };
        response.on('close', () => (call.closed = true));
        for await (const _ of request);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(chunk({ role: 'assistant', content: 'begun' }));
        calls.push(call);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        env: { DASHSCOPE_BASE_URL: `http://127.0.0.1:${server.address().port}`, DASHSCOPE_API_KEY: 'sk-interop' },
        calls,
        /** The call with this number, once it has arrived. */
        async call(index) {
            await until(() => calls.length > index, `call ${index} arrives upstream`);
            return calls[index];
        },
        stop() {
            server.closeAllConnections();
            server.close();
        },
    };
}
