// The server's log on a terminal: one line of words for each of pino's JSON objects.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLine } from './log-line.ts';

const TIME = Date.UTC(2027, 0, 31, 8);

test('a request, its answer, a failure, and what is not of pino', () => {
  const rows: readonly (readonly [entry: object | string, line: string])[] = [
    [{ level: 30, time: TIME, msg: 'listening' }, '2027-01-31T08:00:00Z info listening'],
    [
      { level: 30, time: TIME, reqId: 'req-1', req: { method: 'GET', url: '/v1/ledger' }, msg: 'incoming request' },
      '2027-01-31T08:00:00Z info req-1 GET /v1/ledger incoming request',
    ],
    [
      { level: 30, time: TIME, reqId: 'req-1', res: { statusCode: 200 }, responseTime: 1.26, msg: 'request completed' },
      '2027-01-31T08:00:00Z info req-1 200 1.3 ms request completed',
    ],
    [
      {
        level: 50,
        time: TIME,
        err: { message: 'no room', stack: 'Error: no room\n  at disk' },
        msg: 'a request failed',
      },
      '2027-01-31T08:00:00Z ERROR a request failed: Error: no room\n  at disk',
    ],
    [{ level: 10, time: TIME, msg: 'x' }, '2027-01-31T08:00:00Z trace x'],
    ['plain words\n', 'plain words'],
    [{ msg: 'no time' }, '{"msg":"no time"}'],
  ];
  for (const [entry, line] of rows)
    assert.equal(logLine(typeof entry === 'string' ? entry : JSON.stringify(entry)), line);
});
