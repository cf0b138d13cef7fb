// Tells zod not to compile its parsers: the page's policy forbids making code from text, and zod's mere attempt is
// reported as a violation. zod reads this when it is loaded, so it stands in the page before every module.
globalThis.__zod_globalConfig = { jitless: true }
