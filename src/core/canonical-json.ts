// Canonical JSON: a subset of RFC 8785 in which one value has one byte string. Objects with ASCII keys in code-unit
// order, arrays, booleans, well-formed strings, safe integers; no null, no floats.
// Input is accepted only when it equals its own re-serialisation, which rules out duplicate keys, odd escapes, -0,
// white space and numbers that two parsers read differently.

import { fromUtf8, utf8 } from './bytes.ts';
import { Fault } from './fault.ts';

/** A value that canonical JSON can say. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Nesting that we read and write: the top value has depth 1. */
export const MAX_DEPTH = 32;

const ASCII_KEY = /^[\x20-\x7e]+$/;

/** The canonical text of a value. @throws Fault `json_unsupported` naming the place */
export function canonicalJson(value: Json): string {
  return isInOrder(value, 1) ? JSON.stringify(value) : write(value, '$', 1);
}

/** UTF-8 of the canonical text. @throws Fault `json_unsupported` */
export function encodeJson(value: Json): Uint8Array {
  return utf8(canonicalJson(value));
}

/**
 * Reads canonical JSON.
 * @throws Fault `json_not_canonical` where the text differs from its own re-serialisation, `json_unsupported` where it
 * holds null, a float, a lone surrogate, a key that is not ASCII or too much nesting, `json_invalid` where it is not JSON
 */
export function parseJson(text: string): Json {
  checkNesting(text);
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault('json_invalid', `not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, { cause });
  }
  const again = canonicalJson(value);
  if (again !== text) {
    throw new Fault(
      'json_not_canonical',
      `not canonical JSON: differs from character ${firstDifference(again, text)} on`,
    );
  }
  return value;
}

/** Reads canonical JSON from UTF-8 bytes. @throws as parseJson, and Fault `utf8_invalid` */
export function decodeJson(bytes: Uint8Array): Json {
  return parseJson(fromUtf8(bytes));
}

/** True for a JSON object (not an array). */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

/** True where JSON.stringify prints the canonical text, at a third of the price of `write`. False decides nothing. */
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean';
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const element of value) if (!isInOrder(element, depth + 1)) return false;
    return true;
  }
  let previous = '';
  // Any object's members can be read by name.
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (!(previous < key) || !ASCII_KEY.test(key) || !isInOrder(member, depth + 1)) return false;
    previous = key;
  }
  return !('toJSON' in value);
}

function write(value: unknown, place: string, depth: number): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw unsupported(place, 'a string with a lone surrogate');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw unsupported(place, `the number ${value}`);
    return String(value);
  }
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object' || value === null) throw unsupported(place, value === null ? 'null' : typeof value);
  if (depth > MAX_DEPTH) throw unsupported(place, `nesting deeper than ${MAX_DEPTH}`);
  if (Array.isArray(value)) return writeArray(value, place, depth);
  return writeObject(value, place, depth);
}

function writeArray(values: readonly unknown[], place: string, depth: number): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    text += write(values[i], `${place}[${i}]`, depth + 1);
  }
  return `${text}]`;
}

function writeObject(value: object, place: string, depth: number): string {
  const members: Record<string, unknown> = { ...value };
  let text = '{';
  // Code-unit order is byte order, since keys are ASCII.
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    if (!ASCII_KEY.test(key)) throw unsupported(place, 'a key that is not printable ASCII');
    if (text.length > 1) text += ',';
    text += `${JSON.stringify(key)}:${write(member, `${place}.${key}`, depth + 1)}`;
  }
  return `${text}}`;
}

/** JSON.parse recurses without a limit of its own choosing, so deep nesting is refused before it. */
function checkNesting(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > MAX_DEPTH) throw unsupported(`character ${i}`, `nesting deeper than ${MAX_DEPTH}`);
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
}

function firstDifference(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return i;
  return shared;
}

function unsupported(place: string, what: string): Fault {
  return new Fault('json_unsupported', `canonical JSON cannot hold ${what} at ${place}`);
}
