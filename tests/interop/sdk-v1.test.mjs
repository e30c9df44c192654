// The official client of the legacy era, @modelcontextprotocol/sdk 1.x, over both transports.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { answerOf, errorOf, Progress, sample, say } from './support/chat.mjs';
import { startHttp } from './support/listener.mjs';
import { binary } from './support/paths.mjs';
import { environment } from './support/program.mjs';
import { latestLegacy } from './support/requests.mjs';
import { watch } from './support/schema.mjs';
import { until } from './support/wait.mjs';

let server;
before(async () => (server = await startHttp()));
after(() => server.stop());

const transports = {
    stdio: () => new StdioClientTransport({ command: binary, args: ['--sandbox'], env: environment() }),
    http: () => new StreamableHTTPClientTransport(new URL(server.endpoint)),
};

for (const [name, makeTransport] of Object.entries(transports)) {
    describe(`sdk 1.x over ${name}`, () => {
        let client, transport, violations;
        before(async () => {
            client = new Client({ name: 'sdk-v1', version: '1.0.0' });
            transport = makeTransport();
            violations = watch(transport, latestLegacy);
            await client.connect(transport);
        });
        after(async () => {
            await client.close();
            assert.deepEqual(violations, []);
        });

        test('initialize tells name, version, capabilities and instructions', () => {
            assert.equal(client.getServerVersion().name, 'dashscope-mcp');
            assert.match(client.getServerVersion().version, /^\d+\.\d+\.\d+/);
            assert.ok(client.getServerCapabilities().tools);
            const instructions = client.getInstructions();
            assert.ok(instructions.length > 0 && instructions.length < 2048, `${instructions.length} characters`);
        });

        test('tools/list has chat, with a description and a plain schema', async () => {
            const { tools } = await client.listTools();
            const chat = tools.find((tool) => tool.name === 'chat');
            assert.ok(chat.description.length > 0 && chat.description.length <= 1024);
            assert.equal(chat.inputSchema.type, 'object');
            assert.ok(chat.inputSchema.properties.prompt);
        });

        test('chat answers', async () => {
            const result = await client.callTool({ name: 'chat', arguments: { prompt: say() } });
            assert.equal(answerOf(result), sample);
        });

        test('progress messages join to the answer', async () => {
            const progress = new Progress();
            const prompt = say(sample, '[[chunks:8]][[chunk-delay:150]]');
            const result = await client.callTool({ name: 'chat', arguments: { prompt } }, undefined, {
                onprogress: progress.add,
            });
            assert.equal(answerOf(result), sample);
            progress.assertStreamed(sample, name);
        });

        test('without a progress handler there is no progress', async () => {
            const result = await client.callTool({
                name: 'chat',
                arguments: { prompt: say(sample, '[[chunks:4]][[chunk-delay:20]]') },
            });
            assert.equal(answerOf(result), sample);
        });

        test('wrong arguments are a tool error that names them', async () => {
            assert.match(errorOf(await client.callTool({ name: 'chat', arguments: {} })), /prompt/);
            const misspelt = await client.callTool({ name: 'chat', arguments: { prompt: 'x', temprature: 1 } });
            assert.match(errorOf(misspelt), /temprature[^]*temperature/);
            const wrong = await client.callTool({ name: 'chat', arguments: { prompt: 'x', temperature: 'warm' } });
            assert.match(errorOf(wrong), /temperature/);
        });

        test('stringified numbers and booleans are taken', async () => {
            const args = { prompt: say(), temperature: '0.5', max_tokens: '100', enable_search: 'false' };
            assert.equal(answerOf(await client.callTool({ name: 'chat', arguments: args })), sample);
        });

        test("DashScope's errors are tool errors with its code", async () => {
            const result = await client.callTool({
                name: 'chat',
                arguments: { prompt: '[[error:DataInspectionFailed]]' },
            });
            assert.match(errorOf(result), /data_?inspection_?failed/i);
        });

        test('an unknown tool is a protocol error', async () => {
            await assert.rejects(client.callTool({ name: 'chatt', arguments: {} }), { code: -32602 });
        });

        test('a cancelled call ends at once and the connection goes on', async () => {
            const abort = new AbortController();
            const call = client.callTool({ name: 'chat', arguments: { prompt: '[[fault:stall]]' } }, undefined, {
                signal: abort.signal,
            });
            setTimeout(() => abort.abort('enough'), 200);
            await assert.rejects(call, /enough/);
            await client.ping();
        });

        test('ping and setLoggingLevel', async () => {
            await client.ping();
            await client.setLoggingLevel('debug');
        });

        test('parallel calls each get their own answer', async () => {
            const texts = ['one', 'two', 'three', 'four', 'five'];
            const results = await Promise.all(
                texts.map((text) => client.callTool({ name: 'chat', arguments: { prompt: say(text, '') } })),
            );
            assert.deepEqual(results.map(answerOf), texts);
        });
    });
}

test('sdk 1.x over http: a session that lasts until it is terminated', async () => {
    const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
    const transport = new StreamableHTTPClientTransport(new URL(server.endpoint));
    await client.connect(transport);
    const { sessionId } = transport;
    assert.match(sessionId, /^[\x21-\x7e]+$/);
    await client.ping();
    await transport.terminateSession();
    const again = await fetch(server.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'mcp-session-id': sessionId },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
    assert.equal(again.status, 404);
    await again.body.cancel();
    await client.close();
});

test('sdk 1.x over stdio: close ends the process', async () => {
    const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
    const transport = transports.stdio();
    await client.connect(transport);
    const { pid } = transport;
    await client.close();
    await until(() => {
        try {
            return !process.kill(pid, 0);
        } catch {
            return true;
        }
    }, 'the process is gone');
});
