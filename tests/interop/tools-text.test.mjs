// chat, vision, omni and translate, each over both transports.

import { spoken } from './support/media.mjs';
import { describeTool, describeWorld } from './support/tool-tests.mjs';

const footer = (model) => new RegExp(`^\\[${model} · .*tokens in, \\d+ out.* · request [0-9a-f-]{36}\\]$`, 'm');

describeWorld('tools of text', (world) => {
    describeTool(world, 'chat', {
        kind: 'compute',
        asks: (text) => ({ prompt: text }),
        good: [
            { is: 'answers', args: { prompt: 'What is MCP?' }, says: [/qwen-plus heard: What is MCP/, footer('qwen-plus')] },
            {
                is: 'continues a conversation',
                args: { messages: [{ role: 'user', content: 'One' }, { role: 'assistant', content: 'Two' }], prompt: 'Three' },
                says: [/heard: Three/, /has 3 messages/],
            },
            {
                is: 'thinks, searches and names its sources',
                args: { prompt: 'Weather?', enable_thinking: true, enable_search: true },
                says: [/Thinking: on/, /\[sandbox\] searched/],
            },
        ],
        bad: [{ is: 'nothing to ask', args: {}, says: [/prompt/, /messages/] }],
    });

    describeTool(world, 'vision', {
        kind: 'compute',
        asks: async (text, peer) => ({ prompt: text, images: [await peer.file('red')] }),
        good: [
            {
                is: 'sees two pictures',
                args: async (peer) => ({ prompt: 'Compare.', images: [await peer.file('red'), await peer.file('blue')] }),
                says: [/Images: 2/, /PNG 640\*480/, /JPEG 640\*480/, footer('qwen3-vl-plus')],
            },
            {
                is: 'sees a film',
                args: async (peer) => ({ prompt: 'What happens?', videos: [await peer.file('film')], fps: 2 }),
                says: [/Videos: 1/, /MP4 640\*360/],
            },
            {
                is: 'reads text',
                args: async (peer) => ({ ocr: true, images: [await peer.file('red')] }),
                says: [footer('qwen-vl-ocr')],
            },
            {
                is: 'takes frames for a film',
                args: async (peer) => ({ prompt: 'Go on', frames: Array(4).fill(await peer.file('blue')) }),
                says: [/Video frames: 4/],
            },
        ],
        bad: [
            { is: 'nothing to see', args: { prompt: 'Look' }, says: [/images/] },
            {
                is: 'a picture that is too small',
                args: async (peer) => ({ images: [await peer.file('tiny')] }),
                says: [/8x8 pixels/, /at least 11/],
            },
            {
                is: 'a picture that is none',
                args: async (peer) => ({ images: [await peer.file('notPicture')] }),
                says: [/text\/plain/],
            },
            { is: 'a file that may not be read', args: { images: ['/etc/hostname'] }, says: [/not in a folder|reads no local/] },
            { is: 'a URL of another scheme', args: { images: ['ftp://example.com/a.png'] }, says: [/ftp|http/] },
        ],
    });

    describeTool(world, 'omni', {
        kind: 'compute',
        asks: (text) => ({ prompt: text }),
        good: [
            {
                is: 'hears speech and speaks',
                args: async (peer) => ({
                    prompt: 'What is said?',
                    audio: [await peer.file(await spoken(world.sandbox.base, 'The train is late.', 'omni.wav'))],
                }),
                says: [/says: The train is late\./, footer('qwen3.5-omni-plus'), /voice Tina/],
                media: { seconds: [1, 60] },
            },
            {
                is: 'answers in writing only',
                args: async (peer) => ({ prompt: 'Look', images: [await peer.file('red')], speech: false }),
                says: [/Images: 1/],
                media: { count: 0 },
            },
        ],
        bad: [
            { is: 'nothing to ask', args: {}, says: [/prompt/] },
            { is: 'a picture for sound', args: async (peer) => ({ audio: [await peer.file('red')] }), says: [/audio/] },
        ],
    });

    describeTool(world, 'translate', {
        kind: 'compute',
        asks: (text) => ({ text, target_language: 'zh' }),
        good: [
            {
                is: 'translates with terms, memories and a domain',
                args: {
                    text: 'Model Studio is up.',
                    target_language: 'Chinese',
                    terms: [{ source: 'Model Studio', target: '百炼' }],
                    memories: [{ source: 'It is down.', target: '它坏了。' }],
                    domain: 'IT operations',
                },
                says: [/to Chinese \(domains: IT operations\): 百炼 is up\./, footer('qwen-mt-plus')],
            },
        ],
        bad: [{ is: 'an empty text', args: { text: '', target_language: 'zh' }, says: [/text/] }],
    });
});
