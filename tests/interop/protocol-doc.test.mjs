// docs/protocol.md names the test behind each rule: those tests exist.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './support/paths.mjs';

const whole = readFileSync(join(root, 'docs/protocol.md'), 'utf8');

/** The files that a text names, each with the name of a test where there is one. */
const referencesOf = (text) =>
    [...text.matchAll(/`(tests\/[\w/.-]+\.(?:cpp|mjs))`(?: "([^"]+)")?/g)].map(([, file, title]) => ({ file, title }));

const named = referencesOf(whole.replaceAll(/\s+/g, ' '));

test('there are many', () => assert.ok(named.length > 150, `${named.length}`));

test('each file exists', () => {
    const missing = named.filter(({ file }) => !existsSync(join(root, file)));
    assert.deepEqual(missing, []);
});

test('each test is in its file', () => {
    // Long names are written in parts.
    const sourceOf = (file) => readFileSync(join(root, file), 'utf8').replaceAll(/"\s+"/g, '');
    const missing = named.filter(({ file, title }) => title && !sourceOf(file).includes(title));
    assert.deepEqual(missing, []);
});

test('each rule names a test or says why there is none', () => {
    const rows = whole.split('\n').filter((line) => /^\| [MS] \|/.test(line));
    assert.ok(rows.length > 100, `${rows.length}`);
    const isHeld = (row) => {
        const held = row.split(' | ').at(-1);
        return /\*(n\/a|not done|by design)\*|see \*/.test(held) || referencesOf(held).length > 0;
    };
    assert.deepEqual(rows.filter((row) => !isHeld(row)), []);
});
