// image_generate and image_edit, each over both transports.

import assert from 'node:assert/strict';
import { acceptedByLibrary } from './support/media.mjs';
import { describeTool, describeWorld } from './support/tool-tests.mjs';

const asTask = 'wan2.5-t2i-preview';
const taskId = /^task_id: \S+$/m;
const footer = (model, n) => new RegExp(`^\\[${model} · ${n} image${n === 1 ? '' : 's'} · about \\d.* · request [0-9a-f-]{36}\\]$`, 'm');

/** What becomes of a task that does not end well, or not wholly. */
const endings = (args) => [
    {
        is: 'a task that fails',
        args: args('[[task:failed:InvalidParameter]]'),
        says: [/task \S+\) failed\. DashScope answered InvalidParameter/, /Correct what the message names/],
    },
    { is: 'a task that is cancelled', args: args('[[task:canceled]]'), says: [/was cancelled before it began/] },
    { is: 'a task that is unknown', args: args('[[task:unknown]]'), says: [/does not know task \S+ \(UNKNOWN\)/] },
];

describeWorld('tools of pictures', (world) => {
    describeTool(world, 'image_generate', {
        kind: 'submit',
        asks: (text) => ({ prompt: text }),
        tasks: (text) => ({ prompt: text, model: asTask }),
        good: [
            {
                is: 'makes two pictures of the asked size',
                args: { prompt: 'A cat', n: 2, size: '640*512', seed: 7 },
                says: [footer('qwen-image-2.0', 2)],
                media: { count: 2, width: 640, height: 512 },
            },
            {
                is: 'follows a reference picture',
                args: async (peer) => ({ prompt: 'As a drawing', images: [await peer.file('blue')], size: '512*512' }),
                media: { width: 512, height: 512 },
            },
            {
                is: 'waits for a task',
                args: { prompt: 'A dog', model: asTask, ratio: '16:9' },
                says: [footer(asTask, 1)],
                media: { width: 1696, height: 960 },
            },
            {
                is: 'shows the picture itself when asked to',
                args: { prompt: 'A bird', size: '512*512', output: 'inline' },
                async check({ result }) {
                    const { data, mimeType } = result.content.find(({ type }) => type === 'image');
                    assert.equal(mimeType, 'image/png');
                    acceptedByLibrary(Buffer.from(data, 'base64'), { width: 512, height: 512 });
                },
            },
            {
                is: 'tells which part of a task failed',
                args: { prompt: '[[task:partial]] A fish', model: asTask, n: 2 },
                says: [/1 more could not be made/, /DataInspectionFailed/],
                media: { count: 1 },
            },
            {
                is: 'gives the handle when the wait ends before the task',
                args: { prompt: '[[task:slow:600000]] A cow', model: asTask, wait_seconds: 0 },
                says: [taskId, /call the tool `task`/, /do not send the work again/],
                media: { count: 0 },
            },
        ],
        bad: [
            { is: 'a size that is none', args: { prompt: 'x', size: 'large' }, says: [/size/] },
            { is: 'a size that the model does not have', args: { prompt: 'x', size: '10*10' }, says: [/10\*10|size/] },
            { is: 'more pictures than the model makes', args: { prompt: 'x', n: 12 }, says: [/12|\bn\b/] },
            {
                is: 'a reference that is no picture',
                args: async (peer) => ({ prompt: 'x', images: [await peer.file('notPicture')] }),
                says: [/images/, /text\/plain/],
            },
            ...endings((marker) => ({ prompt: `${marker} bad`, model: asTask })),
        ],
    });

    describeTool(world, 'image_edit', {
        kind: 'submit',
        asks: async (text, peer) => ({ prompt: text, images: [await peer.file('red')] }),
        tasks: async (text, peer) => ({ prompt: text, images: [await peer.file('red')], model: 'wan2.5-i2i-preview' }),
        good: [
            {
                is: 'combines two pictures',
                args: async (peer) => ({ prompt: 'Together', images: [await peer.file('red'), await peer.file('blue')] }),
                says: [footer('qwen-image-2.0', 1)],
                media: { count: 1 },
            },
            {
                is: 'expands a picture by its function',
                args: async (peer) => ({
                    prompt: 'More sky',
                    images: [await peer.file('large')],
                    function: 'expand',
                    parameters: { top_scale: 1.5 },
                }),
                says: [/wanx2\.1-imageedit/],
                media: { count: 1 },
            },
        ],
        bad: [
            {
                is: 'a picture that is too small',
                args: async (peer) => ({ prompt: 'x', images: [await peer.file('tiny')] }),
                says: [/8x8 pixels/],
            },
            { is: 'no picture', args: { prompt: 'x', images: [] }, says: [/images/] },
        ],
    });
});
