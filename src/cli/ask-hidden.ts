// Asks a person at the terminal for a line that is not shown while it is typed.

import { Fault } from '#core/fault.ts';
import { PASSPHRASE_MOST } from './limits.ts';

/** What is needed of node:tty's ReadStream. */
type Keyboard = {
  readonly isTTY?: boolean;
  setRawMode(raw: boolean): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
};
type Screen = { write(text: string): unknown };

/** @throws Fault `no_terminal` where nobody can be asked, `no_answer` where the person broke off */
export async function askHidden(question: string, keyboard: Keyboard, screen: Screen): Promise<string> {
  if (keyboard.isTTY !== true) throw new Fault('no_terminal', 'there is no terminal to ask at');
  // Before the question: a quick answer must not be echoed either.
  keyboard.setRawMode(true);
  screen.write(question);
  keyboard.resume();
  try {
    return await typedLine(keyboard);
  } finally {
    keyboard.setRawMode(false);
    keyboard.pause();
    screen.write('\n');
  }
}

function typedLine(keyboard: Keyboard): Promise<string> {
  const decoder = new TextDecoder();
  let line = '';
  return new Promise((resolve, reject) => {
    const onData = (bytes: Uint8Array): void => {
      for (const key of decoder.decode(bytes, { stream: true })) {
        if (key === '\r' || key === '\n' || key === '\u0003' || key === '\u0004') {
          keyboard.off('data', onData);
          // Control-C and control-D: raw mode makes no signal of them.
          if (key < '\u0005') reject(new Fault('no_answer', 'no passphrase was given'));
          else resolve(line);
          return;
        }
        line = withKey(line, key);
      }
    };
    keyboard.on('data', onData);
  });
}

function withKey(line: string, key: string): string {
  if (key === '\u007f' || key === '\b') return [...line].slice(0, -1).join('');
  return key >= ' ' && line.length < PASSPHRASE_MOST ? line + key : line;
}
