// Reads QIF 2.1 and 3.0 results (ISO 23952:2020; DMSC QIF 2.1) from bytes into plain records. The two versions differ
// in names only: 2.1 says CharacteristicActuals and DiameterCharacteristicActual where 3.0 says CharacteristicMeasurements
// and DiameterCharacteristicMeasurement. References by id are followed within the file; a broken one stays undefined.

import { Fault } from '#core/fault.ts';
import { MAX_QIF_RECORDS } from '../limits.ts';
import { type ByteSource, readXml, type XmlElement } from '../xml/read-xml.ts';
import type { Component, MeasuredUnit, Measurement, QifDocument, UnitOfMeasure } from './document.ts';
import { childAt, idOf, kindOf, optional, textAt } from './element.ts';
import { joinCharacteristics, unitOfMeasureFor } from './join.ts';

const NAMESPACES = ['http://qifstandards.org/xsd/qif2', 'http://qifstandards.org/xsd/qif3'];
const VERSION = /^(2\.1|3\.0)(\.[0-9]+)?$/;
const FACTS: ReadonlyMap<string, string> = new Map([
  ['/QIFDocument/QPId', 'qpId'],
  ['/QIFDocument/Version/TimeCreated', 'createdAt'],
  ['/QIFDocument/Header/Application/Name', 'application'],
  ['/QIFDocument/PreInspectionTraceability/InspectingOrganization/Name', 'organization'],
  ['/QIFDocument/Characteristics/FormalStandard/FormalStandardEnum', 'standard'],
]);
const PRIMARY_UNITS = '/QIFDocument/FileUnits/PrimaryUnits';
const RESULTS = /^\/QIFDocument\/[^/]+\/MeasurementResultsSet\/MeasurementResults(\/.*)?$/;
const LISTS = /^\/QIFDocument\/Characteristics\/Characteristic(Definitions|Nominals|Items)\/[^/]+$/;
const MEASURED = /^\/MeasuredCharacteristics\/Characteristic(Actuals|Measurements)\/[^/]+$/;
const RESULTS_FACT = /^\/(InspectionStatus|ActualComponentIds?)$/;
const COMPONENT = /^\/QIFDocument\/[^/]+\/ActualComponentSets\/ActualComponentSet\/ActualComponent$/;

/**
 * The records of one file.
 * @throws Fault `qif_not_qif` (another root, namespace or version), `qif_no_results`, `qif_id_missing`,
 * `qif_id_repeated`, `qif_element_unknown`, `qif_units_late`, `qif_too_many_records`, and those of `readXml`; each names the line
 */
export async function readQif(source: ByteSource): Promise<QifDocument> {
  const reader = new QifReader();
  await readXml(source, {
    wants: (path) => isWanted(path),
    opened: (path, element) => reader.opened(path, element),
    take: (path, element) => reader.take(path, element),
  });
  return reader.document();
}

function isWanted(path: string): boolean {
  if (FACTS.has(path) || path === PRIMARY_UNITS || LISTS.test(path) || COMPONENT.test(path)) return true;
  const within = RESULTS.exec(path)?.[1];
  return within !== undefined && (MEASURED.test(within) || RESULTS_FACT.test(within));
}

function isResults(path: string): boolean {
  const match = RESULTS.exec(path);
  return match !== null && match[1] === undefined;
}

type OpenResults = {
  readonly element: XmlElement;
  readonly measurements: Measurement[];
  readonly componentIds: string[];
  status?: string;
};

class QifReader {
  #namespace = '';
  #version = '';
  #records = 0;
  readonly #facts: { [fact: string]: string } = {};
  readonly #unitsOfMeasure = new Map<string, UnitOfMeasure>();
  readonly #definitions = new Map<string, XmlElement>();
  readonly #nominals = new Map<string, XmlElement>();
  readonly #items = new Map<string, XmlElement>();
  readonly #lists = new Map([
    ['Definitions', this.#definitions],
    ['Nominals', this.#nominals],
    ['Items', this.#items],
  ]);
  readonly #results: OpenResults[] = [];
  readonly #resultsIds = new Set<string>();
  readonly #components = new Map<string, XmlElement>();

  opened(path: string, element: XmlElement): void {
    if (path === `/${element.name}`) this.#openRoot(element);
    else if (element.namespace === this.#namespace && isResults(path)) {
      this.#count(element);
      addOnce(this.#resultsIds, element);
      this.#results.push({ element, measurements: [], componentIds: [] });
    }
  }

  take(path: string, element: XmlElement): void {
    if (element.namespace !== this.#namespace) return;
    this.#count(element);
    const fact = FACTS.get(path);
    const list = this.#lists.get(LISTS.exec(path)?.[1] ?? '');
    if (fact !== undefined) this.#facts[fact] = element.text;
    else if (path === PRIMARY_UNITS) this.#takeUnitsOfMeasure(element);
    else if (list !== undefined) putOnce(list, element);
    else if (COMPONENT.test(path)) putOnce(this.#components, element);
    else this.#takeResult(element);
  }

  document(): QifDocument {
    if (this.#results.length === 0) {
      throw new Fault('qif_no_results', 'expected at least one <MeasurementResults>, got none');
    }
    const units = this.#results.map((results) => this.#unit(results));
    const measured = new Set(units.flatMap((unit) => unit.components.map(({ id }) => id)));
    return {
      version: this.#version,
      ...this.#facts,
      unitsOfMeasure: this.#unitsOfMeasure,
      characteristics: joinCharacteristics(
        { definitions: this.#definitions, nominals: this.#nominals, items: this.#items },
        this.#unitsOfMeasure,
      ),
      units,
      unmeasuredComponents: [...this.#components]
        .filter(([id]) => !measured.has(id))
        .map(([id]) => this.#component(id)),
    };
  }

  #openRoot(root: XmlElement): void {
    this.#namespace = root.namespace;
    this.#version = root.attributes.get('versionQIF') ?? '';
    if (root.name !== 'QIFDocument' || !NAMESPACES.includes(root.namespace) || !VERSION.test(this.#version)) {
      throw new Fault(
        'qif_not_qif',
        `line ${root.line}: expected <QIFDocument> of version 2.1 or 3.0, got <${root.name}> of version "${this.#version}" in namespace "${root.namespace}"`,
      );
    }
  }

  #count(element: XmlElement): void {
    this.#records++;
    if (this.#records > MAX_QIF_RECORDS) {
      throw new Fault(
        'qif_too_many_records',
        `line ${element.line}: expected at most ${MAX_QIF_RECORDS} records, got more`,
      );
    }
  }

  #takeUnitsOfMeasure(primary: XmlElement): void {
    if (this.#results.length > 0) {
      throw new Fault(
        'qif_units_late',
        `line ${primary.line}: expected the units of measure before the results, got them behind`,
      );
    }
    for (const unit of primary.children) {
      const siName = textAt(unit, 'SIUnitName');
      const name = textAt(unit, 'UnitName') ?? siName;
      if (name === undefined) continue;
      const factor = textAt(unit, 'UnitConversion', 'Factor');
      this.#unitsOfMeasure.set(unit.name, { name, ...optional('siName', siName), ...optional('factor', factor) });
    }
  }

  #takeResult(element: XmlElement): void {
    const results = this.#results.at(-1);
    if (results === undefined) return;
    const status = element.name === 'InspectionStatus' ? textAt(element, 'InspectionStatusEnum') : undefined;
    if (status !== undefined) results.status = status;
    else if (element.name === 'ActualComponentId') results.componentIds.push(element.text);
    else if (element.name === 'ActualComponentIds')
      results.componentIds.push(...element.children.map(({ text }) => text));
    else if (element.name !== 'InspectionStatus') results.measurements.push(this.#measurement(element));
  }

  #unit({ element, componentIds, measurements, status }: OpenResults): MeasuredUnit {
    const components = componentIds.map((id) => this.#component(id));
    const serials = [...new Set(components.map(({ serial }) => serial))].filter((serial) => serial !== undefined);
    return {
      resultsId: idOf(element),
      components,
      ...optional('serial', serials.length === 1 ? serials[0] : undefined),
      ...optional('status', status),
      measurements,
      line: element.line,
    };
  }

  #component(id: string): Component {
    const element = this.#components.get(id);
    if (element === undefined) return { id };
    return {
      id,
      ...optional('serial', textAt(element, 'SerialNumber')),
      ...optional('status', textAt(element, 'Status', 'InspectionStatusEnum')),
    };
  }

  #measurement(element: XmlElement): Measurement {
    const kind = kindOf(element);
    const value = childAt(element, 'Value');
    return {
      id: idOf(element),
      kind,
      ...optional('characteristicId', textAt(element, 'CharacteristicItemId')),
      ...optional('value', textAt(element, 'Value')),
      ...optional('unitOfMeasure', unitOfMeasureFor(kind, value, this.#unitsOfMeasure)),
      ...optional('status', textAt(element, 'Status', 'CharacteristicStatusEnum')),
      line: element.line,
    };
  }
}

function putOnce(list: Map<string, XmlElement>, element: XmlElement): void {
  const id = idOf(element);
  const first = list.get(id);
  if (first !== undefined) throw repeated(element, ` as on line ${first.line}`);
  list.set(id, element);
}

function addOnce(ids: Set<string>, element: XmlElement): void {
  const id = idOf(element);
  if (ids.has(id)) throw repeated(element, '');
  ids.add(id);
}

function repeated(element: XmlElement, where: string): Fault {
  const id = element.attributes.get('id');
  return new Fault('qif_id_repeated', `line ${element.line}: expected a new id, got "${id}"${where}`);
}
