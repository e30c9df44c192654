// Where things are.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const binary = process.env.DASHSCOPE_MCP_BIN ?? join(root, 'build/release/dashscope-mcp');
export const nodeModule = (path) => join(root, 'node_modules', path);

const scratch = [];

process.on('exit', () => {
    for (const path of scratch) rmSync(path, { recursive: true, force: true });
});

/** A directory that lives as long as this test file. */
export function scratchDirectory() {
    // A blank in the path, for nothing here may trip over one.
    const path = mkdtempSync(join(tmpdir(), 'dashscope mcp '));
    scratch.push(path);
    return path;
}
