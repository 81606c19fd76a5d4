// What a tour that came to its end leaves behind for the next run on the same folder, which adds nothing.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#core/fault.ts';
import { compile, integer, object, RecordId, type Static, text } from '#core/schema.ts';

const Port = integer(0, 65_535);
const FinishedSchema = object({
  ledgerId: text(52),
  /** Entries of the log. */
  size: integer(1, Number.MAX_SAFE_INTEGER),
  /** Where the nodes listened: the code on the passport page has the origin's. */
  ports: object({ origin: Port, replica: Port }),
  /** The unit that was shown. */
  passport: object({ serial: text(80), item: RecordId }),
});
const check = compile(FinishedSchema);

/** What is kept of it. */
export type Finished = Static<typeof FinishedSchema>;

/** Says that the tour of this home came to its end. */
export function writeFinished(home: string, finished: Finished): void {
  const path = pathIn(home);
  writeFileSync(`${path}.new`, JSON.stringify(finished));
  renameSync(`${path}.new`, path);
}

/** Undefined where the tour did not come to its end. @throws Fault `tour_unfinished` where the file is not ours */
export function readFinished(home: string): Finished | undefined {
  const path = pathIn(home);
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Fault('tour_unfinished', `${path} is not JSON: start over with --fresh`, { cause });
  }
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('tour_unfinished', `${path}: ${fault}: start over with --fresh`);
  // The schema was checked in the line above.
  return value as Finished;
}

function pathIn(home: string): string {
  return join(home, 'tour-finished.json');
}
