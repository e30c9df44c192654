// `doctor` against an emulator of its own process, with what goes wrong in real life between them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSandbox } from './support/listener.mjs';
import { binary } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';
import { startProxy } from './support/proxy.mjs';

const pair = (id, secret) => ({ ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret });
const key = 'sk-0123456789abcdef0123';

/** The findings by what was looked at, with the exit code. */
async function doctor(variables, ...words) {
    const { code, stdout, stderr } = await run(binary, ['doctor', '--json', ...words], { env: environment(variables) });
    assert.equal(stderr, '');
    assert.doesNotMatch(stdout, /sk-0123456789abcdef|example-secret/);
    const { healthy, findings, settings } = JSON.parse(stdout);
    assert.equal(code, healthy ? 0 : 1);
    for (const { state, fix, check } of findings)
        assert.equal(Boolean(fix), state === 'failed' || state === 'warning', check);
    return { ...Object.fromEntries(findings.map((each) => [each.check, each])), settings };
}

describe('doctor', () => {
    let sandbox, proxy, at;

    before(async () => {
        sandbox = await startSandbox();
        proxy = await startProxy(sandbox.base);
        at = { DASHSCOPE_BASE_URL: proxy.base, BAILIAN_OPENAPI_ENDPOINT: proxy.base };
    });
    after(async () => {
        await proxy.stop();
        await sandbox.stop();
    });

    test('all is well', async () => {
        const keys = { DASHSCOPE_API_KEY: key, ...pair('LTAIsandbox', 'sandbox-secret') };
        const found = await doctor({ ...at, ...keys, BAILIAN_WORKSPACE_ID: 'ws-sandbox' });
        for (const check of ['api_key', 'connection', 'clock', 'uploads', 'tasks', 'web_search', 'access_key'])
            assert.equal(found[check].state, 'ok', check);
        const shown = found.settings.find(({ name }) => name === 'api_key');
        assert.deepEqual(shown, { name: 'api_key', value: 'sk-…0123', from: 'environment' });
    });

    test('nothing of it costs anything', async () => {
        const seen = proxy.requests.map(({ method, path }) => `${method} ${path}`);
        assert.ok(seen.length > 5);
        const free = /^GET |^(POST|DELETE) \/api\/v1\/mcps\/WebSearch\/mcp$/;
        for (const each of seen) assert.match(each, free);
        for (const { body } of proxy.requests.filter(({ path }) => path.endsWith('/mcp')))
            assert.doesNotMatch(String(body), /tools\/call/);
    });

    test('a key that nobody knows', async () => {
        const found = await doctor({ ...at, DASHSCOPE_API_KEY: 'sk-invalid' });
        assert.equal(found.api_key.state, 'failed');
        assert.match(found.api_key.fix, /dashscope-mcp login/);
        assert.equal(found.uploads, undefined);
    });

    test('an AccessKey pair whose secret is wrong', async () => {
        const found = await doctor({ ...at, DASHSCOPE_API_KEY: key, ...pair('LTAIsandbox', 'example-secret') });
        assert.equal(found.access_key.state, 'failed');
        assert.match(found.access_key.text, /SignatureDoesNotMatch/);
    });

    test('a good pair without its workspace', async () => {
        const found = await doctor({ ...at, DASHSCOPE_API_KEY: key, ...pair('LTAIsandbox', 'sandbox-secret') });
        assert.equal(found.access_key.state, 'warning');
        assert.match(found.access_key.fix, /BAILIAN_WORKSPACE_ID/);
    });

    test('nobody answers', async () => {
        const found = await doctor({ DASHSCOPE_API_KEY: key, DASHSCOPE_BASE_URL: 'http://127.0.0.1:1' });
        assert.equal(found.connection.state, 'failed');
        assert.match(found.connection.fix, /network/);
    });

    test('a proxy that is none', async () => {
        const found = await doctor({ DASHSCOPE_API_KEY: key, HTTPS_PROXY: 'socks5://127.0.0.1:1' });
        assert.equal(found.proxy.state, 'failed');
    });

    test('WebSearch was not activated', async () => {
        const refusing = await startProxy(sandbox.base);
        refusing.obey((seen, response) => {
            if (!seen.path.endsWith('/WebSearch/mcp')) return false;
            response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"MCP_IS_INVALID","message":"MCP不存在"}');
            return true;
        });
        const found = await doctor({ DASHSCOPE_BASE_URL: refusing.base, DASHSCOPE_API_KEY: key });
        assert.equal(found.web_search.state, 'warning');
        assert.match(found.web_search.fix, /activate/);
        await refusing.stop();
    });

    test('a clock that is wrong', async () => {
        const late = await startProxy(sandbox.base);
        late.obey((seen, response) => {
            if (!seen.path.endsWith('/models')) return false;
            const date = new Date(Date.now() - 20 * 60_000).toUTCString();
            response.writeHead(200, { 'content-type': 'application/json', date }).end('{"data":[{"id":"qwen-plus"}]}');
            return true;
        });
        const found = await doctor({ DASHSCOPE_BASE_URL: late.base, DASHSCOPE_API_KEY: key });
        assert.equal(found.clock.state, 'failed');
        assert.match(found.clock.text, /1[12]\d\d s ahead of/);
        await late.stop();
    });
});
