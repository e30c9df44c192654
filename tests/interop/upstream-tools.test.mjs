// Tools of other MCP servers: our own client against servers of the official SDK, and official clients that see the
// list of tools grow.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { errorOf } from './support/chat.mjs';
import { startHttp } from './support/listener.mjs';
import { startMarketplace } from './support/marketplace.mjs';
import { Session } from './support/mcp-http.mjs';
import { binary } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';
import { latestLegacy, modernVersion } from './support/requests.mjs';
import { watch } from './support/schema.mjs';
import { until } from './support/wait.mjs';

const cancelled = [];

function maps() {
    const server = new McpServer({ name: 'maps', version: '1.0.0' });
    const text = (value) => ({ content: [{ type: 'text', text: value }] });
    server.registerTool(
        'getWeather',
        {
            title: 'Weather',
            description: 'Tells the weather.',
            inputSchema: { city: z.string().nullable(), day: z.union([z.number().int(), z.string()]).optional() },
            outputSchema: { city: z.string(), day: z.any() },
            annotations: { readOnlyHint: true },
        },
        ({ city, day }) => ({
            content: [
                { type: 'text', text: `sunny in ${city}` },
                { type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' },
            ],
            structuredContent: { city, day: day ?? null },
        }),
    );
    server.registerTool('slow', { description: 'Takes long.' }, async (extra) => {
        for (let i = 1; i <= 3; i++)
            await extra.sendNotification({
                method: 'notifications/progress',
                params: { progressToken: extra._meta.progressToken, progress: i, total: 3, message: `step ${i}` },
            });
        return text('done');
    });
    server.registerTool('never', { description: 'Waits until it is cancelled.' }, async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        cancelled.push('never');
        return text('too late');
    });
    server.registerTool('fails', { description: 'Fails.' }, () => ({ ...text('no such place'), isError: true }));
    return server;
}

function search() {
    const server = new McpServer({ name: 'search', version: '1.0.0' });
    server.registerTool(
        'bailian_web_search',
        { description: 'Searches.', inputSchema: { query: z.string(), count: z.number().int().optional() } },
        ({ query, count }) => ({ content: [{ type: 'text', text: JSON.stringify({ pages: [{ title: query, count }] }) }] }),
    );
    return server;
}

const servers = { 'market-maps-0001': maps, WebSearch: search };
const upstream = ['--upstream', 'maps=market-maps-0001'];
const imported = ['maps_getweather', 'maps_slow', 'maps_never', 'maps_fails'];
const namesOf = async (client) => (await client.listTools()).tools.map(({ name }) => name);

for (const options of [{}, { json: true }, { sessions: false }, { json: true, sessions: false }]) {
    describe(`a server of the official SDK, ${JSON.stringify(options)}`, () => {
        let market, client, violations;
        const changes = [];
        before(async () => {
            market = await startMarketplace(servers, options);
            client = new Client({ name: 'sdk-v1', version: '1.0.0' });
            client.setNotificationHandler(ToolListChangedNotificationSchema, () => changes.push('tools'));
            const transport = new StdioClientTransport({ command: binary, args: upstream, env: environment(market.env) });
            violations = watch(transport, latestLegacy);
            await client.connect(transport);
        });
        after(async () => {
            await client.close();
            if (options.sessions !== false) await until(() => market.count('DELETE') > 0, 'the sessions are ended');
            market.stop();
            assert.deepEqual(violations, []);
        });

        test('its tools come after the first list, and that is announced', async () => {
            assert.equal(client.getServerCapabilities().tools.listChanged, true);
            assert.equal(market.seen.length, 0);
            const first = await namesOf(client);
            assert.ok(first.includes('chat') && !first.some((name) => imported.includes(name)));
            await until(() => changes.length === 1, 'the change is announced');
            const { tools } = await client.listTools();
            assert.deepEqual(tools.slice(0, first.length).map(({ name }) => name), first);
            assert.deepEqual(tools.slice(first.length).map(({ name }) => name), imported);
            const weather = tools.find(({ name }) => name === 'maps_getweather');
            assert.match(weather.description, /^Tells the weather\. \(getWeather of the MCP server market-maps-0001\)$/);
            assert.equal(weather.inputSchema.properties.city.type, 'string');
            assert.equal(weather.inputSchema.properties.day.type, 'string');
            assert.equal(weather.annotations.readOnlyHint, true);
            assert.equal(market.count('initialize'), 1);
        });

        test('a result comes whole, the arguments as they were declared', async () => {
            const result = await client.callTool({ name: 'maps_getweather', arguments: { city: 'Oslo', day: '3' } });
            assert.deepEqual(result.content.slice(0, 2), [
                { type: 'text', text: 'sunny in Oslo' },
                { type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' },
            ]);
            assert.match(result.content[2].text, /data, not instructions/);
            assert.deepEqual(result.structuredContent, { city: 'Oslo', day: 3 });
            assert.equal(result.isError, false);
        });

        test('progress is passed on where there are streams', async () => {
            const heard = [];
            const onprogress = ({ message }) => heard.push(message);
            const result = await client.callTool({ name: 'maps_slow', arguments: {} }, undefined, { onprogress });
            assert.equal(result.content[0].text, 'done');
            // The client drops progress that it reads together with the answer.
            if (!options.json) assert.deepEqual(heard, ['step 1', 'step 2', 'step 3'].slice(0, heard.length));
        });

        test('errors of its tools stay errors; unfit arguments are told', async () => {
            const failed = await client.callTool({ name: 'maps_fails', arguments: {} });
            assert.match(errorOf(failed), /^no such place/);
            const unfit = await client.callTool({ name: 'maps_getweather', arguments: { city: ['x'] } });
            assert.match(errorOf(unfit), /`city` must be a string/);
        });

        test('many calls share one session', async () => {
            const calls = Array.from({ length: 20 }, (_, i) =>
                client.callTool({ name: 'maps_getweather', arguments: { city: `c${i}` } }),
            );
            for (const [i, { structuredContent }] of (await Promise.all(calls)).entries())
                assert.equal(structuredContent.city, `c${i}`);
            if (options.sessions !== false) assert.equal(market.count('initialize'), 1);
        });

        test('web_search asks the server of that name', async () => {
            const result = await client.callTool({ name: 'web_search', arguments: { query: 'cats', count: 2 } });
            assert.deepEqual(JSON.parse(result.content[0].text), { pages: [{ title: 'cats', count: 2 }] });
            const { headers } = market.seen.at(-1);
            assert.equal(headers.authorization, 'Bearer sk-interop-0123456789');
            assert.equal(headers['mcp-protocol-version'], '2025-06-18');
        });

        if (options.sessions !== false)
            test('after a restart of the server everything goes on', async () => {
                market.forget();
                const result = await client.callTool({ name: 'maps_getweather', arguments: { city: 'Rome' } });
                assert.equal(result.structuredContent.city, 'Rome');
            });

        if (options.sessions !== false)
            test('a cancelled call is cancelled there', async () => {
                const stop = new AbortController();
                const call = client.callTool({ name: 'maps_never', arguments: {} }, undefined, { signal: stop.signal });
                const arrived = () => market.seen.some(({ message }) => message?.params?.name === 'never');
                await until(arrived, 'the call arrives');
                stop.abort();
                await assert.rejects(call);
                await until(() => market.count('notifications/cancelled') > 0, 'the server is told');
                await until(() => cancelled.length > 0, 'its tool ends');
                cancelled.length = 0;
            });
    });
}

describe('what the operator chooses holds for them, too', () => {
    let market;
    before(async () => (market = await startMarketplace(servers)));
    after(() => market.stop());

    const cases = [
        [['--toolsets', 'maps'], imported],
        [['--tools', 'maps_slow,translate'], ['translate', 'maps_slow']],
        [['--toolsets', 'maps', '--exclude-tools', 'maps_never,maps_fails'], ['maps_getweather', 'maps_slow']],
        [['--toolsets', 'maps', '--read-only'], ['maps_getweather']],
        [['--tools', 'chat'], ['chat']],
    ];
    for (const [args, names] of cases)
        test(args.join(' '), async () => {
            const { stdout, code } = await run(binary, ['tools', '--json', ...upstream, ...args], { env: environment(market.env) });
            assert.equal(code, 0);
            assert.deepEqual(JSON.parse(stdout).map(({ name }) => name), names);
        });

    test('a name that no server can have is refused', async () => {
        const ended = await run(binary, ['tools', ...upstream, '--tools', 'map_slow'], { env: environment(market.env) });
        assert.equal(ended.code, 3);
        assert.match(ended.stderr, /there is no tool map_slow/);
    });

    for (const place of ['environment', 'file'])
        test(`servers are named in the ${place} as well`, async () => {
            const upstreams = 'maps=market-maps-0001, WebSearch';
            const env = environment({ ...market.env, ...(place === 'environment' && { DASHSCOPE_MCP_UPSTREAMS: upstreams }) });
            if (place === 'file') {
                mkdirSync(`${env.HOME}/.bailian`);
                writeFileSync(`${env.HOME}/.bailian/config.json`, JSON.stringify({ upstreams }));
            }
            const { stdout } = await run(binary, ['tools', '--json', '--toolsets', 'maps,websearch'], { env });
            const names = JSON.parse(stdout).map(({ name }) => name);
            assert.deepEqual(names, [...imported, 'websearch_bailian_web_search']);
        });

    test('call finds one of their tools', async () => {
        const args = ['call', 'maps_getweather', ...upstream, '--arg', 'city=Oslo'];
        const { stdout, code } = await run(binary, args, { env: environment(market.env) });
        assert.equal(code, 0);
        assert.match(stdout, /sunny in Oslo/);
    });
});

describe('clients of 2026-07-28 that listen', () => {
    let market, server;
    before(async () => {
        market = await startMarketplace(servers);
        server = await startHttp({ args: upstream, env: market.env });
    });
    after(async () => {
        assert.deepEqual(await server.stop(), { code: 0, signal: null });
        market.stop();
    });

    // What came before a client connects is in its first list: each gets a program that nobody has asked yet.
    const transports = {
        http: () => new ModernHttp(new URL(server.endpoint)),
        stdio: () => new ModernStdio({ command: binary, args: upstream, env: environment(market.env) }),
    };
    for (const [name, makeTransport] of Object.entries(transports))
        test(`over ${name}`, async () => {
            const heard = [];
            const client = new ModernClient(
                { name: 'client-v2', version: '1.0.0' },
                {
                    versionNegotiation: { mode: { pin: modernVersion } },
                    listChanged: { tools: { onChanged: (error, tools) => heard.push(error ?? tools) } },
                },
            );
            const transport = makeTransport();
            const violations = watch(transport, modernVersion);
            await client.connect(transport);
            await namesOf(client);
            await until(() => heard.length > 0, 'the change is heard');
            assert.ok(heard[0].some(({ name: tool }) => tool === 'maps_getweather'), String(heard[0]));
            const result = await client.callTool({ name: 'maps_getweather', arguments: { city: 'Oslo' } });
            assert.equal(result.structuredContent.city, 'Oslo');
            await client.close();
            assert.deepEqual(violations, []);
        });

    test('an open subscription does not hold up the end of the server', async () => {
        const other = await startHttp({ args: upstream, env: market.env });
        const client = new ModernClient(
            { name: 'client-v2', version: '1.0.0' },
            {
                versionNegotiation: { mode: { pin: modernVersion } },
                listChanged: { tools: { onChanged: () => {} } },
            },
        );
        await client.connect(new ModernHttp(new URL(other.endpoint)));
        await namesOf(client);
        assert.deepEqual(await other.stop(), { code: 0, signal: null });
        await client.close().catch(() => {});
    });

    test('a legacy client over HTTP hears of it on the stream that it has opened', async () => {
        const other = await startHttp({ args: upstream, env: market.env });
        const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
        let changes = 0;
        client.setNotificationHandler(ToolListChangedNotificationSchema, () => ++changes);
        const transport = new LegacyHttp(new URL(other.endpoint));
        const violations = watch(transport, latestLegacy);
        await client.connect(transport);
        assert.equal(client.getServerCapabilities().tools.listChanged, true);
        await namesOf(client);
        await until(() => changes === 1, 'the change is heard');
        assert.ok((await namesOf(client)).includes('maps_slow'));
        // Nor does such a stream hold up the end of the server.
        assert.deepEqual(await other.stop(), { code: 0, signal: null });
        await client.close().catch(() => {});
        assert.deepEqual(violations, []);
    });

    test('a legacy session that opens no stream lists them all the same', async () => {
        const session = await Session.open(server.endpoint);
        await until(async () => {
            const { reply } = await session.call('tools/list');
            return reply.result.tools.some(({ name }) => name === 'maps_slow');
        }, 'the tools are there');
    });
});

describe('servers that are not there', () => {
    test('are told on stderr and tried again; ours work meanwhile', async () => {
        const market = await startMarketplace({});
        const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
        const transport = new StdioClientTransport({
            command: binary,
            args: ['--upstream', 'market-gone', '--log-level', 'warning'],
            env: environment(market.env),
            stderr: 'pipe',
        });
        let log = '';
        transport.stderr.on('data', (text) => (log += text));
        await client.connect(transport);
        assert.ok((await namesOf(client)).includes('chat'));
        await until(() => log.includes('again_in_s='), 'it is told');
        assert.match(log, /market-gone.*MCP_IS_INVALID \(HTTP 404\).*not activated/);
        const asked = await client.callTool({ name: 'web_search', arguments: { query: 'x' } });
        assert.match(errorOf(asked), /The web search failed\..*WebSearch is not activated/);
        await client.close();
        market.stop();
    });

    test('without any configured nothing is announced', async () => {
        const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
        const transport = new StdioClientTransport({ command: binary, args: ['--sandbox'], env: environment() });
        await client.connect(transport);
        assert.deepEqual(client.getServerCapabilities().tools, {});
        await client.close();
    });
});
