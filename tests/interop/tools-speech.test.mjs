// speech_synthesize, speech_recognize, voice_manage and vocabulary_manage, each over both transports.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { accepted, spoken } from './support/media.mjs';
import { describeTool, describeWorld } from './support/tool-tests.mjs';

const id = (text) => /: ((?:qwen-tts|vocab|cosyvoice)-\S+)$/m.exec(text)[1];

describeWorld('tools of speech', (world) => {
    const dialogue = 'Good morning, how are you today? I am fine, thank you. And you? Very well.';
    const recording = async (peer) => peer.file(await spoken(world.sandbox.base, dialogue, 'dialogue.wav'));

    describeTool(world, 'speech_synthesize', {
        kind: 'submit',
        asks: (text) => ({ text }),
        // The file that the last event names is whole all the same.
        never: ['[[fault:garbage]]'],
        good: [
            {
                is: 'speaks a sentence',
                args: { text: 'The quick brown fox.', voice: 'Ethan' },
                says: [/^Voice: Ethan$/m, /\[qwen3-tts-flash · 20 characters/],
                media: { seconds: [0.5, 10] },
            },
            {
                is: 'joins a long text into one file',
                args: { text: 'All happy families are alike. '.repeat(60) },
                says: [/\d+ parts joined/],
                media: { seconds: [60, 600] },
            },
            {
                is: 'speaks by CosyVoice, faster and higher',
                args: { text: 'Hurry up, the train leaves.', model: 'cosyvoice-v3-flash', rate: 1.5, pitch: 1.2, sample_rate: 16000 },
                says: [/cosyvoice-v3-flash/],
                media: { seconds: [0.2, 10] },
            },
        ],
        bad: [
            { is: 'an empty text', args: { text: '' }, says: [/text/] },
            { is: 'a voice that there is not', args: { text: 'Hello', voice: 'Nobody' }, says: [/Nobody|voice/i] },
            {
                is: 'a setting that the model does not take',
                args: { text: 'Hello', model: 'qwen3-tts-flash', rate: 2 },
                says: [/rate/],
            },
        ],
    });

    describeTool(world, 'speech_recognize', {
        kind: 'compute',
        asks: async (text, peer) => ({ audio: [await recording(peer)], context: text, model: 'qwen3-asr-flash' }),
        good: [
            {
                is: 'hears a short recording at once',
                args: async (peer) => ({ audio: [await recording(peer)] }),
                says: [new RegExp(`^${dialogue.replaceAll('?', '\\?')}$`, 'm'), /Language: en/],
            },
            {
                is: 'tells speakers and times, and saves subtitles',
                args: async (peer) => ({ audio: [await recording(peer)], diarization: true, save: ['srt', 'vtt', 'json', 'txt'] }),
                says: [/^Saved.*\bsrt\b/m, /Speaker 1: Good morning/, /Speaker 2: I am fine/, /^\[fun-asr · \d+ s · about/m],
                async check({ text, peer }) {
                    const [srt, vtt, json, plain] = await peer.files(text);
                    await accepted(srt);
                    assert.match(readFileSync(vtt, 'utf8'), /^WEBVTT\n\n/);
                    assert.ok(JSON.parse(readFileSync(json, 'utf8')));
                    assert.match(readFileSync(plain, 'utf8'), /Very well\./);
                },
            },
            {
                is: 'gives the handle when the wait ends before the task, and the transcript for the handle',
                args: async (peer) => ({ audio: [await recording(peer)], model: 'paraformer-v2', wait_seconds: 0 }),
                says: [/^task_id: \S+$/m],
                async check({ text, peer }) {
                    const [, task_id] = /^task_id: (\S+)$/m.exec(text);
                    const later = await peer.call('speech_recognize', { task_id });
                    assert.match(later.content[0].text, /Good morning/);
                },
            },
        ],
        bad: [
            { is: 'nothing to hear', args: {}, says: [/audio/] },
            { is: 'a picture for sound', args: async (peer) => ({ audio: [await peer.file('red')] }), says: [/audio/] },
            {
                is: 'silence',
                args: async (peer) => ({ audio: [await peer.file('silence')] }),
                says: [/silen|Silent|no speech/i],
            },
            {
                is: 'a recording that is not there',
                args: { audio: ['https://example.com/not-found.wav'] },
                says: [/InvalidFile\.DownloadFailed/, /reachable without a login/],
            },
            {
                is: 'a hundred and one recordings',
                args: { audio: Array(101).fill('https://example.com/a.wav') },
                says: [/audio/, /100/],
            },
        ],
    });

    describeTool(world, 'voice_manage', {
        kind: 'submit',
        asks: (text) => ({ action: 'design', voice_prompt: text, preview_text: 'Hello there.', name: 'asked' }),
        good: [
            {
                is: 'designs a voice and lets it speak, looks it up, deletes it',
                args: { action: 'design', voice_prompt: 'An old sailor', preview_text: 'Ahoy, come aboard.', name: 'sailor' },
                says: [/^New voice: qwen-tts-vd-sailor/m],
                media: { seconds: [0.3, 10] },
                async check({ text, peer }) {
                    const voice = id(text);
                    const said = async (args, tool = 'voice_manage') => (await peer.call(tool, args)).content[0].text;
                    assert.match(await said({ action: 'list' }), new RegExp(voice));
                    assert.match(await said({ action: 'get', voice }), new RegExp(voice));
                    const model = 'qwen3-tts-vd-2026-01-26';
                    assert.match(await said({ text: 'Ahoy.', voice, model }, 'speech_synthesize'), /Saved|URL/);
                    assert.match(await said({ action: 'delete', voice, confirm: true }), /[Dd]eleted/);
                    assert.doesNotMatch(await said({ action: 'list' }), new RegExp(voice));
                },
            },
            {
                is: 'clones a voice',
                args: async (peer) => ({ action: 'clone', audio: await peer.file('sine'), name: 'ann' }),
                says: [/^New voice: qwen-tts-vc-ann/m],
            },
        ],
        bad: [
            { is: 'a clone of nothing', args: { action: 'clone', name: 'x' }, says: [/audio/] },
            { is: 'a design of nothing', args: { action: 'design', name: 'x' }, says: [/voice_prompt/] },
            { is: 'a voice that there is not', args: { action: 'delete', voice: 'qwen-tts-vc-none', confirm: true }, says: [/qwen-tts-vc-none|not/] },
        ],
    });

    describeTool(world, 'vocabulary_manage', {
        kind: 'change',
        asks: (text) => ({ action: 'create', words: [{ text }], name: 'asked' }),
        good: [
            {
                is: 'makes a list of hot words, changes it, looks it up, deletes it',
                args: { action: 'create', words: [{ text: 'Bailian' }], name: 'terms' },
                says: [/^New vocabulary: vocab-terms-/m],
                async check({ text, peer }) {
                    const vocabulary_id = id(text);
                    const said = async (args) => (await peer.call('vocabulary_manage', { vocabulary_id, ...args })).content[0].text;
                    assert.match(await said({ action: 'update', words: [{ text: 'Qwen', weight: 5 }] }), new RegExp(vocabulary_id));
                    assert.match(await said({ action: 'get' }), /Qwen/);
                    assert.match(await said({ action: 'list', vocabulary_id: undefined }), new RegExp(vocabulary_id));
                    assert.match(await said({ action: 'delete' }), /[Dd]eleted/);
                },
            },
        ],
        bad: [
            { is: 'a list without words', args: { action: 'create' }, says: [/words/] },
            { is: 'a list that there is not', args: { action: 'get', vocabulary_id: 'vocab-none' }, says: [/vocab-none|not/] },
        ],
    });
}, { markers: /customization$/ });
