// Files over HTTP: links to what the server keeps (/media), one-time upload links (/upload), through the real program.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { begin, exchange, send } from './support/http.mjs';
import { startHttp } from './support/listener.mjs';
import { callModern } from './support/mcp-http.mjs';
import { scratchDirectory } from './support/paths.mjs';

const folder = scratchDirectory;

const callTool = async (server, name, args, headers) => {
    const answer = await callModern(server.endpoint, 'tools/call', { name, arguments: args }, { headers });
    assert.equal(answer.status, 200, answer.text);
    const { content, isError } = answer.reply.result;
    const text = content.filter(({ type }) => type === 'text').map((block) => block.text).join('\n');
    return { text, content, isError };
};

const linkIn = (text, kind) => new RegExp(`https?://\\S+/${kind}/v1\\.\\S+`).exec(text)?.[0];

describe('links to what the server keeps', () => {
    let server;
    let link;
    let spoken;
    const out = folder();

    before(async () => {
        server = await startHttp({ args: ['--sandbox', '--output-dir', out, '--path', '/mcp'] });
        // Long enough to be joined from parts: it has no URL of DashScope's.
        spoken = await callTool(server, 'speech_synthesize', { text: 'This is a sentence. '.repeat(80) });
        link = linkIn(spoken.text, 'media');
    });
    after(async () => assert.deepEqual(await server.stop(), { code: 0, signal: null }));

    test('speech that was joined has a link, and its path is not told', () => {
        assert.ok(link, spoken.text);
        assert.ok(link.startsWith(`${server.base}/media/v1.`), link);
        assert.match(spoken.text, /until \d{4}-\d\d-\d\d/);
        assert.ok(!spoken.text.includes(out), spoken.text);
        const extra = spoken.content.find(({ type }) => type === 'resource_link');
        assert.equal(extra.uri, link);
    });

    test('it is the whole file', async () => {
        const answer = await fetch(link);
        assert.equal(answer.status, 200);
        assert.match(answer.headers.get('content-type'), /^audio\//);
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
        assert.match(answer.headers.get('cache-control'), /^private/);
        const bytes = Buffer.from(await answer.arrayBuffer());
        assert.equal(bytes.length, Number(answer.headers.get('content-length')));
        assert.equal(bytes.subarray(0, 4).toString(), 'RIFF');
        const part = await fetch(link, { headers: { range: 'bytes=100-199' } });
        assert.equal(part.status, 206);
        assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(100, 200));
        const head = await fetch(link, { method: 'HEAD' });
        assert.equal(head.headers.get('content-length'), String(bytes.length));
    });

    test('a long transcript is kept and linked', async () => {
        const long = await callTool(server, 'speech_synthesize', { text: 'All these words are written down. '.repeat(20) });
        const audio = /https?:\/\/\S+dashscope-result\S+/.exec(long.text)?.[0];
        const args = { audio: audio ?? 'https://example.com/a.wav', save: ['srt'] };
        const { text, isError } = await callTool(server, 'speech_recognize', args);
        assert.ok(!isError, text);
        const subtitles = linkIn(text, 'media');
        assert.ok(subtitles, text);
        const answer = await fetch(subtitles.replace(/[).,]+$/, ''));
        assert.equal(answer.headers.get('content-type'), 'application/x-subrip');
        assert.match(answer.headers.get('content-disposition'), /^attachment; filename=".*\.srt"$/);
        assert.match(await answer.text(), /-->/);
    });

    test('links follow the host that was addressed', async () => {
        const port = new URL(server.base).port;
        const args = { text: 'A sentence for another name. '.repeat(60) };
        const { text } = await callTool(server, 'speech_synthesize', args, { host: `localhost:${port}` });
        assert.ok(linkIn(text, 'media').startsWith(`http://localhost:${port}/media/`), text);
    });

    for (const [what, change, status] of [
        ['changed', (url) => url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A'), 404],
        ['cut', (url) => url.slice(0, -10), 404],
        ['of the other purpose', (url) => url.replace('/media/', '/upload/'), 405],
        ['none', (url) => url.replace(/v1\..*/, '..%2f..%2fetc%2fpasswd'), 404],
    ])
        test(`a link that is ${what} leads nowhere`, async () => {
            const answer = await fetch(change(link));
            assert.equal(answer.status, status);
            assert.ok((await answer.json()).error);
        });

    test('another server of another key does not open it', async () => {
        const other = await startHttp({ args: ['--sandbox', '--output-dir', out] });
        try {
            assert.equal((await fetch(link.replace(server.base, other.base))).status, 404);
        } finally {
            await other.stop();
        }
    });

    test('a foreign host or origin is refused here, too', async () => {
        const path = new URL(link).pathname;
        assert.equal((await send(server.base + path, { method: 'GET', headers: { host: 'evil.example' } })).status, 403);
        const headers = { origin: 'https://evil.example' };
        assert.equal((await send(server.base + path, { method: 'GET', headers })).status, 403);
    });
});

test('--public-url begins every link, and its host may be addressed', async () => {
    const server = await startHttp({
        args: ['--sandbox', '--output-dir', folder(), '--public-url', 'https://mcp.example.com/dashscope/'],
    });
    try {
        const { text } = await callTool(server, 'file_upload', { file: 'a.png', model: 'qwen3-vl-plus' });
        assert.ok(linkIn(text, 'upload').startsWith('https://mcp.example.com/dashscope/upload/v1.'), text);
        const path = new URL(linkIn(text, 'upload')).pathname.replace('/dashscope', '');
        const answer = await send(server.base + path, { method: 'PUT', headers: { host: 'mcp.example.com' }, body: 'hello' });
        assert.equal(answer.status, 200, answer.text);
    } finally {
        await server.stop();
    }
});

describe('one-time upload links', () => {
    let server;
    before(async () => (server = await startHttp({ args: ['--sandbox', '--upload-limit', '2000000', '--output-dir', folder()] })));
    after(async () => assert.deepEqual(await server.stop(), { code: 0, signal: null }));

    const newLink = async (args = {}) => {
        const { text } = await callTool(server, 'file_upload', { file: 'words.txt', model: 'qwen3-vl-plus', ...args });
        const link = linkIn(text, 'upload');
        assert.ok(link, text);
        return link;
    };
    const put = (link, body, headers = {}, method = 'PUT') => send(link, { method, headers, body });

    test('the file goes on to DashScope, and its reference works', async () => {
        // A picture of the sandbox's, back by the link.
        const { text } = await callTool(server, 'image_generate', { prompt: 'a fox', size: '512*512' });
        const picture = Buffer.from(await (await fetch(/https?:\/\/\S+dashscope-result\S+/.exec(text)[0])).arrayBuffer());
        const answer = await put(await newLink({ file: 'fox.png' }), picture);
        assert.equal(answer.status, 200, answer.text);
        const told = JSON.parse(answer.text);
        assert.match(told.url, /^oss:\/\/.*fox\.png$/);
        assert.equal(told.model, 'qwen3-vl-plus');
        assert.equal(told.bytes, picture.length);
        assert.equal(told.type, 'image/png');
        assert.match(told.expires_at, /^\d{4}-\d\d-\d\d/);
        const seen = await callTool(server, 'vision', { images: [told.url], model: 'qwen3-vl-plus' });
        assert.ok(!seen.isError, seen.text);
        assert.match(seen.text, /png/i);
    });

    test('more than a message may have passes, by POST too', async () => {
        const answer = await put(await newLink(), Buffer.alloc(1_900_000, 'x'), {}, 'POST');
        assert.equal(answer.status, 200, answer.text);
        assert.equal(JSON.parse(answer.text).bytes, 1_900_000);
    });

    test('a link works once', async () => {
        const link = await newLink();
        assert.equal((await put(link, 'first')).status, 200);
        const again = await put(link, 'second');
        assert.equal(again.status, 410);
        assert.match(JSON.parse(again.text).error, /used already/);
    });

    test('of two at once one gets through', async () => {
        const link = await newLink();
        const both = await Promise.all([put(link, 'one'), put(link, 'two')]);
        assert.deepEqual(both.map(({ status }) => status).sort(), [200, 410]);
    });

    test('a file that is too large is refused, and the link stays good', async () => {
        const link = await newLink();
        const refused = await put(link, Buffer.alloc(2_000_001));
        assert.equal(refused.status, 413);
        assert.match(JSON.parse(refused.text).error, /2\.0 MB/);
        assert.equal((await put(link, 'small enough')).status, 200);
    });

    test('what is refused before it is read uses nothing up', async () => {
        const link = await newLink();
        assert.equal((await put(link, '')).status, 400);
        assert.equal((await send(link, { method: 'GET' })).status, 405);
        const form = { 'content-type': 'multipart/form-data; boundary=x' };
        assert.equal((await put(link, '--x--', form)).status, 415);
        const { pathname } = new URL(link);
        const chunks = `PUT ${pathname} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`;
        assert.match(await exchange(server.base, chunks, (text) => text.includes('\r\n\r\n')), / 411 /);
        assert.equal((await put(link, 'now')).status, 200);
    });

    test('links that are changed, of another purpose or none are 404', async () => {
        const link = await newLink();
        for (const wrong of [link.slice(0, -2), link.replace('/v1.', '/v2.'), `${server.base}/upload/`, `${server.base}/upload/x`])
            assert.equal((await put(wrong, 'x')).status, 404, wrong);
    });

    test('an upload that breaks off leaves nothing, and the server goes on', async () => {
        const link = await newLink();
        const { hostname, port } = new URL(server.base);
        const socket = net.connect(Number(port), hostname);
        socket.on('error', () => {});
        const head = `PUT ${new URL(link).pathname} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n`;
        socket.write(head + 'x'.repeat(200_000));
        await new Promise((resolve) => setTimeout(resolve, 300));
        socket.destroy();
        let again;
        // The server may still be noticing.
        for (let i = 0; i < 50 && again?.status !== 410; ++i) again = await put(link, 'x'.repeat(10));
        assert.equal(again.status, 410);
        assert.equal((await put(await newLink(), 'next')).status, 200);
    });

    test('a client that waits for leave gets it', async () => {
        const request = begin(await newLink(), { method: 'PUT', headers: { expect: '100-continue', 'content-length': 4 }, body: 'body' });
        assert.equal((await request.answered).status, 200);
    });
});

test('with --root, paths of the server may be read', async () => {
    const root = folder();
    writeFileSync(join(root, 'words.txt'), 'Some words.');
    const server = await startHttp({ args: ['--sandbox', '--root', root, '--output-dir', folder()] });
    try {
        const made = await callTool(server, 'file_upload', { file: join(root, 'words.txt'), model: 'qwen-long' });
        assert.match(made.text, /^oss:\/\//);
        const other = await callTool(server, 'file_upload', { file: '/etc/hostname', model: 'qwen-long' });
        assert.ok(other.isError, other.text);
    } finally {
        await server.stop();
    }
});
