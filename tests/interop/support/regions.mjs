// DashScope's hosts of several regions on loopback: a proxy whose tunnels lead to a TLS server that knows each region's
// keys, with certificates of an authority of our own.

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import { scratchDirectory } from './paths.mjs';

function certificateFor(names) {
    const folder = scratchDirectory();
    const at = (name) => join(folder, name);
    const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=test authority');
    openssl('req', ...key, '-keyout', at('key.pem'), '-out', at('request'), '-subj', `/CN=${names[0]}`);
    writeFileSync(at('names'), `subjectAltName=${names.map((name) => `DNS:${name}`)}`);
    openssl('x509', '-req', '-in', at('request'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial',
        '-out', at('cert.pem'), '-extfile', at('names'), '-days', '2');
    return { authority: at('ca.pem'), key: readFileSync(at('key.pem')), cert: readFileSync(at('cert.pem')) };
}

/** `keys`: host to the key that is good there. Gives the environment for a program, and the hosts that were asked. */
export async function startRegions(keys) {
    const { authority, key, cert } = certificateFor(Object.keys(keys));
    const asked = [];
    const service = https.createServer({ key, cert }, (request, response) => {
        const host = request.headers.host;
        asked.push(host);
        const good = request.headers.authorization === `Bearer ${keys[host]}`;
        response.writeHead(good ? 200 : 401, { 'content-type': 'application/json' });
        const refusal = { error: { message: 'Incorrect API key provided. ', code: 'invalid_api_key' } };
        response.end(JSON.stringify(good ? { data: [{ id: 'qwen-plus' }] } : refusal));
    });
    await once(service.listen(0, '127.0.0.1'), 'listening');

    const proxy = http.createServer();
    const tunnels = new Set();
    proxy.on('connect', (request, socket) => {
        const onward = net.connect(service.address().port, '127.0.0.1', () => {
            socket.write('HTTP/1.1 200 OK\r\n\r\n');
            socket.pipe(onward).pipe(socket);
        });
        for (const each of [socket, onward]) {
            tunnels.add(each);
            each.on('error', () => {});
        }
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    return {
        asked,
        authority,
        proxy: { HTTPS_PROXY: `http://127.0.0.1:${proxy.address().port}` },
        stop() {
            for (const each of tunnels) each.destroy();
            proxy.close();
            service.closeAllConnections();
            service.close();
        },
    };
}
