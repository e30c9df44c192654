// A server of ours that listens on a free port of loopback: `http` or `sandbox`.

import { createInterface } from 'node:readline';
import { environment, Program } from './program.mjs';
import { within } from './wait.mjs';

async function listen(args, options) {
    const program = new Program(args, options);
    const announced = new Promise((resolve, reject) => {
        createInterface({ input: program.child.stderr }).on('line', (line) => {
            if (line.startsWith('{"listening"')) resolve(JSON.parse(line).listening);
        });
        program
            .ended(24 * 3600 * 1000)
            .then(({ code }) => reject(new Error(`ended with ${code}: ${program.stderr}`)), reject);
    });
    program.base = await within(announced, 'the server tells its port');
    program.endpoint = `${program.base}/mcp`;
    program.child.stdout.resume();
    return program;
}

/** `dashscope-mcp http` with the sandbox inside, unless `args` says otherwise. */
export const startHttp = ({ args = ['--sandbox'], home, env } = {}) =>
    listen(['http', '--listen', '127.0.0.1:0', ...args], { env: environment(env, home) });

export const startSandbox = ({ args = [] } = {}) =>
    listen(['sandbox', '--listen', '127.0.0.1:0', ...args], { env: environment() });
