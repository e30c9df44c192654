// Starts the program under test and ends it, by its own process id, whatever happens to the test.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after } from 'node:test';
import { binary, scratchDirectory } from './paths.mjs';
import { within } from './wait.mjs';

const passedOn = ['PATH', 'LANG', 'TMPDIR', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS', 'LSAN_OPTIONS'];
const running = new Set();

// A failed test may leave its program behind; the file must end nevertheless. The hooks of the file itself come later
// than this one, so they get their time first.
after(() => {
    setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), 25_000).unref();
});

/** An environment without this user's keys, proxies and files. `home` is shared by servers that must share state. */
export function environment(extra = {}, home = scratchDirectory()) {
    const kept = passedOn.filter((name) => name in process.env).map((name) => [name, process.env[name]]);
    return { ...Object.fromEntries(kept), HOME: home, XDG_STATE_HOME: `${home}/state`, ...extra };
}

export class Program {
    #gone;

    constructor(args, { env = environment(), command = binary, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
        this.child = spawn(command, args, { env, stdio });
        this.stdout = '';
        this.stderr = '';
        running.add(this.child);
        this.child.stderr?.setEncoding('utf8').on('data', (text) => (this.stderr += text));
        this.#gone = once(this.child, 'close').then(([code, signal]) => {
            running.delete(this.child);
            return { code, signal };
        });
        // Who waits for the end sees the error; nobody else needs to.
        this.#gone.catch(() => running.delete(this.child));
    }

    get pid() {
        return this.child.pid;
    }

    /** How it ended: {code, signal}. Fails if it does not end, or if a sanitizer had something to say. */
    async ended(ms) {
        const how = await within(this.#gone, 'the program ends', ms);
        assert.doesNotMatch(this.stderr, /Sanitizer|runtime error:/, 'no sanitizer report');
        return how;
    }

    async stop(signal = 'SIGTERM') {
        this.child.kill(signal);
        return this.ended();
    }
}

/** Runs a program to its end and gives what it said. */
export async function run(command, args, { env, ms = 60_000 } = {}) {
    const program = new Program(args, { command, env });
    program.child.stdout.setEncoding('utf8').on('data', (text) => (program.stdout += text));
    try {
        const { code } = await program.ended(ms);
        return { code, stdout: program.stdout, stderr: program.stderr };
    } finally {
        program.child.kill('SIGKILL');
    }
}
