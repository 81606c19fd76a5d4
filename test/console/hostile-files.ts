// Files as forms read them, with hostile text wherever a file can say something that its form then signs.

import { deviations, MILLIMETRES, sampleText } from '#connectors/qif/sample.ts';
import type { ReaderKind } from '#console/form/readers/from-file.ts';

/** A file for a form, and which of its texts the sheet must show. */
export type HostileFile = { readonly name: string; readonly bytes: Buffer; readonly says: readonly string[] };

/** Fields whose text such a file gives, by `contract.action`. A kind is letters and digits: the reader takes no other. */
export const FROM_FILES: { readonly [action: string]: readonly string[] } = {
  'inspection.registerProgramme': ['characteristics.*.id', 'characteristics.*.kind', 'characteristics.*.name'],
  'inspection.recordResults': ['label', 'values.*.characteristic'],
  'production.recordBuild': ['loggedNames.*'],
};

/** So many of each: a log names no more programs. */
const MOST = 20;
/** Longest id of a characteristic. */
const LONGEST = 64;

/** The file for a form. @param strings of which those are taken that such a file can hold */
export function hostileFile(kind: ReaderKind, strings: readonly string[]): HostileFile {
  // What is no character of XML 1.0, or ends a line of a log, stands in no such file.
  const fit = strings.filter(
    (text) => [...text].length <= LONGEST && /^[ -\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u.test(text),
  );
  const step = Math.floor(fit.length / (2 * MOST));
  const texts = fit.filter((_, i) => i % step === 0).slice(0, 2 * MOST);
  const [names, ids] = [texts.slice(0, MOST), texts.slice(MOST)];
  if (kind === 'log') {
    const lines = names.map(
      (text, i) => `2026-01-05T08:00:${String(i).padStart(2, '0')}.000Z|Program_Name_Running|${text}\n`,
    );
    return { name: '<b>log</b> "1".txt', bytes: Buffer.from(lines.join('')), says: names };
  }
  const characteristics = names.map((text) => ({
    ...{ kind: 'Diameter', name: escaped(text), nominal: '4', tolerance: deviations('-0.1', '0.1') },
  }));
  const values = characteristics.map(({ name }) => [name, '4.0', 'PASS'] as const);
  const [serial = ''] = names;
  const plain = sampleText({
    ...{ version: '3.0.0', fileUnits: MILLIMETRES, characteristics },
    units: [{ serial: escaped(serial), status: 'PASS', values }],
  });
  const text = ids.reduce((whole, id, i) => {
    const [number, own] = [String(3000 + i), escaped(id)];
    return whole.replaceAll(`"${number}"`, () => `"${own}"`).replaceAll(`>${number}<`, () => `>${own}<`);
  }, plain);
  return {
    name: '<img src=x onerror=alert(1)>.qif',
    bytes: Buffer.from(text),
    says: kind === 'programme' ? [...names, ...ids] : [serial, ...ids],
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
