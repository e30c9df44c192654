// What our tools send to the compatible endpoints equals, field for field, what the openai package sends for the same
// job as DashScope's documents write it. What differs on purpose is in one table.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import OpenAI from 'openai';
import { startRecorder } from './support/recorder.mjs';
import { Intended, Ours } from './support/wire.mjs';

const intended = new Intended([
    { place: /^header x-stainless-/, sdk: /./, why: "the package's own telemetry" },
    { place: 'header user-agent', sdk: /^OpenAI\/JS /, ours: /^dashscope-mcp\//, why: 'each names itself' },
    { place: 'header accept', sdk: 'application/json', why: 'DashScope looks at it for SSE only (catalogue §1.2)' },
    { place: 'header accept-encoding', sdk: /gzip/, why: 'we take answers as they are: streams are small pieces' },
    { place: /^header (accept-language|sec-fetch-mode)$/, sdk: /^(\*|cors)$/, why: "Node's fetch adds it" },
    {
        place: 'header x-dashscope-source-config',
        ours: '{"channel":"dashscope-mcp"}',
        why: 'names the channel, as the official CLI does (catalogue §0 row 13); --no-source-header turns it off',
    },
    {
        place: /^body stream(_options\.include_usage)?$/,
        jobs: /^at once/,
        ours: true,
        why: 'we stream whatever can be streamed: long answers do not time out, some models only stream (§3)',
    },
    {
        place: 'body stream',
        jobs: /^translation/,
        ours: false,
        why: 'said outright; the package leaves the default out',
    },
]);

let recorder, openai, ours;
before(async () => {
    recorder = await startRecorder();
    openai = new OpenAI({ baseURL: `${recorder.base}/compatible-mode/v1`, apiKey: 'sk-wire', maxRetries: 0 });
    ours = new Ours(recorder);
    await ours.start();
});
after(async () => {
    await ours?.stop();
    await recorder?.stop();
});

async function sentBy(job) {
    recorder.taken();
    await job();
    return recorder.taken();
}

const streamed = { stream: true, stream_options: { include_usage: true } };

/** Asks by the package, reading the whole answer, and gives what it sent. */
const asked = (body) =>
    sentBy(async () => {
        const answer = await openai.chat.completions.create(body);
        if (body.stream) for await (const _ of answer);
    });

function same(job, tool, args, body) {
    test(job, async () => {
        const sdk = await asked(body);
        assert.equal(sdk.length, 1);
        const { sent } = await ours.call(tool, args);
        intended.check(job, sdk, sent);
    });
}

// 16 by 16 pixels: the models want more than ten.
const pixels =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mNQaDhAEmIY1TCqYfhqAACClmAQ' +
    'SAPgaAAAAABJRU5ErkJggg==';

const user = (content) => ({ role: 'user', content });
const question = 'What is the capital of France? 法国的首都是哪里？';

const weather = {
    type: 'function',
    function: {
        name: 'get_weather',
        description: 'The weather of a city',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
};

const person = {
    type: 'object',
    properties: { name: { type: 'string' }, age: { type: 'integer' } },
    required: ['name', 'age'],
    additionalProperties: false,
};

describe('chat', () => {
    same(
        'at once',
        'chat',
        { prompt: question, model: 'qwen-plus' },
        { model: 'qwen-plus', messages: [user(question)] },
    );

    same(
        'streamed, with a system message',
        'chat',
        { prompt: question, system: 'You are terse.', model: 'qwen-plus' },
        {
            model: 'qwen-plus',
            messages: [{ role: 'system', content: 'You are terse.' }, user(question)],
            ...streamed,
        },
    );

    const knobs = {
        temperature: 0.25,
        top_p: 0.75,
        top_k: 20,
        presence_penalty: -0.5,
        max_tokens: 100,
        seed: 7,
        stop: ['one', '二'],
        n: 2,
    };
    same(
        'every knob of sampling',
        'chat',
        { prompt: question, model: 'qwen-plus', ...knobs },
        { model: 'qwen-plus', messages: [user(question)], ...knobs, ...streamed },
    );

    const history = [
        user('Remember 42.'),
        { role: 'assistant', content: 'I do.' },
        user([{ type: 'text', text: 'Which number was it?' }]),
    ];
    same(
        'a conversation',
        'chat',
        { messages: history, model: 'qwen-plus' },
        { model: 'qwen-plus', messages: history, ...streamed },
    );

    same(
        'a JSON object',
        'chat',
        { prompt: 'A person, as JSON.', response_format: 'json_object', model: 'qwen-plus' },
        {
            model: 'qwen-plus',
            messages: [user('A person, as JSON.')],
            response_format: { type: 'json_object' },
            ...streamed,
        },
    );

    const named = { name: 'person', strict: true, schema: person };
    same(
        'a JSON schema with its name',
        'chat',
        { prompt: 'A person.', json_schema: named, model: 'qwen-plus' },
        {
            model: 'qwen-plus',
            messages: [user('A person.')],
            response_format: { type: 'json_schema', json_schema: named },
            ...streamed,
        },
    );
    same(
        'a bare JSON schema',
        'chat',
        { prompt: 'A person.', response_format: 'json_schema', json_schema: person, model: 'qwen-plus' },
        {
            model: 'qwen-plus',
            messages: [user('A person.')],
            response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: person } },
            ...streamed,
        },
    );

    same(
        'thinking',
        'chat',
        { prompt: question, model: 'qwen3.6-plus', enable_thinking: true, thinking_budget: 200 },
        {
            model: 'qwen3.6-plus',
            messages: [user(question)],
            enable_thinking: true,
            thinking_budget: 200,
            ...streamed,
        },
    );

    const search = { enable_search: true, search_options: { forced_search: true, search_strategy: 'max' } };
    same(
        'web search',
        'chat',
        { prompt: 'News of today?', model: 'qwen-plus', ...search },
        { model: 'qwen-plus', messages: [user('News of today?')], ...search, ...streamed },
    );

    same(
        'functions, one of them forced',
        'chat',
        {
            prompt: 'Hangzhou?',
            model: 'qwen-plus',
            tools: [weather],
            tool_choice: 'get_weather',
            parallel_tool_calls: true,
        },
        {
            model: 'qwen-plus',
            messages: [user('Hangzhou?')],
            tools: [weather],
            tool_choice: { type: 'function', function: { name: 'get_weather' } },
            parallel_tool_calls: true,
            ...streamed,
        },
    );

    const round = [
        user('Hangzhou?'),
        {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
    ];
    same(
        "a function's result",
        'chat',
        { messages: round, tools: [weather], tool_choice: 'auto', model: 'qwen-plus' },
        { model: 'qwen-plus', messages: round, tools: [weather], tool_choice: 'auto', ...streamed },
    );

    same(
        'a field that no tool of ours knows',
        'chat',
        { prompt: question, model: 'qwen-plus', parameters: { logprobs: true, top_logprobs: 2 } },
        { model: 'qwen-plus', messages: [user(question)], logprobs: true, top_logprobs: 2, ...streamed },
    );
});

describe('pictures, films, sound', () => {
    const picture = { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } };
    const frames = [1, 2, 3, 4].map((n) => `https://example.com/frame-${n}.jpg`);

    same(
        'a picture by its URL',
        'vision',
        { prompt: 'What is this?', images: ['https://example.com/cat.png'], model: 'qwen3-vl-plus' },
        {
            model: 'qwen3-vl-plus',
            messages: [user([picture, { type: 'text', text: 'What is this?' }])],
            ...streamed,
        },
    );
    same(
        'two pictures, one of them as data',
        'vision',
        { prompt: 'Compare.', images: ['https://example.com/cat.png', pixels], model: 'qwen3-vl-plus' },
        {
            model: 'qwen3-vl-plus',
            messages: [
                user([picture, { type: 'image_url', image_url: { url: pixels } }, { type: 'text', text: 'Compare.' }]),
            ],
            ...streamed,
        },
    );
    same(
        'a film',
        'vision',
        { prompt: 'What happens?', videos: ['https://example.com/film.mp4'], model: 'qwen3-vl-plus' },
        {
            model: 'qwen3-vl-plus',
            messages: [
                user([
                    { type: 'video_url', video_url: { url: 'https://example.com/film.mp4' } },
                    { type: 'text', text: 'What happens?' },
                ]),
            ],
            ...streamed,
        },
    );
    same(
        'frames of a film',
        'vision',
        { prompt: 'What happens?', frames, model: 'qwen3-vl-plus' },
        {
            model: 'qwen3-vl-plus',
            messages: [
                user([
                    { type: 'video', video: frames },
                    { type: 'text', text: 'What happens?' },
                ]),
            ],
            ...streamed,
        },
    );
    same(
        'a recording, answered aloud',
        'omni',
        { prompt: 'What is said?', audio: ['https://example.com/talk.mp3'], model: 'qwen3.5-omni-plus', voice: 'Tina' },
        {
            model: 'qwen3.5-omni-plus',
            messages: [
                user([
                    { type: 'input_audio', input_audio: { data: 'https://example.com/talk.mp3', format: 'mp3' } },
                    { type: 'text', text: 'What is said?' },
                ]),
            ],
            modalities: ['text', 'audio'],
            audio: { voice: 'Tina', format: 'wav' },
            ...streamed,
        },
    );
});

test('translation', async () => {
    const sdk = await asked({
        model: 'qwen-mt-plus',
        messages: [user('你好')],
        translation_options: {
            source_lang: 'Chinese',
            target_lang: 'English',
            terms: [{ source: '生物传感器', target: 'biological sensor' }],
            domains: 'a letter',
        },
    });
    const { sent } = await ours.call('translate', {
        text: '你好',
        source_language: 'zh',
        target_language: 'English',
        terms: [{ source: '生物传感器', target: 'biological sensor' }],
        domain: 'a letter',
        model: 'qwen-mt-plus',
    });
    intended.check('translation', sdk, sent);
});

test('no row of the table is idle', () => intended.checkAllUsed());
