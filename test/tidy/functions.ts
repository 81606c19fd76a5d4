// Finds the bodies of functions in code without strings and comments: behind `=>`, and behind parameters with or without
// a return type. Blocks of if, for, while, switch and catch are none.

import { lineOf } from './source.ts';

/** Where a function's body stands: lines from 1. */
export type FunctionPlace = { readonly line: number; readonly lines: number };

const CLOSING: { readonly [opening: string]: string } = { '(': ')', '[': ']', '{': '}' };
const CONTROL = /\b(?:if|for|while|switch|catch|with|await)\s*$/;
/** What a brace follows when it opens the type of an object and not a body. */
const BEFORE_TYPE = /(?:[:|&<,([?]|=>|\b(?:is|extends|readonly|keyof))\s*$/;

/** All functions of a code, also nested ones. */
export function functionsOf(code: string): readonly FunctionPlace[] {
  const places: FunctionPlace[] = [];
  for (const { index } of code.matchAll(/=>\s*\{/g)) places.push(placeOf(code, index, code.indexOf('{', index)));
  for (const { index } of code.matchAll(/[\w$>]\s*\(/g)) {
    const open = code.indexOf('(', index);
    if (CONTROL.test(code.slice(Math.max(0, open - 12), open))) continue;
    const body = bodyAfter(code, closing(code, open) + 1);
    if (body !== undefined) places.push(placeOf(code, index, body));
  }
  return places;
}

/** Position of the body's brace after the parameters, or undefined where there is no body. */
function bodyAfter(code: string, afterParameters: number): number | undefined {
  let at = afterParameters + (/^\s*/.exec(code.slice(afterParameters))?.[0].length ?? 0);
  if (code[at] === '{') return at;
  if (code[at] !== ':') return undefined;
  for (let angles = 0; at < code.length; at++) {
    const one = code.charAt(at);
    if (one === '{' && angles === 0 && !BEFORE_TYPE.test(code.slice(Math.max(0, at - 20), at))) return at;
    if (CLOSING[one] !== undefined) at = closing(code, at);
    else if (one === '<') angles++;
    else if (one === '>' && code[at - 1] !== '=') angles--;
    else if (/[;)\]}]/.test(one) || (angles === 0 && (one === ',' || (one === '=' && code[at + 1] !== '>'))))
      return undefined;
  }
  return undefined;
}

function placeOf(code: string, head: number, body: number): FunctionPlace {
  const line = lineOf(code, head);
  return { line, lines: lineOf(code, closing(code, body)) - line + 1 };
}

/** Position of the bracket that closes the one at a position; the end of the code where none does. */
function closing(code: string, open: number): number {
  const opening = code.charAt(open);
  const end = CLOSING[opening];
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === opening) depth++;
    else if (code[at] === end && --depth === 0) return at;
  }
  return code.length;
}
