// Counts the twenty real machine logs twice: with our reader, and with awk, which shares no code with it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { concat } from '#core/bytes.ts';
import { sharedData } from '#test/shared-data.ts';
import { type LogFacts, readLog } from './facts.ts';
import { logFindings, partCountFindings } from './findings.ts';
import { logLeaves } from './lines.ts';

const COUNT_IN_AWK = `
  NF == 3 && $1 ~ /^20[0-9-]+T[0-9:.]+Z$/ && $2 != "" && $3 != "" { readable++; items[$2]++; if ($2 == "Program_Status") statuses[$3]++; next }
  { unreadable = unreadable (unreadable == "" ? "" : ",") NR }
  END {
    printf "{\\"lines\\":%d,\\"readable\\":%d,\\"unreadable\\":[%s]", NR, readable, unreadable
    for (item in items) printf ",\\"item %s\\":%d", item, items[item]
    for (status in statuses) printf ",\\"status %s\\":%d", status, statuses[status]
    print "}"
  }`;

const folder = sharedData('nist-mtc-plate/machine-log');
const files = folder === undefined ? [] : readdirSync(folder).sort();

async function readAll(): Promise<readonly { readonly file: string; readonly facts: LogFacts }[]> {
  const logs: { readonly file: string; readonly facts: LogFacts }[] = [];
  for (const file of files) {
    const facts = await readLog(readFileSync(join(folder ?? '', file)), { gapLimitMs: 60_000 });
    logs.push({ file: file.slice(14, 16), facts });
  }
  return logs;
}

function countInAwk(path: string): unknown {
  const awk = spawnSync('awk', ['-F', '|', COUNT_IN_AWK, path], { encoding: 'utf8', timeout: 60_000 });
  return awk.error === undefined ? JSON.parse(awk.stdout) : undefined;
}

test('lines, data items and states of each log are counted alike by awk', async (t) => {
  if (folder === undefined) return t.skip('shared/data is absent');
  const logs = await readAll();
  for (const [index, { file, facts }] of logs.entries()) {
    const awk = countInAwk(join(folder, files[index] ?? ''));
    if (awk === undefined) return t.skip('awk is absent');
    const counted = {
      lines: facts.lines,
      readable: facts.readable,
      unreadable: facts.unreadable.listed.map(({ line }) => line),
      ...Object.fromEntries([...facts.items].map(([item, count]) => [`item ${item}`, count])),
      ...Object.fromEntries([...facts.statuses].map(([status, count]) => [`status ${status}`, count])),
    };
    assert.deepEqual(counted, awk, file);
  }
});

test('the leaves of each log, joined, are the log', (t) => {
  if (folder === undefined) return t.skip('shared/data is absent');
  for (const file of files) {
    const bytes: Uint8Array = readFileSync(join(folder, file));
    assert.deepEqual(concat(...logLeaves(bytes)), concat(bytes), file);
  }
});

test('what is odd in the twenty logs is found', async (t) => {
  if (folder === undefined) return t.skip('shared/data is absent');
  const logs = await readAll();
  const sum = (of: (facts: LogFacts) => number) => logs.reduce((total, { facts }) => total + of(facts), 0);
  assert.deepEqual([sum(({ lines }) => lines), sum(({ readable }) => readable)], [144_823, 144_789]);
  assert.deepEqual(
    sum(({ timesCut }) => timesCut) + sum(({ backwards }) => backwards.count) + sum(({ repeated }) => repeated.count),
    0,
  );
  assert.deepEqual([sum(({ gaps }) => gaps.count), sum(({ holds }) => holds.count)], [33, 83]);
  const found = logs.flatMap(logFindings);
  const places = (code: string) => found.filter((finding) => finding.code === code).map(({ place }) => place);
  assert.deepEqual(places('program_not_named'), ['06', '14']);
  assert.deepEqual(places('programs_several'), ['01']);
  assert.deepEqual(places('run_incomplete'), ['09:354']);
  // The second side, days later, runs without a name everywhere but in the first log.
  assert.equal(places('run_program_not_named').length, 22);
  assert.equal(places('line_unreadable').length, 34);
  const programs = logs.map(({ facts }) => facts.programsRunning.listed[0]?.value);
  assert.equal(programs[6], 'NIST_MTC_CRADA_PLATE-6.NC');
  assert.deepEqual(
    partCountFindings(logs).map(({ code, place }) => `${code} ${place}`),
    ['part_count_repeated 09:355', 'part_count_skipped 14:6860', 'part_count_skipped 01:7478'],
  );
});
