// A finding: something odd in a file from outside that is shown to a person and never repaired.

/** `code` is stable lower_snake; `place` names file, line, unit or group; `text` is one sentence with the numbers. */
export type Finding = { readonly code: string; readonly place: string; readonly text: string };
