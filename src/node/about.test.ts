import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeStatement } from '#core/statement.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { signTraded } from '#test/trade-home.ts';
import { EntriesAbout, isAbout } from './about.ts';
import { seenEntry } from './feed.ts';
import { newHome, type TestHome } from './home.fixture.ts';
import { ABOUT_AT_ONCE } from './limits.ts';

/** So many that one look does not reach through the log. */
const STATEMENTS = ABOUT_AT_ONCE + 200;
const AT_ONCE = 300;

async function fill({ node, clock: { nowMs } }: TestHome, from: number, to: number): Promise<void> {
  for (let sent = from; sent < to; sent += AT_ONCE) {
    const statements = Array.from({ length: Math.min(AT_ONCE, to - sent) }, (_, i) =>
      signTraded(node.ledger.id, { kind: 'certificate', member: 'acme', word: `n-${sent + i}`, nowMs }),
    );
    await Promise.all((await Promise.all(statements)).map((bytes) => node.submit(bytes)));
  }
}

test('what a statement names as its subject or in its events, it is about', () => {
  const told = { subject: 'order-1', events: [{ data: { item: 'item-1', ids: ['item-2'] } }] };
  for (const id of ['order-1', 'item-1', 'item-2']) assert.equal(isAbout(id, told), true, id);
  for (const id of ['item', 'order-12', 'ids', '']) assert.equal(isAbout(id, told), false, id);
});

test('the index finds each statement once, also after it was closed, and is made anew where its file is of another ledger', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const { ledger } = home.node;
  await fill(home, 0, STATEMENTS);
  const ofEntry = (index: number): string => {
    const [event] = seenEntry(ledger, index).events;
    assert.ok(event !== undefined);
    // A certificate's event has its id.
    return (event.data as { readonly id: string }).id;
  };
  const statements = ledger.store.db.prepare('SELECT idx FROM entries WHERE tx_id IS NOT NULL AND idx > 1').all();
  const places = statements.map(({ idx }) => Number(idx)).filter((_, i) => i % 97 === 0);
  const found = async (about: EntriesAbout): Promise<void> => {
    about.indexes('anything', 1);
    await about.built();
    assert.equal(about.through, ledger.head.size);
    for (const index of places) assert.deepEqual(about.indexes(ofEntry(index), ledger.head.size), [index]);
  };
  {
    await using about = new EntriesAbout(ledger, folder.file('about.db'));
    assert.deepEqual(about.indexes(ofEntry(places.at(-1) ?? 0), ledger.head.size), [], 'not reached by one look');
    assert.ok(about.through < ledger.head.size);
    await found(about);
  }
  await fill(home, STATEMENTS, STATEMENTS + 5);
  await using again = new EntriesAbout(ledger, folder.file('about.db'));
  assert.ok(again.through > 0 && again.through < ledger.head.size);
  await found(again);
  const last = ledger.head.size - 2;
  assert.equal(decodeStatement(home.node.entryBytes(last)).audience, ledger.id);
  assert.deepEqual(again.indexes(ofEntry(last), ledger.head.size), [last]);
  assert.deepEqual(again.indexes(ofEntry(last), last), [], 'only what is below');
  writeFileSync(folder.file('none.db'), 'this is no database at all, and longer than its head would be');
  await using anew = new EntriesAbout(ledger, folder.file('none.db'));
  await found(anew);
  await using other = await newHome(folder.file('other'));
  await using another = new EntriesAbout(other.node.ledger, folder.file('about.db'));
  assert.equal(another.through, 0);
});
