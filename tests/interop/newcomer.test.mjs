// What a newcomer finds under "Things to do" in the README, typed in as it stands there, one line after the other, beside
// files such as a newcomer has.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { startSandbox } from './support/listener.mjs';
import { accepted, contract, inputs, plain, spoken } from './support/media.mjs';
import { binary, root } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [, block] = /^<!-- newcomer -->\n```sh\n(.*?)^```$/ms.exec(readme);
const lines = block.split('\n').filter((line) => line && !line.startsWith('#'));

const dialogue = 'Welcome to the meeting. Thank you, good to be here. Let us begin.';
const page = 'It was a bright cold day in April, and the clocks were striking thirteen. '.repeat(30);

/** The one file that a command says it saved. */
function savedIn(text, extension) {
    const paths = [...text.matchAll(/^Saved: (\/.*?)(?: \(|$)/gm)].map(([, path]) => path);
    assert.equal(paths.length, 1, text);
    assert.ok(paths[0].endsWith(extension), paths[0]);
    return paths[0];
}

/** What must have come of each line, by its tool. */
const outcomes = {
    async image_generate(text) {
        const path = savedIn(text, '.png');
        await accepted(path);
        assert.ok(readFileSync(path, 'latin1').includes('The cat of image 1 in the room of image 2'));
    },
    video_generate: (text) => assert.match(text, /^task_id: \S+$/m),
    async task(text) {
        const { seconds } = await accepted(savedIn(text, '.mp4'));
        assert.ok(seconds > 4.5 && seconds < 5.5, `${seconds} s`);
    },
    async speech_synthesize(text) {
        const { seconds } = await accepted(savedIn(text, '.wav'));
        assert.ok(seconds > 60, `${seconds} s for a page`);
    },
    async speech_recognize(text) {
        const path = savedIn(text, '.srt');
        await accepted(path);
        const subtitles = readFileSync(path, 'utf8');
        assert.match(subtitles, /^1\n00:00:00,000 --> 00:00:0\d,\d{3}\nSpeaker 1: Welcome to the meeting\.\n\n2\n/);
        assert.match(subtitles, /Speaker 2: Thank you, good to be here\./);
    },
    app_call(text) {
        assert.match(text, /heard: How long is the notice period\?/);
        assert.match(text, /contract\.pdf = file_session_\w+/);
    },
    memory_add: (text) => assert.match(text, /My sister Ann likes green tea/),
    memory_search: (text) => assert.match(text, /My sister Ann likes green tea/),
    web_search(text) {
        const { pages } = JSON.parse(text.split('\n')[0]);
        assert.equal(pages.length, 5);
        for (const { title, url } of pages) assert.ok(title && URL.canParse(url));
    },
};

describe('the newcomer', () => {
    let env, taskId;

    before(async () => {
        env = environment();
        mkdirSync(join(env.HOME, 'bin'));
        symlinkSync(binary, join(env.HOME, 'bin', 'dashscope-mcp'));
        env.PATH = `${join(env.HOME, 'bin')}:${env.PATH}`;

        const sandbox = await startSandbox();
        await spoken(sandbox.base, dialogue, 'meeting.wav');
        await sandbox.stop();
        const at = (name) => join(inputs, name);
        await Promise.all(['cat.jpg', 'room.png', 'day.png', 'night.png'].map((name) => plain(800, 600, '#8090a0')(at(name))));
        writeFileSync(at('page.txt'), page);
        writeFileSync(at('contract.pdf'), contract);
    });

    test('has a line for each thing to do', () =>
        assert.deepEqual(new Set(lines.map((line) => line.split(' ')[2])), new Set(Object.keys(outcomes))));

    for (const line of lines)
        test(line, async () => {
            const typed = line.replace('TASK_ID', taskId);
            const ended = await run('/bin/sh', ['-c', `cd "$INPUTS" && ${typed}`], { env: { ...env, INPUTS: inputs } });
            assert.equal(ended.code, 0, ended.stderr);
            taskId = /^task_id: (\S+)$/m.exec(ended.stdout)?.[1] ?? taskId;
            await outcomes[line.split(' ')[2]](ended.stdout);
        });
});
