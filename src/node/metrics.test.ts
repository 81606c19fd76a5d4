import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MetricSources, Metrics } from './metrics.ts';

type Changing = { -readonly [K in keyof MetricSources]: MetricSources[K] };

function sources(): Changing {
  return {
    clock: () => 61_500,
    head: () => ({ size: 100, height: 7, timeMs: 60_000 }),
    witnessedSize: () => 90,
    witnesses: () => [
      { name: 'w-one', size: 95 },
      { name: 'w-two', size: undefined },
    ],
    followers: () => 3,
    waiting: () => 4,
    webhooks: () => ({ busy: 1, paused: 2, deadLetters: 5 }),
  };
}

/** Each sample by its name with labels. */
async function samples(metrics: Metrics): Promise<ReadonlyMap<string, number>> {
  const lines = (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test('what the parts of a node say at a scrape', async () => {
  const changing = sources();
  const metrics = new Metrics(changing);
  const found = await samples(metrics);
  const expected = {
    touchmark_log_size: 100,
    touchmark_block_height: 7,
    touchmark_block_age_seconds: 1.5,
    touchmark_witnessed_size: 90,
    'touchmark_witness_lag_entries{witness="w-one"}': 5,
    'touchmark_witness_lag_entries{witness="w-two"}': 100,
    touchmark_event_followers: 3,
    touchmark_engine_waiting: 4,
    touchmark_webhooks_busy: 1,
    touchmark_webhooks_paused: 2,
    touchmark_webhook_dead_letters: 5,
  };
  for (const [name, value] of Object.entries(expected)) assert.equal(found.get(name), value, name);
  assert.ok((found.get('process_resident_memory_bytes') ?? 0) > 0);
  assert.match(metrics.contentType, /^text\/plain; version=0\.0\.4/);
});

test('a witness that was ended is told of no more', async () => {
  let witnesses: ReturnType<MetricSources['witnesses']> = [{ name: 'gone', size: 1 }];
  const metrics = new Metrics({ ...sources(), witnesses: () => witnesses });
  assert.ok((await samples(metrics)).has('touchmark_witness_lag_entries{witness="gone"}'));
  witnesses = [];
  assert.ok(![...(await samples(metrics)).keys()].some((name) => name.includes('gone')));
});

test('what was counted, from nothing on', async () => {
  const metrics = new Metrics(sources());
  assert.equal((await samples(metrics)).get('touchmark_statements_total{outcome="dropped"}'), 0);
  metrics.statement('accepted', 0.004);
  metrics.statement('accepted', 20);
  metrics.statement('refused', 0.004);
  metrics.blobBytes('in', 5);
  metrics.blobBytes('in', 6);
  metrics.blobBytes('out', 7);
  metrics.request({ method: 'GET', route: '/v1/entries/:index', status: 404, seconds: 0.002 });
  metrics.request({ method: 'BREW', route: undefined, status: 404, seconds: 0.002 });
  const found = await samples(metrics);
  const expected = {
    'touchmark_statements_total{outcome="accepted"}': 2,
    'touchmark_statements_total{outcome="refused"}': 1,
    'touchmark_submit_seconds_bucket{le="0.0025"}': 0,
    'touchmark_submit_seconds_bucket{le="0.005"}': 2,
    'touchmark_submit_seconds_bucket{le="+Inf"}': 3,
    'touchmark_blob_bytes_total{direction="in"}': 11,
    'touchmark_blob_bytes_total{direction="out"}': 7,
    'touchmark_http_request_seconds_count{method="GET",route="/v1/entries/:index",status="404"}': 1,
    'touchmark_http_request_seconds_count{method="any",route="none",status="404"}': 1,
  };
  for (const [name, value] of Object.entries(expected)) assert.equal(found.get(name), value, name);
  assert.ok(![...found.keys()].some((name) => name.includes('BREW')), 'a caller’s own words are no labels');
});

test('two nodes in one process count apart', async () => {
  const [one, other] = [new Metrics(sources()), new Metrics(sources())];
  one.blobBytes('in', 5);
  assert.equal((await samples(other)).get('touchmark_blob_bytes_total{direction="in"}'), 0);
});
