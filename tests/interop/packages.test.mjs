// What is published, made from the program under test as a release is: each file is accepted by its publisher's schema
// or tool, has the program's version, and starts a server that answers an official client.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { binary, nodeModule, root, scratchDirectory } from './support/paths.mjs';
import { environment, run } from './support/program.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const has = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
const mcpb = (...args) => execFileSync(process.execPath, [nodeModule('@anthropic-ai/mcpb/dist/cli/cli.js'), ...args]);
const releases = 'https://github.com/dashscope-mcp/dashscope-mcp/releases/download/v0';

/** The names of the tools that the command offers to an official client. */
async function toolsOf(command, args, env = environment()) {
    const client = new Client({ name: 'packages-test', version: '1' });
    await client.connect(new StdioClientTransport({ command, args, env, stderr: 'ignore' }));
    const { tools } = await client.listTools();
    await client.close();
    return tools.map(({ name }) => name);
}

describe('packages', () => {
    let folder, version, tools;
    const made = (name) => join(folder, name);

    before(async () => {
        folder = join(scratchDirectory(), 'packages');
        const env = { ...process.env, RELEASE_URL: `${releases}/` };
        execFileSync(process.execPath, [join(root, 'scripts/package.mjs'), binary, folder], { env, stdio: 'ignore' });
        version = (await run(binary, ['--version'], { env: environment() })).stdout.trim().split(' ')[1];
        tools = await toolsOf(binary, ['--sandbox']);
    });

    test('one version and one name everywhere', () => {
        const server = json(join(root, 'manifests/server.json'));
        const npm = json(join(root, 'manifests/npm/package.json'));
        const versions = [server, ...server.packages, npm, json(join(root, 'manifests/mcpb/manifest.json'))];
        for (const each of versions) assert.equal(each.version, version);
        assert.equal(npm.mcpName, server.name);
        assert.match(read('manifests/container/Containerfile'), new RegExp(`server\\.name="${server.name}"`));
        assert.match(read('CMakeLists.txt'), new RegExp(`VERSION ${version}\\b`));
    });

    test('the sums are right', () => {
        const lines = readFileSync(made('SHA256SUMS'), 'utf8').trim().split('\n');
        const files = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile());
        assert.equal(lines.length, files.length - 1);
        for (const line of lines) {
            const [sum, name] = line.split('  ');
            assert.equal(createHash('sha256').update(readFileSync(made(name))).digest('hex'), sum);
        }
    });

    describe('server.json', () => {
        const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
        const validate = ajv.compile(JSON.parse(read('tests/interop/schema/mcp-registry-server.schema.json')));
        const valid = (value) => assert.ok(validate(value), JSON.stringify(validate.errors));

        test('is what the registry\'s schema wants, with and without the bundle', () => {
            valid(json(join(root, 'manifests/server.json')));
            valid(json(made('server.json')));
        });

        test('names the bundle by the sum that clients check', () => {
            const { identifier, fileSha256 } = json(made('server.json')).packages.find((each) => each.registryType === 'mcpb');
            const name = identifier.slice(releases.length + 1);
            assert.match(readFileSync(made('SHA256SUMS'), 'utf8'), new RegExp(`^${fileSha256}  ${name}$`, 'm'));
        });

        test('asks only for variables that the program reads', () => {
            const readme = read('README.md');
            for (const { environmentVariables } of json(join(root, 'manifests/server.json')).packages)
                for (const { name } of environmentVariables) assert.ok(readme.includes(`\`${name}\``), name);
        });
    });

    describe('the MCPB bundle', () => {
        let unpacked;

        before(() => {
            mcpb('validate', join(root, 'manifests/mcpb/manifest.json'));
            unpacked = join(scratchDirectory(), 'bundle');
            mcpb('unpack', made(`dashscope-mcp-${version}-linux-x64.mcpb`), unpacked);
        });

        test('lists the tools that there are', () => {
            const { tools: listed, server } = json(join(unpacked, 'manifest.json'));
            assert.deepEqual(listed.map(({ name }) => name), tools);
            assert.ok(listed.every(({ description }) => description));
            assert.ok(statSync(join(unpacked, server.entry_point)).mode & 0o100);
        });

        test('starts, also where the person configured nothing', async () => {
            const { server } = json(join(unpacked, 'manifest.json'));
            const { command, args, env } = server.mcp_config;
            // Placeholders that nobody replaced reach the program as they are.
            const listed = await toolsOf(command.replace('${__dirname}', unpacked), args, environment(env));
            assert.deepEqual(listed, tools);
        });
    });

    describe('the npm package', () => {
        const npm = (home) => ({ ...environment({}, home), npm_config_update_notifier: 'false', npm_config_offline: 'true' });
        const tarball = () => made(`dashscope-mcp-${version}.tgz`);

        test('npx starts it', async () => {
            const listed = await toolsOf('npx', ['--yes', '--package', tarball(), 'dashscope-mcp', '--sandbox'], npm(scratchDirectory()));
            assert.deepEqual(listed, tools);
        });

        test('over npx it registers npx', async () => {
            const env = npm(scratchDirectory());
            const args = ['--yes', '--package', tarball(), 'dashscope-mcp', 'install', 'cursor', '--print'];
            const { stdout, code, stderr } = await run('npx', args, { env });
            assert.equal(code, 0, stderr);
            const { command, args: given } = JSON.parse(stdout).mcpServers.dashscope;
            assert.deepEqual([command, ...given], ['npx', '-y', 'dashscope-mcp']);
        });

        test('installed, it registers itself', async () => {
            const home = scratchDirectory();
            const env = npm(home);
            await run('npm', ['install', '--prefix', home, '--global', tarball()], { env });
            const { stdout } = await run(join(home, 'bin/dashscope-mcp'), ['install', 'cursor', '--print'], { env });
            const { command } = JSON.parse(stdout).mcpServers.dashscope;
            assert.equal(command, join(home, 'lib/node_modules/dashscope-mcp/lib/dashscope-mcp'));
            assert.deepEqual(await toolsOf(command, ['--sandbox'], env), tools);
        });
    });

    describe('the Debian package', { skip: !has('dpkg-deb') }, () => {
        let installed;
        const file = (path) => join(installed, path);

        before(() => {
            installed = join(scratchDirectory(), 'deb');
            const name = `dashscope-mcp_${version}_amd64.deb`;
            execFileSync('dpkg-deb', ['-x', made(name), installed]);
            const depends = execFileSync('dpkg-deb', ['-f', made(name), 'Version', 'Recommends']).toString();
            assert.match(depends, new RegExp(`^Version: ${version}$`, 'm'));
            assert.match(depends, /^Recommends: ca-certificates$/m);
        });

        test('holds the program', async () => {
            assert.deepEqual(await toolsOf(file('usr/bin/dashscope-mcp'), ['--sandbox']), tools);
        });

        test('its manual page has every flag, and groff finds nothing wrong with it', { skip: !has('groff') }, async () => {
            const page = execFileSync('gzip', ['-dc', file('usr/share/man/man1/dashscope-mcp.1.gz')]).toString();
            const { stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z', '-Kutf8'], { input: page });
            assert.equal(stderr.toString(), '');
            const { stdout: help } = await run(binary, ['--help'], { env: environment() });
            for (const [, flag] of help.matchAll(/^ +(?:-\w, ?)?(--[a-z][a-z-]*)/gm))
                assert.ok(page.includes(flag.replaceAll('-', '\\-')), flag);
        });

        /** What bash offers for a line, at its end. */
        function completed(line) {
            const script = file('usr/share/bash-completion/completions/dashscope-mcp');
            const words = line.split(' ');
            const code = `source "$1"; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _dashscope_mcp 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
            return execFileSync('bash', ['-c', code, 'bash', script]).toString().split('\n').filter(Boolean);
        }

        const lines = {
            'dashscope-mcp inst': ['install'],
            'dashscope-mcp install cl': ['claude-desktop', 'claude-code', 'cline'],
            'dashscope-mcp install cursor --pr': ['--progress-interval', '--profile', '--print'],
            'dashscope-mcp --log-level de': ['debug'],
            'dashscope-mcp http --pu': ['--public-url'],
            'dashscope-mcp --api-key ': [],
            'dashscope-mcp completion z': ['zsh'],
        };
        for (const [line, words] of Object.entries(lines))
            test(`bash: ${line}`, () => assert.deepEqual(completed(line).sort(), words.sort()));

        for (const [shell, path, check] of [
            ['zsh', 'zsh/vendor-completions/_dashscope-mcp', '-n'],
            ['fish', 'fish/vendor_completions.d/dashscope-mcp.fish', '--no-execute'],
        ])
            test(`${shell} reads its completion`, { skip: !has(shell) }, () => {
                const { status, stderr } = spawnSync(shell, [check, file(`usr/share/${path}`)]);
                assert.equal(status, 0, stderr.toString());
            });

        test('the unit is locked up', { skip: !has('systemd-analyze') }, () => {
            const unit = file('usr/lib/systemd/system/dashscope-mcp.service');
            const args = ['security', '--offline=true', '--threshold=20', unit];
            const { status, stdout } = spawnSync('systemd-analyze', args);
            assert.equal(status, 0, stdout.toString());
        });
    });

    describe('the root of the container image', { skip: process.getuid() !== 0 }, () => {
        const inside = (...words) => [made('container/root'), '/usr/bin/dashscope-mcp', ...words];

        test('is enough for the program', async () => {
            assert.deepEqual(await toolsOf('chroot', inside('--sandbox')), tools);
            const { code, stdout } = await run('chroot', inside('doctor', '--sandbox', '--json'), { env: environment({ HOME: '/state' }) });
            assert.equal(code, 0, stdout);
        });

        test('holds authorities, and nothing that could be run but the program and the loader', () => {
            const files = execFileSync('find', [made('container/root'), '-type', 'f', '-printf', '%P\n']).toString().trim().split('\n');
            assert.ok(files.includes('etc/ssl/certs/ca-certificates.crt'));
            const others = files.filter((name) => !/\.so(\.\d+)*$|^etc\//.test(name));
            assert.deepEqual(others, ['usr/bin/dashscope-mcp']);
        });
    });
});
