// Keys of one's own: those that lie in this browser, and new ones with the text by which an administrator enrols them.

import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { enrolmentOf, listKeys, makeKeys, openKeys, removeKeys } from '#sdk/index.ts';
import { Problem } from '../../parts/problem.tsx';
import { Stamp } from '../../parts/stamp.tsx';
import { useSession } from '../../session/session-context.tsx';
import { signInTexts } from '../../texts/sign-in.ts';

const KEYS = ['keys'];

/** The keys of this browser. */
export function KeysHere({ become }: { become(actor: string): void }) {
  const { data = [], error } = useQuery({ queryKey: KEYS, queryFn: listKeys });
  return (
    <section className="panel" aria-labelledby="keys">
      <h2 id="keys">{signInTexts.here}</h2>
      {error === null ? null : <Problem error={error} />}
      {data.length === 0 ? <p className="soft">{signInTexts.hereNone}</p> : null}
      <ul className="own-keys">
        {data.map((actor) => (
          <OwnKey key={actor} actor={actor} become={become} />
        ))}
      </ul>
    </section>
  );
}

function OwnKey({ actor, become }: { readonly actor: string; become(actor: string): void }) {
  const queries = useQueryClient();
  const { node } = useSession();
  const [isSure, setIsSure] = useState(false);
  const [enrolment, setEnrolment] = useState<string>();
  const remove = useMutation({
    mutationFn: () => removeKeys(actor),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }),
  });
  const show = async (): Promise<void> => setEnrolment(await enrolmentText(actor, node.ledgerId));
  return (
    <li>
      <div className="row">
        <Stamp member={actor.split('/')[0] ?? actor} size={28} />
        <Button onClick={() => become(actor)}>
          {signInTexts.as} {actor}
        </Button>
        <Button variant="default" onClick={() => void show()}>
          {signInTexts.enrol}
        </Button>
        <button type="button" className="as-link" onClick={() => setIsSure(true)}>
          {signInTexts.forget}
        </button>
      </div>
      {enrolment === undefined ? null : <Enrolment text={enrolment} />}
      {isSure ? (
        <div className="row" role="alert">
          <span>{signInTexts.forgetSure}</span>
          <Button variant="default" size="sm" onClick={() => setIsSure(false)}>
            {signInTexts.keep}
          </Button>
          <Button variant="default" size="sm" onClick={() => remove.mutate()}>
            {signInTexts.remove}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** Making keys. */
export function MakeKeys() {
  const queries = useQueryClient();
  const { node } = useSession();
  const make = useMutation({
    mutationFn: async (actor: string) => {
      await makeKeys(actor);
      return enrolmentText(actor, node.ledgerId);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const actor = new FormData(event.currentTarget).get('actor');
    if (typeof actor === 'string') make.mutate(actor.trim());
  };
  return (
    <section className="panel" aria-labelledby="make">
      <h2 id="make">{signInTexts.make}</h2>
      <p>{signInTexts.makeLead}</p>
      <form className="row row-end" onSubmit={submit}>
        <TextInput
          name="actor"
          label={signInTexts.actor}
          description={signInTexts.actorHint}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={make.isPending}>
          {signInTexts.makeDo}
        </Button>
      </form>
      {make.error === null ? null : <Problem error={make.error} />}
      {make.data === undefined ? null : (
        <>
          <p role="status">{signInTexts.made}</p>
          <Enrolment text={make.data} />
        </>
      )}
    </section>
  );
}

function Enrolment({ text }: { readonly text: string }) {
  return (
    <div className="enrolment">
      <Textarea
        label={signInTexts.enrol}
        description={signInTexts.enrolLead}
        readOnly
        rows={6}
        value={text}
        classNames={{ input: 'mono small' }}
      />
      <p className="soft small">{signInTexts.enrolled}</p>
    </div>
  );
}

/** The text that `touchmark call membership enrolActor --input` and the console's own form take. */
async function enrolmentText(actor: string, ledgerId: string): Promise<string> {
  const enrolment = await enrolmentOf(await openKeys(actor), ledgerId);
  return JSON.stringify({ id: actor, ...enrolment }, undefined, 2);
}
