// Alibaba Cloud's own client of Bailian's OpenAPI against the sandbox, which checks each signature; and what our tools
// send for the same job, field for field.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import bailian from '@alicloud/bailian20231229';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { startRecorder } from './support/recorder.mjs';
import { until } from './support/wait.mjs';
import { fieldsOf } from './support/wire.mjs';

const workspace = 'ws-sandbox';
const index = 'idx-sandbox';

let recorder, alicloud;
before(async () => {
    recorder = await startRecorder({ args: ['--task-time', '100'] });
    alicloud = client();
});
after(() => recorder?.stop());

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

describe('session files of applications', () => {
    test('are leased, uploaded, added and ready', async () => {
        recorder.taken();
        await sendSessionFile('report.txt', report);
        const sent = recorder.taken().map((request) => fieldsOf(request));
        assert.deepEqual(
            sent.slice(0, 4).map((fields) => `${fields.get('method')} ${fields.get('header x-acs-action') ?? 'bytes'}`),
            ['POST ApplyFileUploadLease', 'PUT bytes', 'PUT AddFile', 'GET DescribeFile'],
        );
    });
});
