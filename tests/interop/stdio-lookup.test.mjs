// stdin ends while a name look-up hangs: getaddrinfo can't be interrupted, and the process must leave all the same.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { binary, scratchDirectory } from './support/paths.mjs';
import { environment, Program } from './support/program.mjs';
import { chatCall, request } from './support/requests.mjs';
import { until } from './support/wait.mjs';

const namespaces = ['--map-root-user', '--mount', '--net'];
const possible = spawnSync('unshare', [...namespaces, 'ip', 'link', 'set', 'lo', 'up']).status === 0;
const script = fileURLToPath(new URL('support/silent-resolver.sh', import.meta.url));

test('leaves at the end of stdin while a name look-up hangs', { skip: !possible && 'no namespaces here' }, async () => {
    const asked = `${scratchDirectory()}/asked`;
    const env = environment({ DASHSCOPE_API_KEY: 'sk-interop', LOOKED_UP: asked });
    const args = [...namespaces, script, process.execPath, binary, 'stdio'];
    const program = new Program(args, { command: 'unshare', env, stdio: ['pipe', 'pipe', 'pipe'] });
    program.child.stdout.resume();
    program.child.stdin.write(`${JSON.stringify(request('tools/call', chatCall('hello')))}\n`);
    await until(() => existsSync(asked), 'the server asks for a name');
    program.child.stdin.end();
    assert.deepEqual(await program.ended(10_000), { code: 0, signal: null });
});
