// What forms read from files: the sample order's own, a small QIF file with one value outside, and files that are none.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { limits, MILLIMETRES, sampleQif } from '#connectors/qif/sample.ts';
import { base64url, contractInterfaces, type JsonObject, sha256 } from '#sdk/index.ts';
import { actionFields } from '../action-fields.ts';
import { type ReaderKind, readFor } from './from-file.ts';
import { FILE_READERS } from './reading.ts';

const sample = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../../samples/plate-order/${path}`, import.meta.url))));
const RESULTS = sample('inspection/fair_results.qif');
const SMALL = sampleQif({
  fileUnits: MILLIMETRES,
  characteristics: [{ kind: 'Diameter', name: 'bore', nominal: '4', tolerance: limits('3.9', '4.1') }],
  units: [
    { serial: 'A', status: 'PASS', values: [['bore', '4.2', 'PASS']] },
    { status: 'PASS', values: [['bore', '4.0', 'PASS']] },
  ],
});

/** Fields of an action that must be there and are neither read from the file nor typed. */
const missing = (action: string, input: JsonObject): readonly string[] => {
  const [name, own = ''] = action.split('.');
  const contract = contractInterfaces.find((one) => one.name === name);
  const found = contract?.actions[own];
  assert.ok(contract !== undefined && found !== undefined);
  return actionFields(contract, own, found)
    .filter((field) => field.isRequired && FILE_READERS[action]?.owns.includes(field.name) === true)
    .flatMap((field) => (field.name in input ? [] : [field.name]));
};

describe('what a form reads from a file', () => {
  const FILES: readonly (readonly [action: string, kind: ReaderKind, path: string, parts: number])[] = [
    ['inspection.registerProgramme', 'programme', 'inspection/fair_results.qif', 1],
    ['inspection.recordResults', 'results', 'inspection/fair_results.qif', 4],
    ['production.recordBuild', 'log', 'machine-log/BRACKET-PLATE-1of4.txt', 1],
  ];
  for (const [action, kind, path, parts] of FILES) {
    test(`${path} gives all that ${action} takes from it`, async () => {
      const read = await readFor(kind, path, sample(path));
      assert.equal(read.parts.length, parts);
      for (const { input } of read.parts) {
        const own = FILE_READERS[action]?.owns ?? [];
        assert.deepEqual(missing(action, input), []);
        assert.deepEqual(
          Object.keys(input).filter((name) => !own.includes(name)),
          [],
        );
      }
    });
  }

  test('a programme says its characteristics with their limits, and the hash of the whole file', async () => {
    const { parts } = await readFor('programme', 'fair_results.qif', RESULTS);
    assert.equal(parts[0]?.input.file, base64url(sha256(RESULTS)));
    assert.deepEqual(parts[0]?.lines.slice(0, 3), [
      ['characteristics', '8: Diameter, DistanceBetween, Flatness'],
      ['without a limit', '0'],
      ['Hole 1 Diameter 5.0', '4.9 to 5.1 mm'],
    ]);
  });

  test('a value outside is counted as outside, whatever the file says, and a unit without a number is named by its line', async () => {
    const { parts } = await readFor('results', 'small.qif', SMALL);
    const lines = Object.fromEntries(parts[0]?.lines ?? []);
    assert.deepEqual(
      [lines.outside, lines['judged otherwise than the file does'], lines['the file’s own verdict']],
      ['1', '1', 'PASS'],
    );
    assert.match(parts[1]?.label ?? '', /^unit at line \d+$/);
    assert.ok(!('label' in (parts[1]?.input ?? {})));
  });

  const WRONG: readonly (readonly [kind: ReaderKind, text: string, code: string])[] = [
    ['programme', 'quantity,4\n', 'xml_malformed'],
    ['results', '<a/>', 'qif_not_qif'],
    ['log', '', 'log_no_readable_line'],
  ];
  for (const [kind, text, code] of WRONG) {
    test(`"${text.trim()}" is no ${kind}: ${code}`, async () => {
      await assert.rejects(readFor(kind, 'wrong', new TextEncoder().encode(text)), (error) => {
        assert.equal(Object(error).code, code);
        return true;
      });
    });
  }
});
