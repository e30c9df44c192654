// How hosts register the server, in its own words: `install CLIENT --print`.

import { spawnSync } from 'node:child_process';

const hosts = ['claude-code', 'claude-desktop', 'cursor'];

/** For each host what a user runs or pastes, given the binary's absolute path: {host, how, text}. */
export function registrations(command) {
    return hosts.map((host) => {
        const { status, stdout, stderr } = spawnSync(command, ['install', host, '--print'], { encoding: 'utf8' });
        if (status !== 0) throw new Error(stderr);
        return { host, how: stderr.trimEnd(), text: stdout.trimEnd() };
    });
}
