// The actors of a demo, where this node serves one: their key files are opened here, with the passphrase that the node
// tells everyone at this computer. They are never stored in this browser.

import { type ActorKeys, Fault, openKeyFileBytes } from '#sdk/index.ts';

/** An actor that a visitor may act as. */
export type DemoActor = { readonly actor: string; readonly does: string; readonly keyFile: string };
type Demo = { readonly passphrase: string; readonly actors: readonly DemoActor[] };

/** What the node hands out; undefined where it serves no demo, or not to this browser. @throws Fault `node_unreachable` */
export async function fetchDemo(): Promise<Demo | undefined> {
  let response: Response;
  try {
    response = await fetch('/demo/actors');
  } catch (cause) {
    throw new Fault('node_unreachable', 'the node does not answer', { cause });
  }
  if (!response.ok) return undefined;
  const answer: unknown = await response.json();
  if (!isDemo(answer)) throw new Fault('answer_invalid', 'the node’s list of demo actors is in another form');
  return answer;
}

/** The keys of a demo actor. @throws Fault `demo_unknown`, those of openKeyFileBytes */
export async function openDemoKeys(actor: string): Promise<ActorKeys> {
  const demo = await fetchDemo();
  const found = demo?.actors.find((one) => one.actor === actor);
  if (demo === undefined || found === undefined) {
    throw new Fault('demo_unknown', `this node hands out no demo keys of ${actor}`);
  }
  return openKeyFileBytes(new TextEncoder().encode(found.keyFile), demo.passphrase);
}

function isDemo(value: unknown): value is Demo {
  if (typeof value !== 'object' || value === null || !('passphrase' in value) || !('actors' in value)) return false;
  const { passphrase, actors } = value;
  return typeof passphrase === 'string' && Array.isArray(actors) && actors.every(isActor);
}

function isActor(value: unknown): value is DemoActor {
  if (typeof value !== 'object' || value === null) return false;
  return ['actor', 'does', 'keyFile'].every((name) => typeof Reflect.get(value, name) === 'string');
}
