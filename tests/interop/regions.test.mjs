// A key of another region than the one that is asked: `login` and `doctor` notice.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { binary } from './support/paths.mjs';
import { environment, Program, run } from './support/program.mjs';
import { startRegions } from './support/regions.mjs';

const beijing = 'dashscope.aliyuncs.com';
const singapore = 'dashscope-intl.aliyuncs.com';
const virginia = 'dashscope-us.aliyuncs.com';
const foreign = 'sk-of-singapore-0123';

describe('regions', () => {
    let regions, trusting;

    before(async () => {
        regions = await startRegions({ [beijing]: 'sk-of-beijing-0123', [singapore]: foreign, [virginia]: 'sk-none' });
        trusting = { ...regions.proxy, SSL_CERT_FILE: regions.authority };
    });
    after(() => regions.stop());

    async function doctor(variables) {
        const env = environment({ ...trusting, ...variables });
        const { code, stdout } = await run(binary, ['doctor', '--json'], { env });
        return { code, ...Object.fromEntries(JSON.parse(stdout).findings.map((each) => [each.check, each])) };
    }

    async function login(key, words = []) {
        const env = environment(trusting);
        const program = new Program(['login', ...words], { env, stdio: ['pipe', 'pipe', 'pipe'] });
        program.child.stdout.setEncoding('utf8').on('data', (text) => (program.stdout += text));
        program.child.stdin.end(`${key}\n`);
        const { code } = await program.ended();
        const said = program.stdout + program.stderr;
        assert.doesNotMatch(said, /sk-of-/);
        const file = join(env.HOME, '.bailian/config.json');
        return { code, said, settings: code === 0 ? JSON.parse(readFileSync(file, 'utf8')) : undefined };
    }

    test('doctor names the region that the key belongs to', async () => {
        const { code, api_key, tls } = await doctor({ DASHSCOPE_API_KEY: foreign });
        assert.equal(code, 1);
        assert.equal(api_key.state, 'failed');
        assert.match(api_key.text, /a key of ap-southeast-1, but dashscope\.aliyuncs\.com was asked/);
        assert.match(api_key.fix, /DASHSCOPE_REGION=ap-southeast-1/);
        assert.equal(tls.state, 'ok');
    });

    test('and is content where the region is right', async () => {
        const { api_key } = await doctor({ DASHSCOPE_API_KEY: foreign, DASHSCOPE_REGION: 'intl' });
        assert.equal(api_key.state, 'ok');
    });

    test('login saves the key with the host that accepts it', async () => {
        const { code, said, settings } = await login(foreign);
        assert.equal(code, 0, said);
        assert.deepEqual(settings, { api_key: foreign, base_url: `https://${singapore}` });
        assert.match(said, /It is a key of dashscope-intl\.aliyuncs\.com/);
    });

    test('a key of the default region needs no host', async () => {
        const { settings } = await login('sk-of-beijing-0123');
        assert.deepEqual(settings, { api_key: 'sk-of-beijing-0123' });
    });

    test('a key that no region knows was shown to them alone', async () => {
        const from = regions.asked.length;
        const { code, said } = await login('sk-of-nobody-0123');
        assert.equal(code, 1);
        assert.match(said, /Nothing was saved/);
        assert.deepEqual(regions.asked.slice(from), [beijing, singapore, virginia]);
    });

    test('a certificate of an authority that is not trusted', async () => {
        const { tls, api_key } = await doctor({ DASHSCOPE_API_KEY: foreign, SSL_CERT_FILE: '', SSL_CERT_DIR: '/nowhere' });
        assert.equal(api_key, undefined);
        assert.equal(tls.state, 'failed');
        assert.match(tls.fix, /--ca-file/);
    });
});
