// What the tests ask the chat tool for. The markers in double brackets are the sandbox's (docs/sandbox.md).

import assert from 'node:assert/strict';

/** An answer long enough to come in several pieces, with characters of one to four bytes. */
export const sample =
    'The quick brown fox — 敏捷的棕色狐狸 — jumps over the lazy dog 🦊, again and again, until the day ends.';

export const say = (text = sample, markers = '[[chunks:8]]') => `[[say:${text}]]${markers}`;

/** The model's answer in a tool result: its first text block. */
export function answerOf(result) {
    assert.ok(!result.isError, JSON.stringify(result));
    assert.equal(result.content[0].type, 'text');
    return result.content[0].text;
}

/** The text of a tool error. */
export function errorOf(result) {
    assert.equal(result.isError, true, JSON.stringify(result));
    return result.content.map((block) => block.text).join('\n');
}

/** Collects progress notifications; `text` is what their messages join to. */
export class Progress {
    events = [];
    add = (event) => this.events.push(event);

    get text() {
        return this.events.map(({ message }) => message ?? '').join('');
    }

    assertStreamed(expected, over = 'http') {
        assert.ok(this.events.length > 1, `${this.events.length} notifications`);
        // The official clients drop a progress notification that they read from a pipe together with its answer: they
        // forget the handler at once and deliver notifications a moment later. stdio-protocol.test.mjs sees it all.
        if (over === 'stdio') assert.ok(expected.startsWith(this.text), this.text);
        else assert.equal(this.text, expected);
        for (const [index, { progress }] of this.events.entries())
            if (index > 0) assert.ok(progress > this.events[index - 1].progress, 'progress rises');
    }
}
