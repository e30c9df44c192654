// Resources, prompts, completion and subscriptions, by the official clients of both eras over both transports.

import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { startHttp } from './support/listener.mjs';
import { binary, scratchDirectory } from './support/paths.mjs';
import { environment } from './support/program.mjs';
import { latestLegacy, modernVersion } from './support/requests.mjs';
import { watch } from './support/schema.mjs';
import { within } from './support/wait.mjs';

let server;
before(async () => (server = await startHttp({ args: ['--sandbox'] })));
after(() => server.stop());

const savedFolder = (home) => join(home, 'Downloads', 'dashscope');

const transports = {
    stdio: (home) => new StdioClientTransport({ command: binary, args: ['--sandbox'], env: environment({}, home) }),
    http: () => new StreamableHTTPClientTransport(new URL(server.endpoint)),
};

/** Resolves with the parameters of the next notification of that method for which `wanted` is true. */
function heard(client, method, wanted = () => true) {
    return within(
        new Promise((resolve) =>
            client.setNotificationHandler(method, ({ params }) => wanted(params) && resolve(params ?? {})),
        ),
        method,
        60_000,
    );
}

for (const [over, connect] of Object.entries(transports))
    for (const [era, mode, speaks] of [
        ['legacy', 'legacy', latestLegacy],
        ['modern', { pin: modernVersion }, modernVersion],
    ])
        describe(`resources and prompts, ${era}, over ${over}`, () => {
            let client, violations, home;
            before(async () => {
                home = scratchDirectory();
                client = new Client({ name: 'reader', version: '1.0.0' }, { versionNegotiation: { mode } });
                const transport = connect(home);
                violations = watch(transport, speaks);
                await client.connect(transport);
            });
            after(async () => {
                await client.close();
                assert.deepEqual(violations, []);
            });

            test('capabilities say what there is', () => {
                const { prompts, resources, completions } = client.getServerCapabilities();
                assert.deepEqual(prompts, {});
                assert.deepEqual(completions, {});
                assert.equal(resources.subscribe, true);
                assert.equal(resources.listChanged, over === 'stdio' ? true : undefined);
            });

            test('guides and the catalogue are listed and read', async () => {
                const { resources } = await client.listResources();
                const uris = resources.map(({ uri }) => uri);
                for (const uri of ['dashscope://guides/start', 'dashscope://guides/films', 'dashscope://models'])
                    assert.ok(uris.includes(uri), `${uri} in ${uris}`);
                for (const { uri, title } of resources.filter((each) => each.title)) {
                    const { contents } = await client.readResource({ uri });
                    assert.equal(contents.length, 1);
                    assert.equal(contents[0].uri, uri);
                    assert.ok(contents[0].text.length > 100, title);
                }
            });

            test('lists are the same bytes each time', async () => {
                const again = async () =>
                    JSON.stringify([
                        await client.listResources(undefined, { cacheMode: 'refresh' }),
                        await client.listResourceTemplates(),
                        await client.listPrompts(),
                    ]);
                assert.equal(await again(), await again());
            });

            test('templates are listed and completed', async () => {
                const { resourceTemplates } = await client.listResourceTemplates();
                const templates = resourceTemplates.map(({ uriTemplate }) => uriTemplate);
                assert.ok(templates.includes('dashscope://models/{model}'));
                assert.equal(templates.includes('dashscope://media/{name}'), over === 'stdio');
                const { completion } = await client.complete({
                    ref: { type: 'ref/resource', uri: 'dashscope://models/{model}' },
                    argument: { name: 'model', value: 'qwen3-t' },
                });
                assert.ok(completion.values.includes('qwen3-tts-flash'), `${completion.values}`);
                const { contents } = await client.readResource({ uri: 'dashscope://models/qwen3-tts-flash' });
                assert.match(contents[0].text, /qwen3-tts-flash/);
            });

            test('what leads to nothing is an error that names it', async () => {
                const uri = 'dashscope://models/no-such-model';
                // The client gives the legacy code, -32002, as the modern one.
                await assert.rejects(client.readResource({ uri }), { code: -32602, data: { uri } });
                await assert.rejects(client.listResources({ cursor: 'nonsense' }), { code: -32602 });
            });

            test('prompts are listed, rendered and completed', async () => {
                const { prompts } = await client.listPrompts();
                assert.ok(prompts.length >= 4);
                for (const { name, title, description, arguments: args } of prompts) {
                    assert.ok(title && description, name);
                    const given = Object.fromEntries(args.filter((each) => each.required).map((each) => [each.name, `<${each.name}>`]));
                    const { messages } = await client.getPrompt({ name, arguments: given });
                    for (const value of Object.values(given)) assert.ok(messages[0].content.text.includes(value), name);
                }
                const { completion } = await client.complete({
                    ref: { type: 'ref/prompt', name: 'podcast_from_text' },
                    argument: { name: 'voice_b', value: 'e' },
                });
                assert.ok(completion.values.includes('Ethan'), `${completion.values}`);
                await assert.rejects(client.getPrompt({ name: 'podcast_from_text', arguments: {} }), { code: -32602 });
                await assert.rejects(client.getPrompt({ name: 'no_such_prompt' }), { code: -32602 });
            });

            test('a subscription hears that a task has changed', async () => {
                const submitted = await client.callTool({
                    name: 'image_generate',
                    arguments: { prompt: 'a fox', model: 'wan2.2-t2i-flash', wait_seconds: 0 },
                });
                const [, id] = /task_id: (\S+)/.exec(submitted.content[0].text);
                const uri = `dashscope://tasks/${encodeURIComponent(id)}`;
                const changed = heard(client, 'notifications/resources/updated', (params) => params.uri === uri);
                let subscription;
                if (era === 'modern') {
                    subscription = await client.listen({ resourceSubscriptions: [uri, 'dashscope://guides/start'] });
                    assert.deepEqual(subscription.honoredFilter, { resourceSubscriptions: [uri] });
                } else {
                    await client.subscribeResource({ uri });
                }
                await changed;
                const state = async () => JSON.parse((await client.readResource({ uri })).contents[0].text);
                const until = Date.now() + 60_000;
                while (!(await state()).ended && Date.now() < until) await new Promise((done) => setTimeout(done, 200));
                assert.equal((await state()).status, 'SUCCEEDED');
                assert.equal((await state()).task_id, id);
                if (subscription) await subscription.close();
                else await client.unsubscribeResource({ uri });
            });

            if (over === 'stdio')
                test('a subscription sees a file appear, which is then listed and read', async () => {
                    assert.deepEqual(await mediaOf(client), []);
                    const subscription = era === 'modern' && (await client.listen({ resourcesListChanged: true }));
                    let changed = heard(client, 'notifications/resources/list_changed');
                    const made = await client.callTool({
                        name: 'image_generate',
                        arguments: { prompt: 'a fox', model: 'qwen-image-2.0', file_name: 'fox' },
                    });
                    const [, path] = /Saved: (\/.*?\.png)/.exec(made.content[0].text);
                    await changed;
                    const [found] = await mediaOf(client);
                    assert.equal(found.mimeType, 'image/png');
                    const { contents } = await client.readResource({ uri: found.uri });
                    assert.deepEqual(Buffer.from(contents[0].blob, 'base64'), readFileSync(path));

                    // Another process's, too.
                    changed = heard(client, 'notifications/resources/list_changed');
                    const folder = savedFolder(home);
                    writeFileSync(join(folder, '.part'), 'Hello');
                    renameSync(join(folder, '.part'), join(folder, '20990101-000000-words-1.txt'));
                    await changed;
                    const all = await mediaOf(client);
                    assert.equal(all.length, 2);
                    assert.equal((await client.readResource({ uri: all[0].uri })).contents[0].text, 'Hello');
                    if (subscription) await subscription.close();
                });
        });

/** What was saved, newest first. */
async function mediaOf(client) {
    const all = [];
    let cursor;
    do {
        const page = await client.listResources(cursor ? { cursor } : undefined, { cacheMode: 'refresh' });
        all.push(...page.resources);
        cursor = page.nextCursor;
    } while (cursor);
    return all.filter(({ uri }) => uri.startsWith('dashscope://media/'));
}
