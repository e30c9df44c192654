// memory_add, memory_search and memory_manage, each over both transports.

import assert from 'node:assert/strict';
import { describeTool, describeWorld, textOf } from './support/tool-tests.mjs';

const idIn = (text) => /\(id ([^\s,)]+)/.exec(text)[1];

describeWorld('tools of memory', (world) => {
    const remembered = async (peer, content, user_id) => idIn(textOf(await peer.call('memory_add', { content, user_id })));

    describeTool(world, 'memory_add', {
        kind: 'change',
        asks: (text) => ({ content: text, user_id: 'asked' }),
        good: [
            {
                is: 'remembers a fact, which is found later',
                args: { content: 'The spare key lies under the blue pot.', user_id: 'key' },
                says: [/ADD/, /under the blue pot/, /\(id \w+/],
                async check({ peer }) {
                    const found = await peer.call('memory_search', { query: 'Where is the spare key?', user_id: 'key' });
                    assert.match(textOf(found), /under the blue pot/);
                    const other = await peer.call('memory_search', { query: 'Where is the spare key?', user_id: 'nobody' });
                    assert.doesNotMatch(textOf(other), /blue pot/);
                },
            },
            {
                is: 'draws facts from a conversation',
                args: { messages: [{ role: 'user', content: 'I moved to Ningbo.' }], user_id: 'talk' },
                says: [/I moved to Ningbo/],
            },
        ],
        bad: [
            { is: 'nothing to remember', args: {}, says: [/content/, /messages/] },
            { is: 'a fact that is too long', args: { content: 'x'.repeat(513) }, says: [/content/, /512/] },
        ],
    });

    describeTool(world, 'memory_search', {
        kind: 'read',
        asks: (text) => ({ query: text, user_id: 'asked' }),
        good: [
            {
                is: 'lists, gets and searches',
                args: { query: 'tea', user_id: 'tea' },
                async check({ peer }) {
                    const id = await remembered(peer, 'Ann likes green tea', 'tea');
                    for (const args of [{ query: 'green tea' }, { action: 'list' }, { memory_id: id }])
                        assert.match(textOf(await peer.call('memory_search', { user_id: 'tea', ...args })), /Ann likes green tea/);
                },
            },
        ],
        bad: [
            { is: 'nothing to look for', args: { action: 'search' }, says: [/query/] },
            { is: 'a memory that there is not', args: { memory_id: 'none' }, says: [/none|not/i] },
        ],
    });

    describeTool(world, 'memory_manage', {
        kind: 'compute',
        asks: async (text, peer) => ({ action: 'update', id: await remembered(peer, `About ${text.at(-1)}`), content: text }),
        good: [
            {
                is: 'changes and deletes a memory',
                args: async (peer) => ({
                    action: 'update',
                    id: await remembered(peer, 'The train leaves at 9.'),
                    content: 'The train leaves at 10.',
                }),
                async check({ peer }) {
                    const found = textOf(await peer.call('memory_search', { query: 'When does the train leave?' }));
                    assert.match(found, /leaves at 10/);
                    const deleted = await peer.call('memory_manage', { action: 'delete', id: idIn(found), confirm: true });
                    assert.match(textOf(deleted), /[Dd]eleted/);
                },
            },
            {
                is: "makes an application's memory, which the application recalls, and deletes it",
                args: { action: 'app_create', description: 'of the tests' },
                async check({ text, peer }) {
                    const memory_id = /^New memory for applications: (\S+)$/m.exec(text)?.[1];
                    assert.ok(memory_id, text);
                    const ask = async (prompt) => textOf(await peer.call('app_call', { app_id: 'app-sandbox', prompt, memory_id }));
                    await ask('My cat is called Mimi.');
                    assert.match(await ask('What is my cat called?'), /Mimi/);
                    assert.match(textOf(await peer.call('memory_manage', { action: 'app_list' })), /of the tests/);
                    const deleted = await peer.call('memory_manage', { action: 'app_delete', id: memory_id, confirm: true });
                    assert.match(textOf(deleted), /[Dd]eleted/);
                },
            },
        ],
        bad: [
            { is: 'a change of nothing', args: { action: 'update', content: 'x' }, says: [/\bid\b/] },
            { is: 'a memory that there is not', args: { action: 'delete', id: 'none', confirm: true }, says: [/none|not/i] },
        ],
    });
});
