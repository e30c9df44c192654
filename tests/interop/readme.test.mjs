// The documents against the program: commands that are marked run, the configuration tables name the flags that exist,
// the Chinese README keeps step with the English one, links and paths lead somewhere.
//
// Marks, as a comment above a fenced block: `run` (each line must end with code 0), `run N` (with code N), `start` (a
// server: it must listen, and end well when asked to), `output` (what the block before prints).

import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { binary, root, scratchDirectory } from './support/paths.mjs';
import { environment, Program, run } from './support/program.mjs';
import { until } from './support/wait.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const english = read('README.md');
const chinese = read('README.zh-CN.md');

/** The fenced blocks of a document: {mark, language, text}. */
function blocksOf(document) {
    const pattern = /(?:^<!-- ([a-z0-9 ]+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm;
    return [...document.matchAll(pattern)].map(([, mark = '', language, text]) => ({ mark, language, text }));
}

const withoutBlocks = (document) => document.replace(/^```[\s\S]*?^```$/gm, '');
const linesOf = (text) => text.split('\n').filter((line) => line && !line.startsWith('#'));

const blocks = blocksOf(english);
const commands = (mark) =>
    blocks.filter((block) => block.mark.split(' ')[0] === mark).flatMap(({ mark: full, text }) =>
        linesOf(text).map((line) => ({ line, code: Number(full.split(' ')[1] ?? 0) })));

/** What the shell needs to find `dashscope-mcp`. */
function shellEnvironment() {
    const env = environment();
    const folder = join(env.HOME, 'bin');
    mkdirSync(folder);
    symlinkSync(binary, join(folder, 'dashscope-mcp'));
    return { ...env, PATH: `${folder}:${env.PATH}` };
}

const shell = (line) => run('/bin/sh', ['-c', line], { env: shellEnvironment() });

describe('commands of the README', () => {
    test('some are marked', () => {
        assert.ok(commands('run').length >= 8);
        assert.ok(commands('start').length >= 2);
    });

    for (const { line, code } of commands('run'))
        test(line, async () => {
            const ended = await shell(line);
            assert.equal(ended.code, code, ended.stderr);
            assert.notEqual(ended.stdout + ended.stderr, '');
        });

    for (const { line } of commands('start'))
        test(line, async () => {
            // The port of the document may be taken on this machine.
            const free = line.replace(/(--listen \S+):\d+/, '$1:0');
            assert.notEqual(free, line);
            const server = new Program(['-c', `exec ${free}`], { command: '/bin/sh', env: shellEnvironment() });
            await until(() => server.stderr.includes('"listening"') || server.child.exitCode !== null, 'it listens');
            assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.stderr);
        });

    for (const [index, block] of blocks.entries())
        if (block.mark === 'output')
            test(`what ${blocks[index - 1].text.trim()} prints`, async () => {
                assert.equal((await shell(blocks[index - 1].text)).stdout, block.text);
            });

    for (const { text } of blocks.filter(({ language }) => language === 'json'))
        test(`is JSON: ${text.replaceAll(/\s+/g, ' ').slice(0, 70)}`, () => JSON.parse(text));
});

describe('the configuration tables name the flags that the program has', () => {
    const scopes = {
        http: ['http'],
        sandbox: ['sandbox'],
        'call and tools': ['call', 'tools'],
        'install, uninstall, login and doctor': ['install', 'uninstall', 'login', 'doctor'],
    };
    let all;
    const ofCommand = {};

    // A flag begins its line: `  -h,--help   Print …`, `  --api-key KEY   API key (DASHSCOPE_API_KEY)`.
    const flagsIn = (help) => [...help.matchAll(/^ +(?:-\w, ?)?(--[a-z][a-z-]*)/gm)].map(([, flag]) => flag);
    const helpOf = async (...command) => (await run(binary, [...command, '--help'], { env: environment() })).stdout;

    before(async () => {
        for (const command of ['stdio', ...Object.values(scopes).flat()])
            ofCommand[command] = flagsIn(await helpOf(command)).filter((flag) => flag !== '--help');
        all = await helpOf();
    });

    /** The rows of the table under a heading of the third level, by flag. */
    function rowsUnder(document, heading) {
        const section = document.split(`\n### ${heading}\n`)[1].split(/\n##+ /)[0];
        const rows = section.split('\n').filter((line) => line.startsWith('| `--'));
        return new Map(rows.map((row) => [/^\| `(--[a-z-]+)`/.exec(row)[1], row]));
    }

    const sorted = (flags) => [...new Set(flags)].sort();
    const same = (documented, existing) => assert.deepEqual(sorted(documented), sorted(existing));

    for (const [heading, names] of Object.entries(scopes))
        test(heading, () => same(rowsUnder(english, heading).keys(), names.flatMap((name) => ofCommand[name])));

    test('all commands', () => {
        const special = Object.values(ofCommand).flat();
        same(rowsUnder(english, 'All commands').keys(), flagsIn(all).filter((flag) => !special.includes(flag)));
        assert.deepEqual(ofCommand.stdio, []);
    });

    test('with the variables that the help names', () => {
        const rows = rowsUnder(english, 'All commands');
        const named = [...all.matchAll(/^ +(--[a-z-]+) .*\(([A-Z_]+)\)$/gm)];
        assert.ok(named.length >= 6);
        for (const [, flag, name] of named) assert.ok(rows.get(flag).includes(`\`${name}\``), `${flag}: ${name}`);
    });

    test('with the defaults that the help names', async () => {
        for (const heading of ['http', 'sandbox']) {
            const rows = rowsUnder(english, heading);
            for (const [, flag, value] of (await helpOf(heading)).matchAll(/^ +(--[a-z-]+) [A-Z:]+=(\S+)/gm))
                assert.ok(rows.get(flag).includes(`\`${value}\``), `${flag}: ${value}`);
        }
    });
});

describe('clients', () => {
    const section = english.split('\n### Clients\n')[1].split('\n## ')[0];

    test('the table has every client with its file', async () => {
        const env = environment();
        const { stdout } = await run(binary, ['install'], { env });
        const places = [...stdout.matchAll(/^(\S+) +(?:-  (\S.*)|by a link)$/gm)].map(([, id, file]) => [
            id,
            file?.replace(env.HOME, '~'),
        ]);
        const lines = section.split('\n| --- ')[1];
        const rows = [...lines.matchAll(/^\| [^|]+ \| `(\S+)` \| (?:`(\S+)`|[^|`]+) \|/gm)];
        assert.deepEqual(rows.map(([, id, file]) => [id, file]), places);
    });

    test('the links are those that the program prints', async () => {
        const env = environment({ DASHSCOPE_MCP_LAUNCHER: '/usr/local/bin/dashscope-mcp' });
        mkdirSync(join(env.HOME, '.bailian'));
        writeFileSync(join(env.HOME, '.bailian/config.json'), '{"api_key":"sk-a"}');
        const links = [...section.matchAll(/\]\((https:\S+)\)/g)].map(([, link]) => new URL(link));
        const printed = async (id) => {
            const { stderr } = await run(binary, ['install', id, '--print'], { env });
            return /^Or open (\S+)$/m.exec(stderr)[1];
        };
        const config = new URL(await printed('cursor')).searchParams.get('config');
        assert.equal(links[0].searchParams.get('config'), config);
        assert.equal(links[1].searchParams.get('url'), await printed('vscode'));
    });
});

describe('what the README says of the scripts and tools', () => {
    test('it lists the packages that the set-up installs', () => {
        const [, list] = /^packages=\(([^)]*)\)/m.exec(read('scripts/setup'));
        for (const name of list.trim().split(/\s+/)) assert.ok(english.includes(`\`${name}\``), name);
    });

    test('the table of tools has every tool', async () => {
        const { stdout } = await run(binary, ['tools', '--json'], { env: environment() });
        const section = english.split('\n## Tools\n')[1].split('\n## ')[0];
        const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
        assert.deepEqual(rows, JSON.parse(stdout).map(({ name }) => name));
    });

    test('the tables of resources and prompts have every one', () => {
        const section = english.split('\n## Resources and prompts\n')[1].split('\n## ')[0];
        const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
        const prompts = globSync('prompts/*.json', { cwd: root }).map((path) => JSON.parse(read(path)).name);
        assert.deepEqual(rows.sort(), prompts.sort());
        for (const path of globSync('guides/*.md', { cwd: root }))
            assert.match(section, new RegExp(`\\b${path.slice(7, -3)}\``));
    });
});

describe('the troubleshooting table quotes what the program says', () => {
    const section = english.split('\n## Troubleshooting\n')[1].split('\n## ')[0];
    const quoted = [...section.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) => cell.match(/(?<=`)[^`]+(?=`)/g) ?? []);

    /** Holds the pieces of a quotation, in order; `…` stands for anything. */
    function assertSays(text, quotation) {
        assert.ok(quoted.includes(quotation), `the table has ${quotation}`);
        const pieces = quotation.split('…').map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
        assert.match(text, new RegExp(pieces.join('.*')));
    }

    const refusals = quoted.filter((text) => /\(HTTP \d+\)/.test(text));
    test('refusals are quoted', () => assert.ok(refusals.length > 7));
    for (const quotation of refusals)
        test(quotation, async () => {
            const code = /([\w.]+) \(HTTP/.exec(quotation)[1];
            const args = ['call', 'chat', '--sandbox', '--arg', `prompt=[[error:${code}]]`];
            assertSays((await run(binary, args, { env: environment() })).stderr, quotation);
        });

    const call = ['call', 'chat', '--arg', 'prompt=x'];
    const stalled = ['call', 'chat', '--sandbox', '--timeout', '0.2', '--arg', 'prompt=[[fault:stall]]'];
    const key = (value) => ({ DASHSCOPE_API_KEY: value });
    const nobody = { ...key('sk-a'), DASHSCOPE_BASE_URL: 'http://127.0.0.1:1' };
    const socks = { ...key('sk-a'), HTTPS_PROXY: 'socks5://127.0.0.1:1' };
    const cases = [
        ['Chat with qwen-plus needs an API key of DashScope.', call, {}, 1],
        ['DASHSCOPE_API_KEY holds a placeholder that nobody replaced, not a key.', call, key('${KEY}'), 1],
        ['… holds blanks, quotes or characters that no API key has.', call, key('sk-a b'), 1],
        ['… holds a plan key (sk-sp-…), which … refuses', ['tools'], key('sk-sp-a'), 0],
        ['The region eu-central-1 has no common host', call, { DASHSCOPE_REGION: 'eu' }, 3],
        ['no connection to … port …', call, nobody, 1],
        ['the proxy setting for … is not the URL of an http proxy', call, socks, 1],
        ["… did not finish its answer before the request's deadline", stalled, {}, 1],
    ];
    for (const [quotation, args, more, code] of cases)
        test(quotation, async () => {
            const ended = await run(binary, args, { env: environment(more) });
            assert.equal(ended.code, code);
            assertSays(ended.stderr, quotation);
        });
});

describe('README.zh-CN.md keeps step with README.md', () => {
    const shape = (document) => {
        const lines = withoutBlocks(document).split('\n');
        return {
            headings: lines.filter((line) => line.startsWith('#')).map((line) => line.indexOf(' ')),
            rows: lines.filter((line) => line.startsWith('|')).length,
            points: lines.filter((line) => line.startsWith('- ')).length,
            folded: lines.filter((line) => line === '<details>').length,
        };
    };

    test('as many headings, table rows and points', () => assert.deepEqual(shape(chinese), shape(english)));

    test('the same names, values and error texts in each row', () => {
        const rows = (document) => withoutBlocks(document).split('\n').filter((line) => line.startsWith('|'));
        const codes = (document) => rows(document).map((row) => (row.match(/`[^`]+`/g) ?? []).sort());
        assert.deepEqual(codes(chinese), codes(english));
    });

    test('the same blocks', () => assert.deepEqual(blocksOf(chinese), blocks));
});

describe('documents point at what exists', () => {
    const documents = globSync(['*.md', 'docs/*.md'], { cwd: root });
    // GitHub's names of headings: lower case, punctuation gone, blanks as hyphens.
    const anchor = (text) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
    const headingsOf = (document) => [...withoutBlocks(document).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text);
    const anchorsIn = (path) => headingsOf(read(path)).map(anchor);

    for (const path of documents)
        test(path, () => {
            const text = withoutBlocks(read(path));
            for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
                if (/^https?:/.test(target)) continue;
                const [file, fragment] = target.split('#');
                const name = file ? join(dirname(path), file) : path;
                assert.ok(existsSync(join(root, name)), `${target}: no such file`);
                if (fragment) assert.ok(anchorsIn(name).includes(fragment), `${target}: no such heading`);
            }
            const paths = [...text.matchAll(/`((?:src|tools|schemas|tests|scripts|docs|cmake)\/[\w./-]*)`/g)];
            for (const [, name] of paths) {
                if (name.includes('NAME')) continue; // stands for any
                assert.ok(existsSync(join(root, name)), `${name} does not exist`);
            }
        });
});
