// How each host registers the server. The key itself is never printed: it is named, or left to be filled in.

const shellQuoted = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const entry = (command, key) =>
    JSON.stringify({ mcpServers: { dashscope: { command, env: { DASHSCOPE_API_KEY: key } } } }, null, 2);

/** What a user runs or pastes for each host, given the binary's absolute path. */
export function registrations(command) {
    return [
        {
            host: 'Claude Code',
            how: 'Run this where DASHSCOPE_API_KEY is set:',
            text: `claude mcp add dashscope -e DASHSCOPE_API_KEY=$DASHSCOPE_API_KEY -- ${shellQuoted(command)}`,
        },
        {
            host: 'Claude Desktop',
            how:
                'Add this to claude_desktop_config.json (Settings > Developer > Edit Config), with your key: ' +
                'Claude Desktop expands no variables.',
            text: entry(command, 'sk-YOUR-KEY'),
        },
        {
            host: 'Cursor',
            how: 'Add this to ~/.cursor/mcp.json; Cursor takes the key from its environment.',
            text: entry(command, '${env:DASHSCOPE_API_KEY}'),
        },
    ];
}
