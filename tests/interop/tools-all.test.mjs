// Every tool that the program has is driven end to end over both transports by one of the files beside this one.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { binary } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';

test('each tool has a description to be driven by', async () => {
    const { stdout } = await run(binary, ['tools', '--json', '--toolsets', 'all'], { env: environment() });
    const files = globSync('tools-*.test.mjs', { cwd: import.meta.dirname });
    const texts = files.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
    const driven = texts.flatMap((text) => [...text.matchAll(/describeTool\(world, '(\w+)'/g)].map(([, name]) => name));
    assert.deepEqual(driven.sort(), JSON.parse(stdout).map(({ name }) => name).sort());
});
