import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { integer, list, object, oneOf, Type, text } from '#core/schema.ts';
import { sharedData } from '#test/shared-data.ts';
import { type CsvRow, csvLines } from './csv.ts';

const Gauge = object({
  id: text(40),
  name: text(200),
  price: integer(-10, 10),
  deviation: Type.Optional(text(200)),
  place: Type.Optional(object({ hall: text(200), row: Type.Optional(integer(0, 9)) })),
  tags: list(text(20), 5),
  owner: Type.Union([text(20), object({ lender: text(20) })]),
  lent: Type.Boolean(),
  state: oneOf('free', 'lent'),
});
const gauge = { id: 'g1', name: 'Plug', price: 1, tags: [], owner: 'acme', lent: false, state: 'free' };
const rows = (...values: readonly object[]): readonly CsvRow[] =>
  values.map((value, entry) => ({ id: `id ${entry}`, value: { ...gauge, ...value }, entry }));
const write = (...values: readonly object[]): string => [...csvLines(Gauge, rows(...values))].join('');

test('the header is the schema’s, whatever the rows hold', () => {
  const header = '_id,id,name,price,deviation,place.hall,place.row,tags,owner,lent,state,_entry\r\n';
  assert.equal(write(), header);
  assert.equal(
    write({}, { place: { hall: 'B, left', row: 2 }, tags: ['a', 'b"'], owner: { lender: 'x' }, lent: true }),
    `${header}id 0,g1,Plug,1,,,,[],acme,false,free,0\r\nid 1,g1,Plug,1,,"B, left",2,"[""a"",""b\\""""]","{""lender"":""x""}",true,free,1\r\n`,
  );
});

describe('a cell', () => {
  /** A text of a record and its cell. */
  const CELLS: readonly (readonly [text: string, cell: string])[] = [
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    [' spaced ', '" spaced "'],
    ['', '""'],
    ['=1+1', "'=1+1"],
    ['+cmd|x', "'+cmd|x"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1', "'＝1"],
    ['=a,"b"', '"\'=a,""b"""'],
    ["'=1", "''=1"],
    ["''@x", "'''@x"],
    ["'t Hart", "'t Hart"],
    ['-0.25', '-0.25'],
    ['+1e-5', '+1e-5'],
    ['-.5', '-.5'],
    ['-', "'-"],
    ['-1-', "'-1-"],
    ['-1\n', '"\'-1\n"'],
    ['a=1', 'a=1'],
  ];
  for (const [value, cell] of CELLS) {
    test(JSON.stringify(value), () => {
      const [, line] = [...csvLines(object({ name: text(9) }), [{ id: 'a', value: { name: value }, entry: 7 }])];
      assert.equal(line, `a,${cell},7\r\n`);
    });
  }

  test('a negative number stays a number, an id is guarded too', () => {
    const [, line] = [...csvLines(object({ n: integer(-9, 9) }), [{ id: '=x', value: { n: -5 }, entry: 1 }])];
    assert.equal(line, "'=x,-5,1\r\n");
  });

  test('a field that an object only inherits is absent', () => {
    const [, line] = [...csvLines(object({ constructor: text(9) }), [{ id: 'a', value: {}, entry: 1 }])];
    assert.equal(line, 'a,,1\r\n');
  });
});

test('rows are written as they are asked for', () => {
  let taken = 0;
  function* endless(): Generator<CsvRow> {
    for (;;) yield { id: String(taken++), value: gauge, entry: 1 };
  }
  const lines = csvLines(Gauge, endless());
  lines.next();
  assert.equal(taken, 0);
  lines.next();
  assert.equal(taken, 1);
});

test('every record of every contract has its own columns', () => {
  for (const { name, records } of contractInterfaces) {
    for (const [record, { schema }] of Object.entries(records)) {
      const [header = ''] = csvLines(schema, []);
      const columns = header.trimEnd().split(',');
      assert.equal(new Set(columns).size, columns.length, `${name}/${record}: ${header}`);
      assert.equal(columns[0], '_id');
      assert.equal(columns.at(-1), '_entry');
      for (const field of Object.keys(schema.properties))
        assert.ok(
          columns.some((column) => column === field || column.startsWith(`${field}.`)),
          `${name}/${record}: ${field}`,
        );
    }
  }
});

describe('hostile texts come back exactly', () => {
  const fileOf = (texts: readonly string[]): string =>
    [...csvLines(Gauge, rows(...texts.map((name) => ({ name, tags: [name], place: { hall: name } }))))].join('');
  const roundTrip = (texts: readonly string[]): void => {
    const [header = [], ...records] = readAnyCsv(fileOf(texts));
    const [name, hall, tags] = ['name', 'place.hall', 'tags'].map((column) => header.indexOf(column));
    assert.equal(records.length, texts.length);
    for (const [index, record] of records.entries()) {
      const cells = [record[name ?? 0] ?? '', record[hall ?? 0] ?? ''];
      for (const cell of cells) {
        assert.ok(!/^[=+\-@\t\r]/.test(cell) || Number.isFinite(Number(cell)), `is run: ${cell}`);
        assert.equal(unguarded(cell), texts[index]);
      }
      assert.deepEqual(JSON.parse(record[tags ?? 0] ?? ''), [texts[index]]);
    }
  };
  const signs = ['=', '+', '-', '@', "'", '"', ',', '\r', '\n', '\t', ' ', '1', '.', 'e', 'x', '＝', ';'];
  const made = [...signs, ...signs.flatMap((a) => signs.flatMap((b) => [a + b, ...signs.map((c) => a + b + c)]))];

  test('made of what CSV and spreadsheets live on', () => roundTrip(made));

  test('of the list of naughty strings', (t) => {
    const path = sharedData('json/blns.json');
    if (path === undefined) return t.skip('shared/data/json/blns.json is absent');
    const texts: readonly string[] = JSON.parse(readFileSync(path, 'utf8'));
    assert.ok(texts.length > 400);
    roundTrip(texts);
  });

  test('and another reader of CSV finds as many rows, each with as many cells', (t) => {
    const script =
      'import csv,io,sys\nrows=list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode("utf-8"),newline="")))\nprint(len(rows),len(set(map(len,rows))))';
    const { status, stdout, error } = spawnSync('python3', ['-c', script], { input: fileOf(made), encoding: 'utf8' });
    if (error !== undefined) return t.skip('python3 is absent');
    assert.equal(status, 0);
    assert.equal(stdout.trim(), `${made.length + 1} 1`);
  });
});

/** The guard as the documentation tells its readers to undo it. */
function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

/** RFC 4180 by its grammar, another way than it is written. */
function readAnyCsv(file: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  for (let at = 0; at < file.length; ) {
    const record: string[] = [];
    for (let end = ','; end === ','; ) {
      const [all = '', quotedText, plainText = '', mark = ''] =
        /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(file.slice(at, at + 100_000)) ?? [];
      assert.notEqual(all, '', `character ${at} is no cell`);
      record.push(quotedText === undefined ? plainText : quotedText.replaceAll('""', '"'));
      at += all.length;
      end = mark;
    }
    records.push(record);
  }
  return records;
}
