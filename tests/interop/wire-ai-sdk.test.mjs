// What our tools send equals, field for field, what the AI SDK's provider for Alibaba sends for the same job. It has
// chat, pictures as input, embeddings and films, but no web search, and first and last frames with wan3 only.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { createAlibaba } from '@ai-sdk/alibaba';
import {
    embed,
    embedMany,
    experimental_generateVideo as generateVideo,
    generateText,
    jsonSchema,
    Output,
    streamText,
    tool,
} from 'ai';
import { startRecorder } from './support/recorder.mjs';
import { Intended, Ours } from './support/wire.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;

const intended = new Intended([
    { place: 'header user-agent', sdk: /^ai(-sdk-alibaba)?\//, ours: /^dashscope-mcp\//, why: 'each names itself' },
    {
        place: 'header idempotency-key',
        jobs: /^wan/,
        sdk: /^aisdk_vid_/,
        why: 'DashScope documents no such field; a submission of ours is not repeated once it may have arrived',
    },
    {
        place: /^header (accept|accept-encoding|accept-language|sec-fetch-mode)$/,
        sdk: /^(\*|\*\/\*|gzip, deflate|br, gzip, deflate|cors)$/,
        why: "Node's fetch adds it",
    },
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
        place: /^body messages\[\d\]\.content\[0\]\.(type|text)$/,
        jobs: /^at once/,
        sdk: /./,
        why: 'the SDK makes a list of parts of a single text; DashScope and OpenAI document the string',
    },
    { place: 'body messages[0].content', jobs: /^at once/, ours: /./, why: 'the same text, as a string' },
    {
        place: 'body preserve_thinking',
        jobs: /^(thinking|a JSON schema)/,
        sdk: true,
        why: 'for earlier reasoning in the conversation, of which a single question has none; `parameters` can say it',
    },
    { place: 'body parameters', jobs: /vector|batches/, sdk: '{}', why: 'empty: what has no members is left out' },
    {
        place: 'body input.img_url',
        jobs: /^wan2\.7 from its first frame$/,
        sdk: /^https:/,
        why: 'the form of wan2.6, which the sandbox takes too; DashScope documents `media` for wan2.7-i2v (catalogue §5)',
    },
    {
        place: /^body input\.media\[0\]\.(type|url)$/,
        jobs: /^wan2\.7 from its first frame$/,
        ours: /./,
        why: 'DashScope documents media:[{type:first_frame,url}] for wan2.7-i2v (catalogue §5)',
    },
]);

let recorder, alibaba, ours;
before(async () => {
    recorder = await startRecorder({ args: ['--task-time', '100'] });
    alibaba = createAlibaba({
        apiKey: 'sk-wire',
        baseURL: `${recorder.base}/compatible-mode/v1`,
        videoBaseURL: recorder.base,
        embeddingBaseURL: `${recorder.base}/api/v1`,
    });
    ours = new Ours(recorder, { args: ['--toolsets', 'all'] });
    await ours.start();
});
after(async () => {
    await ours?.stop();
    await recorder?.stop();
});

function same(job, theirs, name, args) {
    test(job, async () => {
        recorder.taken();
        await theirs();
        const sdk = recorder.taken();
        const { sent } = await ours.call(name, args);
        intended.check(job, sdk, sent);
    });
}

const question = 'What is the capital of France? 法国的首都是哪里？';
const parts = (...content) => [{ role: 'user', content }];
const text = (value = question) => ({ type: 'text', text: value });

async function stream(options) {
    for await (const part of streamText({ maxRetries: 0, ...options }).fullStream)
        if (part.type === 'error') throw part.error;
}

const many = Array.from({ length: 23 }, (_, index) => `text ${index}`);

const cities = {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
};

describe('chat', () => {
    same('at once', () => generateText({ model: alibaba('qwen-plus'), prompt: question, maxRetries: 0 }), 'chat', {
        prompt: question,
        model: 'qwen-plus',
    });
    same(
        'streamed, with a system message',
        () => stream({ model: alibaba('qwen-plus'), system: 'You are terse.', prompt: question }),
        'chat',
        { messages: parts(text()), system: 'You are terse.', model: 'qwen-plus' },
    );
    same(
        'every knob that the SDK has',
        () =>
            stream({
                model: alibaba('qwen-plus'),
                prompt: question,
                temperature: 0.25,
                topP: 0.75,
                topK: 20,
                presencePenalty: -0.5,
                maxOutputTokens: 100,
                seed: 7,
                stopSequences: ['one', '二'],
            }),
        'chat',
        {
            messages: parts(text()),
            model: 'qwen-plus',
            temperature: 0.25,
            top_p: 0.75,
            top_k: 20,
            presence_penalty: -0.5,
            max_tokens: 100,
            seed: 7,
            stop: ['one', '二'],
        },
    );
    same(
        'thinking',
        () =>
            stream({
                model: alibaba('qwen3.6-plus'),
                prompt: question,
                providerOptions: { alibaba: { enableThinking: true, thinkingBudget: 200 } },
            }),
        'chat',
        { messages: parts(text()), model: 'qwen3.6-plus', enable_thinking: true, thinking_budget: 200 },
    );
    same(
        'a JSON schema',
        () =>
            stream({
                model: alibaba('qwen3.7-max'),
                prompt: 'A city.',
                output: Output.object({ schema: jsonSchema(cities), name: 'city', description: 'One city' }),
            }),
        'chat',
        {
            messages: parts(text('A city.')),
            model: 'qwen3.7-max',
            json_schema: { name: 'city', description: 'One city', schema: cities },
        },
    );
    same(
        'functions, one of them forced',
        () =>
            stream({
                model: alibaba('qwen-plus'),
                prompt: 'Hangzhou?',
                tools: { get_weather: tool({ description: 'The weather', inputSchema: jsonSchema(cities) }) },
                toolChoice: { type: 'tool', toolName: 'get_weather' },
                providerOptions: { alibaba: { parallelToolCalls: true } },
            }),
        'chat',
        {
            messages: parts(text('Hangzhou?')),
            model: 'qwen-plus',
            tools: [
                {
                    type: 'function',
                    function: { name: 'get_weather', description: 'The weather', parameters: cities },
                },
            ],
            tool_choice: 'get_weather',
            parallel_tool_calls: true,
        },
    );
    same(
        'a picture by its URL',
        () =>
            stream({
                model: alibaba('qwen3-vl-plus'),
                messages: parts(
                    { type: 'image', image: new URL('https://example.com/cat.png') },
                    text('What is this?'),
                ),
            }),
        'vision',
        { prompt: 'What is this?', images: ['https://example.com/cat.png'], model: 'qwen3-vl-plus' },
    );
});

describe('embeddings', () => {
    same(
        'one vector',
        () => embed({ model: alibaba.embedding('text-embedding-v4'), value: question, maxRetries: 0 }),
        'embed',
        { texts: [question], model: 'text-embedding-v4' },
    );
    same(
        'of a query, dense and sparse',
        () =>
            embedMany({
                model: alibaba.embedding('text-embedding-v4'),
                values: ['one', '二'],
                maxRetries: 0,
                providerOptions: { alibaba: { textType: 'query', dimension: 256, outputType: 'dense&sparse' } },
            }),
        'embed',
        {
            texts: ['one', '二'],
            model: 'text-embedding-v4',
            text_type: 'query',
            dimension: 256,
            output_type: 'dense&sparse',
        },
    );
    same(
        'in batches of ten',
        () =>
            embedMany({
                model: alibaba.embedding('text-embedding-v4'),
                values: many,
                maxRetries: 0,
                maxParallelCalls: 1,
            }),
        'embed',
        { texts: many, model: 'text-embedding-v4' },
    );
});

const picture = (name) => `https://example.com/${name}.png`;

/** Both make the film: the submission, and the same question until it is done. */
function sameFilm(job, theirs, args) {
    test(job, async () => {
        recorder.taken();
        const { model, ...more } = theirs;
        const making = generateVideo({
            model: alibaba.video(model),
            poll: { intervalMs: 30 },
            maxRetries: 0,
            download: async ({ url }) => ({ data: new Uint8Array(await (await fetch(url)).arrayBuffer()) }),
            ...more,
        });
        assertFilm(await making);
        const sdk = recorder.taken();
        const { sent, result } = await ours.call('video_generate', {
            model,
            wait_seconds: 20,
            output: 'urls',
            ...args,
        });
        assert.match(result.content[0].text, /http:\/\/127\.0\.0\.1/, 'so did we');
        intended.check(job, steps(sdk), steps(sent));
    });
}

const assertFilm = ({ video }) =>
    assert.equal(Buffer.from(video.uint8Array).toString('latin1', 4, 8), 'ftyp', 'the SDK got a film');

/** The submission and one query; how often it was asked is a matter of time, and each task has its own id. */
function steps(requests) {
    const of = (pattern) => requests.find(({ method, path }) => pattern.test(`${method} ${path}`));
    const query = of(/^GET \/api\/v1\/tasks\//);
    return [of(/^POST /), ...(query ? [{ ...query, path: query.path.replace(/[^/]+$/, 'ID') }] : [])];
}

describe('films', () => {
    sameFilm(
        'wan2.6 from text',
        {
            model: 'wan2.6-t2v',
            prompt: 'A cat runs.',
            resolution: '1280x720',
            duration: 5,
            seed: 7,
            providerOptions: {
                alibaba: {
                    negativePrompt: 'rain',
                    audioUrl: 'https://example.com/song.mp3',
                    promptExtend: false,
                    shotType: 'multi',
                    watermark: true,
                },
            },
        },
        {
            prompt: 'A cat runs.',
            size: '1280*720',
            duration: 5,
            seed: 7,
            negative_prompt: 'rain',
            audio: 'https://example.com/song.mp3',
            prompt_extend: false,
            shot_type: 'multi',
            watermark: true,
        },
    );
    sameFilm(
        'wan2.7 from text',
        { model: 'wan2.7-t2v', prompt: 'A cat runs.', resolution: '1280x720', aspectRatio: '9:16', duration: 4 },
        { prompt: 'A cat runs.', resolution: '720P', ratio: '9:16', duration: 4 },
    );
    sameFilm(
        'wan2.6 from its first frame',
        {
            model: 'wan2.6-i2v',
            prompt: { image: picture('first'), text: 'It runs.' },
            resolution: '1280x720',
            duration: 5,
        },
        { prompt: 'It runs.', first_frame: picture('first'), resolution: '720P', duration: 5 },
    );
    sameFilm(
        'wan2.6 flash, silent',
        {
            model: 'wan2.6-i2v-flash',
            prompt: { image: picture('first'), text: 'It runs.' },
            generateAudio: false,
        },
        { prompt: 'It runs.', first_frame: picture('first'), sound: false },
    );
    sameFilm(
        'wan2.7 from its first frame',
        {
            model: 'wan2.7-i2v',
            prompt: { image: picture('first'), text: 'It runs.' },
            duration: 5,
        },
        { prompt: 'It runs.', first_frame: picture('first'), duration: 5 },
    );
    sameFilm(
        'wan3 from its first and last frame',
        {
            model: 'wan3.0-video',
            prompt: 'It runs.',
            frameImages: [
                { frameType: 'first_frame', image: picture('first') },
                { frameType: 'last_frame', image: picture('last') },
            ],
            resolution: '1280x720',
            duration: 5,
        },
        {
            prompt: 'It runs.',
            first_frame: picture('first'),
            last_frame: picture('last'),
            resolution: '720P',
            ratio: '16:9',
            duration: 5,
        },
    );
    sameFilm(
        'wan2.6 from references',
        {
            model: 'wan2.6-r2v',
            prompt: 'character1 meets character2.',
            inputReferences: ['https://example.com/b.png', 'https://example.com/a.mp4'],
            resolution: '1280x720',
        },
        {
            prompt: 'character1 meets character2.',
            reference_videos: ['https://example.com/a.mp4'],
            reference_images: ['https://example.com/b.png'],
            size: '1280*720',
        },
    );
    sameFilm(
        'wan2.7 from references that speak',
        {
            model: 'wan2.7-r2v',
            prompt: '图1 meets 视频1.',
            aspectRatio: '16:9',
            providerOptions: {
                alibaba: {
                    media: [
                        {
                            type: 'reference_image',
                            url: picture('a'),
                            referenceVoice: 'https://example.com/voice.wav',
                        },
                        { type: 'reference_video', url: 'https://example.com/b.mp4' },
                    ],
                },
            },
        },
        {
            prompt: '图1 meets 视频1.',
            ratio: '16:9',
            reference_images: [picture('a')],
            reference_videos: ['https://example.com/b.mp4'],
            voices: ['https://example.com/voice.wav'],
        },
    );
});

test('no row of the table is idle', () => intended.checkAllUsed());
