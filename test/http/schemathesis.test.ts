import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '#test/ledgers.ts';
import { SOAK } from '#test/load.ts';
import { OPENAPI_PATH } from './described-api.ts';
import { hasSchemathesis, runSchemathesis } from './schemathesis.ts';
import { ServedLedger } from './served.ts';

const INSTALL = 'schemathesis is absent: node tools/schemathesis.ts';
const SEED = 20260105;
const EXAMPLES = 25;
/** Of its checks those that our description promises: it does not know that a cursor must be one that we gave. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** What it cannot send (COSE), what does not end, and what would end its own session. */
const LEFT_OUT = ['/entries', '/v1/sessions', '/v1/statements', '/v1/events', '/v1/sessions/current'];

// It takes minutes: only the long forms run it.
const inSoak = SOAK ? test : () => undefined;

inSoak('schemathesis finds nothing that the description does not say', { timeout: 900_000 }, async (t: TestContext) => {
  if (!hasSchemathesis()) {
    assert.notEqual(process.env.CI, 'true', INSTALL);
    return t.skip(INSTALL);
  }
  await using served = await ServedLedger.create();
  using folder = temporaryFolder();
  const token = await served.token('acme/engineer');
  const { code, output } = await runSchemathesis(
    [
      ...['run', OPENAPI_PATH, '--url', served.url, '--seed', String(SEED), '--max-examples', String(EXAMPLES)],
      ...['--request-timeout', '20', '--no-shrink', '--no-color', '--generation-database', 'none'],
      ...['--header', `Authorization: Bearer ${token}`, '--checks', CHECKS.join(',')],
      ...LEFT_OUT.flatMap((path) => ['--exclude-path', path]),
    ],
    folder.path,
  );
  assert.equal(code, 0, output);
  assert.match(output, /\d{4,} generated/);
  assert.equal((await served.json(undefined, '/health/live')).state, 'live');
});
