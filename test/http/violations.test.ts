import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer } from './api.ts';
import { rawRequest } from './raw-socket.ts';
import { ServedLedger, text } from './served.ts';
import { bodyViolations, parameterViolations, rightBody, rightPath, type Violation } from './violations.ts';

const JSON_TYPE = 'application/json';

let served: ServedLedger;
before(async () => {
  served = await ServedLedger.create();
});
after(() => served[Symbol.asyncDispose]());

/** The stable code: in problem details a member; in concise ones the text stands in the bytes. */
function saysPlace(answer: Answer, { place }: Violation): boolean {
  const said = text(answer);
  const isConcise = String(answer.headers['content-type']).includes('concise');
  return said.includes(`${place}`) && (isConcise || JSON.parse(said).code === 'request_invalid');
}

async function refusedAll(violationsOf: (operation: (typeof served.api.operations)[number]) => readonly Violation[]) {
  let count = 0;
  for (const operation of served.api.operations) {
    for (const violation of violationsOf(operation)) {
      count++;
      const { path, body, what } = violation;
      const answer = await served.call({ method: operation.method, path, body });
      const where = `${operation.route}: ${what}: ${answer.status} ${text(answer).slice(0, 300)}`;
      assert.equal(answer.status, 400, where);
      assert.ok(saysPlace(answer, violation), where);
    }
  }
  return count;
}

describe('what does not fit the description is refused with its place', () => {
  test('in every parameter of every route', async () => {
    assert.ok((await refusedAll(parameterViolations)) > 1000);
  });

  test('in every field of every JSON body', async () => {
    assert.ok((await refusedAll(bodyViolations)) > 15);
  });

  test('a JSON body that is none, or is not there', async () => {
    for (const operation of served.api.operations.filter(({ body }) => body?.[JSON_TYPE] !== undefined)) {
      for (const bytes of [
        '',
        '{',
        '{"a":1}x',
        'nul',
        '{"__proto__":{}}',
        '{"constructor":{"prototype":{}}}',
        '{"a":\u0000}',
        '[1,]',
        `${'['.repeat(20_000)}`,
      ]) {
        const answer = await served.call({
          method: operation.method,
          path: rightPath(operation),
          body: { type: JSON_TYPE, bytes },
        });
        assert.equal(answer.status, 400, `${operation.route} ${bytes.slice(0, 20)}: ${text(answer)}`);
      }
      const none = await served.call({ method: operation.method, path: rightPath(operation) });
      assert.equal(none.status, 400, `${operation.route} without a body: ${text(none)}`);
    }
  });

  test('a body of bytes that is not there', async () => {
    for (const operation of served.api.operations.filter(
      ({ body }) => body !== undefined && body[JSON_TYPE] === undefined,
    )) {
      const answer = await served.call({ method: operation.method, path: rightPath(operation) });
      assert.ok([400, 401].includes(answer.status), `${operation.route}: ${answer.status} ${text(answer)}`);
    }
  });

  test('a body of another media type, on every route that takes one', async () => {
    for (const operation of served.api.operations.filter(({ body }) => body !== undefined)) {
      const known = Object.keys(operation.body ?? {});
      for (const type of [
        'application/xml',
        'multipart/form-data; boundary=x',
        'application/json',
        'application/cose',
        'x',
        'a/b; c="',
      ]) {
        if (known.includes(type)) continue;
        const answer = await served.call({
          method: operation.method,
          path: rightPath(operation),
          body: { type, bytes: type === 'application/json' ? '{}' : 'x' },
        });
        assert.equal(answer.status, 415, `${operation.route} as ${type}: ${answer.status} ${text(answer)}`);
      }
    }
  });

  test('a body larger than its route takes, before it is read', async () => {
    for (const operation of served.api.operations.filter(({ body }) => body !== undefined)) {
      // A file's size stands in its record, which is looked up first.
      if (operation.route === 'PUT /v1/blobs/{hash}') continue;
      const head = [
        `${operation.method} ${rightPath(operation)} HTTP/1.1`,
        'Host: x',
        `Content-Type: ${rightBody(operation)?.type}`,
        'Content-Length: 99999999999',
        '',
        '',
      ];
      const { status } = await rawRequest(served.url, head.join('\r\n'));
      assert.equal(status, 413, operation.route);
    }
  });
});
