// A TCP relay that cuts its connections when a test says so: what a network does to a long answer.

import net from 'node:net';
import { once } from 'node:events';

export async function startCutter(target) {
    const { hostname, port } = new URL(target);
    const pairs = new Set();
    const server = net.createServer((near) => {
        const far = net.connect(Number(port), hostname);
        const pair = [near, far];
        pairs.add(pair);
        for (const socket of pair)
            socket.on('error', () => {}).on('close', () => {
                pairs.delete(pair);
                near.destroy();
                far.destroy();
            });
        near.pipe(far).pipe(near);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        base: `http://127.0.0.1:${server.address().port}`,
        cuts: 0,
        /** Resets every connection; new ones pass. */
        cut() {
            ++this.cuts;
            for (const pair of [...pairs]) for (const socket of pair) socket.resetAndDestroy();
        },
        stop() {
            this.cut();
            server.close();
        },
    };
}
