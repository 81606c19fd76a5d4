import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { evaluate } from './evaluate.ts';
import { oddities } from './oddities.ts';
import { readQif } from './read.ts';
import { limits, MILLIMETRES, sampleQif, sampleText, zone } from './sample.ts';

const HOLE = { kind: 'Diameter', name: 'hole', nominal: '4', tolerance: limits('3.75', '4.25') };
const FLAT = { kind: 'Flatness', name: 'face', tolerance: zone('0.5') };
const PLATE = {
  serial: '7',
  status: 'PASS',
  values: [
    ['hole', '3.990', 'PASS'],
    ['face', '0.01', 'PASS'],
  ],
} as const;
const SAMPLE = { fileUnits: MILLIMETRES, characteristics: [HOLE, FLAT], units: [PLATE] };
const TEXT = sampleText(SAMPLE);
const ROOT = TEXT.slice(0, TEXT.indexOf('<QPId>'));
const ENTITIES = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('');
const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

for (const version of ['2.1.0', '3.0.0'] as const) {
  test(`a QIF ${version} file gives its units, characteristics and measurements as written`, async () => {
    const document = await readQif(sampleQif({ ...SAMPLE, version }));
    assert.equal(document.version, version);
    assert.equal(document.qpId, 'q');
    assert.deepEqual(document.unitsOfMeasure.get('LinearUnit'), { name: 'mm', siName: 'meter', factor: '0.001' });
    const [unit] = document.units;
    assert.equal(unit?.serial, '7');
    assert.equal(unit?.status, 'PASS');
    assert.deepEqual(
      unit?.measurements.map(({ kind, value, status, unitOfMeasure }) => [kind, value, status, unitOfMeasure]),
      [
        ['Diameter', '3.990', 'PASS', 'mm'],
        ['Flatness', '0.01', 'PASS', 'mm'],
      ],
    );
    const hole = document.characteristics.get(unit?.measurements[0]?.characteristicId ?? '');
    assert.equal(hole?.name, 'hole');
    assert.equal(hole?.nominal, '4');
    assert.deepEqual(hole?.limit, { form: 'limits', min: '3.75', max: '4.25' });
    assert.deepEqual(document.characteristics.get('3001')?.limit, { form: 'zone', width: '0.5' });
  });
}

test('a file without units of measure has none: millimetres are not assumed', async () => {
  const document = await readQif(sampleQif({ ...SAMPLE, fileUnits: '' }));
  assert.equal(document.unitsOfMeasure.size, 0);
  assert.ok([...document.characteristics.values()].every(({ unitOfMeasure }) => unitOfMeasure === undefined));
});

test("a value's own unit of measure goes before that of the file", async () => {
  const text = TEXT.replace('<Value>3.990', '<Value linearUnit="inch">3.990');
  const document = await readQif(utf8(text));
  assert.deepEqual(
    document.units[0]?.measurements.map(({ unitOfMeasure }) => unitOfMeasure),
    ['inch', 'mm'],
  );
});

test('a characteristic whose nominal or definition is missing or of another kind has no limit', async () => {
  for (const broken of [
    TEXT.replace('<CharacteristicNominalId>2000<', '<CharacteristicNominalId>2999<'),
    TEXT.replace('<CharacteristicDefinitionId>1000<', '<CharacteristicDefinitionId>1001<'),
  ]) {
    const document = await readQif(utf8(broken));
    assert.deepEqual(document.characteristics.get('3000')?.limit, { form: 'none' });
  }
});

test('results of components with different serial numbers carry none of them', async () => {
  const text = TEXT.replace('<Id>5000</Id>', '<Id>5000</Id><Id>5001</Id>').replace(
    '</ActualComponentSet>',
    '<ActualComponent id="5001"><SerialNumber>8</SerialNumber></ActualComponent></ActualComponentSet>',
  );
  const [unit] = (await readQif(utf8(text))).units;
  assert.equal(unit?.serial, undefined);
  assert.deepEqual(
    unit?.components.map(({ serial }) => serial),
    ['7', '8'],
  );
});

test('the same bytes give the same records, however they are cut into chunks, with a byte order mark or without', async () => {
  const bytes = utf8(TEXT.replace('>face<', '>Fläche 🔩<'));
  const whole = await readQif(bytes);
  for (const size of [1, 2, 3, 7, 1000]) {
    const chunks = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    assert.deepEqual(await readQif(chunks()), whole, `chunks of ${size}`);
  }
  assert.deepEqual(await readQif(concat(Uint8Array.of(0xef, 0xbb, 0xbf), bytes)), whole);
});

const BROKEN: readonly (readonly [what: string, code: string, bytes: Uint8Array])[] = [
  ['empty', 'xml_malformed', new Uint8Array(0)],
  ['only white space', 'xml_malformed', utf8('  \n ')],
  ['no XML', 'xml_malformed', utf8('part,quantity\n1,2\n')],
  ['cut off', 'xml_malformed', utf8(TEXT.slice(0, TEXT.length / 2))],
  ['cut off within a tag', 'xml_malformed', utf8(TEXT.slice(0, -3))],
  ['text behind the end', 'xml_malformed', utf8(`${TEXT}<more/>`)],
  ['an element closed by another', 'xml_malformed', utf8(TEXT.replace('</QPId>', '</QPld>'))],
  ['an attribute twice', 'xml_malformed', utf8(TEXT.replace('id="3000"', 'id="3000" id="3000"'))],
  ['UTF-16 with a mark', 'xml_encoding', new Uint8Array(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
  ['UTF-16 without a mark', 'xml_encoding', new Uint8Array(Buffer.from(TEXT, 'utf16le'))],
  ['Latin-1 bytes', 'xml_encoding', new Uint8Array(Buffer.from(TEXT.replace('>face<', '>Fläche<'), 'latin1'))],
  ['Latin-1 declared', 'xml_encoding', utf8(`<?xml version="1.0" encoding="ISO-8859-1"?>${TEXT}`)],
  [
    'a character cut in two',
    'xml_encoding',
    utf8(TEXT.replace('>face<', '>faceä<')).subarray(0, TEXT.indexOf('>face<') + 6),
  ],
  ['a NUL byte', 'xml_encoding', utf8(TEXT.replace('>face<', '>fa\0ce<'))],
  [
    'a billion laughs',
    'xml_doctype_refused',
    utf8(`<!DOCTYPE QIFDocument [<!ENTITY e0 "ha">${ENTITIES}]>${TEXT.replace('>face<', '>&e30;<')}`),
  ],
  [
    'an external entity',
    'xml_doctype_refused',
    utf8(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${TEXT.replace('>face<', '>&e;<')}`),
  ],
  ['an external definition', 'xml_doctype_refused', utf8(`<!DOCTYPE x SYSTEM "http://localhost/x.dtd">${TEXT}`)],
  ['an unknown entity', 'xml_malformed', utf8(TEXT.replace('>face<', '>&e1;<'))],
  ['deep nesting', 'xml_too_large', utf8(ROOT + many(100_000, () => '<a>'))],
  ['a million attributes', 'xml_too_large', utf8(`${ROOT}<a ${many(1_000_000, (i) => `b${i}="" `)}/>`)],
  ['a huge attribute', 'xml_too_large', utf8(`${ROOT}<a b="${'x'.repeat(2_000_000)}"/>`)],
  ['a huge text', 'xml_too_large', utf8(`${ROOT}<a>${'x'.repeat(8_000_000)}</a>`)],
  ['a huge comment', 'xml_too_large', utf8(`${ROOT}<!--${'<- '.repeat(3_000_000)}`)],
  ['a huge CDATA section', 'xml_too_large', utf8(`${ROOT}<![CDATA[${'<] '.repeat(3_000_000)}`)],
  ['a huge declaration', 'xml_too_large', utf8(`<!DOCTYPE x [${'<"" '.repeat(3_000_000)}`)],
  ['a huge instruction', 'xml_too_large', utf8(`${ROOT}<?x ${'<? '.repeat(3_000_000)}`)],
  ['a long name', 'xml_too_large', utf8(TEXT.replace('>face<', `>${'x'.repeat(5_000)}<`))],
  ['a text of many pieces', 'xml_too_large', utf8(TEXT.replace('>face<', `>${many(5_000, () => '<![CDATA[x]]>')}<`))],
  [
    'a record of many elements',
    'xml_too_large',
    utf8(TEXT.replace('<Name>face', `${many(2_000, () => '<x/>')}<Name>face`)),
  ],
  ['too many elements', 'xml_too_large', utf8(`${ROOT}<a>${many(2_000_001, () => '<b/>')}</a>`)],
  ['too many bytes', 'xml_too_large', concat(utf8(ROOT), new Uint8Array(65 * 1024 * 1024).fill(0x20))],
  ['another document', 'qif_not_qif', utf8('<Order xmlns="urn:x"/>')],
  ['another version', 'qif_not_qif', utf8(TEXT.replace('versionQIF="2.1.0"', 'versionQIF="1.0"'))],
  ['no namespace', 'qif_not_qif', utf8(TEXT.replace(/ xmlns="[^"]*"/, ''))],
  [
    'units of measure behind the results',
    'qif_units_late',
    utf8(TEXT.replace(MILLIMETRES, '').replace('</QIFDocument>', `${MILLIMETRES}</QIFDocument>`)),
  ],
  ['no results', 'qif_no_results', sampleQif({ ...SAMPLE, units: [] })],
  ['an id twice', 'qif_id_repeated', utf8(TEXT.replace('Item id="3001"', 'Item id="3000"'))],
  [
    'results with one id',
    'qif_id_repeated',
    utf8(sampleText({ ...SAMPLE, units: [PLATE, PLATE] }).replace('id="4001"', 'id="4000"')),
  ],
  ['a measurement without id', 'qif_id_missing', utf8(TEXT.replace('id="10000"', ''))],
  [
    'no characteristic among the items',
    'qif_element_unknown',
    utf8(TEXT.replaceAll('FlatnessCharacteristicItem', 'Surprise')),
  ],
];

test('broken input ends in one Fault that names its place', async (t) => {
  for (const [what, code, bytes] of BROKEN) {
    await t.test(what, { timeout: 20_000 }, async () => {
      const error = await readQif(bytes).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert.ok(isFault(error, code), `expected ${code}, got ${error}`);
      assert.ok(error.message.length < 400, error.message);
    });
  }
});

test('a file with any bytes changed is read or refused by a Fault, never by anything else', async () => {
  const bytes = utf8(TEXT);
  const change = fc.record({
    at: fc.nat(bytes.length - 1),
    byte: fc.constantFrom(...utf8('<>/"=& 0a-'), 0, 0x80, 0xff),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const changed = new Uint8Array(bytes);
      for (const { at, byte } of changes) changed[at] = byte;
      const document = await readQif(changed).catch((error: unknown) => {
        if (!isFault(error)) throw error;
        return undefined;
      });
      if (document !== undefined) oddities('lab', document, evaluate(document));
    }),
    { seed: 1, numRuns: 500 },
  );
});
