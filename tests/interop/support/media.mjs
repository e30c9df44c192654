// Media that tools are given, made by other programs than ours, and the judges of what tools give back: `file`,
// `ffprobe`, and an image library.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { scratchDirectory } from './paths.mjs';
import { run } from './program.mjs';

/** Runs one of Debian's programs; a missing one is told with its package. */
async function debian(command, args, packageName = command) {
    const ended = await run(command, args, { env: process.env }).catch((error) => {
        assert.fail(`${command} can't be started (${error.message}): scripts/setup installs the package ${packageName}`);
    });
    assert.equal(ended.code, 0, `${command} ${args.join(' ')}: ${ended.stderr}`);
    return ended;
}

const mimeTypes = {
    '.png': 'image/png',
    '.jpg': 'image/jpeg',
    '.wav': 'audio/x-wav',
    '.mp4': 'video/mp4',
    '.srt': 'application/x-subrip',
    '.pdf': 'application/pdf',
    '.txt': 'text/plain',
};

/** Says of a recorded file whether it is what it claims to be: {seconds, width, height}, as far as it has them. */
export async function accepted(path) {
    const type = mimeTypes[extname(path)];
    assert.ok(type, path);
    assert.equal((await debian('file', ['--brief', '--mime-type', path])).stdout.trim(), type, path);

    const asked = ['-v', 'warning', '-count_frames', '-show_streams', '-show_format', '-of', 'json', path];
    const probed = await debian('ffprobe', asked, 'ffmpeg');
    assert.equal(probed.stderr, '', path);
    const { streams, format } = JSON.parse(probed.stdout);
    assert.equal(streams.length, 1, path);
    const [{ width, height, nb_read_frames: frames }] = streams;
    assert.ok(Number(frames) > 0, `${path} has frames`);

    if (type.startsWith('image/')) acceptedByLibrary(path, { width, height });
    return { width, height, seconds: Number(format.duration), frames: Number(frames) };
}

const isPng = (bytes) => bytes.subarray(1, 4).toString('latin1') === 'PNG';

/** Decodes every pixel: of a file, or of bytes. */
export function acceptedByLibrary(picture, expected = {}) {
    const bytes = typeof picture === 'string' ? readFileSync(picture) : Buffer.from(picture);
    const { width, height, data } = isPng(bytes)
        ? PNG.sync.read(bytes)
        : jpeg.decode(bytes, { tolerantDecoding: false, useTArray: true });
    assert.deepEqual({ width, height }, { width, height, ...expected });
    assert.equal(data.length, width * height * 4);
    return { width, height };
}

export const dataUri = (path) =>
    `data:${mimeTypes[extname(path)].replace('x-wav', 'wav')};base64,${readFileSync(path).toString('base64')}`;

const folder = scratchDirectory();
const made = new Map();

/** A file that is made when first asked for. */
const once = (name, make) => () => {
    const path = join(folder, name);
    if (!made.has(name)) made.set(name, Promise.resolve(make(path)).then(() => path));
    return made.get(name);
};

/** A picture of one colour (`#rrggbb`); the name says in which format. */
export const plain = (width, height, colour) => (path) => {
    const pixel = Buffer.from(`${colour.slice(1)}ff`, 'hex');
    const picture = { width, height, data: Buffer.alloc(width * height * 4, pixel) };
    const bytes = extname(path) === '.png' ? PNG.sync.write(Object.assign(new PNG(), picture)) : jpeg.encode(picture).data;
    writeFileSync(path, bytes);
};

const ffmpeg = (...args) => debian('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], 'ffmpeg');

/** Where the inputs lie: the folder that a server must be allowed to read. */
export const inputs = folder;

export const input = {
    red: once('red.png', plain(640, 480, '#c02020')),
    blue: once('blue.jpg', plain(640, 480, '#2020c0')),
    large: once('large.png', plain(1024, 768, '#20a0a0')),
    tiny: once('tiny.png', plain(8, 8, '#20c020')),
    notPicture: once('not-a-picture.png', (path) => writeFileSync(path, 'this is no picture')),
    film: once('film.mp4', (path) =>
        ffmpeg('-f', 'lavfi', '-i', 'testsrc=duration=3:size=640x360:rate=10', '-pix_fmt', 'yuv420p', path),
    ),
    silence: once('silence.wav', (path) => ffmpeg('-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', '-t', '2', path)),
    sine: once('sine.wav', (path) => ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=300:duration=12', path)),
};

/** Speech of the sandbox, which carries its words, fetched from it by hand. */
export const spoken = (sandbox, text, name = 'speech.wav') =>
    once(name, async (path) => {
        const answer = await fetch(`${sandbox}/api/v1/services/aigc/multimodal-generation/generation`, {
            method: 'POST',
            headers: { authorization: 'Bearer sk-by-hand', 'content-type': 'application/json' },
            body: JSON.stringify({ model: 'qwen3-tts-flash', input: { text, voice: 'Cherry' } }),
        });
        const { output } = await answer.json();
        writeFileSync(path, Buffer.from(await (await fetch(output.audio.url)).arrayBuffer()));
    })();

/** A PDF of one page. */
export const contract = (() => {
    const text = 'BT /F1 18 Tf 50 760 Td (The notice period is three months.) Tj ET';
    const objects = [
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
        `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
        '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ];
    let file = '%PDF-1.4\n';
    const places = objects.map((object, index) => {
        const place = file.length;
        file += `${index + 1} 0 obj\n${object}\nendobj\n`;
        return `${String(place).padStart(10, '0')} 00000 n \n`;
    });
    const table = `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${places.join('')}`;
    const trailer = `trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
    return file + table + trailer;
})();
