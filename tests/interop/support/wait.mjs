// Bounded waiting. No test measures time: bounds are ten times what is expected or more, and only catch what hangs.

export const patience = 20_000;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The promise's value, or a failure that names what did not happen. */
export async function within(promise, what, ms = patience) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not within ${ms} ms: ${what}`)), ms);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}

/** Polls until the condition holds. */
export async function until(condition, what, ms = patience) {
    const end = Date.now() + ms;
    while (!(await condition())) {
        if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
        await sleep(10);
    }
}
