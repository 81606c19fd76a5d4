// `touchmark verify`: says what an evidence bundle proves, with nothing but the file and what its reader pins: no ledger,
// no network, no trust in the node that made it.

import { type BundleReport, verifyBundle } from '#core/bundle.ts';
import type { ProvenStatement } from '#core/bundle-entry.ts';
import { fromBase64url } from '#core/bytes.ts';
import { decodeJson } from '#core/canonical-json.ts';
import type { Event } from '#core/context.ts';
import { Fault } from '#core/fault.ts';
import { timeOf } from '#sdk/field-value.ts';
import { plainWord, quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb, usage } from '../arguments.ts';
import { describeOutcome, knownSheet } from '../describe.ts';
import { readWhole } from '../files.ts';
import { EXIT, type Io } from '../io.ts';
import { FILE_BYTES } from '../limits.ts';
import { type ReadPolicy, readPolicy } from '../policy.ts';
import { jsonLine } from '../print.ts';

/** Verifies a bundle. @returns 0 genuine, 1 not genuine, 3 consistent but held against no known ledger */
export async function runVerify(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('verify', args);
  const path = needed(positionals[0], 'the bundle');
  const { ledger: ledgerId } = values;
  if (ledgerId !== undefined && !/^[a-z2-7]{52}$/.test(ledgerId))
    throw usage('--ledger is not a ledger id: 52 characters of a-z and 2-7');
  const policy = values.policy === undefined ? undefined : readPolicy(io.cwd, values.policy, ledgerId);
  const bytes = readWhole(io.cwd, path, FILE_BYTES);
  const pinned = { ...(ledgerId === undefined ? {} : { ledgerId }), ...(policy === undefined ? {} : { policy }) };
  let report: BundleReport;
  try {
    report = verifyBundle(bytes, pinned);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    if (values.json === true) io.out(jsonLine({ verdict: 'not genuine', code: fault.code, message: fault.message }));
    else io.out(`NOT genuine: ${fault.message}`);
    return EXIT.wrong;
  }
  const verdict = report.anchored ? 'genuine' : 'consistent, not anchored';
  if (values.json === true) io.out(jsonLine({ verdict, ...report }));
  else for (const line of [...reportLines(report, policy, sentencesOf(bytes)), verdict]) io.out(line);
  return report.anchored ? EXIT.ok : EXIT.notAnchored;
}

/** The sentence of each entry's statement, in the bundle's order. */
function sentencesOf(bytes: Uint8Array): readonly (string | undefined)[] {
  // verifyBundle has accepted these bytes: they are a bundle.
  const { entries } = decodeJson(bytes) as { readonly entries: readonly { readonly statement: string }[] };
  return entries.map(({ statement }) => knownSheet(fromBase64url(statement))?.sentence);
}

function reportLines(
  report: BundleReport,
  policy: ReadPolicy | undefined,
  sentences: readonly (string | undefined)[],
): readonly string[] {
  const { ledgerId, ledgerName, size, signedBy, statements } = report;
  return [
    `ledger ${quoted(ledgerName)}, ${ledgerId}`,
    `log of ${size} entries, checkpoint signed by ${signedBy.length} ${signedBy.length === 1 ? 'node' : 'nodes'}`,
    ...witnessLines(report, policy),
    ...statements.flatMap((statement, i) => ['', ...statementLines(statement, sentences[i])]),
    '',
    ...(report.anchored
      ? []
      : ['No --ledger was given: an invented ledger could show the same. Ask a member for the id and verify again.']),
  ];
}

/** Whether others than those who keep the log say that they were shown the same one, and when. */
function witnessLines(
  { signedBy, witnessedBy, unknownCosignatures: unknown }: BundleReport,
  policy: ReadPolicy | undefined,
): readonly string[] {
  const alone = signedBy.length === 1 ? 'signed by the origin alone' : 'signed by the nodes alone';
  const asked = policy === undefined ? 0 : policy.witnesses.length;
  return [
    witnessedBy.length === 0
      ? `  ${alone}: no witness that you named says that it was shown the same log`
      : `  witnessed by ${witnessedBy.length} of ${asked}`,
    ...witnessedBy.map(
      ({ name, timeMs }) => `    co-signed by ${plainWord(name)} at ${timeOf(timeMs)}, by its own clock`,
    ),
    ...(unknown === 0 ? [] : [`  ${unknown} more co-signed who are not in a policy of yours: unchecked`]),
    ...(policy === undefined
      ? []
      : [`  needed were ${policy.needed} of ${policy.keys.length + asked} keys of the policy`]),
  ];
}

function statementLines(statement: ProvenStatement, sentence: string | undefined): readonly string[] {
  const { index, height, timeMs, actor, role, member, kid, outcome, events, txId, action } = statement;
  const name = plainWord(`${action.contract}.${action.action}`);
  return [
    `entry ${index} in block ${height}, ${timeOf(timeMs)}`,
    `  ${sentence ?? `${name}, version ${action.version}, which this release has no words for`}`,
    `  signed by ${plainWord(actor)} (${plainWord(role)}) of ${plainWord(member)}, key ${kid}`,
    // A result's events were written by the runtime in this shape; their content is quoted.
    ...describeOutcome(outcome, Array.isArray(events) ? (events as readonly Event[]) : []),
    `  transaction ${txId}`,
  ];
}
