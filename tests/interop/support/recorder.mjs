// The sandbox behind a door that writes down every request as it came in, and passes it on unchanged.

import http from 'node:http';
import { once } from 'node:events';
import { startSandbox } from './listener.mjs';
import { within } from './wait.mjs';

const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);

async function wholeOf(stream) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
}

export async function startRecorder(options) {
    const sandbox = await startSandbox(options);
    const { hostname, port } = new URL(sandbox.base);
    let requests = [];
    const recorder = {
        sandbox,
        /** May change what is passed on: a function of {method, path, headers, body}. */
        tamper: (request) => request,
        /** The requests that arrived since this was last asked. */
        taken() {
            const all = requests;
            requests = [];
            return all;
        },
        async stop() {
            server.closeAllConnections();
            server.close();
            return sandbox.stop();
        },
    };
    const server = http.createServer(async (incoming, outgoing) => {
        const arrived = {
            method: incoming.method,
            path: incoming.url,
            headers: pairs(incoming.rawHeaders),
            body: await wholeOf(incoming),
        };
        requests.push(arrived);
        const { method, path, headers, body } = recorder.tamper(arrived);
        const onward = http.request({ hostname, port, method, path, headers: headers.flat(), agent: false });
        onward.on('response', (answer) => {
            outgoing.writeHead(answer.statusCode, answer.rawHeaders);
            answer.on('error', () => outgoing.destroy()).pipe(outgoing);
        });
        onward.on('error', () => outgoing.destroy());
        onward.end(body);
    });
    server.listen(0, '127.0.0.1');
    await within(once(server, 'listening'), 'the recorder listens');
    recorder.host = `127.0.0.1:${server.address().port}`;
    recorder.base = `http://${recorder.host}`;
    return recorder;
}
