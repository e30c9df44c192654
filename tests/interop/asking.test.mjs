// Questions during a call, asked of the official clients of both eras over both transports: accepted, declined,
// cancelled, left unanswered, and clients that can't be asked.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { errorOf } from './support/chat.mjs';
import { startHttp } from './support/listener.mjs';
import { callModern } from './support/mcp-http.mjs';
import { binary, scratchDirectory } from './support/paths.mjs';
import { environment } from './support/program.mjs';
import { latestLegacy, metaKey, modernVersion } from './support/requests.mjs';
import { watch } from './support/schema.mjs';
import { within } from './support/wait.mjs';

const args = ['--sandbox', '--toolsets', 'all'];

let server;
before(async () => (server = await startHttp({ args })));
after(() => server.stop());

const eras = {
    legacy: {
        speaks: latestLegacy,
        stdio: () => new LegacyStdio({ command: binary, args, env: environment() }),
        http: () => new LegacyHttp(new URL(server.endpoint)),
        client: (capabilities) => new LegacyClient({ name: 'asked', version: '1.0.0' }, { capabilities }),
        answer: (client, handler) => client.setRequestHandler(ElicitRequestSchema, handler),
        call: (client, tool, given, options) => client.callTool({ name: tool, arguments: given }, undefined, options),
    },
    modern: {
        speaks: modernVersion,
        stdio: () => new ModernStdio({ command: binary, args, env: environment() }),
        http: () => new ModernHttp(new URL(server.endpoint)),
        client: (capabilities) =>
            new ModernClient(
                { name: 'asked', version: '1.0.0' },
                { capabilities, versionNegotiation: { mode: { pin: modernVersion } } },
            ),
        answer: (client, handler) => client.setRequestHandler('elicitation/create', handler),
        call: (client, tool, given, options) => client.callTool({ name: tool, arguments: given }, options),
    },
};

const textOf = ({ content }) => content.map(({ text }) => text).join('\n');
const accept = (content) => ({ action: 'accept', content });

for (const [era, kit] of Object.entries(eras)) {
    for (const transport of ['stdio', 'http']) {
        describe(`a user of a ${era} client over ${transport}`, () => {
            let client, violations, answer;
            const asked = [];

            before(async () => {
                client = kit.client({ elicitation: {} });
                kit.answer(client, (request, extra) => {
                    asked.push(request.params);
                    return answer(extra);
                });
                const way = kit[transport]();
                violations = watch(way, kit.speaks);
                await client.connect(way);
            });
            after(async () => {
                await client.close();
                assert.deepEqual(violations, []);
            });

            async function call(tool, given, reply, options) {
                answer = () => reply;
                asked.length = 0;
                return kit.call(client, tool, given, options);
            }

            const deletion = { action: 'delete', voice: 'cosyvoice-v3-flash-none-0' };

            test('gives an id that is missing', async () => {
                const result = await call('app_call', { prompt: 'Hello' }, accept({ app_id: 'app-sandbox' }));
                assert.ok(!result.isError, textOf(result));
                assert.equal(asked.length, 1);
                assert.match(asked[0].message, /Which application/);
                assert.deepEqual(asked[0].requestedSchema.required, ['app_id']);
            });

            test('is not asked for what was given', async () => {
                const result = await call('app_call', { prompt: 'Hello', app_id: 'app-sandbox' }, { action: 'cancel' });
                assert.ok(!result.isError, textOf(result));
                assert.equal(asked.length, 0);
            });

            test('agrees: what was agreed to is done', async () => {
                const result = await call('voice_manage', deletion, accept({ confirm: true }));
                assert.match(asked[0].message, /cosyvoice-v3-flash-none-0/);
                // The sandbox was asked to, and does not know the voice.
                assert.match(textOf(result), /DashScope|Deleted/);
            });

            test('agrees, as an argument says: the user is asked all the same', async () => {
                const result = await call('voice_manage', { ...deletion, confirm: true }, accept({ confirm: false }));
                assert.equal(asked.length, 1);
                assert.match(errorOf(result), /did not agree/);
            });

            test('declines, closes the form: nothing is done, and the model is told', async () => {
                const [decline, cancel] = [{ action: 'decline' }, { action: 'cancel' }];
                assert.match(errorOf(await call('voice_manage', deletion, decline)), /declined/);
                assert.match(errorOf(await call('voice_manage', deletion, cancel)), /closed the question/);
                assert.match(errorOf(await call('app_call', { prompt: 'Hello' }, decline)), /declined/);
            });

            test('does not answer: the call can be given up, and the connection goes on', async () => {
                const abort = new AbortController();
                let shown;
                const formShown = new Promise((resolve) => (shown = resolve));
                answer = () => {
                    shown();
                    // The form goes when the call is given up.
                    return new Promise((_, leave) =>
                        abort.signal.addEventListener('abort', () => leave(new Error('left'))),
                    );
                };
                const calling = kit.call(client, 'voice_manage', deletion, { signal: abort.signal });
                calling.catch(() => {});
                await within(formShown, 'the form is shown');
                abort.abort(new Error('enough'));
                await assert.rejects(calling);
                const result = await call('app_call', { prompt: 'Hello' }, accept({ app_id: 'app-sandbox' }));
                assert.ok(!result.isError, textOf(result));
            });
        });

        test(`a ${era} client without forms over ${transport} is told how to go on`, async () => {
            const client = kit.client({});
            await client.connect(kit[transport]());
            const deletion = { action: 'delete', voice: 'cosyvoice-v3-flash-none-0' };
            const refused = errorOf(await kit.call(client, 'voice_manage', deletion));
            assert.match(refused, /elicitation/);
            assert.match(refused, /confirm: true/);
            const done = await kit.call(client, 'voice_manage', { ...deletion, confirm: true });
            assert.doesNotMatch(textOf(done), /consent/);
            assert.match(errorOf(await kit.call(client, 'app_call', { prompt: 'Hello' })), /app_id/);
            await client.close();
        });
    }
}

test('a question that one process asked is answered to another', async () => {
    const key = ['--key-file', `${scratchDirectory()}/seal.key`];
    const params = {
        name: 'app_call',
        arguments: { prompt: 'Hello' },
        _meta: { [metaKey('clientCapabilities')]: { elicitation: {} } },
    };
    const first = await startHttp({ args: [...args, ...key] });
    const asked = (await callModern(first.endpoint, 'tools/call', params)).reply.result;
    assert.equal(asked.resultType, 'input_required');
    await first.stop();

    const second = await startHttp({ args: [...args, ...key] });
    const inputResponses = { app_id: accept({ app_id: 'app-sandbox' }) };
    const again = { ...params, inputResponses, requestState: asked.requestState };
    assert.equal((await callModern(second.endpoint, 'tools/call', again)).reply.result.isError, false);
    const other = { ...again, arguments: { prompt: 'Something else' } };
    assert.equal((await callModern(second.endpoint, 'tools/call', other)).reply.error.code, -32602);
    await second.stop();
});
