// The openai package against the sandbox: it knows nothing of us, so it shows whether the emulator speaks as
// DashScope's compatible mode does.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import OpenAI from 'openai';
import { sample, say } from './support/chat.mjs';
import { startSandbox } from './support/listener.mjs';

let sandbox, client;
before(async () => {
    sandbox = await startSandbox();
    client = new OpenAI({ baseURL: `${sandbox.base}/compatible-mode/v1`, apiKey: 'sk-sandbox', maxRetries: 0 });
});
after(() => sandbox.stop());

const model = 'qwen-plus';
const user = (content) => [{ role: 'user', content }];
const create = (content, more = {}) => client.chat.completions.create({ model, messages: user(content), ...more });

const weather = {
    type: 'function',
    function: {
        name: 'get_weather',
        description: 'The weather of a city',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
};

async function collect(stream) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    return chunks;
}

const textOf = (chunks, field = 'content') => chunks.map(({ choices }) => choices[0]?.delta?.[field] ?? '').join('');

describe('chat', () => {
    test('a completion', async () => {
        const answer = await create(say());
        assert.equal(answer.object, 'chat.completion');
        assert.equal(answer.model, model);
        assert.equal(answer.choices[0].message.role, 'assistant');
        assert.equal(answer.choices[0].message.content, sample);
        assert.equal(answer.choices[0].finish_reason, 'stop');
        assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
        assert.ok(answer._request_id, 'a request id in the headers');
    });

    test('the same request gives the same bytes', async () => {
        const ask = async () => {
            const { choices, usage } = await create('What is the capital of France?', { seed: 7 });
            return { choices, usage };
        };
        assert.deepEqual(await ask(), await ask());
    });

    test('a stream, with usage in a last chunk when asked for', async () => {
        const chunks = await collect(await create(say(), { stream: true, stream_options: { include_usage: true } }));
        assert.equal(textOf(chunks), sample);
        assert.ok(chunks.length > 4);
        assert.ok(chunks.every(({ object }) => object === 'chat.completion.chunk'));
        assert.equal(chunks.findLast(({ choices }) => choices.length > 0).choices[0].finish_reason, 'stop');
        assert.deepEqual(chunks.at(-1).choices, []);
        assert.ok(chunks.at(-1).usage.total_tokens > 0);
    });

    test('a stream without usage when not', async () => {
        const chunks = await collect(await create(say(), { stream: true }));
        assert.equal(textOf(chunks), sample);
        assert.ok(chunks.every(({ usage }) => !usage));
    });

    test("the package's own stream helper", async () => {
        const stream = client.chat.completions.stream({ model, messages: user(say()) });
        let text = '';
        stream.on('content', (delta) => (text += delta));
        const final = await stream.finalChatCompletion();
        assert.equal(text, sample);
        assert.equal(final.choices[0].message.content, sample);
    });

    test('an aborted stream ends', async () => {
        const stream = await create(say(sample, '[[chunks:20]][[chunk-delay:1000]]'), { stream: true });
        for await (const _ of stream) {
            stream.controller.abort();
            break;
        }
        assert.equal((await create(say('still here', ''))).choices[0].message.content, 'still here');
    });
});

describe('reasoning', () => {
    // The older hybrid models think only in a stream; the newer ones do either way.
    test('comes apart from the answer', async () => {
        const { message } = (await create(say(), { model: 'qwen3.6-plus', enable_thinking: true })).choices[0];
        assert.ok(message.reasoning_content.length > 0);
        assert.equal(message.content, sample);
    });

    test('is refused without a stream by an older model, as DashScope does', async () => {
        await assert.rejects(create(say(), { model: 'qwen3-8b', enable_thinking: true }), /enable_thinking/);
    });

    test('is streamed before the answer', async () => {
        const chunks = await collect(await create(say(), { stream: true, enable_thinking: true }));
        assert.ok(textOf(chunks, 'reasoning_content').length > 0);
        assert.equal(textOf(chunks), sample);
        const has =
            (field) =>
            ({ choices }) =>
                Boolean(choices[0]?.delta?.[field]);
        assert.ok(chunks.findLastIndex(has('reasoning_content')) < chunks.findIndex(has('content')));
    });
});

describe('tools', () => {
    const prompt = 'What is the weather in Hangzhou? [[tool:get_weather]]';

    function assertCall(message) {
        const [call] = message.tool_calls;
        assert.equal(call.type, 'function');
        assert.equal(call.function.name, 'get_weather');
        assert.ok(call.id);
        assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
        return call;
    }

    test('a call, and an answer to its result', async () => {
        const { message, finish_reason: reason } = (await create(prompt, { tools: [weather] })).choices[0];
        assert.equal(reason, 'tool_calls');
        const call = assertCall(message);
        const answer = await client.chat.completions.create({
            model,
            tools: [weather],
            messages: [
                ...user('What is the weather?'),
                message,
                { role: 'tool', tool_call_id: call.id, content: 'sunny' },
            ],
        });
        assert.equal(answer.choices[0].finish_reason, 'stop');
        assert.ok(answer.choices[0].message.content.length > 0);
    });

    test('a streamed call, put together by the package', async () => {
        const stream = client.chat.completions.stream({ model, messages: user(prompt), tools: [weather] });
        const final = await stream.finalChatCompletion();
        assert.equal(final.choices[0].finish_reason, 'tool_calls');
        assertCall(final.choices[0].message);
    });

    test('tool_choice forces a call', async () => {
        const choice = { type: 'function', function: { name: 'get_weather' } };
        assertCall((await create('hello', { tools: [weather], tool_choice: choice })).choices[0].message);
    });

    test('tool_choice none forbids it', async () => {
        const { message } = (await create('hello', { tools: [weather], tool_choice: 'none' })).choices[0];
        assert.ok(!message.tool_calls?.length);
    });
});

describe('JSON', () => {
    test('json_object gives an object', async () => {
        const answer = await create('Answer in JSON.', { response_format: { type: 'json_object' } });
        assert.equal(typeof JSON.parse(answer.choices[0].message.content), 'object');
    });

    test('json_schema gives what the schema wants', async () => {
        const schema = {
            type: 'object',
            properties: {
                name: { type: 'string' },
                age: { type: 'integer' },
                tags: { type: 'array', items: { type: 'string' } },
            },
            required: ['name', 'age', 'tags'],
            additionalProperties: false,
        };
        const answer = await create('A person, in JSON.', {
            response_format: { type: 'json_schema', json_schema: { name: 'person', strict: true, schema } },
        });
        const person = JSON.parse(answer.choices[0].message.content);
        assert.equal(typeof person.name, 'string');
        assert.ok(Number.isInteger(person.age));
        assert.ok(Array.isArray(person.tags));
    });
});

describe('errors are the classes that the package has for them', () => {
    const cases = [
        ['InvalidParameter', OpenAI.BadRequestError, 400],
        ['InvalidApiKey', OpenAI.AuthenticationError, 401],
        ['AccessDenied', OpenAI.PermissionDeniedError, 403],
        ['ModelNotFound', OpenAI.NotFoundError, 404],
        ['Throttling.RateQuota', OpenAI.RateLimitError, 429],
        ['InternalError', OpenAI.InternalServerError, 500],
        ['ModelUnavailable', OpenAI.InternalServerError, 503],
    ];
    for (const [code, type, status] of cases)
        for (const stream of [false, true])
            test(`${code}${stream ? ', streamed' : ''}`, async () => {
                await assert.rejects(create(`[[error:${code}]]`, { stream }), (error) => {
                    assert.ok(error instanceof type, `${error.constructor.name}: ${error.message}`);
                    assert.equal(error.status, status);
                    assert.ok(error.message.length > 4);
                    assert.ok(error.requestID, 'a request id');
                    return true;
                });
            });

    test('no key', async () => {
        const keyless = await fetch(`${sandbox.base}/compatible-mode/v1/chat/completions`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ model, messages: user('x') }),
        });
        assert.equal(keyless.status, 401);
        assert.ok((await keyless.json()).error.message);
    });

    test('an unknown path is 404', async () => {
        await assert.rejects(client.get('/no/such/path'), OpenAI.NotFoundError);
    });

    test('a throttled request succeeds when it is sent again', async () => {
        const patient = client.withOptions({ maxRetries: 2 });
        const answer = await patient.chat.completions.create({
            model,
            messages: user(`${say('at last', '')}[[error:Throttling]][[fail-times:1]]`),
        });
        assert.equal(answer.choices[0].message.content, 'at last');
    });
});
