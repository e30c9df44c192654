// MCP servers of the official SDK where DashScope's marketplace has its own: /api/v1/mcps/CODE/mcp.

import http from 'node:http';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

/**
 * `servers` maps codes to functions that make an McpServer. `json` answers without streams, `sessions` false without
 * session ids.
 */
export async function startMarketplace(servers, { json = false, sessions = true } = {}) {
    const open = new Map();
    const seen = [];

    async function connect(code) {
        const transport = new StreamableHTTPServerTransport({
            sessionIdGenerator: sessions ? randomUUID : undefined,
            enableJsonResponse: json,
            onsessioninitialized: (id) => open.set(id, transport),
            onsessionclosed: (id) => open.delete(id),
        });
        await servers[code]().connect(transport);
        return transport;
    }

    async function answer(request, response) {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        const message = text === '' ? undefined : JSON.parse(text);
        const code = /^\/api\/v1\/mcps\/([^/]+)\/mcp$/.exec(request.url)?.[1];
        seen.push({ http: request.method, code, message, headers: request.headers });
        const refuse = (status, body) =>
            response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        if (!(code in servers)) return refuse(404, { code: 'MCP_IS_INVALID', message: `MCP不存在: ${code}` });
        const id = request.headers['mcp-session-id'];
        if (id && !open.has(id)) return refuse(404, { jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } });
        const transport = id ? open.get(id) : await connect(code);
        await transport.handleRequest(request, response, message);
    }

    const server = http.createServer((request, response) =>
        answer(request, response).catch((error) => {
            console.error(error);
            response.destroy();
        }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        seen,
        open,
        env: {
            DASHSCOPE_BASE_URL: `http://127.0.0.1:${server.address().port}`,
            DASHSCOPE_API_KEY: 'sk-interop-0123456789',
        },
        /** How often a method, or an HTTP method without a message, has arrived. */
        count: (method) => seen.filter(({ http, message }) => (message?.method ?? http) === method).length,
        /** As after a restart: no session is known any more. */
        forget: () => open.clear(),
        stop() {
            server.closeAllConnections();
            server.close();
        },
    };
}
