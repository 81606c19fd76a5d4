// Step 0: who takes part, who runs which node, where everything lies, and the simulated money.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { MEMBERS } from '../cast.ts';
import { ORIGIN_MEMBER, REPLICA_ACTOR, REPLICA_MEMBER, WITNESS } from '../nodes.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money } from '../wording.ts';

/** The credential that the licence asks of a machine. */
export const MACHINE_CREDENTIAL = 'qualified for milling of aluminium plates';
const YEAR_MS = 365 * 86_400_000;
const A_DAY = 1000;
const DAY_MS = 86_400_000;
/** Shops that bid and the supplier, with what each has to set aside as a bond. */
const MONEYED = ['harbour', 'alpen', 'baltic', 'millbrook'];
const POCKET_CENTS = 20_000;

/** Plays step 0. @returns the tariff by which the platform's operator is paid */
export async function startStep(tour: Tour): Promise<string> {
  const { story, nodes, home, terms, input, ledgerId } = tour;
  story.step(0, 'start');
  story.line(`ledger ${ledgerId}`);
  story.line(`data lies in ${home}; nothing leaves this computer`);
  story.line('three processes speak HTTP with each other:');
  story.detail(`${nodes.origin}  the origin, run by ${ORIGIN_MEMBER}: puts statements in order and makes them durable`);
  story.detail(
    `${nodes.replica}  a replica, run by ${REPLICA_MEMBER}: executes all of it again, and co-signs what it finds right`,
  );
  story.detail('this one: the clients of everyone below, each with its own key');
  await sayMembers(tour);
  story.limit(
    'that these are separate companies: it is a demo, and all of them are played by this one process and the two nodes that it started, on one computer',
  );
  await registerWitness(tour);
  const most = input.logs.length * terms.reserveUnitPriceCents;
  await fund(tour, 2 * most);
  await qualify(tour);
  await letAgentsAct(tour, most);
  return publishTariff(tour);
}

/** As the auditor finds them at its own company’s replica. */
async function sayMembers({ story, cast }: Tour): Promise<void> {
  const actors = await Promise.all(
    MEMBERS.map(({ member }) => cast.auditor.list(membershipInterface, 'actor', 'member', member)),
  );
  for (const [i, { member, name, does }] of MEMBERS.entries()) {
    const own = actors[i] ?? [];
    const nodes = own.filter(({ role }) => role === 'node').length;
    const machines = own.filter(({ kind }) => kind === 'machine').length - nodes;
    const agents = own.filter(({ kind }) => kind === 'agent').length;
    const parts = [
      count(own.length - machines - nodes - agents, 'person', 'people'),
      ...(agents === 0 ? [] : [count(agents, 'agent')]),
      ...(machines === 0 ? [] : [count(machines, 'machine')]),
      ...(nodes === 0 ? [] : [count(nodes, 'node')]),
    ];
    story.line(`${member.padEnd(11)}${name.padEnd(25)}${does.padEnd(24)}${parts.join(', ')}`);
  }
}

/** From here on a log can be durable at the origin, and witnessed by someone else. */
async function registerWitness({ story, cast, nodes }: Tour): Promise<void> {
  const admin = cast.as(`${REPLICA_MEMBER}/admin`);
  const witness = { name: WITNESS, publicKey: base64url(nodes.witnessKey) };
  const { index } = await admin.do(membershipInterface, 'registerWitness', witness);
  story.line(
    `${REPLICA_ACTOR} reads the whole log for the replica: whoever runs one reads every statement, but no file`,
  );
  story.signed(admin.actor, `that ${WITNESS}, its replica's key, co-signs for it`, index);
}

/** Accounts for those who pay, are paid or set something aside; the money is simulated. */
async function fund({ story, cast, terms }: Tour, amountCents: number): Promise<void> {
  const { currency } = terms;
  const bank = cast.as('ledgerbank/finance');
  await bank.do(accountsInterface, 'createUnit', { code: currency });
  await Promise.all(
    ['northwind', 'ledgerbank', ...MONEYED].map((member) =>
      cast.as(`${member}/finance`).do(accountsInterface, 'openAccount', { unit: currency }),
    ),
  );
  for (const member of MONEYED) {
    const own = { to: `${member}/${currency}`, amountCents: POCKET_CENTS, reference: 'opening' };
    await bank.do(accountsInterface, 'issue', own);
  }
  const to = `northwind/${currency}`;
  const { index } = await bank.do(accountsInterface, 'issue', { to, amountCents, reference: 'opening' });
  const { balanceCents } = await cast.as('northwind/finance').need(accountsInterface, 'account', to);
  mustHold(balanceCents === amountCents, 'the account holds what was issued');
  story.line(`Northwind's account holds ${money(balanceCents, currency)} of simulated money`);
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
  const line = (what: string, unit: string) => {
    return { what, unit, mostEach: 1, mostPerPeriod: A_DAY, periodMs: 86_400_000, untilMs: nowMs + YEAR_MS };
  };
  const mandated = await cast.as('harbour/admin').do(membershipInterface, 'setMandate', {
    actor: machine,
    mandate: [
      line('designs.requestPermit', 'build'),
      line('production.recordBuild', 'build'),
      line('sharing.acknowledge', 'opening'),
    ],
  });
  story.line(`${machine} may ask for permits, open files and sign builds alone: one at a time, at most ${A_DAY} a day`);
  story.signed('harbour/admin', 'this mandate', mandated.index);
  story.signed('watchful/auditor', `the machine's certificate, "${MACHINE_CREDENTIAL}" (simulated)`, index);
}

/** What the buyer's agent may sign alone; more than that waits for a person. */
async function letAgentsAct({ story, cast, terms, clock }: Tour, mostCents: number): Promise<void> {
  const { currency } = terms;
  const line = (what: string, most: number) => {
    return { what, unit: currency, mostEach: most, mostPerPeriod: most, periodMs: DAY_MS, untilMs: clock() + YEAR_MS };
  };
  const mandate = [
    line('sourcing.publishRfq', 0),
    line('sourcing.award', mostCents),
    line('agreements.reportStock', mostCents),
  ];
  const { index } = await cast
    .as('northwind/admin')
    .do(membershipInterface, 'setMandate', { actor: 'northwind/agent', mandate: mandate.slice(0, 2) });
  await cast
    .as('harbour/admin')
    .do(membershipInterface, 'setMandate', { actor: 'harbour/agent', mandate: mandate.slice(2) });
  story.line(`northwind/agent may ask for quotations and award them alone, up to ${money(mostCents, currency)} a day`);
  story.signed('northwind/admin', 'this mandate', index);
}

async function publishTariff({ story, cast, terms }: Tour): Promise<string> {
  const { currency, feeBasisPoints } = terms;
  const operator = cast.as('ledgerbank/finance');
  const tariff = { unit: currency, feeBasisPoints, mostCents: 100_000 };
  const published = await operator.do(procurementInterface, 'publishTariff', tariff);
  story.line(
    `ledgerbank also runs the platform, for ${feeBasisPoints / 100} % of an accepted order, once (assumed); the signer sees the fee before signing`,
  );
  story.signed(operator.actor, 'the tariff', published.index);
  return published.id('tariff');
}
