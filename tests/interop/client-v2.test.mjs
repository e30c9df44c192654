// The official client of both eras, @modelcontextprotocol/client 2.x, in each of its modes over both transports.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { answerOf, errorOf, Progress, sample, say } from './support/chat.mjs';
import { startHttp } from './support/listener.mjs';
import { binary } from './support/paths.mjs';
import { environment } from './support/program.mjs';
import { latestLegacy, modernVersion } from './support/requests.mjs';
import { watch } from './support/schema.mjs';

let server;
before(async () => (server = await startHttp()));
after(() => server.stop());

const transports = {
    stdio: () => new StdioClientTransport({ command: binary, args: ['--sandbox'], env: environment() }),
    http: () => new StreamableHTTPClientTransport(new URL(server.endpoint)),
};

const modes = [
    { mode: 'legacy', speaks: latestLegacy },
    { mode: 'auto', speaks: modernVersion },
    { mode: { pin: modernVersion }, speaks: modernVersion },
];

for (const [name, makeTransport] of Object.entries(transports)) {
    for (const { mode, speaks } of modes) {
        describe(`client 2.x, ${JSON.stringify(mode)}, over ${name}`, () => {
            let client, violations;
            before(async () => {
                client = new Client({ name: 'client-v2', version: '1.0.0' }, { versionNegotiation: { mode } });
                const transport = makeTransport();
                violations = watch(transport, speaks);
                await client.connect(transport);
            });
            after(async () => {
                await client.close();
                assert.deepEqual(violations, []);
            });

            test(`speaks ${speaks}`, () => {
                assert.equal(client.getNegotiatedProtocolVersion(), speaks);
                assert.equal(client.getServerVersion().name, 'dashscope-mcp');
                assert.ok(client.getServerCapabilities().tools);
                assert.ok(client.getInstructions().length > 0);
            });

            test('tools/list', async () => {
                const { tools } = await client.listTools();
                assert.ok(tools.some((tool) => tool.name === 'chat'));
            });

            test('chat streams progress that joins to the answer', async () => {
                const progress = new Progress();
                const prompt = say(sample, '[[chunks:8]][[chunk-delay:150]]');
                const result = await client.callTool(
                    { name: 'chat', arguments: { prompt } },
                    { onprogress: progress.add },
                );
                assert.equal(answerOf(result), sample);
                progress.assertStreamed(sample, name);
            });

            test('errors: of the arguments, of DashScope, of the protocol', async () => {
                assert.match(errorOf(await client.callTool({ name: 'chat', arguments: {} })), /prompt/);
                const failed = await client.callTool({
                    name: 'chat',
                    arguments: { prompt: '[[error:DataInspectionFailed]]' },
                });
                assert.match(errorOf(failed), /data_?inspection_?failed/i);
                await assert.rejects(client.callTool({ name: 'no_such_tool', arguments: {} }), { code: -32602 });
            });

            test('a cancelled call ends at once and the connection goes on', async () => {
                const abort = new AbortController();
                const call = client.callTool(
                    { name: 'chat', arguments: { prompt: '[[fault:stall]]' } },
                    { signal: abort.signal },
                );
                setTimeout(() => abort.abort(new Error('enough')), 200);
                await assert.rejects(call);
                assert.equal(
                    answerOf(await client.callTool({ name: 'chat', arguments: { prompt: say('on', '') } })),
                    'on',
                );
            });
        });
    }
}
