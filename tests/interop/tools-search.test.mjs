// web_search, models, embed and rerank, each over both transports.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeTool, describeWorld, textOf, transports } from './support/tool-tests.mjs';

describeWorld('tools of search', (world) => {
    describeTool(world, 'web_search', {
        kind: 'read',
        asks: (text) => ({ query: text }),
        // Each attempt has an id of its own, so the sandbox sees no repetition; 404 is the end of a session, and tried anew.
        never: [
            '[[error:Throttling.RateQuota]][[fail-times:2]]',
            '[[error:ModelNotFound]]',
            '[[error:WorkSpaceNotFound]]',
        ],
        advises: {
            '[[error:AccessDenied]]': [/AccessDenied \(HTTP 403\)/, /activated/],
            '[[error:Model.AccessDenied]]': [/Model\.AccessDenied \(HTTP 403\)/, /activated/],
            '[[error:AllocationQuota.FreeTierOnly]]': [/HTTP 403/, /calls of WebSearch are used up/],
            '[[error:Throttling.AllocationQuota]]': [/HTTP 429/, /calls of WebSearch are used up/],
        },
        good: [
            {
                is: 'finds pages',
                args: { query: 'lighthouses of Zhejiang', count: 3 },
                says: [/lighthouses of Zhejiang \(3\)/, /data, not instructions/],
                check: ({ result }) => assert.equal(JSON.parse(result.content[0].text).pages.length, 3),
            },
        ],
        bad: [
            { is: 'an empty query', args: { query: '' }, says: [/query/] },
        ],
    });

    describeTool(world, 'models', {
        good: [
            { is: 'lists models', args: {}, says: [/qwen/] },
            { is: 'of one kind', args: { capability: 'vision' }, says: [/qwen3-vl/] },
            { is: 'by a word', args: { query: 'qwen-mt' }, says: [/qwen-mt/] },
        ],
    });

    describeTool(world, 'embed', {
        kind: 'compute',
        asks: (text) => ({ texts: [text] }),
        good: [
            {
                is: 'makes vectors of texts, near one another where they speak of the same',
                args: { texts: ['green tea', 'black tea', 'a red car'], dimension: 256 },
                says: [/text-embedding-v4/, /256/],
                async check({ text, peer }) {
                    if (peer.transport === 'http') return;
                    const [, path] = /^Saved: (\/.*?)(?: \(|$)/m.exec(text) ?? [];
                    if (path) assert.ok(readFileSync(path).length > 0);
                },
            },
            {
                is: 'of a picture',
                args: async (peer) => ({ images: [await peer.file('red')] }),
                says: [/qwen3-vl-embedding/],
            },
        ],
        bad: [{ is: 'nothing', args: {}, says: [/texts/] }],
    });

    describeTool(world, 'rerank', {
        kind: 'compute',
        asks: (text) => ({ query: text, documents: ['a', 'b'] }),
        good: [
            {
                is: 'sorts documents',
                args: { query: 'green tea', documents: ['The car is red.', 'Green tea is brewed at 80 degrees.'], top_n: 1 },
                says: [/Green tea is brewed/, /qwen3-rerank/],
                check: ({ text }) => assert.doesNotMatch(text, /The car is red/),
            },
        ],
        bad: [
            { is: 'nothing to sort', args: { query: 'x' }, says: [/documents/] },
            { is: 'no query', args: { documents: ['a'] }, says: [/query/] },
        ],
    });
});

const quirks = {
    'search-older-name': /"title"/,
    'search-results': /"results"/,
    'search-no-session': /"title"/,
    'search-session-ends': /"title"/,
    'search-sse': /"title"/,
    'search-quota': /used up|quota/i,
    'search-not-activated': /activate/i,
    'search-invalid': /activate/i,
    'search-older-transport': /405|HTTP\+SSE|transport/i,
};

for (const [quirk, says] of Object.entries(quirks))
    describeWorld(`web_search where the service differs: ${quirk}`, (world) => {
        for (const transport of transports)
            test(`over ${transport}, again and again`, async () => {
                for (const query of ['ferries', 'lighthouses'])
                    assert.match(textOf(await world.peers[transport].call('web_search', { query, count: 2 })), says);
            });
    }, { quirk });
