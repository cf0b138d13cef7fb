// For the old Chromium that the tests of the shell run in; a build for people leaves this file out.
import 'core-js/stable'

// core-js has no cryptography; Chromium has this since 92.
const missing = crypto as { randomUUID?: () => string }
missing.randomUUID ??= () =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const [random = 0] = crypto.getRandomValues(new Uint8Array(1))
    return (Number(digit) ^ (random & (15 >> (Number(digit) / 4)))).toString(16)
  })
