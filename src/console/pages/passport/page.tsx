// The passport of one item, for whoever scanned its code: one word, why, what to do; then its story, then the proofs. It has
// no frame and needs no sign-in. The verdict is good only once its receipt held in this browser.

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import {
  type HttpTransport,
  type PassportSeen,
  passportPath,
  passportsOf,
  publicationOf,
  type Scanned,
} from '#sdk/index.ts';
import { ItemLabel } from '../../parts/label.tsx';
import { fieldsPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { useSession } from '../../session/session-context.tsx';
import { passportTexts as texts } from '../../texts/passport.ts';
import { Facts } from './facts.tsx';
import { codeToCompare, headlineOf, type ProofState, scannedOf } from './model.ts';
import { OwnItems } from './own-items.tsx';
import { Proofs } from './proofs.tsx';
import { itemRecords } from './records.ts';
import { StorySection } from './story-section.tsx';
import './page.css';

const SHAPES = { good: '●', bad: '✕', decide: '◆', waiting: '○' } as const;

/** The page. */
export function Component() {
  const { node, me } = useSession();
  return (
    <div className="passport">
      <header className="passport-top">
        <Link className="product" to="/">
          {texts.product}
        </Link>
        <span className="soft small passport-ledger">{node.name}</span>
        <Link to="/scan">{texts.scan}</Link>
      </header>
      <main id="page">
        <Scan />
      </main>
      <footer className="passport-foot soft small row">
        {me === undefined ? <Link to="/sign-in">{texts.signIn}</Link> : `${texts.signedInAs} ${me.actor}`}
      </footer>
    </div>
  );
}

function Scan() {
  const { transport, me } = useSession();
  const { item, gtin, serial } = useParams();
  const scanned = scannedOf({ item, gtin, serial });
  const { data, error, refetch } = useQuery({
    queryKey: ['records', 'passports', scanned],
    queryFn: () => passportsOf(transport, scanned),
  });
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  // A live region: who does not see the word is told when it comes.
  if (data === undefined) return <p role="status">{texts.checking}</p>;
  const code = 'item' in scanned ? scanned.item : `(01) ${scanned.gtin} (21) ${scanned.serial}`;
  return (
    <Found key={code} found={data} code={code}>
      {data.length === 0 && me !== undefined ? <OwnItems scanned={scanned} /> : null}
      <AlsoClaimed scanned={scanned} seen={data[0]} />
    </Found>
  );
}

type FoundProps = {
  readonly found: readonly PassportSeen[];
  readonly code: string;
  /** Behind the first words. */
  readonly children: ReactNode;
};

function Found({ found, code, children }: FoundProps) {
  const { transport, me } = useSession();
  const [seen, other] = found;
  useTitle(seen === undefined ? texts.titleNone : texts.title(seen.passport.number));
  const proof = useQuery({ ...proofQuery(transport, seen), enabled: seen !== undefined });
  const records = useQuery({
    queryKey: ['records', 'story', seen?.passport.item],
    queryFn: () => itemRecords(transport, seen?.passport.item ?? ''),
    // Anyone else would be given nothing: nothing is asked.
    enabled: me !== undefined && seen !== undefined,
  });
  const state = stateOf(proof);
  const { word, tone, reason, whatToDo, evidence } = headlineOf(
    found.map(({ passport }) => passport),
    state,
  );
  return (
    <>
      <section className={`passport-verdict passport-${tone}`} role="status">
        <h1 className="passport-word">
          <span className="passport-shape" aria-hidden="true">
            {SHAPES[tone]}
          </span>{' '}
          <span className="as-words">{word}</span>
        </h1>
        <p>{reason}</p>
        <p className="passport-todo">
          <strong>{texts.todo}:</strong> {whatToDo}
        </p>
      </section>
      {children}
      {seen === undefined || other !== undefined ? <Claims found={found} code={code} /> : null}
      {seen !== undefined && other === undefined ? (
        <>
          <Facts seen={seen} item={records.data?.item?.value} />
          <Evidence evidence={evidence} grade={seen.passport.evidenceGrade} />
          <StorySection passport={seen.passport} publication={proof.data} records={records} />
          <Proofs seen={seen} proof={proof} records={records.data} />
          <ItemLabel of={seen.passport} />
          <p className="small passport-fields">
            <Link to={fieldsPath('items/passport', seen.passport.item)}>{texts.everyField}</Link>
          </p>
        </>
      ) : (
        <Evidence evidence={evidence} grade={undefined} />
      )}
    </>
  );
}

/** By what a passport was made public, verified here. */
function proofQuery(transport: HttpTransport, seen: PassportSeen | undefined) {
  return {
    queryKey: ['records', 'publication', seen?.passport.item, seen?.passport.publishedAtMs],
    queryFn: () => {
      if (seen === undefined) throw new Error('a passport that was not found has no publication');
      return publicationOf(transport, seen);
    },
  };
}

function stateOf({
  data,
  error,
}: {
  readonly data?: { readonly key: string } | undefined;
  readonly error: unknown;
}): ProofState {
  if (error !== null) return 'failed';
  if (data === undefined) return 'checking';
  return data.key === 'suspect' ? 'suspect' : 'held';
}

function Evidence({ evidence, grade }: { readonly evidence: string; readonly grade: number | undefined }) {
  return (
    <section className="panel" aria-labelledby="label-proves">
      <h2 id="label-proves">{texts.evidence}</h2>
      {grade === undefined ? null : (
        <p>
          <span className="passport-grade" aria-hidden="true">
            {texts.grades.map((name, i) => (
              <span key={name} className={i <= grade ? 'passport-step passport-step-on' : 'passport-step'} />
            ))}
          </span>{' '}
          {texts.gradeOf(grade)}: {texts.grades[grade]}
        </p>
      )}
      <p>{evidence}</p>
    </section>
  );
}

type AlsoProps = { readonly scanned: Scanned; readonly seen: PassportSeen | undefined };

/** An item's own address finds one item; its code may find two, which is said here, too. */
function AlsoClaimed({ scanned, seen }: AlsoProps) {
  const { transport } = useSession();
  const code = codeToCompare(scanned, seen?.passport);
  const { data, error } = useQuery({
    queryKey: ['records', 'passports', code],
    queryFn: () => passportsOf(transport, code ?? scanned),
    enabled: code !== undefined,
  });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined || data.length < 2 || seen === undefined) return null;
  return (
    <p className="notice" role="alert">
      {texts.alsoClaimed} <Link to={passportPath(seen.passport)}>{texts.bothClaims}</Link>
    </p>
  );
}

/** Nothing, or more than one item, is under the code: it is named, so that one can ask about it. */
function Claims({ found, code }: { readonly found: readonly PassportSeen[]; readonly code: string }) {
  return (
    <section className="panel" aria-labelledby="code">
      <h2 id="code">{found.length === 0 ? texts.code : texts.claims}</h2>
      <p className="mono passport-code">{code}</p>
      <ul className="plain">
        {found.map(({ passport }) => (
          <li key={passport.item}>
            <Link to={`/p/${encodeURIComponent(passport.item)}`}>
              {passport.name} {passport.number}
            </Link>
            , {texts.maker.toLowerCase()} {passport.maker}
          </li>
        ))}
      </ul>
    </section>
  );
}
