// Server-sent events as the standard reads them, however the stream is cut into pieces.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { EventStreamReader, type StreamEvent } from './event-stream.ts';
import { EVENT_CHARACTERS } from './limits.ts';

const event = (data: string, lastId = '', type = 'message'): StreamEvent => ({ type, data, lastId });

/** The first rows are the examples of WHATWG HTML, section 9.2.6. */
const STREAMS: readonly (readonly [stream: string, events: readonly StreamEvent[]])[] = [
  ['data: YHOO\ndata: +2\ndata: 10\n\n', [event('YHOO\n+2\n10')]],
  [
    ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
    [event('first event', '1'), event('second event'), event(' third event')],
  ],
  ['data\n\ndata\ndata\n\ndata:', [event(''), event('\n')]],
  ['data:test\n\ndata: test\n\n', [event('test'), event('test')]],
  ['event: entry\nid: 7\ndata: {}\n\nevent: head\ndata: 1\n\n', [event('{}', '7', 'entry'), event('1', '7', 'head')]],
  ['event: entry\n\ndata: x\n\n', [event('x')]],
  ['\ufeffdata: after a byte order mark\n\n', [event('after a byte order mark')]],
  ['data: a\r\rdata: b\r\n\r\ndata: c\n\n', [event('a'), event('b'), event('c')]],
  ['id: 1\u00002\ndata: x\n\n', [event('x')]],
  ['retry: 5\nnothing: known\ndata: x\n\n', [event('x')]],
  ['data: ü → 図\n\n', [event('ü → 図')]],
  [': still here\n\n: still here\n\n', []],
  ['data: never finished\n', []],
];

for (const [stream, events] of STREAMS) {
  test(`${JSON.stringify(stream).slice(0, 60)} is ${events.length} events, wherever it is cut`, () => {
    const bytes = utf8(stream);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const reader = new EventStreamReader();
      const found = [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut))];
      assert.deepEqual(found, events, `cut at ${cut}`);
    }
    const slow = new EventStreamReader();
    const one = [...bytes].flatMap((byte) => [...slow.push(Uint8Array.of(byte))]);
    assert.deepEqual(one, events, 'byte by byte');
  });
}

test('a line, and an event, that never end are given up', () => {
  const long = new EventStreamReader();
  assert.throws(() => long.push(utf8(`data: ${'x'.repeat(EVENT_CHARACTERS)}`)), { code: 'event_too_large' });
  const many = new EventStreamReader();
  const piece = utf8('data: x\n'.repeat(10_000));
  assert.throws(
    () => {
      for (let i = 0; i < EVENT_CHARACTERS / 10_000; i++) many.push(piece);
    },
    { code: 'event_too_large' },
  );
});
