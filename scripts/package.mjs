// Makes what is published: `node package.mjs PROGRAM FOLDER`. Into FOLDER, which must not exist yet: an MCPB bundle, an
// npm package, the root of a container image with its Containerfile, server.json for the MCP registry, SHA256SUMS; and
// the Debian package, if the program lies in its build folder. RELEASE_URL, where the files will be published, puts the
// bundle into server.json.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifests = join(root, 'manifests');
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const write = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
const run = (command, args, options) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The program without what only a debugger needs. */
function copyProgram(program, to) {
    mkdirSync(dirname(to), { recursive: true });
    run('strip', ['-o', to, program]);
    chmodSync(to, 0o755);
}

function makeBundle(program, folder, version) {
    const stage = join(folder, 'stage-mcpb');
    copyProgram(program, join(stage, 'server/dashscope-mcp'));
    copyFileSync(join(root, 'LICENSE'), join(stage, 'LICENSE'));
    const tools = JSON.parse(run(program, ['tools', '--json'], { env: { PATH: process.env.PATH, HOME: '/nonexistent' } }));
    const described = tools.map(({ name, title }) => ({ name, description: title }));
    write(join(stage, 'manifest.json'), { ...json(join(manifests, 'mcpb/manifest.json')), tools: described });
    const bundle = join(folder, `dashscope-mcp-${version}-linux-x64.mcpb`);
    run(process.execPath, [join(root, 'node_modules/@anthropic-ai/mcpb/dist/cli/cli.js'), 'pack', stage, bundle]);
    rmSync(stage, { recursive: true });
    return bundle;
}

function makeNpmPackage(program, folder) {
    const stage = join(folder, 'stage-npm');
    cpSync(join(manifests, 'npm'), stage, { recursive: true });
    copyProgram(program, join(stage, 'lib/dashscope-mcp'));
    copyFileSync(join(root, 'LICENSE'), join(stage, 'LICENSE'));
    run('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], { cwd: stage, stdio: 'ignore' });
    rmSync(stage, { recursive: true });
}

function makeContainer(program, folder) {
    const stage = join(folder, 'container');
    mkdirSync(stage);
    copyProgram(program, join(stage, 'dashscope-mcp'));
    run(join(manifests, 'container/make-root'), [join(stage, 'dashscope-mcp'), join(stage, 'root')]);
    rmSync(join(stage, 'dashscope-mcp'));
    copyFileSync(join(manifests, 'container/Containerfile'), join(stage, 'Containerfile'));
}

function makeDebianPackage(program, folder) {
    const config = join(dirname(program), 'CPackConfig.cmake');
    if (!existsSync(config)) return;
    run('cpack', ['-G', 'DEB', '--config', config, '-B', folder]);
    rmSync(join(folder, '_CPack_Packages'), { recursive: true, force: true });
}

function makeServerJson(folder, bundle) {
    const server = json(join(manifests, 'server.json'));
    const at = process.env.RELEASE_URL;
    if (at)
        server.packages.push({
            registryType: 'mcpb',
            identifier: `${at.replace(/\/$/, '')}/${bundle.split('/').pop()}`,
            fileSha256: sha256(bundle),
            transport: { type: 'stdio' },
        });
    write(join(folder, 'server.json'), server);
}

const [program, folder] = process.argv.slice(2).map((path) => resolve(path));
const version = run(program, ['--version']).toString().trim().split(' ')[1];
mkdirSync(folder);
const bundle = makeBundle(program, folder, version);
makeNpmPackage(program, folder);
makeContainer(program, folder);
makeDebianPackage(program, folder);
makeServerJson(folder, bundle);
const files = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile());
const sums = files.map(({ name }) => `${sha256(join(folder, name))}  ${name}\n`).sort();
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
process.stdout.write(sums.join(''));
