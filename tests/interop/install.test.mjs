// Registration as a person does it: configurations that already have other servers, in a home of their own. What is
// written is read by other people's parsers, and started as it says by an official client.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { startSandbox } from './support/listener.mjs';
import { binary, root, scratchDirectory } from './support/paths.mjs';
import { environment, Program, run } from './support/program.mjs';

const golden = (id) => readFileSync(join(root, 'tests/install/golden', `${id}.before`), 'utf8');

// Plain objects, as JSON.parse makes them.
const readToml = (text) => JSON.parse(JSON.stringify(parseToml(text)));

const clients = {
    'claude-desktop': { file: '.config/Claude/claude_desktop_config.json', section: 'mcpServers' },
    'claude-code': { file: '.claude.json', section: 'mcpServers' },
    cursor: { file: '.cursor/mcp.json', section: 'mcpServers' },
    vscode: { file: '.config/Code/User/mcp.json', section: 'servers' },
    windsurf: { file: '.codeium/windsurf/mcp_config.json', section: 'mcpServers' },
    cline: { file: '.cline/data/settings/cline_mcp_settings.json', section: 'mcpServers' },
    codex: { file: '.codex/config.toml', section: 'mcp_servers', parse: readToml },
    gemini: { file: '.gemini/settings.json', section: 'mcpServers' },
    qwen: { file: '.qwen/settings.json', section: 'mcpServers' },
    opencode: { file: '.config/opencode/opencode.json', section: 'mcp' },
    zed: { file: '.config/zed/settings.json', section: 'context_servers' },
};

function parsed(id, text) {
    if (clients[id].parse) return clients[id].parse(text);
    const errors = [];
    const value = parseJsonc(text, errors, { allowTrailingComma: true });
    assert.deepEqual(errors, []);
    return value;
}

/** A home that has the client's file, with other servers in it. */
function homeWith(id, text = golden(id)) {
    const env = environment();
    const path = join(env.HOME, clients[id].file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o640 });
    return { env, path };
}

const command = (words, env) => run(binary, words, { env });

async function succeeds(words, env) {
    const ended = await command(words, env);
    assert.equal(ended.code, 0, ended.stderr);
    return ended;
}

/** The command and arguments of an entry, whatever its shape. */
const started = ({ command: first, args = [] }) => (Array.isArray(first) ? first : [first, ...args]);

describe('every client with a file', () => {
    for (const [id, { section }] of Object.entries(clients))
        test(id, async () => {
            const { env, path } = homeWith(id);
            const before = parsed(id, golden(id));
            const { stdout } = await succeeds(['install', id, '--yes', '--sandbox', '--read-only'], env);
            assert.match(stdout, /^--- /m);
            assert.doesNotMatch(stdout, /ghp_example|ctx7sk|sk-typed-in/, 'nobody else\'s secrets');

            const after = parsed(id, readFileSync(path, 'utf8'));
            const { dashscope, ...others } = after[section];
            const { dashscope: old, ...othersBefore } = before[section] ?? {};
            assert.deepEqual(others, othersBefore);
            assert.deepEqual(Object.keys(before), Object.keys(after).slice(0, Object.keys(before).length));
            assert.equal(statSync(path).mode & 0o777, 0o640);
            const backups = readdirSync(dirname(path)).filter((name) => name.includes('.backup-'));
            assert.equal(backups.length, 1);
            assert.equal(readFileSync(join(dirname(path), backups[0]), 'utf8'), golden(id));

            const [program, ...args] = started(dashscope);
            assert.deepEqual(args, ['--sandbox', '--read-only']);
            const client = new Client({ name: 'install-test', version: '1' });
            await client.connect(new StdioClientTransport({ command: program, args, env }));
            assert.ok((await client.listTools()).tools.some(({ name }) => name === 'chat'));
            await client.close();

            await succeeds(['uninstall', id, '--yes'], env);
            const rest = parsed(id, readFileSync(path, 'utf8'));
            assert.deepEqual(rest[section] ?? {}, othersBefore);
            if (!old && before[section]) assert.equal(readFileSync(path, 'utf8'), golden(id));
        });
});

test('a client that has no file yet gets one', async () => {
    for (const [id, { file, section }] of Object.entries(clients)) {
        const env = environment();
        await succeeds(['install', id, '--yes'], env);
        const text = readFileSync(join(env.HOME, file), 'utf8');
        assert.deepEqual(Object.keys(parsed(id, text)[section]), ['dashscope']);
        assert.equal(statSync(join(env.HOME, file)).mode & 0o777, 0o600);
        const printed = await succeeds(['install', id, '--print'], env);
        assert.equal(printed.stdout, text, id);
    }
});

test('a file that is a link to somewhere else stays one', async () => {
    const { env, path } = homeWith('cursor');
    const dotfiles = join(scratchDirectory(), 'mcp.json');
    writeFileSync(dotfiles, golden('cursor'));
    const linked = environment();
    mkdirSync(join(linked.HOME, '.cursor'));
    symlinkSync(dotfiles, join(linked.HOME, '.cursor/mcp.json'));
    await succeeds(['install', 'cursor', '--yes'], linked);
    await succeeds(['install', 'cursor', '--yes'], env);
    assert.equal(readFileSync(dotfiles, 'utf8'), readFileSync(path, 'utf8'));
    assert.deepEqual(readdirSync(join(linked.HOME, '.cursor')), ['mcp.json']);
});

test('a link on the path is what is registered, not the file of one version behind it', async () => {
    const env = environment();
    const folder = join(env.HOME, 'bin');
    mkdirSync(folder);
    symlinkSync(binary, join(folder, 'dashscope-mcp'));
    const ended = await run('/bin/sh', ['-c', 'dashscope-mcp install cursor --print'], {
        env: { ...env, PATH: `${folder}:${env.PATH}` },
    });
    assert.equal(JSON.parse(ended.stdout).mcpServers.dashscope.command, join(folder, 'dashscope-mcp'));
});

test('links are what the clients\' own URL parsers read', async () => {
    const env = environment();
    const linkOf = async (id) => /\S+:\S*install\?\S+/.exec((await succeeds(['install', id, '--print'], env)).stderr)[0];
    const cursor = new URL(await linkOf('cursor'));
    assert.equal(cursor.searchParams.get('name'), 'dashscope');
    const config = JSON.parse(Buffer.from(cursor.searchParams.get('config'), 'base64').toString());
    assert.equal(config.command, binary);
    const vscode = JSON.parse(decodeURIComponent((await linkOf('vscode')).split('?')[1]));
    assert.equal(vscode.name, 'dashscope');
    assert.equal(vscode.inputs[0].password, true);
    const { stdout } = await succeeds(['install', 'cherry-studio'], env);
    const servers = new URL(stdout.split('\n')[0]).searchParams.get('servers');
    assert.deepEqual(
        JSON.parse(Buffer.from(servers, 'base64').toString()),
        JSON.parse(stdout.slice(stdout.indexOf('\n'))),
    );
});

// Some 500 MB, so not among what the tests install: HOSTS_BIN names the folder of their commands (node_modules/.bin of
// `npm install @anthropic-ai/claude-code @openai/codex @google/gemini-cli @qwen-code/qwen-code opencode-ai`).
describe('hosts start what was registered', { skip: !process.env.HOSTS_BIN }, () => {
    const hosts = {
        'claude-code': ['claude', /dashscope: .*Connected/],
        codex: ['codex', /dashscope .*enabled/],
        gemini: ['gemini', /✓ dashscope: .*Connected/],
        qwen: ['qwen', /dashscope: .*Connected/],
        opencode: ['opencode', /dashscope.*connected/],
    };
    for (const [id, [name, connected]] of Object.entries(hosts))
        test(id, async () => {
            const { env } = homeWith(id, id === 'codex' ? golden(id) : '{}');
            await succeeds(['install', id, '--yes', '--sandbox'], env);
            const listed = await run(join(process.env.HOSTS_BIN, name), ['mcp', 'list'], {
                env: { ...env, GEMINI_CLI_TRUST_WORKSPACE: 'true' },
            });
            assert.match(listed.stdout + listed.stderr, connected);
        });
});

describe('login', () => {
    const settings = (env) => JSON.parse(readFileSync(join(env.HOME, '.bailian/config.json'), 'utf8'));

    async function login(line, words, env) {
        const program = new Program(['login', ...words], { env, stdio: ['pipe', 'pipe', 'pipe'] });
        program.child.stdout.setEncoding('utf8').on('data', (text) => (program.stdout += text));
        program.child.stdin.on('error', () => {}).end(line);
        return { ...(await program.ended()), said: program.stdout + program.stderr };
    }

    test('a key that the host accepts is kept beside everything else, and found by the server', async () => {
        const sandbox = await startSandbox();
        const env = environment();
        mkdirSync(join(env.HOME, '.bailian'));
        const path = join(env.HOME, '.bailian/config.json');
        writeFileSync(path, '{"language":"zh","telemetry":false}\n', { mode: 0o644 });
        const { code, said } = await login('sk-good-0123456789\n', ['--base-url', sandbox.base], env);
        assert.equal(code, 0, said);
        assert.doesNotMatch(said, /sk-good-0123456789/);
        assert.deepEqual(settings(env), {
            language: 'zh',
            telemetry: false,
            api_key: 'sk-good-0123456789',
            base_url: sandbox.base,
        });
        assert.equal(statSync(path).mode & 0o777, 0o600);
        const { stdout } = await succeeds(['call', 'chat', '--arg', 'prompt=[[say:found]]'], env);
        assert.match(stdout, /^found\n/);
        await sandbox.stop();
    });

    test('a key that it refuses is not', async () => {
        const sandbox = await startSandbox();
        const env = environment();
        const { code, said } = await login('sk-invalid\n', ['--base-url', sandbox.base], env);
        assert.equal(code, 1);
        assert.match(said, /invalid_api_key/);
        assert.deepEqual(readdirSync(env.HOME), []);
        await sandbox.stop();
    });

    test('without an answer nothing is saved, unless it is not asked for', async () => {
        const env = environment();
        const nobody = ['--base-url', 'http://127.0.0.1:1'];
        const refused = await login('sk-some-key\n', nobody, env);
        assert.equal(refused.code, 1);
        assert.match(refused.said, /--no-check/);
        assert.equal((await login('sk-some-key', [...nobody, '--no-check'], env)).code, 0);
        assert.equal(settings(env).api_key, 'sk-some-key');
        assert.equal(statSync(join(env.HOME, '.bailian')).mode & 0o777, 0o700);
    });

    test('profiles', async () => {
        const env = environment();
        await login('sk-top-level\n', ['--no-check'], env);
        await login('sk-of-team\n', ['--no-check', '--profile', 'team'], env);
        assert.deepEqual(settings(env), {
            api_key: 'sk-top-level',
            team: { api_key: 'sk-of-team' },
            active_config: 'team',
        });
        await login('sk-of-team-2\n', ['--no-check'], env);
        assert.equal(settings(env).team.api_key, 'sk-of-team-2');
    });

    for (const line of ['', '\n', 'sk-a b\n', '"sk-quoted"\n', '${DASHSCOPE_API_KEY}\n'])
        test(`no key: ${JSON.stringify(line)}`, async () => {
            const env = environment();
            const { code, said } = await login(line, ['--no-check'], env);
            assert.equal(code, 1);
            assert.match(said, /key/);
            assert.deepEqual(readdirSync(env.HOME), []);
        });

    test('a file that is no JSON is left alone', async () => {
        const env = environment();
        mkdirSync(join(env.HOME, '.bailian'));
        const path = join(env.HOME, '.bailian/config.json');
        writeFileSync(path, '{ broken');
        const { code, said } = await login('sk-some-key\n', ['--no-check'], env);
        assert.equal(code, 3);
        assert.match(said, /not valid JSON/);
        assert.equal(readFileSync(path, 'utf8'), '{ broken');
    });
});
