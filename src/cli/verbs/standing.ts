// `touchmark standing`: the track record of a member, from the months that the ledger counted.

import { monthOf } from '#contracts/standing/match.ts';
import type { MonthOfMember } from '#contracts/standing/schema.ts';
import { Fault } from '#core/fault.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { monthText, trackRecords } from '#sdk/track-record.ts';
import { needed, parseVerb, usage, wholeNumber } from '../arguments.ts';
import { connectToRead } from '../connection.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { STANDING_MONTHS, STANDING_MONTHS_MOST } from '../limits.ts';
import { jsonLine } from '../print.ts';
import { recordsOf } from '../record-list.ts';

/** Shows a track record. @returns 0 @throws Fault `member_unknown` */
export async function runStanding(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('standing', args);
  const member = needed(positionals[0], 'the member');
  const over = wholeNumber(values.months, 'months', STANDING_MONTHS, STANDING_MONTHS_MOST);
  if (over === 0) throw usage('--months is 1 at least');
  await using reading = await connectToRead(values, io);
  const { transport } = reading;
  if ((await transport.record('membership/member', member)) === undefined)
    throw new Fault('member_unknown', `there is no member ${plainWord(member)}`);
  const months: MonthOfMember[] = [];
  for await (const { value } of recordsOf(transport, { kind: 'standing/month', filters: { member } })) {
    // The node serves what the contract wrote, which its schema has checked.
    months.push(value as MonthOfMember);
  }
  const nowMs = io.clock();
  const records = trackRecords(months, { over, nowMs });
  const last = monthOf(nowMs);
  const window = `${monthText(last - over + 1)} to ${monthText(last)}`;
  if (values.json === true) {
    for (const { side, unit, counts } of records) io.out(jsonLine({ member, window, side, unit, counts }));
    return EXIT.ok;
  }
  for (const { side, unit, lines } of records) {
    io.out(`${plainWord(member)} as a ${side}, in ${unit}, ${window}`);
    for (const line of columns(lines)) io.out(line);
  }
  if (records.length === 0) {
    const who = reading.keys?.actor ?? 'anyone without a key (--as)';
    io.err(`nothing of ${plainWord(member)} was counted from ${window} that ${who} may see`);
  }
  return EXIT.ok;
}
