// After the story: both nodes go on serving what it wrote, and the tour says where to look.

import { passportPath } from '#contracts/items/records.ts';
import { isFault } from '#core/fault.ts';
import type { Finished } from './finished.ts';
import { type Nodes, type NodesPlan, ORIGIN_MEMBER, REPLICA_MEMBER, type StartNodes } from './nodes.ts';
import type { Story } from './story.ts';

/** Starts the nodes of an earlier run, where they were if that can be had: codes on things have the origin's address. */
export async function restartNodes(start: StartNodes, plan: NodesPlan, story: Story): Promise<Nodes> {
  try {
    return await start(plan);
  } catch (fault) {
    if (!isFault(fault, 'address_in_use')) throw fault;
    story.line(
      'another program has an address of the last run: the nodes take others, where its printed codes do not lead',
    );
    return start({ ...plan, ports: { origin: 0, replica: 0 } });
  }
}

/** What can be looked at while both serve. */
export function saysWhatIsServed(story: Story, { origin, replica }: Nodes, { ledgerId, passport }: Finished): void {
  story.end('Both nodes go on serving, on this computer:');
  story.command(`${origin}/  the console: sign in as one of the demo's actors`);
  story.command(`${origin}/v1/ledger  the origin, run by ${ORIGIN_MEMBER}`);
  story.command(`${replica}/v1/replica  the replica, run by ${REPLICA_MEMBER}, and how it stands`);
  story.command(`${origin}${passportPath(passport)}  what anyone is told of ${passport.serial}`);
  story.command(`${origin}/v1/cosignatures  how far the log is witnessed, and by whom`);
  story.command(`${origin}/openapi.json  every route`);
  story.command(`touchmark watch --node ${origin} --ledger ${ledgerId}`);
  story.line('Ctrl+C ends it.');
}
