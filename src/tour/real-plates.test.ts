import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { newFolder, play } from './play.fixture.ts';
import { countQif } from './qif-count.fixture.ts';
import { assertCounted, assertHeld, type Records, readRecords, unitsThatAre } from './records.fixture.ts';

const DATA = sharedData('nist-mtc-plate') ?? '';
const FILES = { metrica: 'fair_Plate_Results.qif', calibra: 'incoming_PlateResults_20_samples.QIF' } as const;
const PYTHON = DATA === '' ? undefined : countQif(join(DATA, 'inspection', FILES.metrica));
const UNITS = Array.from({ length: 20 }, (_, i) => i + 1);

/** Numbers of the units whose log names another program than its own, several, or none, by looking at the lines alone. */
function unprovenByLines(): readonly number[] {
  return UNITS.filter((unit) => {
    const name = `Plate-Hurco04-${String(unit).padStart(2, '0')}of20.txt`;
    const lines = readFileSync(join(DATA, 'machine-log', name), 'latin1').split('\n');
    const named = lines.flatMap((line) => /^[^|]+\|Program_Name_Running\|(.+?)\r?$/.exec(line)?.[1] ?? []);
    return new Set(named).size !== 1 || named[0] !== `NIST_MTC_CRADA_PLATE-${unit}.NC`;
  });
}

describe('twenty real plates', { skip: DATA === '' && 'shared/data is absent' }, () => {
  const home = newFolder({ after });
  let story = '';
  let played = '';
  let found: Records;
  before(async () => {
    const run = await play({ home, data: DATA });
    story = run.lines.map((line) => line.trim()).join(' ');
    played = run.home;
    found = await readRecords(run.home);
  });

  test('whatever must hold of an order holds on the ledger', () => assertHeld(found, played));

  test('terms that the folder lacks are said to be assumed, and nothing else is', () => {
    const { assumed, terms } = found.order;
    const fields = ['unit', 'quantity', 'neededByMs', 'deliveryPlace', 'payment', 'conditions', 'milestones'];
    assert.deepEqual([...assumed].sort(), [...fields, ...terms.map(({ name }) => name)].sort());
  });

  for (const laboratory of ['metrica', 'calibra'] as const) {
    test(`the ledger’s figures of ${laboratory} are those that another program counts`, (t) => {
      const counted = countQif(join(DATA, 'inspection', FILES[laboratory]));
      if (counted === undefined) return t.skip('python3 is absent');
      assertCounted(found, laboratory, counted);
    });
  }

  test('every value on the ledger stands in its file as it is written there', () => {
    for (const laboratory of ['metrica', 'calibra'] as const) {
      const file = readFileSync(join(DATA, 'inspection', FILES[laboratory]), 'latin1');
      const written = new Set([...file.matchAll(/<Value[^>]*>([^<]*)<\/Value>/g)].map(([, value]) => value));
      const values = found.results.filter((result) => result.laboratory === laboratory).flatMap(({ values }) => values);
      assert.deepEqual(
        values.filter(({ value }) => !written.has(value)),
        [],
      );
    }
  });

  test('four builds are not proven, those whose log names another program or none, and a person decides on each', () => {
    const itemOf = new Map(found.items.map(({ id, number }) => [id, Number(number.slice(-3))]));
    const decided = found.buildDecisions.map(({ item }) => itemOf.get(item) ?? 0).sort((a, b) => a - b);
    assert.deepEqual(decided, [1, 6, 7, 14]);
    assert.deepEqual(decided, unprovenByLines());
    assert.ok(found.buildDecisions.every(({ by, verdict }) => by === 'northwind/quality' && verdict === 'accept'));
  });

  test('lines, gaps and unreadable lines of the logs are all counted and named', () => {
    const sum = (of: (build: Records['builds'][number]) => number) =>
      found.builds.reduce((all, one) => all + of(one), 0);
    const lines = readdirSync(join(DATA, 'machine-log')).map(
      (name) =>
        readFileSync(join(DATA, 'machine-log', name), 'latin1')
          .replace(/\n$/, '')
          .split('\n').length,
    );
    assert.equal(
      sum(({ logLines }) => logLines),
      lines.reduce((a, b) => a + b, 0),
    );
    assert.equal(
      sum(({ unreadable }) => unreadable.count),
      34,
    );
    assert.equal(
      sum(({ gaps }) => gaps.count),
      33,
    );
    for (const place of ['Plate-Hurco04-09of20.txt:355: 1074 again', 'Plate-Hurco04-02of20.txt:3528: unreadable'])
      assert.ok(story.includes(place), place);
  });

  test('six plates are rejected, those on which both laboratories find the same group outside; fourteen are released', (t) => {
    assert.deepEqual(unitsThatAre(found, 'rejected'), [13, 15, 14, 16, 17, 18].sort());
    assert.equal(unitsThatAre(found, 'released').length, 14);
    const other = countQif(join(DATA, 'inspection', FILES.calibra));
    if (PYTHON === undefined || other === undefined) return t.skip('python3 is absent');
    const both = UNITS.filter((unit) =>
      Object.entries(PYTHON.outside).some(([group, on]) => on.includes(unit) && other.outside[group]?.includes(unit)),
    );
    assert.deepEqual(unitsThatAre(found, 'rejected'), both);
  });

  test('every plate is stopped: the impossible limit, the missing unit of measure and the other limits are named', () => {
    for (const { reasons, outside, state } of found.reviews) {
      const codes = new Set(reasons.map(({ code }) => code));
      for (const code of ['limit_impossible', 'unit_of_measure_missing', 'limit_not_agreed', 'file_differs'] as const)
        assert.ok(codes.has(code), code);
      assert.ok(outside > 0 && state !== 'accepted', 'what is outside a limit needs a concession');
    }
    for (const text of [
      'limit_impossible: no value can satisfy the limit: 001–020',
      'unit_unnamed: a file does not name the unit by the mapped serial number: 020',
      'Radius 2.5: metrica measured none; calibra 20 of 20',
      'THEY DIFFER on 013–014',
      'measured and limited by metrica alone: Angle 90',
    ])
      assert.ok(story.includes(text), text);
  });
});
