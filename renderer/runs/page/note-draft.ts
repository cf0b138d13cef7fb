const key = (run: string) => `lathe.note.${run}`

/** What was typed and is not known to be in the database yet: the window may close between two keys. */
export function readNoteDraft(run: string): string | null {
  return localStorage.getItem(key(run))
}

/** `null` when the note is in the database. */
export function keepNoteDraft(run: string, note: string | null): void {
  if (note === null) localStorage.removeItem(key(run))
  else localStorage.setItem(key(run), note)
}
