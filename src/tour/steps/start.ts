// Step 0: who takes part, where everything lies, and the simulated money.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { utf8 } from '#core/bytes.ts';
import { MEMBERS } from '../cast.ts';
import type { Tour } from '../stage.ts';
import { count, money } from '../story.ts';

/** The credential that the licence asks of a machine. */
export const MACHINE_CREDENTIAL = 'qualified for milling of aluminium plates';
const YEAR_MS = 365 * 86_400_000;

/** Plays step 0. */
export async function startStep(tour: Tour): Promise<void> {
  const { story, node, cast, home, terms, input } = tour;
  story.step(0, 'start');
  story.line(`ledger ${node.ledger.id}`);
  story.line(`data lies in ${home}; nothing leaves this computer`);
  for (const { member, name, does } of MEMBERS) {
    const actors = await cast.as('watchful/auditor').list(membershipInterface, 'actor', 'member', member);
    const machines = actors.filter(({ kind }) => kind === 'machine').length;
    const people = count(actors.length - machines, 'person').replace('persons', 'people');
    story.line(`${name.padEnd(26)} ${does.padEnd(24)} ${people}${machines === 0 ? '' : `, ${count(machines, 'machine')}`}`);
  }
  story.line('all of them are played by this one process, each with its own key');
  await fund(tour, input.logs.length * terms.unitPriceCents);
  await qualify(tour);
}

/** Accounts for those who pay or are paid; the money is simulated. */
async function fund({ story, cast, terms }: Tour, amountCents: number): Promise<void> {
  const { currency } = terms;
  const bank = cast.as('ledgerbank/finance');
  await bank.do(accountsInterface, 'createUnit', { code: currency });
  for (const member of ['northwind', 'harbour']) {
    await cast.as(`${member}/finance`).do(accountsInterface, 'openAccount', { unit: currency });
  }
  const { index } = await bank.do(accountsInterface, 'issue', { to: `northwind/${currency}`, amountCents, reference: 'opening' });
  const account = await cast.as('northwind/finance').need(accountsInterface, 'account', `northwind/${currency}`);
  story.line(`Northwind's account holds ${money(account.balanceCents, currency)} of simulated money`);
  story.signed('ledgerbank/finance', 'the issue', index);
}

/** The machine's credential, and what it may sign alone. */
async function qualify({ story, cast, clock }: Tour): Promise<void> {
  const nowMs = clock();
  const machine = 'harbour/machine';
  const { index } = await cast.as('watchful/auditor').do(membershipInterface, 'issueCredential', {
    subject: machine,
    kind: MACHINE_CREDENTIAL,
    validFromMs: nowMs - 1000,
    validUntilMs: nowMs + YEAR_MS,
    evidence: base64url(sha256(utf8('certificate of the demo, simulated'))),
  });
  const line = (what: string, unit: string) => ({ what, unit, mostEach: 1, mostPerPeriod: 1000, periodMs: 86_400_000, untilMs: nowMs + YEAR_MS });
  await cast.as('harbour/admin').do(membershipInterface, 'setMandate', {
    actor: machine,
    mandate: [line('designs.requestPermit', 'build'), line('production.recordBuild', 'build'), line('sharing.acknowledge', 'opening')],
  });
  story.line(`the machine ${machine} may sign permits, openings and builds alone, one at a time, at most 1000 a day`);
  story.signed('watchful/auditor', `its certificate, "${MACHINE_CREDENTIAL}" (simulated)`, index);
}
