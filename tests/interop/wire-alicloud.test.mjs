// Alibaba Cloud's own client of Bailian's OpenAPI against the sandbox, which checks each signature; and what our tools
// send for the same job, field for field.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import bailian from '@alicloud/bailian20231229';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { scratchDirectory } from './support/paths.mjs';
import { startRecorder } from './support/recorder.mjs';
import { until } from './support/wait.mjs';
import { Intended, Ours } from './support/wire.mjs';

const workspace = 'ws-sandbox';
const index = 'idx-sandbox';
const folder = scratchDirectory();

const intended = new Intended([
    { place: 'header user-agent', sdk: /^AlibabaCloud /, ours: /^dashscope-mcp\//, why: 'each names itself' },
]);

let recorder, alicloud, ours;
before(async () => {
    recorder = await startRecorder({ args: ['--task-time', '100'] });
    alicloud = client();
    ours = server();
    await ours.start();
});
after(async () => {
    await ours?.stop();
    await recorder?.stop();
});

const server = (env = {}) =>
    new Ours(recorder, {
        args: ['--toolsets', 'all', '--root', folder],
        env: {
            BAILIAN_OPENAPI_ENDPOINT: recorder.base,
            BAILIAN_WORKSPACE_ID: workspace,
            ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIsandbox',
            ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'sandbox-secret',
            ...env,
        },
    });

/** Both do the job; what they send must be the same but for the table. Gives both answers. */
async function same(job, theirs, name, args, by = ours) {
    recorder.taken();
    const answer = await theirs();
    const sdk = recorder.taken();
    const { sent, result } = await by.call(name, args);
    intended.check(job, sdk, sent);
    return { answer, text: result.content[0].text };
}

function client({ id = 'LTAIsandbox', secret = 'sandbox-secret', token } = {}) {
    return new bailian.default(
        new $OpenApiUtil.Config({
            accessKeyId: id,
            accessKeySecret: secret,
            securityToken: token,
            endpoint: recorder.host,
            protocol: 'HTTP',
            regionId: 'cn-beijing',
        }),
    );
}

const retrieval = (more = {}) =>
    new bailian.RetrieveRequest({ indexId: index, query: 'Which seat on flights?', ...more });

describe('knowledge', () => {
    test('is retrieved', async () => {
        const { statusCode, body } = await alicloud.retrieve(workspace, retrieval({ rerankTopN: 3 }));
        assert.equal(statusCode, 200);
        assert.equal(body.success, true);
        assert.ok(body.data.nodes.length > 0 && body.data.nodes.length <= 3);
        assert.match(body.data.nodes[0].text, /Flights/);
        assert.ok(body.data.nodes[0].score > 0);
        assert.equal(body.data.nodes[0].metadata.doc_name, 'Travel policy');
    });

    test('with every parameter, and characters that encoders differ about', async () => {
        const { body } = await alicloud.retrieve(
            workspace,
            retrieval({
                query: 'what\'s in (brackets)*, ~tildes~ & plus+signs? 手机! "quotes" /slashes/ 100%',
                denseSimilarityTopK: 50,
                sparseSimilarityTopK: 50,
                enableReranking: true,
                enableRewrite: true,
                rerank: [
                    new bailian.RetrieveRequestRerank({ modelName: 'qwen3-rerank-hybrid', rerankMode: 'similar' }),
                ],
                rerankMinScore: 0.01,
                rerankTopN: 20,
                rewrite: [new bailian.RetrieveRequestRewrite({ modelName: 'conv-rewrite-qwen-1.8b' })],
                saveRetrieverHistory: false,
                searchFilters: [{ docType: 'catalogue' }],
                queryHistory: [new bailian.RetrieveRequestQueryHistory({ role: 'user', content: 'phones?' })],
                images: ['https://example.com/a.png', 'https://example.com/b.png'],
            }),
        );
        assert.equal(body.success, true);
    });

    test('with a security token', async () => {
        const { body } = await client({ token: 'sts-token' }).retrieve(workspace, retrieval());
        assert.equal(body.success, true);
    });
});

describe('one wrong byte is refused', () => {
    /** Changes the last character of a field or of the request line on its way. */
    const other = (text) => text.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const spoilHeader = (wanted) => (request) => ({
        ...request,
        headers: request.headers.map(([name, value]) => [name, name.toLowerCase() === wanted ? other(value) : value]),
    });
    const spoilBody = ({ headers, ...request }) => ({
        ...request,
        headers: [...headers.filter(([name]) => name.toLowerCase() !== 'content-length'), ['Content-Length', '1']],
        body: Buffer.from('x'),
    });
    const cases = [
        ['of the signature', spoilHeader('authorization'), 'SignatureDoesNotMatch'],
        [
            'of the query',
            (request) => ({ ...request, path: request.path.replace('seat', 'seal') }),
            'SignatureDoesNotMatch',
        ],
        ['of the path', (request) => ({ ...request, path: request.path.replace('/index/', '/indey/') }), 'NotFound'],
        ['of the nonce', spoilHeader('x-acs-signature-nonce'), 'SignatureDoesNotMatch'],
        ['of the hash of the body', spoilHeader('x-acs-content-sha256'), 'SignatureDoesNotMatch'],
        ['of the body', spoilBody, 'SignatureDoesNotMatch'],
    ];
    for (const [what, tamper, code] of cases)
        test(what, async () => {
            recorder.tamper = tamper;
            try {
                await assert.rejects(alicloud.retrieve(workspace, retrieval()), (error) => {
                    assert.match(`${error.code} ${error.message}`, new RegExp(code));
                    return true;
                });
            } finally {
                recorder.tamper = (request) => request;
            }
        });

    test('of the secret', async () => {
        await assert.rejects(
            client({ secret: 'sandbox-secreT' }).retrieve(workspace, retrieval()),
            /SignatureDoesNotMatch/,
        );
    });
    test('of the key id', async () => {
        await assert.rejects(client({ id: 'LTAIsandboX' }).retrieve(workspace, retrieval()), /InvalidAccessKeyId/);
    });
});

describe('long-term memories of applications', () => {
    test('are made, listed, read and deleted, with their nodes', async () => {
        const made = await alicloud.createMemory(workspace, new bailian.CreateMemoryRequest({ description: '喜好' }));
        const id = made.body.memoryId;
        assert.ok(id);
        const node = await alicloud.createMemoryNode(
            workspace,
            id,
            new bailian.CreateMemoryNodeRequest({ content: 'Tea, never coffee.' }),
        );
        assert.ok(node.body.memoryNodeId);
        const { body: listed } = await alicloud.listMemories(
            workspace,
            new bailian.ListMemoriesRequest({ maxResults: 50 }),
        );
        assert.ok(listed.memories.some(({ memoryId, description }) => memoryId === id && description === '喜好'));
        const { body: nodes } = await alicloud.listMemoryNodes(workspace, id, new bailian.ListMemoryNodesRequest({}));
        assert.equal(nodes.memoryNodes[0].content, 'Tea, never coffee.');
        await alicloud.deleteMemory(workspace, id, new bailian.DeleteMemoryRequest({}));
        await assert.rejects(alicloud.getMemory(workspace, id, new bailian.GetMemoryRequest({})), /NotFound|not exist/);
    });
});

/** Lease, upload, add, as the documents tell callers of this package to do it; and asked for until it is ready. */
async function sendSessionFile(name, bytes) {
    const { body: lease } = await alicloud.applyFileUploadLease(
        'default',
        workspace,
        new bailian.ApplyFileUploadLeaseRequest({
            fileName: name,
            md5: createHash('md5').update(bytes).digest('hex'),
            sizeInBytes: String(bytes.length),
            categoryType: 'SESSION_FILE',
        }),
    );
    const { method, url, headers } = lease.data.param;
    const put = await fetch(url, {
        method,
        headers: { 'X-bailian-extra': headers['X-bailian-extra'], 'Content-Type': headers['Content-Type'] },
        body: bytes,
    });
    assert.ok(put.ok, await put.text());
    const { body: added } = await alicloud.addFile(
        workspace,
        new bailian.AddFileRequest({
            leaseId: lease.data.fileUploadLeaseId,
            parser: 'DASHSCOPE_DOCMIND',
            categoryId: 'default',
            categoryType: 'SESSION_FILE',
        }),
    );
    const id = added.data.fileId;
    assert.match(id, /^file_session_/);
    const status = async () =>
        (await alicloud.describeFile(workspace, id, new bailian.DescribeFileRequest({}))).body.data.status;
    await until(async () => (await status()) === 'FILE_IS_READY', 'the file is ready');
    return id;
}

const report = Buffer.from('The offer is valid until the third of May.\nDelivery takes two weeks.\n');

/** Requests of a session file's way, without the bytes and the repeated question; ids are of each file. */
function steps(requests) {
    const named = (wanted) =>
        requests.find(({ headers }) => headers.some(([name, value]) => name === 'x-acs-action' && value === wanted));
    const { path, ...question } = named('DescribeFile');
    return [
        named('ApplyFileUploadLease'),
        {
            ...named('AddFile'),
            body: Buffer.from(
                named('AddFile')
                    .body.toString()
                    .replace(/LeaseId=[^&]+/, 'LeaseId=ID'),
            ),
        },
        { ...question, path: path.replace(/file_session_[^/]+/, 'ID') },
    ];
}

const bytesOf = (requests) => requests.find(({ path }) => path.startsWith('/bailian-upload/'));

describe('session files of applications', () => {
    test('are leased, uploaded, added and ready; by app_call too', async () => {
        recorder.taken();
        await sendSessionFile('report.txt', report);
        const sdk = recorder.taken();
        const file = join(folder, 'report.txt');
        writeFileSync(file, report);
        const { sent, result } = await ours.call('app_call', {
            app_id: 'app-sandbox',
            prompt: 'Until when is the offer valid?',
            files: [file],
        });
        assert.match(result.content[0].text, /third of May/);
        intended.check('session file', steps(sdk), steps(sent));
        const [theirs, mine] = [bytesOf(sdk), bytesOf(sent)];
        assert.equal(mine.method, theirs.method);
        assert.deepEqual(mine.body, theirs.body);
        const field = ({ headers }, wanted) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
        for (const name of ['content-type', 'content-length'])
            assert.equal(field(mine, name), field(theirs, name), name);
        assert.ok(field(mine, 'x-bailian-extra'));
    });
});

describe('our tools send the same', () => {
    test('knowledge_retrieve', async () => {
        const { answer, text } = await same(
            'retrieval',
            () => alicloud.retrieve(workspace, retrieval()),
            'knowledge_retrieve',
            { index_id: index, query: 'Which seat on flights?' },
        );
        assert.ok(text.includes(answer.body.data.nodes[0].text.slice(0, 40)), text);
    });

    test('knowledge_retrieve with every parameter', async () => {
        const history = [{ role: 'user', content: 'phones?' }];
        await same(
            'retrieval with every parameter',
            () =>
                alicloud.retrieve(
                    workspace,
                    retrieval({
                        query: 'what\'s in (brackets)*, ~tildes~ & plus+signs? 手机! "quotes" /slashes/ 100%',
                        denseSimilarityTopK: 50,
                        sparseSimilarityTopK: 40,
                        enableReranking: true,
                        enableRewrite: true,
                        rerank: [
                            new bailian.RetrieveRequestRerank({
                                modelName: 'qwen3-rerank-hybrid',
                                rerankMode: 'custom',
                                rerankInstruct: 'the newest first',
                            }),
                        ],
                        rerankMinScore: 0.02,
                        rerankTopN: 7,
                        rewrite: [new bailian.RetrieveRequestRewrite({ modelName: 'conv-rewrite-qwen-1.8b' })],
                        saveRetrieverHistory: true,
                        searchFilters: [{ docType: 'catalogue' }],
                        queryHistory: history.map((each) => new bailian.RetrieveRequestQueryHistory(each)),
                        images: ['https://example.com/a.png', 'https://example.com/b.png'],
                    }),
                ),
            'knowledge_retrieve',
            {
                index_id: index,
                query: 'what\'s in (brackets)*, ~tildes~ & plus+signs? 手机! "quotes" /slashes/ 100%',
                top_n: 7,
                min_score: 0.02,
                filters: [{ docType: 'catalogue' }],
                history,
                rerank: true,
                rewrite: true,
                images: ['https://example.com/a.png', 'https://example.com/b.png'],
                parameters: {
                    dense_top_k: 50,
                    sparse_top_k: 40,
                    rerank_model: 'qwen3-rerank-hybrid',
                    rerank_mode: 'custom',
                    rerank_instruct: 'the newest first',
                    rewrite_model: 'conv-rewrite-qwen-1.8b',
                    save_history: true,
                },
            },
        );
    });

    test('knowledge_retrieve with a security token', async () => {
        const temporary = server({ ALIBABA_CLOUD_SECURITY_TOKEN: 'sts-token' });
        await temporary.start();
        try {
            await same(
                'retrieval with a token',
                () => client({ token: 'sts-token' }).retrieve(workspace, retrieval()),
                'knowledge_retrieve',
                { index_id: index, query: 'Which seat on flights?' },
                temporary,
            );
        } finally {
            await temporary.stop();
        }
    });

    test("memory_manage, for applications' memories", async () => {
        const manage = (job, theirs, args) => same(job, theirs, 'memory_manage', args);
        const { answer } = await manage(
            'a memory is made',
            () => alicloud.createMemory(workspace, new bailian.CreateMemoryRequest({ description: '喜好 & more' })),
            { action: 'app_create', description: '喜好 & more' },
        );
        const id = answer.body.memoryId;
        const { answer: node } = await manage(
            'an entry is made',
            () =>
                alicloud.createMemoryNode(
                    workspace,
                    id,
                    new bailian.CreateMemoryNodeRequest({ content: 'Tea (green).' }),
                ),
            { action: 'app_add', id, content: 'Tea (green).' },
        );
        const { text } = await manage(
            'memories are listed',
            () => alicloud.listMemories(workspace, new bailian.ListMemoriesRequest({ maxResults: 20 })),
            { action: 'app_list' },
        );
        assert.match(text, /喜好 & more/);
        await manage(
            'a memory is read',
            async () => {
                await alicloud.getMemory(workspace, id, new bailian.GetMemoryRequest({}));
                await alicloud.listMemoryNodes(workspace, id, new bailian.ListMemoryNodesRequest({ maxResults: 20 }));
            },
            { action: 'app_get', id },
        );
        await manage(
            'an entry is changed',
            () =>
                alicloud.updateMemoryNode(
                    workspace,
                    id,
                    node.body.memoryNodeId,
                    new bailian.UpdateMemoryNodeRequest({ content: 'Coffee.' }),
                ),
            { action: 'app_update', id, node_id: node.body.memoryNodeId, content: 'Coffee.' },
        );
        await manage(
            'a memory is described anew',
            () => alicloud.updateMemory(workspace, id, new bailian.UpdateMemoryRequest({ description: 'drinks' })),
            { action: 'app_update', id, description: 'drinks' },
        );
    });

    test('memory_manage deletes as the client does', async () => {
        const make = async () => {
            const memory = (await alicloud.createMemory(workspace, new bailian.CreateMemoryRequest({}))).body.memoryId;
            const request = new bailian.CreateMemoryNodeRequest({ content: 'x' });
            return { memory, node: (await alicloud.createMemoryNode(workspace, memory, request)).body.memoryNodeId };
        };
        const [one, other] = [await make(), await make()];
        // Each deletes its own: what is gone can't be deleted again.
        const named = (requests, ids) =>
            requests.map(({ path, ...rest }) => ({
                ...rest,
                path: path.replace(ids.memory, 'MEMORY').replace(ids.node, 'NODE'),
            }));
        for (const [job, theirs, more] of [
            [
                'an entry is deleted',
                () =>
                    alicloud.deleteMemoryNode(workspace, one.memory, one.node, new bailian.DeleteMemoryNodeRequest({})),
                { node_id: other.node },
            ],
            [
                'a memory is deleted',
                () => alicloud.deleteMemory(workspace, one.memory, new bailian.DeleteMemoryRequest({})),
                {},
            ],
        ]) {
            recorder.taken();
            await theirs();
            const sdk = recorder.taken();
            const { sent } = await ours.call('memory_manage', { action: 'app_delete', id: other.memory, confirm: true, ...more });
            intended.check(job, named(sdk, one), named(sent, other));
        }
    });
});

test('no row of the table is idle', () => intended.checkAllUsed());
