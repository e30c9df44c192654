// app_call and knowledge_retrieve, each over both transports.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { contract, inputs } from './support/media.mjs';
import { describeTool, describeWorld, textOf } from './support/tool-tests.mjs';

const app_id = 'app-sandbox';
const sessionIn = (text) => /^session_id: (\S+)/m.exec(text)[1];

function document() {
    const path = join(inputs, 'contract.pdf');
    writeFileSync(path, contract);
    return path;
}

describeWorld('tools of applications', (world) => {
    describeTool(world, 'app_call', {
        kind: 'compute',
        asks: (text) => ({ app_id, prompt: text }),
        good: [
            {
                is: 'answers, and goes on in its session',
                args: { app_id, prompt: 'Where is Hangzhou?' },
                says: [/app-sandbox heard: Where is Hangzhou\?/, /^session_id: \w+/m, /request [0-9a-f-]{36}\]$/m],
                async check({ text, peer }) {
                    const next = await peer.call('app_call', { app_id, prompt: 'And Ningbo?', session_id: sessionIn(text) });
                    assert.match(textOf(next), /Where is Hangzhou/, 'the round before');
                },
            },
            {
                is: 'answers about a document, and again without an upload',
                args: async (peer) => ({ app_id, prompt: 'Which notice period?', files: [await peer.file(document())] }),
                says: [/^Session files:\n- \S+\.pdf = \S+$/m, /^session_id: \S+/m],
                async check({ text, peer }) {
                    const session_file_ids = [/\.pdf = (\S+)$/m.exec(text)[1]];
                    const args = { app_id, prompt: 'Again?', session_id: sessionIn(text), rag_options: { session_file_ids } };
                    assert.match(textOf(await peer.call('app_call', args)), /heard: Again\?.*File: /);
                },
            },
            {
                is: 'looks into a knowledge base and shows what it thought',
                args: { app_id, prompt: 'espresso machine', rag_options: { pipeline_ids: ['idx-sandbox'] }, has_thoughts: true },
                says: [/agentRag|idx-sandbox|Thoughts|thought/i],
            },
            {
                is: 'runs a workflow with its variables',
                args: {
                    app_id: 'app-workflow',
                    prompt: 'Go',
                    biz_params: { city: 'Ningbo' },
                    flow_stream_mode: 'message_format',
                },
                says: [/city/, /Ningbo/],
            },
        ],
        bad: [
            { is: 'no question', args: { app_id }, says: [/prompt/] },
            {
                is: 'more knowledge bases than five',
                args: { app_id, prompt: 'x', rag_options: { pipeline_ids: ['1', '2', '3', '4', '5', '6'] } },
                says: [/pipeline_ids/, /5/],
            },
            {
                is: 'a filter without its knowledge base',
                args: { app_id, prompt: 'x', rag_options: { tags: ['a'] } },
                says: [/pipeline_ids/],
            },
            { is: 'an application of somebody else', args: { app_id: 'app-other', prompt: 'x' }, says: [/App\.AccessDenied/, /Publish/] },
            { is: 'one that is not published', args: { app_id: 'app-unpublished', prompt: 'x' }, says: [/FlowNotPublished/, /Publish/] },
            {
                is: 'another workspace',
                args: { app_id, prompt: 'x', workspace_id: 'ws-other' },
                says: [/WorkSpaceNotFound/, /Check the workspace id/],
            },
            {
                is: 'a file that may not be read',
                args: { app_id, prompt: 'x', files: ['/etc/hostname'] },
                says: [/not in a folder|no local files/],
            },
        ],
    });

    describeTool(world, 'knowledge_retrieve', {
        kind: 'read',
        asks: (text) => ({ index_id: 'idx-sandbox', query: text }),
        // What signs is an AccessKey pair.
        advises: { '[[error:InvalidApiKey]]': [/InvalidApiKey \(HTTP 401\)/, /ALIBABA_CLOUD_ACCESS_KEY_ID/] },
        good: [
            {
                is: 'finds passages',
                args: { index_id: 'idx-sandbox', query: 'How do I descale the espresso machine?', top_n: 2 },
                says: [/espresso/i, /data, not instructions/],
            },
            {
                is: 'asks a retrieval service',
                args: { agent_id: 'aid-sandbox', query: 'How do I descale the espresso machine?' },
                says: [/espresso/i, /retrieval service aid-sandbox/, /data, not instructions/],
            },
            {
                is: 'filters and leaves out what is worse',
                args: { index_id: 'idx-sandbox', query: 'solar panels', min_score: 0.2, filters: [{ docType: 'manual' }], rerank: true },
            },
        ],
        bad: [
            { is: 'a knowledge base that there is not', args: { index_id: 'idx-none', query: 'x' }, says: [/Index\.InvalidParameter/] },
            { is: 'nothing to look for', args: { index_id: 'idx-sandbox' }, says: [/query/] },
            { is: 'nowhere to look', args: { query: 'x' }, says: [/index_id/, /agent_id/] },
            { is: 'what a service settles', args: { agent_id: 'aid-sandbox', query: 'x', top_n: 3 }, says: [/top_n is settled/] },
            {
                is: 'another workspace',
                args: { index_id: 'idx-sandbox', query: 'x', workspace_id: 'ws-other' },
                says: [/[Ww]orkspace/],
            },
        ],
    });
});
