// Speaks MCP over a pipe, line by line, and checks every line that comes back.

import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { environment, Program } from './program.mjs';
import { initialize, latestLegacy, notification, request } from './requests.mjs';
import { checkMessage } from './schema.mjs';
import { until } from './wait.mjs';

export class Stdio extends Program {
    #asked = new Map();

    constructor({ args = ['--sandbox'], env = environment(), version = latestLegacy } = {}) {
        super(['stdio', ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
        this.version = version;
        this.lines = [];
        this.messages = [];
        this.violations = [];
        createInterface({ input: this.child.stdout, crlfDelay: Infinity }).on('line', (line) => this.#take(line));
        // The program may end while we still write to it.
        this.child.stdin.on('error', () => {});
    }

    #take(line) {
        this.lines.push(line);
        try {
            for (const message of [JSON.parse(line)].flat()) {
                this.messages.push(message);
                checkMessage(this.version, message, this.#asked.get(message.id));
            }
        } catch (error) {
            this.violations.push(`${error.message}: ${line.slice(0, 300)}`);
        }
    }

    /** One line, as it is. */
    write(line) {
        this.child.stdin.write(line);
        this.child.stdin.write('\n');
    }

    send(message) {
        if ('id' in message) this.#asked.set(message.id, message.method);
        this.write(JSON.stringify(message));
    }

    notify(method, params) {
        this.send(notification(method, params));
    }

    /** The answer to the request with this id. */
    async answer(id) {
        const find = () => this.messages.find((message) => message.id === id && !message.method);
        await until(() => find() || this.child.exitCode !== null, `an answer to request ${id}`);
        assert.ok(find(), `the program ended before it answered request ${id}: ${this.stderr}`);
        return find();
    }

    async call(method, params, id = `call-${this.#asked.size}`) {
        this.send(request(method, params, id));
        return this.answer(id);
    }

    async initialize(version = this.version) {
        this.send(initialize(version, 'init'));
        const { result } = await this.answer('init');
        this.notify('notifications/initialized');
        return result;
    }

    /** Closes standard input and waits for the end; stdout must have held nothing but good messages. */
    async finish() {
        this.child.stdin.end();
        const how = await this.ended();
        assert.deepEqual(this.violations, []);
        assert.deepEqual(how, { code: 0, signal: null }, this.stderr);
    }
}
