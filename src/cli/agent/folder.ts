// The folder of an agent: what its owner signed off, read anew at every look, so that a rule that was changed counts from
// then on; its memory; and every decision that it made.

import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { base64url, fromUtf8 } from '#core/bytes.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import { Fault } from '#core/fault.ts';
import { asBuyingPolicy, asNeeds, type BuyingPolicy, type Need } from '#sdk/agents/buying-policy.ts';
import type { Decision } from '#sdk/agents/decision.ts';
import type { AgentMemory } from '#sdk/agents/memory.ts';
import { asPriceRules, type PriceRules } from '#sdk/agents/price-rules.ts';
import type { Client } from '#sdk/client.ts';
import { commitTo } from '#sdk/files.ts';
import { readWhole } from '../files.ts';
import { AGENT_FILE_BYTES } from '../limits.ts';
import { writeNewFile } from '../new-file.ts';

const DECISIONS = 'decisions.jsonl';

/** Where an agent's memory lies. */
export function memoryPath(folder: string): string {
  return join(folder, 'agent.db');
}

/** The price rules of a selling agent. @throws Fault `price_rules_invalid`, `file_unreadable`, `file_too_large` */
export function readPriceRules(folder: string): PriceRules {
  return asPriceRules('price-rules.json', readJson(folder, 'price-rules.json', 'price_rules_invalid'));
}

/** The policy of a buying agent. @throws Fault `buying_policy_invalid`, `file_unreadable`, `file_too_large` */
export function readBuyingPolicy(folder: string): BuyingPolicy {
  return asBuyingPolicy('buying-policy.json', readJson(folder, 'buying-policy.json', 'buying_policy_invalid'));
}

/**
 * The needs of a buying agent, each with a commitment to its delivery place. What opens it is kept in a file for the
 * seller, made once: `4711.delivery-place.json`.
 * @throws Fault `needs_invalid`, `file_unreadable`, `file_too_large`
 */
export async function readNeeds(folder: string, client: Client, memory: AgentMemory): Promise<readonly Need[]> {
  const file = 'needs.json';
  const listed = readJson(folder, file, 'needs_invalid');
  if (!Array.isArray(listed)) throw new Fault('needs_invalid', `${file}: expected a list of needs`);
  const needs: unknown[] = [];
  for (const [at, one] of listed.entries()) {
    const { deliveryPlace: place, ...rest } = asObject(one, `${file}: /${at}`);
    if (typeof place !== 'string' || place === '')
      throw new Fault('needs_invalid', `${file}: /${at}/deliveryPlace is not the place in words`);
    const { reference } = rest;
    // Whatever else is wrong with it, asNeeds says.
    const isNamed = typeof reference === 'string' && /^[A-Za-z0-9_.-]{1,80}$/.test(reference);
    if (!isNamed)
      throw new Fault(
        'needs_invalid',
        `${file}: /${at}/reference is not made of letters, digits, dots, dashes, underlines`,
      );
    needs.push({ ...rest, deliveryPlace: await committed(folder, { client, memory, reference, place }) });
  }
  return asNeeds(file, needs);
}

async function committed(
  folder: string,
  { client, memory, reference, place }: { client: Client; memory: AgentMemory; reference: string; place: string },
): Promise<string> {
  const key = `place/${reference}/${place}`;
  const known = await memory.get(key);
  if (known !== undefined) return known;
  const { commitment, ...opening } = commitTo(client, 'procurement', 'deliveryPlace', place);
  const path = join(folder, `${reference}.delivery-place.json`);
  // One that is there is of a place that was written before.
  const free = existsSync(path) ? join(folder, `${reference}.${commitment.slice(0, 8)}.delivery-place.json`) : path;
  const content = { value: place, place: opening.place, salt: base64url(opening.salt) };
  await writeNewFile(free, [`${JSON.stringify(content, undefined, 2)}\n`]);
  await memory.set(key, commitment);
  return commitment;
}

/** Adds a decision to those that the agent made. @throws Fault `file_unwritable` */
export function noteDecision(folder: string, atMs: number, decision: Decision): void {
  const { reasons, ...rest } = decision;
  const line: JsonObject = {
    at: new Date(atMs).toISOString(),
    ...rest,
    reasons: reasons.map(({ needs, ...one }) => ({ ...one, ...(needs && { needs: { ...needs } }) })),
  };
  try {
    appendFileSync(join(folder, DECISIONS), `${canonicalJson(line)}\n`, { mode: 0o600 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('file_unwritable', `${DECISIONS}: ${why}`, { cause });
  }
}

function readJson(folder: string, name: string, code: string): unknown {
  try {
    return JSON.parse(fromUtf8(readWhole(folder, name, AGENT_FILE_BYTES)));
  } catch (cause) {
    if (cause instanceof Fault && cause.code.startsWith('file_')) throw cause;
    throw new Fault(code, `${name}: expected JSON in UTF-8, got something else; docs/agents.md has an example`, {
      cause,
    });
  }
}

function asObject(value: unknown, name: string): { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault('needs_invalid', `${name} is not an object`);
  // An object of JSON has texts as keys.
  return value as { readonly [key: string]: unknown };
}
