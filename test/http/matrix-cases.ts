// What each route must answer to whom: for every route of the API the requests that the matrix makes, and the status that
// each caller gets, worked out from the contracts' `visibleTo`, the story that was told, and the grants of the shared file.
// A route without a line here has no expectation, and the matrix fails on it.

import assert from 'node:assert/strict';
import { base64url } from '#core/bytes.ts';
import { decodeStatement } from '#core/statement.ts';
import { encodeEntries } from '#core/tile.ts';
import { testKey } from '#test/keys.ts';
import { TAG_BYTES } from '#vault/aead.ts';
import { FILE_SECRET_BYTES } from '#vault/file-secret.ts';
import { encodeWrappedKey } from '#vault/wrap.ts';
import type { Answer, Operation } from './api.ts';
import type { ToldEntry } from './full-ledger.ts';
import { ERASED, GRANTED, publicItem, SHARED } from './full-play.ts';
import { WEBHOOK_CASES } from './matrix-webhooks.ts';
import { type Body, type ServedLedger, text } from './served.ts';
import { type Asking, isFor, type Readers, readersOfRecord, type StoredRecord, storedRecords } from './visibility.ts';

/** One request, and what comes back to whom. */
export type Case = {
  readonly path: string;
  readonly body?: Body;
  /** The request ends the session that it is made in. */
  readonly endsSession?: true;
  /** A stream is read up to this. */
  readonly until?: string;
  expected(asking: Asking): number;
  /** Looks at what a caller got who was given it. @throws AssertionError */
  check?(answer: Answer, asking: Asking): void;
};
/** The requests of one route. */
type Cases = (served: ServedLedger) => readonly Case[];

/** Of the right form; nobody opens it here. */
const WRAPPED = encodeWrappedKey({
  enc: testKey('an ephemeral key').publicKey,
  ciphertext: new Uint8Array(FILE_SECRET_BYTES + TAG_BYTES),
});
const UNKNOWN_HASH = '0'.repeat(64);
const toAll = (status: number) => (): number => status;
const toMembers = (status: number) => (asking: Asking) => (asking === undefined ? 401 : status);
const open =
  (...paths: readonly string[]): Cases =>
  () =>
    paths.map((path) => ({ path, expected: toAll(200) }));
const bytes = (content: Uint8Array | string, type = 'application/octet-stream'): Body => ({ type, bytes: content });

/** acme registered the shared file and has not erased it. */
const toOwner = (status: number) => (asking: Asking) =>
  asking === undefined ? 401 : asking.member === 'acme' ? status : 403;
const toOwnerOr = (reader: string, status: number) => (asking: Asking) =>
  asking?.actor === reader ? status : toOwner(status)(asking);

/** By route, as the API's description names it. */
const CASES: { readonly [route: string]: Cases } = {
  ...WEBHOOK_CASES,
  'GET /': open('/'),
  'GET /assets/{name}': () => [{ path: '/assets/none.js', expected: toAll(404) }],
  'GET /metrics': open('/metrics'),
  'GET /health/live': open('/health/live'),
  'GET /health/ready': open('/health/ready'),
  'GET /openapi.json': open('/openapi.json'),
  'GET /v1/ledger': open('/v1/ledger'),
  'GET /v1/genesis': open('/v1/genesis'),
  'GET /v1/contracts': open('/v1/contracts'),
  'GET /v1/cosignatures': open('/v1/cosignatures'),
  'POST /v1/cosignatures': () => [
    { path: '/v1/cosignatures', body: bytes('no note', 'text/plain'), expected: toAll(400) },
  ],
  'GET /v1/replica': open('/v1/replica'),
  'POST /v1/checkpoints': () => [
    { path: '/v1/checkpoints', body: bytes('no note', 'text/plain'), expected: toAll(400) },
  ],
  'GET /v1/proofs/consistency': open('/v1/proofs/consistency?from=2&to=5'),
  'GET /log/checkpoint': open('/log/checkpoint', '/log/checkpoint?for=witnesses'),
  'GET /log/tile/{*}': () => [
    { path: '/log/tile/0/000.p/2', expected: toAll(200) },
    { path: '/log/tile/entries/000.p/2', expected: (asking) => (asking?.role === 'node' ? 200 : 403) },
  ],
  'GET /.well-known/scitt-keys': open('/.well-known/scitt-keys'),
  'GET /.well-known/scitt-keys/{kid}': () => [{ path: '/.well-known/scitt-keys/none', expected: toAll(404) }],
  'GET /.well-known/transparency-configuration': open('/.well-known/transparency-configuration'),
  'POST /entries': ({ full }) =>
    [...full.told.slice(0, 2), ...full.told.slice(-2)].map((told) => ({
      path: '/entries',
      body: bytes(told.bytes, 'application/cose'),
      expected: toAll(201),
    })),
  'GET /entries/{id}': ({ full }) =>
    full.told.map((told) => ({ path: `/entries/${nameOf(told)}`, expected: toAll(200) })),
  'POST /v1/sessions/challenge': open('/v1/sessions/challenge'),
  'POST /v1/sessions': () => [
    { path: '/v1/sessions', body: bytes('no proof', 'application/cose'), expected: toAll(401) },
  ],
  'GET /v1/sessions/current': () => [{ path: '/v1/sessions/current', expected: toMembers(200) }],
  'DELETE /v1/sessions/current': () => [{ path: '/v1/sessions/current', endsSession: true, expected: toMembers(204) }],
  'POST /v1/statements': ({ full }) =>
    [...full.told.slice(0, 2), ...full.told.slice(-2)].map((told) => ({
      path: '/v1/statements',
      body: bytes(told.bytes, 'application/cose'),
      expected: toAll(200),
    })),
  'POST /v1/statements/batch': ({ full }) => [
    {
      path: '/v1/statements/batch',
      body: bytes(encodeEntries(full.told.slice(0, 9).map((told) => told.bytes))),
      expected: toAll(200),
    },
  ],
  'GET /01/{gtin}/21/{serial}': open('/01/04012345000009/21/R1'),
  'GET /p/{item}': ({ full }) => [publicItem(full), 'none'].map((id) => ({ path: `/p/${id}`, expected: toAll(200) })),
  'GET /v1/passports/{item}': ({ full }) =>
    [publicItem(full), 'none'].map((id) => ({ path: `/v1/passports/${id}`, expected: toAll(200) })),
  'GET /v1/entries': ({ full }) => [
    {
      path: '/v1/entries?before=40&limit=7',
      expected: toAll(200),
      check: (answer, asking) => {
        const { items } = parse(answer) as { readonly items: readonly { readonly index: number }[] };
        const visible = full.told.filter(({ index, readers }) => index < 40 && isFor(readers, asking));
        assert.deepEqual(indexesOf(items), indexesOf(visible).slice(-7).toReversed());
      },
    },
    {
      path: '/v1/entries?limit=500',
      expected: toAll(200),
      check: (answer, asking) => {
        const { items } = parse(answer) as { readonly items: readonly { readonly index: number }[] };
        const visible = full.told.filter(({ readers }) => isFor(readers, asking));
        assert.deepEqual(indexesOf(items), indexesOf(visible));
      },
    },
  ],
  'GET /v1/history/{id}': ({ full }) =>
    full.idsOf('procurement/order').map((id) => ({
      path: `/v1/history/${id}?limit=500`,
      expected: toAll(200),
      check: (answer, asking) => {
        const { items } = parse(answer) as { readonly items: readonly { readonly index: number }[] };
        const about = full.told.filter(({ submitted: { events }, bytes: statement }) => {
          const named = JSON.stringify(events).includes(JSON.stringify(id));
          return named || decodeStatement(statement).subject === id;
        });
        const visible = about.filter(({ readers }) => isFor(readers, asking));
        assert.deepEqual(indexesOf(items), indexesOf(visible).toReversed());
      },
    })),
  'GET /v1/events': ({ full }) => [
    {
      path: '/v1/events?after=0',
      until: 'event: head',
      expected: toAll(200),
      check: (answer, asking) => {
        const visible = full.told.filter(({ readers }) => isFor(readers, asking));
        const ids = [...text(answer).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
        assert.deepEqual(ids, indexesOf(visible));
      },
    },
  ],
  'GET /v1/entries/{index}': (served) => entryCases(served, (index) => `/v1/entries/${index}`),
  'GET /v1/entries/{index}/receipt': (served) => entryCases(served, (index) => `/v1/entries/${index}/receipt`),
  'GET /v1/transactions/{id}': ({ full }) =>
    full.told.map((told) => ({
      path: `/v1/transactions/${nameOf(told)}`,
      expected: (asking) => (isFor(told.readers, asking) ? 200 : 404),
    })),
  'POST /v1/bundles': ({ full }) =>
    full.told.slice(0, -4).map(({ index, readers }) => ({
      path: '/v1/bundles',
      body: bytes(JSON.stringify({ indexes: [index] }), 'application/json'),
      expected: (asking) => (asking === undefined ? 401 : isFor(readers, asking) ? 200 : 404),
    })),
  'PUT /v1/blobs/{hash}': () => [
    { path: `/v1/blobs/${SHARED.hash}`, body: bytes(SHARED.bytes), expected: toOwner(204) },
    { path: `/v1/blobs/${ERASED.hash}`, body: bytes(ERASED.bytes), expected: toMembers(403) },
  ],
  'GET /v1/blobs/{hash}': () => [
    { path: `/v1/blobs/${SHARED.hash}`, expected: toOwnerOr(GRANTED.live, 200) },
    { path: `/v1/blobs/${ERASED.hash}`, expected: toMembers(403) },
    { path: `/v1/blobs/${UNKNOWN_HASH}`, expected: toMembers(403) },
  ],
  'GET /v1/blobs/{hash}/accesses': () => [
    { path: `/v1/blobs/${SHARED.hash}/accesses`, expected: toOwner(200) },
    { path: `/v1/blobs/${UNKNOWN_HASH}/accesses`, expected: toMembers(403) },
  ],
  'PUT /v1/blobs/{hash}/keys/{reader}': () => [
    { path: keyPath(SHARED.hash, GRANTED.live), body: bytes(WRAPPED), expected: toOwner(204) },
  ],
  'GET /v1/blobs/{hash}/keys/{reader}': () => [
    { path: keyPath(SHARED.hash, GRANTED.live), expected: toOwnerOr(GRANTED.live, 200) },
  ],
  'DELETE /v1/blobs/{hash}/keys/{reader}': () => [
    { path: keyPath(SHARED.hash, GRANTED.live), expected: toOwnerOr(GRANTED.live, 204) },
    {
      path: keyPath(UNKNOWN_HASH, GRANTED.live),
      expected: (asking) => (asking?.actor === GRANTED.live ? 204 : toMembers(403)(asking)),
    },
  ],
};

/** The requests of a route; undefined where nobody has said what it must answer. */
export function casesOf(served: ServedLedger, operation: Operation): readonly Case[] | undefined {
  const cases = CASES[operation.route];
  if (cases !== undefined) return cases(served);
  const [, group, kind, one] =
    /^GET \/v1\/(records|exports)\/([a-z]+\/[a-zA-Z]+)(\/\{id\})?$/.exec(operation.route) ?? [];
  if (kind === undefined) return undefined;
  const records = storedRecords(served.full.node.ledger).filter((record) => record.kind === kind);
  if (group === 'exports') return [exportCase(kind, records)];
  return one === undefined ? [listCase(kind, records)] : recordCases(kind, records);
}

/** Routes that have a line but are not there. */
export function unusedCases({ api }: ServedLedger): readonly string[] {
  const routes = new Set(api.operations.map(({ route }) => route));
  return Object.keys(CASES).filter((route) => !routes.has(route));
}

function recordCases(kind: string, records: readonly StoredRecord[]): readonly Case[] {
  const cases = records.map((record) => ({
    path: `/v1/records/${kind}/${encodeURIComponent(record.id)}`,
    expected: (asking: Asking) => (isFor(readersOfRecord(record), asking) ? 200 : 404),
    check: (answer: Answer) =>
      assert.deepEqual(parse(answer), { id: record.id, value: JSON.parse(record.text), entry: record.entry }),
  }));
  return [...cases, { path: `/v1/records/${kind}/none`, expected: toAll(404) }];
}

function listCase(kind: string, records: readonly StoredRecord[]): Case {
  return {
    path: `/v1/records/${kind}?limit=500`,
    expected: toAll(200),
    check: (answer, asking) => assert.deepEqual(parse(answer), { items: seen(records, asking) }),
  };
}

function exportCase(kind: string, records: readonly StoredRecord[]): Case {
  return {
    path: `/v1/exports/${kind}?format=json`,
    expected: toAll(200),
    check: (answer, asking) => assert.deepEqual(parse(answer), seen(records, asking)),
  };
}

function seen(records: readonly StoredRecord[], asking: Asking) {
  return records
    .filter((record) => isFor(readersOfRecord(record), asking))
    .map(({ id, text, entry }) => ({ id, value: JSON.parse(text), entry }));
}

/** Every statement, and for nobody: the genesis, a block leaf, and what is not there. */
function entryCases({ full }: ServedLedger, pathOf: (index: number) => string): readonly Case[] {
  const none: Readers = [];
  const first = full.told[0]?.index ?? 0;
  const others = [0, first + 1, full.node.ledger.head.size].map((index) => ({ index, readers: none }));
  const cases = full.told.map(({ index, readers }) => ({
    path: pathOf(index),
    expected: (asking: Asking) => (isFor(readers, asking) ? 200 : 404),
  }));
  return [...cases, ...others.map(({ index }) => ({ path: pathOf(index), expected: toAll(404) }))];
}

/** How addresses name a statement. */
function nameOf({ bytes: statement, submitted: { txId } }: ToldEntry): string {
  return `${decodeStatement(statement).action.notAfterMs}.${base64url(txId)}`;
}

function keyPath(hash: string, reader: string): string {
  return `/v1/blobs/${hash}/keys/${encodeURIComponent(reader)}`;
}

function parse(answer: Answer): unknown {
  return JSON.parse(text(answer));
}

function indexesOf(entries: readonly { readonly index: number }[]): readonly number[] {
  return entries.map(({ index }) => index);
}
