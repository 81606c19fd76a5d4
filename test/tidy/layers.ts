// Who may import whom: the layer table of docs/architecture.md section 2, with the floors of contracts. Tests and
// fixtures may import from every layer, but say so in the same way.

import { posix } from 'node:path';
import type { Source } from './source.ts';

/** Contracts import from lower floors only, and there what is meant for others. */
const FLOORS: readonly (readonly string[])[] = [
  ['membership'],
  ['accounts', 'sharing', 'standing'],
  ['items', 'capacity'],
  ['designs', 'procurement', 'claims'],
  ['production', 'inspection', 'shipping', 'sourcing', 'agreements'],
  ['rewards'],
  ['lifecycle', 'trace', 'finance', 'services'],
];

/** What the interfaces of contracts are made of: data and pure arithmetic, no rules that run. */
const INTERFACES = /^contracts\/(interfaces|[a-z]+\/(schema|records|match|judge))\.ts$/;
/** Readers of outside formats run in workers of the console, apart from its pages. */
const WORKER_OF_THE_CONSOLE = /^console\/.+\.worker\.ts$/;
/** A page of the console: what others need of it lies in parts, and only the routes know where pages are. */
const PAGE = /^src\/console\/pages\/[^/]+\//;
const ROUTES = 'src/console/routes.tsx';
const VAULT_OF_THE_NODE = /^vault\/(blob-store|disk)\.ts$/;

/** For each layer, what it may import besides itself; paths below src/. */
const LAYERS: { readonly [layer: string]: (target: string) => boolean } = {
  core: () => false,
  ledger: (target) => /^(core\/|contracts\/index\.ts$)/.test(target),
  engines: (target) => /^(core|ledger)\//.test(target),
  vault: (target) => target.startsWith('core/'),
  sdk: (target) => (/^(core|vault)\//.test(target) ? !VAULT_OF_THE_NODE.test(target) : INTERFACES.test(target)),
  connectors: (target) => target.startsWith('core/') || INTERFACES.test(target),
  node: (target) => !/^(cli|tour|console)\//.test(target),
  cli: (target) => /^(core|sdk|connectors|node|tour)\//.test(target) || INTERFACES.test(target),
  tour: (target) => /^(core|sdk|connectors|node)\//.test(target) || INTERFACES.test(target),
  // Connectors are pure readers: in the console, too, a file is read on its owner's side.
  console: (target) => /^(sdk|connectors)\//.test(target),
};

/** Imports that the table forbids, each with its reason. */
const EXCEPTIONS: { readonly [from: string]: readonly string[] } = {
  // The founders' records are membership's to write, before there is a statement to execute.
  'ledger/ledger.ts': ['contracts/membership/identity.ts'],
};

/** True for a file that is only there for tests; each engine calls the conformance suite from its own. */
export function isTestFile(path: string): boolean {
  return path.startsWith('test/') || path === 'src/engines/conformance.ts' || /\.(test|fixture)\.ts$/.test(path);
}

/** Every import of a file that breaks a rule, as a sentence. */
export function wrongImports(source: Source): readonly string[] {
  return source.imports.flatMap(({ specifier, line }) => {
    const wrong = wrongImport(source.path, specifier);
    return wrong === undefined ? [] : [`${source.path}:${line}: ${specifier} ${wrong}`];
  });
}

function wrongImport(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('node:'))
    return isPure(path) && path !== 'src/core/crypto.node.ts' ? 'is not for core and contracts' : undefined;
  if (!/^[.#]/.test(specifier)) return undefined;
  if (!/\.(tsx?|js|json|css)$/.test(specifier)) return 'does not end in .ts';
  const target = specifier.startsWith('#') ? ofAlias(specifier) : posix.join(posix.dirname(path), specifier);
  if (specifier.startsWith('.') && !isWithin(path, target)) return 'crosses a layer: write it with #';
  if (specifier.startsWith('#') && isSamePlace(path, target) && specifier !== '#core/crypto.ts')
    return 'is of the same layer: write it with ./';
  const [page] = PAGE.exec(target) ?? [];
  if (page !== undefined && path.startsWith('src/') && !path.startsWith(page) && path !== ROUTES)
    return 'is of a page: what it shares lies in parts';
  if (isTestFile(path) || !path.startsWith('src/') || moduleOf(path) === moduleOf(target)) return undefined;
  if (target.startsWith('test/')) return 'is for tests only';
  if (isTestFile(target)) return 'is a fixture, for tests only';
  return isAllowed(path.slice(4), target.slice(4)) ? undefined : 'is not for this layer';
}

function isAllowed(from: string, target: string): boolean {
  if (EXCEPTIONS[from]?.includes(target) === true) return true;
  if (from.startsWith('contracts/')) return mayContractImport(from, target);
  if (WORKER_OF_THE_CONSOLE.test(from) && target.startsWith('connectors/')) return true;
  const [layer = ''] = from.split('/');
  return LAYERS[layer]?.(target) === true;
}

function mayContractImport(from: string, target: string): boolean {
  if (target.startsWith('core/')) return true;
  if (!target.startsWith('contracts/')) return false;
  const [, own = ''] = from.split('/');
  const [, other = '', file = ''] = target.split('/');
  if (own === 'interfaces.ts') return file === 'schema.ts';
  if (own === 'index.ts') return true;
  if (other === 'shared') return true;
  return own !== 'shared' && floorOf(other) < floorOf(own) && /^(operations|schema|records|match)\.ts$/.test(file);
}

/** An unknown contract stands on no floor: it is below none and above none. */
function floorOf(contract: string): number {
  const floor = FLOORS.findIndex((names) => names.includes(contract));
  return floor < 0 ? Number.NaN : floor;
}

function isPure(path: string): boolean {
  return /^src\/(core|contracts)\//.test(path) && !isTestFile(path);
}

/** `#core/bytes.ts` is src/core/bytes.ts; `#test/world.ts` is test/world.ts. */
function ofAlias(specifier: string): string {
  return specifier.startsWith('#test/') ? specifier.slice(1) : `src/${specifier.slice(1)}`;
}

/** The part within which imports are relative: a layer, or one contract. */
function moduleOf(path: string): string {
  const [top = '', layer = '', part = '', ...below] = path.split('/');
  if (top !== 'src') return top;
  if (layer === 'contracts' && below.length > 0) return `src/contracts/${part}`;
  return `src/${layer}`;
}

/** The lists in contracts/ reach down into each contract; outside src/ only #test and the layers have another name. */
function isWithin(path: string, target: string): boolean {
  if (!/^(src|test)\//.test(target) && !path.startsWith('src/')) return true;
  return moduleOf(path) === moduleOf(target) || moduleOf(target).startsWith(`${moduleOf(path)}/`);
}

/** Within engines and connectors either way of writing is clear; elsewhere one place has one way. */
function isSamePlace(path: string, target: string): boolean {
  const own = moduleOf(path);
  return own === moduleOf(target) && !['src/engines', 'src/connectors', 'test'].includes(own);
}
