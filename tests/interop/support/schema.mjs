// Holds what the server sends against the official JSON Schema of the revision in use.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const resultOf = {
    initialize: 'InitializeResult',
    ping: 'EmptyResult',
    'logging/setLevel': 'EmptyResult',
    'tools/list': 'ListToolsResult',
    'tools/call': 'CallToolResult',
    'prompts/list': 'ListPromptsResult',
    'prompts/get': 'GetPromptResult',
    'resources/list': 'ListResourcesResult',
    'resources/templates/list': 'ListResourceTemplatesResult',
    'resources/read': 'ReadResourceResult',
    'resources/subscribe': 'EmptyResult',
    'resources/unsubscribe': 'EmptyResult',
    'completion/complete': 'CompleteResult',
    'server/discover': 'DiscoverResult',
    'subscriptions/listen': 'SubscriptionsListenResult',
};

const checkers = new Map();

function checkerFor(version) {
    if (!checkers.has(version)) {
        const schema = JSON.parse(readFileSync(new URL(`../schema/${version}.json`, import.meta.url), 'utf8'));
        const ajv = new (schema.$defs ? Ajv2020 : Ajv)({ strict: false, allErrors: false });
        addFormats(ajv);
        ajv.addSchema(schema, version);
        const place = schema.$defs ? '$defs' : 'definitions';
        checkers.set(version, {
            has: (name) => name in schema[place],
            validate: (name) => ajv.getSchema(`${version}#/${place}/${name}`),
        });
    }
    return checkers.get(version);
}

function mustMatch(version, name, value) {
    const validate = checkerFor(version).validate(name);
    assert.ok(
        validate(value),
        `not a ${name} of ${version}: ${JSON.stringify(validate.errors)} in ${JSON.stringify(value).slice(0, 2000)}`,
    );
}

const ofTasks = {
    'tasks/get': 'GetTaskResult',
    'tasks/update': 'UpdateTaskResult',
    'tasks/cancel': 'CancelTaskResult',
};

/** Of which definition, of which schema, a result must be. */
function resultName(version, { resultType }, method) {
    if (resultType === 'input_required') return ['InputRequiredResult', version];
    if (resultType === 'task') return ['CreateTaskResult', 'ext-tasks'];
    if (ofTasks[method]) return [ofTasks[method], 'ext-tasks'];
    return [resultOf[method], version];
}

/** Checks one message that the server sent; `method` names the request that a result answers. */
export function checkMessage(version, message, method) {
    if (message.error) {
        const older = checkerFor(version).has('JSONRPCError');
        // JSON-RPC wants `"id":null` where no id could be read; the schemas know only ids that could.
        const { id, ...rest } = message;
        mustMatch(
            version,
            older ? 'JSONRPCError' : 'JSONRPCErrorResponse',
            id === null ? (older ? { ...rest, id: 0 } : rest) : message,
        );
    } else if ('result' in message) {
        mustMatch(version, 'JSONRPCResponse', message);
        const [name, where] = resultName(version, message.result, method);
        if (name) mustMatch(where, name, message.result);
    } else if ('id' in message) {
        // 2026-07-28 knows no requests of the server's.
        assert.ok(checkerFor(version).has('ServerRequest'), 'the server asks nothing');
        mustMatch(version, 'JSONRPCRequest', message);
        mustMatch(version, 'ServerRequest', message);
    } else {
        mustMatch(version, 'JSONRPCNotification', message);
        mustMatch(version, 'ServerNotification', message);
    }
}

/**
 * Wraps a client's transport so that every message it receives is checked. Gives the list of violations, for the
 * clients swallow what their message handler throws.
 */
export function watch(transport, version) {
    const violations = [];
    const asked = new Map();
    const transportSend = transport.send.bind(transport);
    transport.send = (message, ...rest) => {
        for (const one of [message].flat()) if ('id' in one && one.method) asked.set(one.id, one.method);
        return transportSend(message, ...rest);
    };
    let deliver;
    Object.defineProperty(transport, 'onmessage', {
        configurable: true,
        get: () => {
            // Clients read the handler to wrap it in their next one: each reading stands for the handler of its time.
            const current = deliver;
            return (
                current &&
                ((message, extra) => {
                    try {
                        checkMessage(version, message, asked.get(message.id));
                    } catch (error) {
                        violations.push(error.message);
                    }
                    current(message, extra);
                })
            );
        },
        set: (handler) => (deliver = handler),
    });
    return violations;
}
