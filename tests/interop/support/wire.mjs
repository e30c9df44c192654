// Compares requests field by field: method, path, query, headers and body of what two clients sent for the same job.

import assert from 'node:assert/strict';
import { environment } from './program.mjs';
import { Stdio } from './stdio.mjs';

// Of the connection, not of the request (RFC 9110 §7.6.1), and what follows from the body's bytes.
const ofTheConnection = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'];

function flatten(value, place, into) {
    const children = value !== null && typeof value === 'object' ? Object.entries(value) : [];
    const empty = Array.isArray(value) ? '[]' : '{}';
    if (children.length === 0) into.set(place, value !== null && typeof value === 'object' ? empty : value);
    const inner = (key) =>
        Array.isArray(value) ? `${place}[${key}]` : `${place}${place.endsWith(' ') ? '' : '.'}${key}`;
    for (const [key, child] of children) flatten(child, inner(key), into);
}

function flattenBody(body, type, into) {
    if (body.length === 0) return;
    if (type.startsWith('application/json')) return flatten(JSON.parse(body.toString()), 'body ', into);
    if (type.startsWith('application/x-www-form-urlencoded')) {
        for (const [name, value] of new URLSearchParams(body.toString())) into.set(`body ${name}`, value);
        return;
    }
    into.set('body', body.toString('base64'));
}

// What must differ from request to request: its form is looked at, and whether a signature is right tells the sandbox.
const signed = [
    ['x-acs-date', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
    ['x-acs-signature-nonce', /^.{16,64}$/],
    ['x-acs-content-sha256', /^[0-9a-f]{64}$/],
    ['authorization', /(?<=Signature=)[0-9a-f]{64}$/],
];

function withoutSignature(name, value) {
    const [, form] = signed.find(([each]) => each === name) ?? [];
    return form ? value.replace(form, '*') : value;
}

/** Lists and objects travel as JSON within a query, and the order of their members means nothing. */
function meaningOf(value) {
    try {
        return /^[[{]/.test(value) ? JSON.parse(value) : value;
    } catch {
        return value;
    }
}

/** Every field of a request by its place: `method`, `path`, `query N`, `header n`, `body a.b[0]`. */
export function fieldsOf({ method, path, headers, body }) {
    const url = new URL(path, 'http://x');
    const fields = new Map([
        ['method', method],
        ['path', url.pathname],
    ]);
    for (const [name, value] of url.searchParams) flatten(meaningOf(value), `query ${name}`, fields);
    for (const [name, value] of headers)
        if (!ofTheConnection.includes(name.toLowerCase()))
            fields.set(`header ${name.toLowerCase()}`, withoutSignature(name.toLowerCase(), value));
    flattenBody(body, fields.get('header content-type') ?? '', fields);
    return fields;
}

/** [{place, sdk, ours}], `undefined` for what a request does not have. */
export function differences(sdk, ours) {
    const [theirs, mine] = [fieldsOf(sdk), fieldsOf(ours)];
    const places = [...new Set([...theirs.keys(), ...mine.keys()])];
    return places
        .map((place) => ({ place, sdk: theirs.get(place), ours: mine.get(place) }))
        .filter((each) => each.sdk !== each.ours);
}

const fits = (wanted, value) =>
    wanted instanceof RegExp ? value !== undefined && wanted.test(String(value)) : wanted === value;

/**
 * A table of intended differences, each a row {place, sdk, ours, why} and perhaps `jobs`, a pattern for their names;
 * `sdk` and `ours` are values or patterns, absent for what is not sent.
 */
export class Intended {
    #used = new Set();

    constructor(rows) {
        this.rows = rows;
    }

    #explains(row, job, { place, sdk, ours }) {
        const placed = row.place instanceof RegExp ? row.place.test(place) : row.place === place;
        return placed && (!row.jobs || row.jobs.test(job)) && fits(row.sdk, sdk) && fits(row.ours, ours);
    }

    /** Fails unless both sent the same requests but for what the table has. */
    check(job, sdk, ours) {
        const lines = (requests) => requests.map(({ method, path }) => `${method} ${path}`);
        assert.equal(ours.length, sdk.length, `as many requests: ${lines(ours)} and ${lines(sdk)}`);
        for (const [index, theirs] of sdk.entries()) {
            const unexplained = differences(theirs, ours[index]).filter((difference) => {
                const rows = this.rows.filter((row) => this.#explains(row, job, difference));
                rows.forEach((row) => this.#used.add(row));
                return rows.length === 0;
            });
            assert.deepEqual(unexplained, [], `${job}: request ${index + 1}, ${lines([theirs])}`);
        }
    }

    /** Fails when a row explained nothing: the table would hide what it does not know. */
    checkAllUsed() {
        const idle = this.rows.filter((row) => !this.#used.has(row));
        assert.deepEqual(idle, [], 'rows that no request needed');
    }
}

/** Our server over stdio, with its requests going to the recorder. */
export class Ours {
    constructor(recorder, { args = [], env = {} } = {}) {
        this.recorder = recorder;
        this.peer = new Stdio({
            args,
            env: environment({ DASHSCOPE_BASE_URL: recorder.base, DASHSCOPE_API_KEY: 'sk-wire', ...env }),
        });
    }

    start() {
        return this.peer.initialize();
    }

    /** What a tool sends for these arguments, and its result. */
    async call(name, args) {
        this.recorder.taken();
        const { result, error } = await this.peer.call('tools/call', { name, arguments: args });
        assert.ok(!error, JSON.stringify(error));
        assert.ok(!result.isError, JSON.stringify(result.content));
        return { sent: this.recorder.taken(), result };
    }

    stop() {
        return this.peer.finish();
    }
}
