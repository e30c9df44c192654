// The main job as a newcomer sees it: `node demo.mjs BINARY`. An official MCP client starts the server over stdio,
// lists its tools and streams a chat answer; then the same over HTTP; then the lines that register the server in a host.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { registrations } from './registrations.mjs';

const binary = process.argv[2];
const sandbox = !process.env.DASHSCOPE_API_KEY;
const switches = sandbox ? ['--sandbox'] : [];
const question = 'In two sentences: what is the Model Context Protocol, and why make a server one native binary?';
// The sandbox knows its answer at once; DashScope's models take their time, and so does it for once.
const pace = sandbox ? ' [[chunks:24]][[chunk-delay:60]]' : '';
const patience = { timeout: 120_000, resetTimeoutOnProgress: true };

const coloured = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
const paint = (code) => (text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
const [bold, dim, green, cyan] = [1, 2, 32, 36].map(paint);

const line = (text = '') => process.stdout.write(`${text}\n`);
const heading = (text) => line(`\n${bold(cyan(`■ ${text}`))}`);
const done = (text) => line(`${green('✓')} ${text}`);

function newClient() {
    return new Client({ name: 'dashscope-mcp-demo', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
}

async function connect(client, transport) {
    const started = performance.now();
    await client.connect(transport);
    const { name, version } = client.getServerVersion();
    const took = Math.round(performance.now() - started);
    const protocol = client.getNegotiatedProtocolVersion();
    done(`connected to ${bold(name)} ${version}, protocol ${protocol} ${dim(`(${took} ms)`)}`);
}

async function listTools(client) {
    const { tools } = await client.listTools();
    done(`${tools.length} tool${tools.length === 1 ? '' : 's'}:`);
    for (const { name, title, description } of tools)
        line(`    ${bold(name.padEnd(20))} ${dim(title ?? description.split('\n')[0])}`);
}

/** Asks the chat tool and writes the answer as it arrives. */
async function chat(client) {
    line(`${dim('asking:')} ${question}`);
    process.stdout.write(dim('answer: '));
    const started = performance.now();
    let streamed = '';
    let pieces = 0;
    const result = await client.callTool(
        { name: 'chat', arguments: { prompt: question + pace } },
        {
            ...patience,
            onprogress: ({ message }) => {
                if (message === undefined) return;
                pieces += 1;
                streamed += message;
                process.stdout.write(message);
            },
        },
    );
    const [answer, ...notes] = result.content.filter(({ type }) => type === 'text').map((block) => block.text);
    if (result.isError) throw new Error(answer);
    // Clients may drop the last piece when it comes together with the result, which has the whole answer anyhow.
    line(answer.startsWith(streamed) ? answer.slice(streamed.length) : `\n${answer}`);
    for (const note of notes) line(dim(note));
    done(`answered in ${Math.round(performance.now() - started)} ms, streamed in ${pieces} pieces`);
}

async function overStdio() {
    heading(`stdio: ${['dashscope-mcp', ...switches].join(' ')}`);
    const client = newClient();
    await connect(client, new StdioClientTransport({ command: binary, args: switches, env: process.env }));
    await listTools(client);
    await chat(client);
    await client.close();
}

// Whoever reads us may stop reading, as `head` does.
process.stdout.on('error', () => process.exit());

/** Starts `dashscope-mcp http` on a free port, which it tells on stderr in one line of JSON. */
async function startHttp() {
    const server = spawn(binary, ['http', '--listen', '127.0.0.1:0', ...switches], {
        stdio: ['ignore', 'ignore', 'pipe'],
    });
    process.on('exit', () => server.kill());
    for await (const text of createInterface({ input: server.stderr })) {
        if (text.startsWith('{"listening"')) {
            server.stderr.resume();
            return { server, base: JSON.parse(text).listening };
        }
        line(dim(text));
    }
    throw new Error('the HTTP server ended before it listened');
}

async function overHttp() {
    heading(`Streamable HTTP: ${['dashscope-mcp http --listen 127.0.0.1:0', ...switches].join(' ')}`);
    const { server, base } = await startHttp();
    const gone = once(server, 'exit');
    try {
        done(`listening at ${base}/mcp`);
        const client = newClient();
        await connect(client, new StreamableHTTPClientTransport(new URL('/mcp', base)));
        await chat(client);
        await client.close();
    } finally {
        server.kill('SIGTERM');
        await gone;
    }
    done('server stopped');
}

line(
    sandbox
        ? `${bold('No DASHSCOPE_API_KEY is set')}: all of this runs against the built-in sandbox: no bill, no network.`
        : `${bold('DASHSCOPE_API_KEY is set')}: all of this runs against DashScope itself.`,
);
await overStdio();
await overHttp();
for (const { host, how, text } of registrations(binary)) {
    heading(`Register in ${host}`);
    line(dim(how));
    line(text);
}
