/**
 * Tells zod not to compile its parsers: the page's policy forbids making code from text, and zod's mere attempt is
 * reported as a violation. It reads this when it is loaded, so this module stands before every other import.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
