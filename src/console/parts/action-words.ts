// An action's name as words on a button.

import { fieldLabel } from '#sdk/index.ts';

/** `acceptOrder` is `Accept order`. */
export function actionWords(name: string): string {
  const words = fieldLabel(name)
    .replace(/\brfq\b/, 'request')
    .replace(/\bblob\b/, 'file')
    .replace(/\bnda\b/, 'agreement of silence');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
