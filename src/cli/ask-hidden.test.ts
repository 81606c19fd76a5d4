// The question at the terminal: what is typed comes back, and nothing of it is shown.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { askHidden } from './ask-hidden.ts';

/** A keyboard that a test types on, with the screen beside it. */
function terminal() {
  const seen: string[] = [];
  const keyboard = Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: (raw: boolean) => {
      seen.push(raw ? '<raw>' : '<cooked>');
    },
    resume: () => undefined,
    pause: () => undefined,
  });
  return {
    keyboard,
    seen,
    screen: { write: (text: string) => seen.push(text) },
    type: (text: string) => keyboard.emit('data', utf8(text)),
  };
}

test('an answer is everything up to return, corrections made, and is not echoed', async () => {
  const { keyboard, screen, seen, type } = terminal();
  const answer = askHidden('Passphrase: ', keyboard, screen);
  for (const keys of ['se', 'cx\u007fret', 'ü\u001b', '\rmore']) type(keys);
  assert.equal(await answer, 'secretü');
  assert.deepEqual(seen, ['<raw>', 'Passphrase: ', '<cooked>', '\n']);
});

test('whoever breaks off gives no answer, and has the terminal back', async () => {
  const { keyboard, screen, seen, type } = terminal();
  const answer = askHidden('Passphrase: ', keyboard, screen);
  type('sec\u0003');
  await assert.rejects(answer, { code: 'no_answer' });
  assert.equal(seen.at(-2), '<cooked>');
  assert.equal(keyboard.listenerCount('data'), 0);
});

test('without a terminal nobody is asked', async () => {
  const { keyboard, screen } = terminal();
  const piped = Object.assign(keyboard, { isTTY: false });
  await assert.rejects(askHidden('Passphrase: ', piped, screen), { code: 'no_terminal' });
});
