// The official client over both transports, each with a server of its own, and one sandbox process behind a proxy that
// both talk to.

import { writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { startHttp, startSandbox } from './listener.mjs';
import { dataUri, input, inputs } from './media.mjs';
import { binary, scratchDirectory } from './paths.mjs';
import { environment } from './program.mjs';
import { markersAt, startProxy } from './proxy.mjs';

/** One client with the server that it talks to. */
class Peer {
    constructor(transport, { proxy, home, key }) {
        Object.assign(this, { transport, proxy, home, key });
        this.saved = join(home, 'results');
    }

    get settings() {
        return [
            ...['--base-url', this.proxy.base, '--openapi-endpoint', this.proxy.base],
            ...['--toolsets', 'all', '--output-dir', this.saved],
        ];
    }

    async open() {
        this.client = new Client({ name: 'end-to-end', version: '1.0.0' });
        await this.client.connect(await this.connection());
        return this;
    }

    async connection() {
        const console = { DASHSCOPE_MCP_CONSOLE_ENDPOINT: this.proxy.base, DASHSCOPE_ACCESS_TOKEN: `console-${this.transport}` };
        const env = environment({ DASHSCOPE_API_KEY: this.key, ...accessKey, ...console }, this.home);
        if (this.transport === 'stdio') {
            const args = ['stdio', ...this.settings, '--root', inputs, '--root', this.saved];
            return new StdioClientTransport({ command: binary, args, env, stderr: 'ignore' });
        }
        this.server ??= await startHttp({ args: this.settings, home: this.home, env });
        return new StreamableHTTPClientTransport(new URL(this.server.endpoint));
    }

    call(name, args, options) {
        return this.client.callTool({ name, arguments: args }, undefined, options);
    }

    /** A file as this server takes it: its path, or over HTTP, where no file is read, the file itself. */
    async file(name) {
        const path = await (typeof name === 'string' && name in input ? input[name]() : name);
        return this.transport === 'stdio' ? path : dataUri(path);
    }

    /** The files of a result: saved ones by their paths, others fetched by their links. */
    files(text) {
        const places = [...text.matchAll(/^(?:\d+\. )?Saved(?: as \w+)?: (\/.*?|http\S+)(?: \(|$)/gm)].map(([, place]) => place);
        const links = [...text.matchAll(/^(?:\d+\. )?URL \(until .*?\): (\S+)/gm)].map(([, url]) => url);
        const named = places.length > 0 ? places : links;
        return Promise.all(named.map((place) => (place.startsWith('http') ? fetched(place) : place)));
    }

    async close() {
        await this.client.close();
        if (!this.server) return;
        // The first signal gives running calls their time, the second does not.
        const again = setTimeout(() => this.server.child.kill(), 300);
        await this.server.stop();
        clearTimeout(again);
    }
}

const accessKey = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIsandbox',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'sandbox-secret',
    BAILIAN_WORKSPACE_ID: 'ws-sandbox',
};

const downloads = scratchDirectory();
let count = 0;

/** Links to our own server tell the name in a header only. */
async function fetched(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    const [, name] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition')) ?? [];
    const path = join(downloads, `${++count}${extname(name ?? new URL(url).pathname)}`);
    writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
    return path;
}

/**
 * The sandbox, the proxy before it, and a peer for each transport with an account of its own. `markers`: the paths where
 * the proxy acts on markers in place of the sandbox. `quirk`: one of the sandbox's.
 */
export async function startPeers({ taskTime = 300, markers, quirk } = {}) {
    const args = ['--task-time', String(taskTime), ...(quirk ? ['--quirk', quirk] : [])];
    const sandbox = await startSandbox({ args });
    const proxy = await startProxy(sandbox.base);
    if (markers) proxy.obey(markersAt(markers, (await (await fetch(`${sandbox.base}/errors`)).json()).errors));
    const peer = (transport, { home = scratchDirectory(), key = `sk-${transport}` } = {}) =>
        new Peer(transport, { proxy, home, key }).open();
    const [stdio, http] = await Promise.all([peer('stdio'), peer('http')]);
    return {
        sandbox,
        proxy,
        peers: { stdio, http },
        /** A further process for the same user: same key, same state. */
        another: ({ transport, home, key }) => peer(transport, { home, key }),
        async stop() {
            await Promise.all([stdio.close(), http.close()]);
            proxy.stop();
            await sandbox.stop();
        },
    };
}
