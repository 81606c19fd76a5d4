// Machine logs: a log becomes one `recordBuild`, signed by the machine that the job names. The log itself stays here; the
// ledger gets the root over its lines.

import { factsOfLog } from '#connectors/mtconnect/build-facts.ts';
import { readLog } from '#connectors/mtconnect/facts.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { Fault } from '#core/fault.ts';
import type { Client } from '#sdk/client.ts';
import { quoted } from '#sdk/plain-text.ts';
import { type LogRule, ruleFor } from './config.ts';
import { itemOf, jobOf } from './lookup.ts';
import { fitting, type Reading, type ReadingOf } from './part.ts';

/** Reads machine logs as inbox.json says. */
export const readingOfMachineLogs: ReadingOf = ({ machineLogs }) => {
  if (machineLogs === undefined) return undefined;
  const { gapLimitMs, files } = machineLogs;
  const reading: Reading = {
    contract: productionInterface,
    action: 'recordBuild',
    amount: () => 1,
    parts: async ({ name, bytes }) => {
      const found = ruleFor(files, name);
      if (found === undefined)
        throw new Fault('file_unnamed', `${quoted(name)} fits no rule of machineLogs.files in inbox.json`);
      const facts = factsOfLog({ bytes, facts: await readLog(bytes, { gapLimitMs }) }, gapLimitMs);
      const prepare = async (client: Client) => {
        const job = await jobNamed(client, found.named, found.rule);
        return { input: fitting(reading, 'the log', { job, ...facts }) };
      };
      return [{ key: 'the log', prepare }];
    },
  };
  return reading;
};

async function jobNamed(client: Client, named: string, { names, order, step = '' }: LogRule): Promise<string> {
  if (names === 'job') return named;
  const item = names === 'item' ? named : (await itemOf(client, named, order)).id;
  return jobOf(client, item, step);
}
