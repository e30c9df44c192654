// Drives the description of a tool over both transports: what it does well, what it refuses, each error that it can meet,
// cancellation. A description is data; nothing here knows one tool from another.
//
//   kind      how its request may be repeated: read, compute, change, submit or polled
//   paid      its request is held when the call is cancelled; by default what submits
//   good      [{is, args, says, media, check}]: arguments, what the text has, the files that come out
//   bad       [{is, args, says}]: refused before anything is sent, beside what its schema refuses
//   asks      text → arguments whose request carries this text: markers go there
//   never     markers that are no failure of this tool
//   advises   {marker: what the text has} where this tool knows better than the common advice
//   tasks     text → arguments whose request starts a task
// Arguments are an object, or a function of the peer that gives one.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerOf, errorOf } from './chat.mjs';
import { faults, mayBeBilled, mayBeDone, refusals, several } from './errors.mjs';
import { accepted, acceptedByLibrary } from './media.mjs';
import { startPeers } from './peers.mjs';
import { sleep, until } from './wait.mjs';

export const transports = ['stdio', 'http'];

/** The tests of a file, all at once, with what they need. `body` gets it when it is there: only tests may look inside. */
export function describeWorld(name, body, options) {
    describe(name, { concurrency: true }, () => {
        const world = {};
        before(async () => Object.assign(world, await startPeers(options)));
        after(() => world.stop());
        body(world);
    });
}

export const textOf = ({ content }) => content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');

/** A text that is in one call only, so that its requests can be told from all others. */
let calls = 0;
export const unique = () => `(call ${++calls} of ${process.pid})`;

export const carrying = (text) => (seen) => seen.text.includes(text);

function matches(text, expectations) {
    for (const expected of expectations ?? []) assert.match(text, expected);
}

export function describeTool(world, name, spec) {
    for (const transport of transports)
        describe(`${name} over ${transport}`, { concurrency: true }, () => {
            const use = {
                name,
                spec,
                world,
                get peer() {
                    return world.peers[transport];
                },
                args: async (given) => (typeof given === 'function' ? given(use.peer) : given),
                call: async (given, options) => use.peer.call(name, await use.args(given), options),
            };
            goodPath(use);
            badArguments(use);
            if (spec.asks) meetsErrors(use);
            if (spec.asks) cancelled(use);
            if (spec.tasks) taskCancelled(use);
        });
}

function goodPath(use) {
    for (const { is, args, says, media, check } of use.spec.good)
        test(is, async () => {
            const result = await use.call(args);
            answerOf(result);
            const text = textOf(result);
            matches(text, says);
            if (media) await acceptMedia(await use.peer.files(text), media);
            await acceptPreview(result);
            await check?.({ result, text, peer: use.peer });
        });

    const { args } = use.spec.good[0];
    if (use.spec.sends !== false)
        test('dry_run shows the request, without the key, and sends nothing', async () => {
            const sent = use.world.proxy.requests.length;
            const shown = answerOf(await use.call(async () => ({ ...(await use.args(args)), dry_run: true })));
            assert.match(shown, /^(GET|POST|PUT|PATCH|DELETE) http:\/\/127\.0\.0\.1:\d+\//m);
            assert.ok(!shown.includes(use.peer.key), 'the key is masked');
            const mine = `Bearer ${use.peer.key}`;
            const more = use.world.proxy.of(({ headers }) => headers.authorization === mine, sent);
            // Other tests of this file run meanwhile, but none sends what is shown here.
            assert.deepEqual(more.filter(({ body }) => body.length > 0 && shown.includes(body.toString())), []);
        });
}

async function acceptMedia(files, { count = 1, ...expected }) {
    assert.equal(files.length, count, 'files');
    for (const path of files) {
        const { seconds, ...found } = await accepted(path);
        const { seconds: [least, most] = [0, Infinity], ...exact } = expected;
        assert.deepEqual({ ...found, ...exact }, found, path);
        if (expected.seconds) assert.ok(seconds >= least && seconds <= most, `${path}: ${seconds} s`);
    }
}

const acceptPreview = ({ content }) =>
    Promise.all(
        content
            .filter(({ type }) => type === 'image')
            .map(({ data }) => acceptedByLibrary(Buffer.from(data, 'base64'))),
    );

/** For each property of the schema a value that it must refuse. */
function* wrongValues(properties) {
    const object = { an: 'object' };
    const wrongOf = { string: object, number: 'warm', integer: 1.5, boolean: 'perhaps', object: 7 };
    for (const [property, schema] of Object.entries(properties)) {
        // A single value is taken for a list of one.
        yield [property, schema.type === 'array' ? [schema.items.type === 'object' ? 7 : object] : wrongOf[schema.type]];
        if (schema.enum) yield [property, 'none of these', schema.enum[0]];
        if ('minimum' in schema) yield [property, schema.minimum - 1, String(schema.minimum)];
        if ('maximum' in schema) yield [property, schema.maximum + 1, String(schema.maximum)];
    }
}

function badArguments(use) {
    const refused = async (args, ...says) => {
        const sent = use.world.proxy.requests.length;
        const text = errorOf(await use.peer.call(use.name, args));
        matches(text, says);
        return { text, sent };
    };

    test('what the schema does not allow is refused with the name and what is allowed', async () => {
        const { tools } = await use.peer.client.listTools();
        const { inputSchema } = tools.find(({ name }) => name === use.name);
        const good = await use.args(use.spec.good[0].args);
        for (const [property, value, allowed] of wrongValues(inputSchema.properties)) {
            const { text } = await refused({ ...good, [property]: value }, new RegExp(`\\b${property}\\b`));
            if (allowed) assert.ok(text.includes(allowed), `${property}: ${text}`);
        }
        for (const property of inputSchema.required ?? [])
            await refused({ ...good, [property]: undefined }, new RegExp(`\\b${property}\\b`));
        await refused({ ...good, no_such_thing: 1 }, /no_such_thing/);
    });

    for (const { is, args, says } of use.spec.bad ?? [])
        test(is, async () => {
            const text = errorOf(await use.call(args));
            matches(text, says);
        });
}

function meetsErrors(use) {
    const { advises, asks, kind } = use.spec;
    const skipped = use.spec.never ?? [];

    for (const { ask, says, sent } of [...refusals, ...faults])
        if (!skipped.includes(ask))
            test(`meets ${ask}`, async () => {
                const mark = unique();
                const text = errorOf(await use.call((peer) => asks(`${ask} ${mark}`, peer)));
                matches(text, advises?.[ask] ?? says);
                if (ask.startsWith('[[fault')) tellsWhatMayBe(kind, text);
                const [expected, found] = [sent[kind] ?? 1, use.world.proxy.of(carrying(mark)).length];
                if (expected === several) assert.ok(found > 1, `${found} requests upstream`);
                else assert.equal(found, expected, 'requests upstream');
            });

    const marker = '[[error:Throttling.RateQuota]][[fail-times:2]]';
    if (skipped.includes(marker)) return;
    test('a refusal for the rate is overcome by repetition', async () => {
        const mark = unique();
        answerOf(await use.call((peer) => asks(`${marker} ${mark}`, peer)));
        assert.equal(use.world.proxy.of(carrying(mark)).length, 3);
    });
}

/** Whoever would repeat a call whose answer was lost learns what that may cost, and of nothing else. */
function tellsWhatMayBe(kind, text) {
    for (const [of, words] of [['submit', mayBeBilled], ['change', mayBeDone]])
        if (kind === of) assert.match(text, words);
        else assert.doesNotMatch(text, words);
}

/** Calls, and cancels when `ready` is fulfilled. */
async function cancelWhen(use, args, ready) {
    const abort = new AbortController();
    const call = use.call(args, { signal: abort.signal, onprogress: () => {} });
    call.catch(() => {});
    const result = await ready();
    abort.abort('enough');
    await assert.rejects(call, /enough/);
    await use.peer.client.ping();
    return result;
}

function cancelled(use) {
    const paid = use.spec.paid ?? use.spec.kind === 'submit';
    test(paid ? 'a cancelled call waits for what is paid for' : 'a cancelled call lets go of its request', async () => {
        const mark = unique();
        const args = (peer) => use.spec.asks(`[[fault:stall]] ${mark}`, peer);
        const seen = await cancelWhen(use, args, () => use.world.proxy.first(carrying(mark), mark));
        if (!paid) return until(() => seen.dropped, 'the request upstream is closed');
        await sleep(500);
        assert.equal(seen.dropped, false, 'the request upstream is still open');
    });
}

function taskCancelled(use) {
    test('a cancelled call leaves its task running', async () => {
        const { proxy } = use.world;
        const mark = unique();
        const args = (peer) => use.spec.tasks(`[[task:slow:600000]] ${mark}`, peer);
        const queried = ({ method, path }) => method === 'GET' && path.startsWith('/api/v1/tasks/');
        const from = proxy.requests.length;
        await cancelWhen(use, args, async () => {
            await proxy.first(carrying(mark), mark);
            await until(() => proxy.of(queried, from).length > 0, 'the task is asked for');
        });
        assert.deepEqual(proxy.of(({ path }) => path.endsWith('/cancel'), from), []);
    });
}
