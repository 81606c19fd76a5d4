// What was verified in this browser and against which ledger, what was not, and how to check without this page.

import { Button } from '@mantine/core';
import { type UseQueryResult, useMutation } from '@tanstack/react-query';
import { fieldLabel, type PassportSeen, type Publication } from '#sdk/index.ts';
import { wordsOf } from '../../parts/problem.tsx';
import { saveFile } from '../../parts/record-list/save-file.ts';
import { useSession } from '../../session/session-context.tsx';
import { passportTexts as texts } from '../../texts/passport.ts';
import { bundleName, verifyCommand } from './model.ts';
import type { ItemRecords } from './records.ts';
import { storyOf } from './story.ts';

type ProofsProps = {
  readonly seen: PassportSeen;
  readonly proof: UseQueryResult<Publication>;
  readonly records: ItemRecords | undefined;
};

/** The proofs. */
export function Proofs({ seen, proof, records }: ProofsProps) {
  const { node, me } = useSession();
  const { host } = globalThis.location;
  const { number } = seen.passport;
  return (
    <section className="panel passport-proofs" aria-labelledby="proofs">
      <h2 id="proofs">{texts.proofs}</h2>
      <Held seen={seen} proof={proof} />
      <dl className="facts">
        <div>
          <dt>{texts.against}</dt>
          <dd>
            <span className="mono passport-code">{node.ledgerId}</span>
            <p className="soft small">{texts.pinned}</p>
          </dd>
        </div>
      </dl>
      <p className="small">
        {texts.limits} {seen.passport.gtin === undefined ? null : texts.gtinLimit}
      </p>
      <p className="small">{me === undefined ? texts.node(host) : texts.nodeMine(host)}</p>
      <code className="json mono small">{verifyCommand(number, node.ledgerId)}</code>
      {me === undefined || proof.data === undefined ? null : (
        <SaveBundle seen={seen} publication={proof.data} records={records} />
      )}
    </section>
  );
}

function Held({ seen, proof }: Pick<ProofsProps, 'seen' | 'proof'>) {
  const { data, error, refetch } = proof;
  if (error !== null) {
    const { happened, todo, detail } = wordsOf(error);
    return (
      <div className="verdict verdict-bad" role="alert">
        <strong>
          <span aria-hidden="true">✕</span> {texts.notProven}
        </strong>{' '}
        {happened} {todo} <span className="mono small">{detail}</span>
        <div className="row">
          <Button variant="default" size="xs" onClick={() => void refetch()}>
            {texts.again}
          </Button>
        </div>
      </div>
    );
  }
  if (data === undefined) return <p className="soft">{texts.checking}</p>;
  const { state, by } = data.witnessed;
  const isSame = seen.entry === data.receipt.index;
  return (
    <>
      <p className="verdict verdict-good">
        <strong>
          <span aria-hidden="true">●</span> {texts.held}
        </strong>{' '}
        {texts.heldWhat(data)}{' '}
        {state === 'witnessed' ? `${texts.heldBy.witnessed} ${by.join(', ')}.` : texts.heldBy.durable}
      </p>
      <p className="passport-state">
        {texts.stateIs} <strong>{fieldLabel(seen.passport.state)}</strong>.{' '}
        {isSame ? texts.stateSince : texts.stateLater(seen.entry)}
      </p>
    </>
  );
}

type SaveProps = { readonly seen: PassportSeen; readonly publication: Publication } & Pick<ProofsProps, 'records'>;

/** The bundle of every statement of the story that this reader may see. */
function SaveBundle({ seen: { passport }, publication, records }: SaveProps) {
  const { transport } = useSession();
  const entries = storyOf(passport, publication, records).flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  const save = useMutation({
    mutationFn: async () => {
      const indexes = [...new Set(entries)].sort((a, b) => a - b);
      saveFile(bundleName(passport.number), 'application/json', await transport.bundle(indexes));
    },
  });
  return (
    <div className="passport-save">
      <Button variant="default" size="sm" loading={save.isPending} onClick={() => save.mutate()}>
        {texts.saveBundle}
      </Button>
      {save.error === null ? null : (
        <p className="fault" role="alert">
          {wordsOf(save.error).happened} {wordsOf(save.error).todo}
        </p>
      )}
    </div>
  );
}
