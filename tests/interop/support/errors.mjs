// The classes of errors that a call can meet at DashScope (docs/sandbox.md has them all), each with what a model is told.

/** What every failure says: who answered what, and under which request. */
const answered = (code, status) => new RegExp(`DashScope answered (?:${code})${status ? ` \\(HTTP ${status}\\)` : ''}: `);

/**
 * `ask` stands in the sandbox's marker, `said` is DashScope's part of the text, `advice` what to do. `sent` tells how
 * often the request goes out, by the operation's class; 1 where nothing is named.
 */
const refusal = (ask, code, status, advice, sent = {}) => ({
    ask: `[[error:${ask}]]`,
    says: [answered(code, status), /Request id: [0-9a-f-]{36}/, advice],
    sent,
});

/** More than once: polled tasks are asked for again until the look at them has taken too long. */
export const several = Infinity;
const repeated = { compute: 4, submit: 4, change: 4, read: 4, polled: several };
const harmless = { compute: 4, read: 4, polled: several };
const reading = { read: 4, polled: several };

export const refusals = [
    refusal('InvalidApiKey', 'InvalidApiKey|invalid_api_key', 401, /belongs to the region of/),
    refusal('AccessDenied', 'AccessDenied|access_denied', 403, /has no right to this/),
    refusal('AccessDenied.Unpurchased', 'AccessDenied.Unpurchased', 403, /Activate it once/),
    refusal('Model.AccessDenied', 'Model.AccessDenied', 403, /grant it in the console/),
    refusal('AllocationQuota.FreeTierOnly', 'AllocationQuota.FreeTierOnly', 403, /account is set to free use only/),
    refusal('ModelNotFound', 'ModelNotFound|model_not_found', 404, /Check the spelling of/),
    refusal('WorkSpaceNotFound', 'WorkSpaceNotFound', 404, /Check the workspace id/),
    refusal('Arrearage', 'Arrearage', 400, /Settle the bill/),
    refusal('Arrearage:http200', 'Arrearage', 200, /Settle the bill/),
    refusal('InvalidParameter', 'InvalidParameter|invalid_parameter_error', 400, /Correct what the message names/),
    refusal('DataInspectionFailed', 'DataInspectionFailed|data_inspection_failed', 400, /inspection refused/),
    refusal('InvalidFile.Format', 'InvalidFile.Format', 400, /Check the file/),
    refusal('Throttling.AllocationQuota', 'Throttling.AllocationQuota|insufficient_quota', 429, /is used up/),
    refusal('Throttling.RateQuota', 'Throttling.RateQuota|limit_requests', 429, /Too many requests for now/, repeated),
    refusal('InternalError', 'InternalError|internal_error', 500, /on DashScope's side/, reading),
    refusal('RequestTimeOut', 'RequestTimeOut', 500, /took too long/, reading),
    refusal('ModelUnavailable', 'ModelUnavailable', 503, /overloaded or down/, harmless),
];

/** Answers that are none. After a request that costs or changes something the text must say what may have come of it. */
export const faults = [
    // A reading that finds a kept connection closed is sent on a new one at once, beside its repetitions.
    { ask: '[[fault:reset]]', says: [/closed the connection|broke off/], sent: { read: several, polled: several } },
    { ask: '[[fault:truncate]]', says: [/not JSON|broke off|ended|broken/], sent: {} },
    { ask: '[[fault:garbage]]', says: [/not JSON|broken/], sent: {} },
    { ask: '[[fault:empty]]', says: [/is empty|ended before its first event|without a reply/], sent: {} },
    { ask: '[[fault:html]]', says: [/502/], sent: harmless },
];

export const mayBeBilled = /may exist and be billed|may be billed/;
export const mayBeDone = /may have been carried out/;
