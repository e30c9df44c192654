// Stands between a server under test and the sandbox process: passes everything on, keeps what it saw, and answers by
// itself where a test says so.

import http from 'node:http';
import { once } from 'node:events';
import { until } from './wait.mjs';

class Seen {
    /** The client left before its answer was complete. */
    dropped = false;
    body = Buffer.alloc(0);
    answer = '';

    constructor(request) {
        Object.assign(this, { method: request.method, headers: request.headers, at: performance.now() });
        this.path = new URL(request.url, 'http://proxy').pathname;
        this.url = request.url;
    }

    /** What it says in all; markers are looked for here. */
    get text() {
        return this.spoken ?? `${decodeURIComponent(this.url)} ${this.said}`;
    }

    get said() {
        const isForm = /form-urlencoded/.test(this.headers['content-type']);
        return isForm ? decodeURIComponent(`${this.body}`.replaceAll('+', ' ')) : `${this.body}`;
    }
}

export async function startProxy(target) {
    const { hostname, port } = new URL(target);
    const requests = [];
    const rules = [];
    const spoken = new Map();

    function pass(seen, response) {
        const { method, headers } = seen;
        const onward = http.request({ hostname, port, method, path: seen.url, headers, agent: false });
        onward.on('response', (answer) => {
            seen.status = answer.statusCode;
            response.writeHead(answer.statusCode, answer.rawHeaders);
            if (/json/.test(answer.headers['content-type'])) answer.on('data', (piece) => (seen.answer += piece));
            answer.on('error', () => response.destroy()).pipe(response);
        });
        onward.on('error', () => response.destroy());
        response.on('close', () => onward.destroy());
        onward.end(seen.body);
    }

    const server = http.createServer(async (request, response) => {
        const seen = new Seen(request);
        response.on('close', () => (seen.dropped = !response.writableFinished));
        try {
            const pieces = [];
            for await (const piece of request) pieces.push(piece);
            seen.body = Buffer.concat(pieces);
        } catch {
            return; // the client left
        }
        requests.push(seen);
        for (const [part, text] of spoken) if (seen.path.includes(part)) seen.spoken = text;
        for (const rule of rules) if (rule(seen, response)) return;
        pass(seen, response);
    });
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');

    return {
        base: `http://127.0.0.1:${server.address().port}`,
        requests,
        /** The requests that `matching` is true of, of those that came after the first `from`. */
        of: (matching, from = 0) => requests.slice(from).filter(matching),
        /** The first request that `matching` is true of, once it has come. */
        async first(matching, what) {
            await until(() => requests.some(matching), `a request upstream: ${what}`);
            return requests.find(matching);
        },
        /** `rule(seen, response)` may answer requests from now on; it returns true for those. */
        obey: (rule) => rules.push(rule),
        /** Requests whose path has this part say this text, where markers are looked for. */
        speakAt: (part, text) => spoken.set(part, text),
        stop() {
            server.closeAllConnections();
            server.close();
        },
    };
}

const brief = (response, status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

/** What a fault does to an answer. */
const faults = {
    reset: (response) => response.destroy(),
    stall: () => {},
    truncate: (response) => brief(response, 200, '{"output":{'),
    garbage: (response) => brief(response, 200, '{"output":]'),
    empty: (response) => brief(response, 200, ''),
    html: (response) => {
        response.writeHead(502, { 'content-type': 'text/html' });
        response.end('<html><head><title>502 Bad Gateway</title></head></html>');
    },
};

/**
 * The sandbox's markers for routes that have no place for them: a rule that acts on those that stand anywhere in the text
 * of a request `to` that path. `table` is the sandbox's own table of errors.
 */
export function markersAt(to, table) {
    const failed = new Map();
    const requestId = '00000000-0000-4000-8000-000000000000';

    function refuse(response, code, under200) {
        const { status, message } = table.find((row) => row.code === code);
        brief(response, under200 ? 200 : status, { code, message, request_id: requestId });
    }

    return (seen, response) => {
        const [, what, name, under200] = /\[\[(error|fault):([\w.]+)(:http200)?\]\]/.exec(seen.text) ?? [];
        if (!what || !to.test(seen.path)) return false;
        const [, times = Infinity] = /\[\[fail-times:(\d+)\]\]/.exec(seen.text) ?? [];
        const before = failed.get(seen.text) ?? 0;
        if (before >= times) return false;
        failed.set(seen.text, before + 1);
        if (what === 'fault') faults[name](response);
        else refuse(response, name, under200);
        return true;
    };
}
