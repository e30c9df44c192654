// JSON-RPC messages of both eras, and the HTTP headers that go with them.

export const modernVersion = '2026-07-28';
export const legacyVersions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];
export const latestLegacy = legacyVersions.at(-1);

const key = (name) => `io.modelcontextprotocol/${name}`;

/** The `_meta` that every modern request carries. */
export const envelope = (extra = {}) => ({
    [key('protocolVersion')]: modernVersion,
    [key('clientInfo')]: { name: 'interop', version: '1.0.0' },
    [key('clientCapabilities')]: {},
    ...extra,
});

export const metaKey = key;

export const request = (method, params, id = 1) => ({
    jsonrpc: '2.0',
    id,
    method,
    ...(params === undefined ? {} : { params }),
});
export const notification = (method, params) => ({
    jsonrpc: '2.0',
    method,
    ...(params === undefined ? {} : { params }),
});

export function modern(method, params = {}, id = 1) {
    const { _meta, ...rest } = params;
    return request(method, { ...rest, _meta: envelope(_meta) }, id);
}

export const initialize = (protocolVersion = latestLegacy, id = 0) =>
    request('initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'interop', version: '1.0.0' } }, id);

export const chatCall = (prompt, { meta, ...more } = {}) => ({
    name: 'chat',
    arguments: { prompt, ...more },
    ...(meta ? { _meta: meta } : {}),
});

export const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** What a client of 2026-07-28 sends with this message. */
export function modernHeaders({ method, params }, extra = {}) {
    const name = params?.name ?? params?.uri;
    return {
        ...jsonHeaders,
        'mcp-protocol-version': modernVersion,
        'mcp-method': method,
        ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
        ...extra,
    };
}
