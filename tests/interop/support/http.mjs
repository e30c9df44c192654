// HTTP exactly as given: node:http adds no header but Host and the length, and follows nothing.

import http from 'node:http';
import net from 'node:net';
import { createParser } from 'eventsource-parser';
import { within } from './wait.mjs';

/** Sends a request. `answered` gives the response once its headers are in; `close()` drops the connection any time. */
export function begin(url, { method = 'POST', headers = {}, body } = {}) {
    const request = http.request(url, { method, headers, agent: false });
    const answered = new Promise((resolve, reject) => {
        request.on('error', reject);
        request.on('response', (response) => {
            // After close() the stream breaks off, which is nobody's error.
            response.on('error', () => {});
            resolve({ status: response.statusCode, headers: response.headers, response });
        });
    });
    answered.catch(() => {});
    request.end(body);
    return { answered: within(answered, `an answer to ${method} ${url}`, 60_000), close: () => request.destroy() };
}

/** The whole answer: {status, headers, text}. */
export async function send(url, options) {
    const { status, headers, response } = await begin(url, options).answered;
    const chunks = [];
    const read = (async () => {
        for await (const chunk of response) chunks.push(chunk);
    })();
    await within(read, `the whole answer of ${url}`, 60_000);
    return { status, headers, text: Buffer.concat(chunks).toString() };
}

/** The JSON-RPC messages of an answer, be it JSON or an event stream. */
export function messagesOf({ headers, text }) {
    const type = headers['content-type'] ?? '';
    if (type.startsWith('text/event-stream')) return eventsOf(text).map((data) => JSON.parse(data));
    if (text === '') return [];
    const body = JSON.parse(text);
    return Array.isArray(body) ? body : [body];
}

/** The data of each event in a stream's text. */
export function eventsOf(text) {
    const events = [];
    const parser = createParser({ onEvent: ({ data }) => data && events.push(data) });
    parser.feed(text);
    return events;
}

/** Writes bytes to a socket and gives all that comes back until `enough(text)`, the end, or the bound. */
export async function exchange(base, bytes, enough = () => false, ms = 20_000) {
    const { hostname, port } = new URL(base);
    const socket = net.connect(Number(port), hostname);
    let text = '';
    const done = new Promise((resolve) => {
        socket.on('data', (chunk) => {
            text += chunk.toString('latin1');
            if (enough(text)) resolve();
        });
        socket.on('close', resolve).on('error', resolve);
    });
    socket.write(bytes);
    try {
        await within(done, 'an answer on the raw socket', ms);
    } finally {
        socket.destroy();
    }
    return text;
}
