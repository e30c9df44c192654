// Speaks MCP over raw HTTP and checks every message that comes back.

import assert from 'node:assert/strict';
import { messagesOf, send } from './http.mjs';
import {
    initialize,
    jsonHeaders,
    latestLegacy,
    modern,
    modernHeaders,
    modernVersion,
    notification,
    request,
} from './requests.mjs';
import { checkMessage } from './schema.mjs';

function checked(version, answer, method) {
    const messages = messagesOf(answer);
    for (const message of messages) checkMessage(version, message, method);
    return { ...answer, messages, reply: messages.at(-1) };
}

/** Sends a body as it is. The answer gets `messages` and `reply`, the last of them. */
export async function post(endpoint, body, { headers = jsonHeaders, version = latestLegacy, method } = {}) {
    const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return checked(version, await send(endpoint, { headers, body: text }), method ?? body?.method);
}

/** One modern request with the headers that belong to it; `headers` overrides, undefined removes. */
export function callModern(endpoint, method, params, { id, headers = {}, message = modern(method, params, id) } = {}) {
    const all = Object.entries(modernHeaders(message, headers)).filter(([, value]) => value !== undefined);
    return post(endpoint, message, { headers: Object.fromEntries(all), version: modernVersion });
}

/** A legacy session: `call` and `notify` carry its id and version. */
export class Session {
    static async open(endpoint, version = latestLegacy) {
        const answer = await post(endpoint, initialize(version), { version });
        assert.equal(answer.status, 200, answer.text);
        const session = new Session(endpoint, answer.headers['mcp-session-id'], version);
        session.initialized = answer.reply.result;
        await session.notify('notifications/initialized');
        return session;
    }

    constructor(endpoint, id, version = latestLegacy) {
        Object.assign(this, { endpoint, id, version, lastId: 0 });
    }

    get headers() {
        return { ...jsonHeaders, 'mcp-session-id': this.id, 'mcp-protocol-version': this.version };
    }

    post(body, { headers = {}, method } = {}) {
        return post(this.endpoint, body, { headers: { ...this.headers, ...headers }, version: this.version, method });
    }

    /** Each call has an id of its own: one that is in flight is refused. */
    call(method, params, { id = ++this.lastId, headers } = {}) {
        return this.post(request(method, params, id), { headers });
    }

    notify(method, params) {
        return this.post(notification(method, params));
    }

    end() {
        return send(this.endpoint, { method: 'DELETE', headers: { 'mcp-session-id': this.id } });
    }
}
