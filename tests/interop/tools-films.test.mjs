// video_generate and video_edit, each over both transports.

import { describeTool, describeWorld } from './support/tool-tests.mjs';

const footer = (model, seconds) =>
    new RegExp(`^\\[${model} · 1 video, ${seconds} s · about \\d.* · request [0-9a-f-]{36}\\]$`, 'm');

describeWorld('tools of films', (world) => {
    describeTool(world, 'video_generate', {
        kind: 'submit',
        asks: (text) => ({ prompt: text, duration: 3, resolution: '720P' }),
        tasks: (text) => ({ prompt: text }),
        good: [
            {
                is: 'from text',
                args: { prompt: 'A cat walks', duration: 3, resolution: '720P', ratio: '1:1' },
                says: [footer('happyhorse-1.0-t2v', 3)],
                media: { width: 960, height: 960, seconds: [2.8, 3.2] },
            },
            {
                is: 'from a first and a last frame',
                args: async (peer) => ({
                    prompt: 'From red to blue',
                    first_frame: await peer.file('red'),
                    last_frame: await peer.file('blue'),
                    resolution: '720P',
                    duration: 2,
                }),
                says: [footer('wan2.7-i2v', 2)],
                media: { seconds: [1.8, 2.2] },
            },
            {
                is: 'from references',
                args: async (peer) => ({
                    prompt: '[Image 1] meets [Image 2]',
                    reference_images: [await peer.file('red'), await peer.file('blue')],
                    resolution: '720P',
                    duration: 3,
                }),
                says: [/happyhorse-1\.0-r2v/],
                media: { count: 1 },
            },
            {
                is: 'goes on where a clip ends',
                args: async (peer) => ({ prompt: 'On', first_clip: await peer.file('film'), resolution: '720P', duration: 5 }),
                says: [/wan2\.7-i2v/],
                media: { count: 1 },
            },
            {
                is: 'gives the handle when the wait ends before the task',
                args: { prompt: '[[task:slow:600000]]', wait_seconds: 0 },
                says: [/^task_id: \S+$/m, /do not send the work again/],
                media: { count: 0 },
            },
        ],
        bad: [
            { is: 'nothing to make', args: {}, says: [/prompt/] },
            { is: 'a resolution that the model does not have', args: { prompt: 'x', resolution: '4K' }, says: [/720P, 1080P/] },
            {
                is: 'a last frame alone',
                args: async (peer) => ({ prompt: 'x', last_frame: await peer.file('red') }),
                says: [/first_frame/],
            },
            { is: 'longer than the model makes', args: { prompt: 'x', duration: 600 }, says: [/duration|600|seconds/] },
            {
                is: 'a task that fails',
                args: { prompt: '[[task:failed:DataInspectionFailed]]' },
                says: [/task \S+\) failed\. DashScope answered DataInspectionFailed/, /inspection refused/],
            },
            { is: 'a task that is cancelled', args: { prompt: '[[task:canceled]]' }, says: [/was cancelled before it began/] },
            { is: 'a task that is unknown', args: { prompt: '[[task:unknown]]' }, says: [/\(UNKNOWN\)/] },
        ],
    });

    describeTool(world, 'video_edit', {
        kind: 'submit',
        asks: async (text, peer) => ({ prompt: text, video: await peer.file('film') }),
        tasks: async (text, peer) => ({ prompt: text, video: await peer.file('film') }),
        good: [
            {
                is: 'by instruction, after a reference picture',
                args: async (peer) => ({
                    prompt: 'Make it night',
                    video: await peer.file('film'),
                    reference_images: [await peer.file('blue')],
                    resolution: '720P',
                }),
                says: [/happyhorse-1\.0-video-edit/],
                media: { seconds: [2.8, 3.2] },
            },
            {
                is: "by VACE's function",
                args: async (peer) => ({
                    prompt: 'Wider',
                    video: await peer.file('film'),
                    function: 'video_outpainting',
                    parameters: { left_scale: 1.25 },
                }),
                says: [/wanx2\.1-vace-plus/],
                media: { count: 1 },
            },
        ],
        bad: [
            { is: 'nothing to change', args: {}, says: [/video/] },
            { is: 'a picture for a film', args: async (peer) => ({ prompt: 'x', video: await peer.file('red') }), says: [/video/] },
        ],
    });
});
