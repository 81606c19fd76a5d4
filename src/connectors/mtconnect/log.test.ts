import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { type LogFacts, readLog } from './facts.ts';
import { logFindings, partCountFindings } from './findings.ts';
import { readLine } from './line.ts';
import { logLeaves } from './lines.ts';

const OPTIONS = { gapLimitMs: 60_000 };
const line = (seconds: number, item: string, value: string) => {
  const time = new Date(Date.UTC(2017, 1, 1, 12) + seconds * 1000).toISOString();
  return `${time}|${item}|${value}`;
};
const log = (...lines: readonly string[]) => utf8(`${lines.join('\n')}\n`);
const feed = Array.from({ length: 200 }, (_, second) => line(second, 'Feed_Rate', `${second}`));

// a line; what is read of it
const LINES: readonly (readonly [string | Uint8Array, ReturnType<typeof readLine> | number])[] = [
  ['1970-01-01T00:00:00Z|a|1', 0],
  ['1970-01-01T00:00:01.5Z|a|1', 1_500_000],
  ['2017-02-01T13:59:35.0937500Z|Block_Number|12\n', 1_485_957_575_093_750],
  ['2017-02-01T13:59:35.0937500Z|Block_Number|12\r\n', 1_485_957_575_093_750],
  ['2017-02-01T13:59:35.000000900Z|a|1', 1_485_957_575_000_000],
  ['2017-02-01T15:10:39.7187500Z|Block_Number|', 'value_missing'],
  ['2017', 'fields'],
  ['2017.919363', 'fields'],
  ['', 'empty'],
  ['\r\n', 'empty'],
  ['2017-02-01T13:59:35Z|a|1|2', 'fields'],
  ['2017-02-01T13:59:35Z|a', 'fields'],
  ['2017-02-30T13:59:35Z|a|1', 'time'],
  ['2017-02-01T24:00:00Z|a|1', 'time'],
  ['2017-02-01T13:59:60Z|a|1', 'time'],
  ['2017-02-01T13:59:35|a|1', 'time'],
  ['2017-02-01 13:59:35Z|a|1', 'time'],
  ['2017-02-01T13:59:35+01:00|a|1', 'time'],
  ['\ufeff2017-02-01T13:59:35Z|a|1', 'time'],
  ['2017-02-01T13:59:35Z||1', 'item'],
  ['2017-02-01T13:59:35Z|2017|1', 'item'],
  ['2017-02-01T13:59:35Z|a\0b|1', 'item'],
  [Uint8Array.of(0xff, 0xfe), 'not_utf8'],
];

test('a line is read whole or not at all', () => {
  for (const [text, expected] of LINES) {
    const read = readLine(typeof text === 'string' ? utf8(text) : text);
    assert.deepEqual(typeof read === 'string' ? read : read.timeMicroseconds, expected, String(text));
  }
});

test('a time finer than a microsecond is cut, and said to be', async () => {
  const facts = await readLog(utf8('2017-02-01T13:59:35.0000009Z|a|1\n2017-02-01T13:59:35.0000010Z|a|1\n'), OPTIONS);
  assert.equal(facts.timesCut, 1);
});

test('an unreadable line is counted and named, and does not end the reading', async () => {
  const facts = await readLog(log(...feed.slice(0, 7), '2017', ...feed.slice(7)), OPTIONS);
  assert.equal(facts.lines, 201);
  assert.equal(facts.readable, 200);
  assert.deepEqual(facts.unreadable.listed, [{ line: 8, reason: 'fields' }]);
});

test('one line in a hundred may be unreadable, one more is refused', async () => {
  const bad = (count: number) => Array.from({ length: count }, () => '2017');
  assert.equal((await readLog(log(...feed.slice(0, 198), ...bad(2)), OPTIONS)).unreadable.count, 2);
  await assert.rejects(readLog(log(...feed.slice(0, 197), ...bad(2)), OPTIONS), (error) =>
    isFault(error, 'log_mostly_unreadable'),
  );
});

// lines; the codes found with their places
const ODDITIES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'a clean build',
    [
      line(0, 'Program_Name_Running', 'P.NC'),
      line(1, 'Program_Status', 'ACTIVE'),
      line(2, 'Program_Status', 'PROGRAM_COMPLETED'),
      line(3, 'Part_Count', '7'),
    ],
    [],
  ],
  ['a gap over the limit', [line(0, 'a', '1'), line(60, 'a', '2'), line(120.001, 'a', '3')], ['time_gap log:3']],
  ['time runs backwards', [line(5, 'a', '1'), line(4, 'a', '2')], ['time_backwards log:2']],
  ['a line twice', [line(0, 'a', '1'), line(0, 'a', '1')], ['line_repeated log:2']],
  [
    'a hold',
    [
      line(0, 'Program_Status', 'ACTIVE'),
      line(1, 'Program_Status', 'FEED_HOLD'),
      line(2, 'Program_Status', 'ACTIVE'),
      line(3, 'Program_Status', 'PROGRAM_COMPLETED'),
    ],
    ['hold log:2'],
  ],
  ['a run without an end', [line(0, 'Program_Status', 'ACTIVE')], ['run_incomplete log:1']],
  ['a run without a start', [line(0, 'Program_Status', 'PROGRAM_COMPLETED')], ['run_incomplete log:1']],
  [
    'run time falls',
    [
      line(0, 'Program_Status', 'ACTIVE'),
      line(1, 'Program_Runtime_Seconds', '59'),
      line(2, 'Program_Runtime_Seconds', '0'),
      line(3, 'Program_Status', 'PROGRAM_COMPLETED'),
    ],
    ['runtime_fell log'],
  ],
  ['no program named', [line(0, 'Part_Count', '7')], ['program_not_named log']],
  [
    'two programs',
    [line(0, 'Program_Name_Running', 'P.NC'), line(1, 'Program_Name_Running', 'Q.NC')],
    ['programs_several log'],
  ],
  ['two part counts', [line(0, 'Part_Count', '7'), line(1, 'Part_Count', '8')], ['part_counts_several log']],
  ['no part count', [line(0, 'a', '1')], ['part_count_missing log']],
  ['an odd part count', [line(0, 'Part_Count', 'seven')], ['part_count_unreadable log:1']],
];

test('what is odd in a log is a finding with its line', async () => {
  for (const [what, lines, expected] of ODDITIES) {
    const found = logFindings({ file: 'log', facts: await readLog(log(...lines), OPTIONS) });
    const codes = found.map(({ code, place }) => `${code} ${place}`);
    for (const code of expected) assert.ok(codes.includes(code), `${what}: ${codes}`);
    const always = ['program_not_named', 'run_program_not_named', 'part_count_missing'];
    const others = codes.filter((code) => !expected.includes(code) && !always.some((name) => code.startsWith(name)));
    assert.deepEqual(others, [], what);
  }
});

test('a run is timed by the log, and holds by the next status', async () => {
  const facts = await readLog(
    log(
      line(0, 'Program_Status', 'ACTIVE'),
      line(10, 'Program_Status', 'FEED_HOLD'),
      line(12.5, 'Program_Status', 'ACTIVE'),
      line(20, 'Program_Runtime_Seconds', '18'),
      line(21, 'Program_Status', 'PROGRAM_COMPLETED'),
    ),
    OPTIONS,
  );
  assert.deepEqual(facts.runs.listed, [
    { startLine: 1, endLine: 5, elapsedMs: 21_000, programs: [], runtimeSeconds: 18 },
  ]);
  assert.deepEqual(
    facts.holds.listed.map(({ line: at, lastedMs }) => [at, lastedMs]),
    [[2, 2_500]],
  );
});

// part counts of one log per unit as [second, count]; the codes found
const COUNTS: readonly (readonly [readonly (readonly (readonly [number, string])[])[], readonly string[]])[] = [
  [[[[0, '1']], [[1, '2']], [[2, '3']]], []],
  [[[[2, '3']], [[0, '1']], [[1, '2']]], []],
  [[[[0, '1']], [[1, '3']]], ['part_count_skipped 1:1']],
  [[[[0, '1']], [[0, '1']]], ['part_count_repeated 1:1']],
  [[[[0, '2']], [[1, '1']]], ['part_count_backwards 1:1']],
  [
    [
      [
        [0, '1'],
        [1, '2'],
      ],
      [[2, 'x']],
      [[3, '3']],
    ],
    [],
  ],
];

test('a run has the programs named since the run before, and one without a name is found', async () => {
  const facts = await readLog(
    log(
      line(0, 'Program_Name_Running', 'P.NC'),
      line(1, 'Program_Status', 'ACTIVE'),
      line(2, 'Program_Status', 'PROGRAM_COMPLETED'),
      line(3, 'Program_Status', 'ACTIVE'),
      line(4, 'Program_Status', 'PROGRAM_COMPLETED'),
    ),
    OPTIONS,
  );
  assert.deepEqual(
    facts.runs.listed.map(({ programs }) => programs),
    [['P.NC'], []],
  );
  const found = logFindings({ file: 'log', facts }).filter(({ code }) => code === 'run_program_not_named');
  assert.deepEqual(
    found.map(({ place }) => place),
    ['log:4'],
  );
});

test('part counts that repeat, skip or run back are found over all logs in order of time', async () => {
  for (const [logs, expected] of COUNTS) {
    const read: { readonly file: string; readonly facts: LogFacts }[] = [];
    for (const [index, counts] of logs.entries()) {
      const facts = await readLog(log(...counts.map(([second, count]) => line(second, 'Part_Count', count))), OPTIONS);
      read.push({ file: `${index}`, facts });
    }
    assert.deepEqual(
      partCountFindings(read).map(({ code, place }) => `${code} ${place}`),
      expected,
    );
  }
});

test('the leaves of a log are its lines with their ends, and joined they are the log', () => {
  const leaves = (text: string) => [...logLeaves(utf8(text))].map((leaf) => Buffer.from(leaf).toString());
  assert.deepEqual(leaves(''), []);
  assert.deepEqual(leaves('a'), ['a']);
  assert.deepEqual(leaves('a\n'), ['a\n']);
  assert.deepEqual(leaves('a\r\n\nb'), ['a\r\n', '\n', 'b']);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => bytes.map((byte) => (byte % 5 === 0 ? 10 : byte))),
      (bytes) => {
        const all = [...logLeaves(bytes)];
        assert.deepEqual(concat(...all), concat(bytes));
        assert.ok(all.every((leaf, index) => leaf.at(-1) === 10 || index === all.length - 1));
      },
    ),
    { seed: 1 },
  );
});

test('the same log gives the same facts, however it is cut into chunks', async () => {
  const bytes = log(...feed, '2017', line(300, 'Part_Count', '7'));
  const whole = await readLog(bytes, OPTIONS);
  for (const size of [1, 3, 64]) {
    const chunks = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    assert.deepEqual(await readLog(chunks(), OPTIONS), whole);
  }
});

async function* endless(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  for (;;) yield chunk;
}

const BROKEN: readonly (readonly [string, string, Parameters<typeof readLog>[0]])[] = [
  ['empty', 'log_no_readable_line', new Uint8Array(0)],
  ['UTF-16', 'log_no_readable_line', new Uint8Array(Buffer.from(`${feed[0]}\n`, 'utf16le'))],
  ['Latin-1', 'log_no_readable_line', new Uint8Array(Buffer.from(line(0, 'a', 'ä'), 'latin1'))],
  ['NUL bytes', 'log_no_readable_line', new Uint8Array(1000)],
  ['blank lines', 'log_no_readable_line', utf8('\n\n\n')],
  ['a table', 'log_no_readable_line', utf8('time,item,value\n')],
  ['an endless line', 'log_line_too_long', endless(new Uint8Array(1000).fill(0x61))],
  ['a line too long by one', 'log_line_too_long', concat(new Uint8Array(4096).fill(0x61), utf8('\n'))],
  ['an endless log of blank lines', 'log_mostly_unreadable', endless(new Uint8Array(1_000).fill(10))],
  ['too many data items', 'log_too_many_items', log(...Array.from({ length: 1001 }, (_, i) => line(i, `i${i}`, '1')))],
];

test('a log of too many lines or bytes is refused before it is read', () => {
  const leaves = (bytes: Uint8Array) => () => [...logLeaves(bytes)].length;
  assert.throws(leaves(new Uint8Array(2_000_001).fill(10)), (error) => isFault(error, 'log_too_large'));
  assert.throws(leaves(new Uint8Array(256 * 1024 * 1024 + 1)), (error) => isFault(error, 'log_too_large'));
});

test('a broken log ends in one Fault', async (t) => {
  for (const [what, code, source] of BROKEN) {
    await t.test(what, { timeout: 20_000 }, () =>
      assert.rejects(readLog(source, OPTIONS), (error) => isFault(error, code)),
    );
  }
});
