// The MCP Inspector's command line, as people use it to try a server.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sample, say } from './support/chat.mjs';
import { startHttp } from './support/listener.mjs';
import { binary, nodeModule } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';

const launcher = nodeModule('@modelcontextprotocol/inspector/clients/launcher/build/index.js');
const inspect = (...args) =>
    run(process.execPath, [launcher, '--cli', ...args, '--format', 'json'], { env: environment(), ms: 120_000 });

let server;
before(async () => (server = await startHttp()));
after(() => server.stop());

const targets = {
    stdio: () => [binary, 'stdio', '--sandbox'],
    http: () => [server.endpoint, '--transport', 'http'],
};

for (const [name, target] of Object.entries(targets)) {
    for (const era of ['legacy', 'auto', 'modern']) {
        describe(`Inspector over ${name}, --protocol-era ${era}`, () => {
            test('tools/list --strict is clean', async () => {
                const { code, stdout, stderr } = await inspect(
                    ...target(),
                    '--protocol-era',
                    era,
                    '--method',
                    'tools/list',
                    '--strict',
                );
                assert.equal(code, 0, stderr + stdout);
                assert.match(stdout, /"chat"/);
                assert.doesNotMatch(stdout + stderr, /boolean-schema|type-union|remote-ref|untyped-schema/);
            });

            test('tools/call chat', async () => {
                const call = [
                    '--method',
                    'tools/call',
                    '--tool-name',
                    'chat',
                    '--tool-args-json',
                    JSON.stringify({ prompt: say() }),
                ];
                const { code, stdout, stderr } = await inspect(...target(), '--protocol-era', era, ...call);
                assert.equal(code, 0, stderr + stdout);
                assert.ok(stdout.includes(sample), stdout);
            });

            test('a failed call exits with 5', async () => {
                const call = ['--method', 'tools/call', '--tool-name', 'chat', '--tool-args-json', '{"temperature":1}'];
                const { code, stdout, stderr } = await inspect(...target(), '--protocol-era', era, ...call);
                assert.equal(code, 5, stderr + stdout);
            });
        });
    }
}
