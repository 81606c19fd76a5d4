import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { readModel } from './read-model.ts';
import { box, meshObject, modelXml, package3mf, relationships } from './test-shapes.ts';

const ROOT = '3D/3dmodel.model';
const cube = meshObject(1, box(10));
const item = '<item objectid="1"/>';

const facts = (parts: Readonly<Record<string, string | Uint8Array>>) => readModel('part.3mf', package3mf(parts));
const model = (resources: string, build: string, attributes?: string) =>
  facts({ [ROOT]: modelXml(resources, build, attributes) });

const component = (id: number, ...references: readonly string[]) =>
  `<object id="${id}"><components>${references.map((r) => `<component objectid="${r}"/>`).join('')}</components></object>`;

test('a box in the build is read in the unit of the file', async () => {
  const inch = await model(cube, item, 'unit="inch"');
  assert.deepEqual([inch.unit, inch.unitFrom, inch.volumeMm3], ['inch', 'file', '16387064.000000']);
});

test('without a unit attribute it is the default of the standard', async () => {
  const read = await model(cube, item, '');
  assert.deepEqual([read.unit, read.unitFrom], ['millimeter', 'default of the standard']);
});

test('a caller who states another unit than the file is refused', async () => {
  const bytes = package3mf({ [ROOT]: modelXml(cube, item) });
  await assert.rejects(readModel('part.3mf', bytes, { unit: 'inch' }), { code: 'model_unit_conflict' });
});

test('only what the build reaches counts', async () => {
  const read = await model(cube + meshObject(2, box(99)), item);
  assert.deepEqual([read.bodyCount, read.volumeMm3], [1, '1000.000000']);
});

test('placements move, scale, nest and repeat', async () => {
  const nested =
    '<object id="2"><components><component objectid="1" transform="2 0 0 0 1 0 0 0 1 5 0 0"/></components></object>';
  const turn = '<item objectid="2" transform="0 1 0 -1 0 0 0 0 1 0 0 7"/>';
  const read = await model(cube + nested, turn + item);
  assert.deepEqual(read.boxNanometres, { min: [-10e6, 0, 0], max: [10e6, 25e6, 17e6] });
  assert.deepEqual([read.volumeMm3, read.placement?.mirroredCount], ['3000.000000', 0]);
});

test('a mirrored placement is the mirrored solid, and is counted', async () => {
  const read = await model(cube, '<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>');
  assert.deepEqual([read.bodies[0]?.facing, read.placement?.mirroredCount], ['outward', 1]);
  assert.deepEqual(read.boxNanometres.min, [-10e6, 0, 0]);
});

test('supports are left out and counted', async () => {
  const read = await model(cube + meshObject(2, box(99), 'type="support"'), `${item}<item objectid="2"/>`);
  assert.deepEqual([read.volumeMm3, read.placement?.notModelCount], ['1000.000000', 1]);
});

test('a component in another part of the package is followed', async () => {
  const root = modelXml(
    '<object id="7"><components><component p:path="/3D/Objects/a.model" objectid="1"/></components></object>',
    '<item objectid="7"/>',
  );
  const read = await facts({ [ROOT]: root, '3D/Objects/a.model': modelXml(cube, '') });
  assert.equal(read.volumeMm3, '1000.000000');
});

test('metadata, materials and other elements do not disturb', async () => {
  const noise =
    '<metadata name="Title">a</metadata><basematerials id="9"><base name="steel" displaycolor="#fff"/></basematerials>';
  assert.equal((await model(noise + cube, item)).volumeMm3, '1000.000000');
});

const chain = Array.from({ length: 40 }, (_, i) => component(i + 2, `${i + 1}`)).join('');
const doubling = (leaf: string) =>
  leaf + Array.from({ length: 30 }, (_, i) => component(i + 2, `${i + 1}`, `${i + 1}`)).join('');
const deep = '<metadatagroup>'.repeat(200) + '</metadatagroup>'.repeat(200);
const entities = '<!DOCTYPE model [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
const xml = modelXml(cube, item);
const beam = 'xmlns:b="http://schemas.microsoft.com/3dmanufacturing/beamlattice/2017/02"';
const other = (path: string) =>
  `<object id="7"><components><component p:path="${path}" objectid="1"/></components></object>`;

const brokenModels: readonly (readonly [string, string, string, RegExp])[] = [
  ['an empty model part', '', 'xml_invalid', /3dmodel\.model/],
  ['a model cut short', xml.slice(0, 900), 'xml_invalid', /well-formed/],
  ['text that is not XML', 'solid', 'xml_invalid', /well-formed/],
  ['another document', '<html xmlns="x"/>', 'three_mf_not_a_model', /got html/],
  ['a document type', xml.replace('<model', `${entities}<model`), 'xml_doctype', /3dmodel\.model:2/],
  ['an entity of its own', xml.replace('<build>', '&b;<build>'), 'xml_invalid', /entity/],
  ['another encoding', xml.replace('UTF-8', 'ISO-8859-1'), 'xml_encoding', /ISO-8859-1/],
  ['elements nested too deep', modelXml(deep + cube, item), 'xml_too_deep', /32 levels/],
  ['a unit that 3MF does not have', modelXml(cube, item, 'unit="furlong"'), 'three_mf_unit_unknown', /furlong/],
  ['an empty build', modelXml(cube, ''), 'model_empty', /none/],
  ['a build item of no object', modelXml(cube, '<item objectid="5"/>'), 'three_mf_object_unknown', /"5"/],
  ['an object id twice', modelXml(cube + cube, item), 'three_mf_object_twice', /"1"/],
  [
    'a vertex that is not there',
    xml.replace('v1="0"', 'v1="8"'),
    'three_mf_attribute_invalid',
    /v1: .* 8 vertices, got "8"/,
  ],
  ['a vertex index below zero', xml.replace('v1="0"', 'v1="-1"'), 'three_mf_attribute_invalid', /"-1"/],
  ['a coordinate that is not a number', xml.replace('x="10"', 'x="NaN"'), 'three_mf_attribute_invalid', /x: .*"NaN"/],
  ['a coordinate without end', xml.replace('x="10"', 'x="1e400"'), 'three_mf_attribute_invalid', /1e400/],
  ['a coordinate that is missing', xml.replace('x="10"', ''), 'three_mf_attribute_invalid', /x: .*got none/],
  [
    'a placement of eleven numbers',
    modelXml(cube, '<item objectid="1" transform="1 0 0 0 1 0 0 0 1 0 0"/>'),
    'three_mf_transform_invalid',
    /twelve/,
  ],
  [
    'a placement that flattens',
    modelXml(cube, '<item objectid="1" transform="1 0 0 0 1 0 0 0 0 0 0 0"/>'),
    'three_mf_transform_invalid',
    /invertible/,
  ],
  [
    'an object within itself',
    modelXml(component(1, '2') + component(2, '1'), item),
    'three_mf_component_cycle',
    /object 1 within itself/,
  ],
  [
    'components nested too deep',
    modelXml(cube + chain, '<item objectid="41"/>'),
    'three_mf_component_depth',
    /32 levels/,
  ],
  [
    'components that double thirty times',
    modelXml(doubling(cube), '<item objectid="31"/>'),
    'three_mf_too_many_placements',
    /10000/,
  ],
  [
    'empty components that double',
    modelXml(doubling(component(1)), '<item objectid="31"/>'),
    'three_mf_too_many_placements',
    /10000/,
  ],
  [
    'a required extension that shapes',
    modelXml(cube, item, `requiredextensions="b" ${beam}`),
    'three_mf_extension_unsupported',
    /beamlattice/,
  ],
  [
    'a lattice in the mesh',
    xml.replace('</mesh>', `<b:beamlattice ${beam}/></mesh>`),
    'three_mf_extension_unsupported',
    /beamlattice/,
  ],
  [
    'a path to a part that is missing',
    modelXml(other('/3D/none.model'), '<item objectid="7"/>'),
    'three_mf_model_missing',
    /none\.model/,
  ],
  [
    'a path that is not absolute',
    modelXml(other('../x'), '<item objectid="7"/>'),
    'three_mf_path_invalid',
    /"\.\.\/x"/,
  ],
];

for (const [name, content, code, message] of brokenModels) {
  test(`${name} is refused`, async () => {
    await assert.rejects(facts({ [ROOT]: content }), { name: 'Fault', code, message });
  });
}

const rels = (text: string) => zipSync({ '_rels/.rels': strToU8(text), [ROOT]: strToU8(xml) }, { level: 0 });
const brokenPackages: readonly (readonly [string, Uint8Array, string])[] = [
  ['a package without relationships', zipSync({ [ROOT]: strToU8(xml) }), 'three_mf_model_missing'],
  ['a package whose model is elsewhere', rels(relationships('/3D/x.model')), 'three_mf_model_missing'],
  ['a package without a model', rels(relationships()), 'three_mf_relationship_invalid'],
  ['a package of two models', rels(relationships(`/${ROOT}`, '/x')), 'three_mf_relationship_invalid'],
  [
    'a model outside the package',
    rels(relationships('x').replace('Id=', 'TargetMode="External" Id=')),
    'three_mf_relationship_invalid',
  ],
  [
    'relationships beyond their limit',
    rels(relationships(`/${ROOT}`) + ' '.repeat(1 << 20)),
    'three_mf_relationship_invalid',
  ],
  ['a model that is not UTF-8', package3mf({ [ROOT]: Uint8Array.of(...strToU8(xml), 0xff, 0xfe) }), 'xml_encoding'],
  ['a model in UTF-16', package3mf({ [ROOT]: Buffer.from(xml, 'utf16le') }), 'xml_invalid'],
  ['a bomb of spaces', package3mf({ [ROOT]: xml + ' '.repeat(50 << 20) }), 'archive_ratio'],
  [
    'parts in two units',
    package3mf({
      [ROOT]: modelXml(other('/a.model'), '<item objectid="7"/>'),
      'a.model': modelXml(cube, '', 'unit="inch"'),
    }),
    'three_mf_units_differ',
  ],
  [
    'parts that chain',
    package3mf({
      [ROOT]: modelXml(other('/a.model'), '<item objectid="7"/>'),
      'a.model': modelXml(other('/b.model').replace('"7"', '"1"'), ''),
    }),
    'three_mf_path_invalid',
  ],
];

for (const [name, bytes, code] of brokenPackages) {
  test(`${name} is refused`, async () => {
    await assert.rejects(readModel('part.3mf', bytes), { name: 'Fault', code });
  });
}
