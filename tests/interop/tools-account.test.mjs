// account and file_upload, over both transports. Over HTTP the latter gives a link that takes the file once.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeTool, describeWorld, textOf } from './support/tool-tests.mjs';
import { input } from './support/media.mjs';

const model = 'qwen3-vl-plus';

describeWorld('tools of the account', (world) => {
    const seenBy = async (peer, reference) =>
        textOf(await peer.call('vision', { prompt: 'What?', images: [reference], model }));

    describeTool(world, 'file_upload', {
        kind: 'read',
        // The policy's query carries the model's name.
        asks: async (text, peer) => ({ file: await peer.file('red'), model: text }),
        good: [
            {
                is: 'uploads a file, which another tool then takes',
                args: async (peer) => ({ file: await peer.file('red'), model }),
                says: [/^oss:\/\/\S+\.png$/m, /image\/png/],
                async check({ text, peer }) {
                    assert.match(await seenBy(peer, /^oss:\S+$/m.exec(text)[0]), /PNG 640\*480/);
                },
            },
        ],
        bad: [
            { is: 'a file for no model', args: { file: 'red.png' }, says: [/model/] },
            { is: 'what is no file', args: { file: 'ftp://example.com/a.png', model }, says: [/ftp|URL/] },
        ],
    });

    describeTool(world, 'account', {
        kind: 'read',
        asks: (text) => ({ action: 'applications', name: text }),
        // The sandbox tells the accounts of API keys apart, not those of the console: it knows no repetition.
        never: ['[[error:Throttling.RateQuota]][[fail-times:2]]'],
        good: [
            {
                is: 'lists the applications that app_call can ask',
                args: { action: 'applications' },
                says: [/app-sandbox/, /app-workflow/],
            },
            {
                is: 'tells what is left of the free quota',
                args: { action: 'free_quota', models: ['qwen-plus'] },
                says: [/qwen-plus: \d+ left of \d+/],
            },
            {
                is: 'calls any API of the console',
                args: { action: 'call', api: 'zeldaEasy.broadscope-bailian.memory-library.getLibraries' },
                says: [/lib-sandbox/],
            },
        ],
        bad: [
            { is: 'the quota of no model', args: { action: 'free_quota' }, says: [/`models`/] },
            { is: 'a call of nothing', args: { action: 'call' }, says: [/`api`/] },
            { is: 'an API that there is not', args: { action: 'call', api: 'no.such.api' }, says: [/ApiNotFound/] },
        ],
    });

    test('over HTTP a local file goes through a link that serves once', async () => {
        const peer = world.peers.http;
        const text = textOf(await peer.call('file_upload', { file: 'red.png', model }));
        const [link] = /http:\/\/127\.0\.0\.1:\d+\/upload\/\S+/.exec(text);
        const put = async () => fetch(link, { method: 'PUT', body: readFileSync(await input.red()) });
        const first = await put();
        assert.equal(first.status, 200, await first.clone().text());
        assert.match(await seenBy(peer, (await first.json()).url), /PNG 640\*480/);
        const second = await put();
        assert.ok(second.status >= 400 && second.status < 500, `${second.status}`);
        await second.body.cancel();
    });
}, { markers: /\/api\/v1\/uploads$/ });
