// Any record: title block, facts, evidence, history, and what one can do, each derived from the contract's interface.

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { type Kind, kindOf } from '../../data/kinds.ts';
import { nextStep } from '../../data/next-steps.ts';
import { recordQuery } from '../../data/queries.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Evidence } from '../../parts/evidence.tsx';
import { FieldValue } from '../../parts/field-value.tsx';
import { History } from '../../parts/history.tsx';
import { listPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { RecordActions } from '../../parts/record-actions.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { recordTexts } from '../../texts/records.ts';
import { partsOf } from './model.ts';

/** The page. */
export function Component() {
  const { contract = '', record = '', '*': id = '' } = useParams();
  const kind = kindOf(`${contract}/${record}`);
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return <RecordPage key={`${kind.path} ${id}`} kind={kind} id={id} />;
}

function RecordPage({ kind, id }: { readonly kind: Kind; readonly id: string }) {
  const { transport } = useSession();
  const { data, error, refetch } = useQuery(recordQuery(transport, kind.path, id));
  return (
    <>
      <p className="crumbs small">
        <Link to={listPath(kind.path)}>{kind.plural}</Link>
      </p>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? null : <Sheet kind={kind} seen={data} />}
    </>
  );
}

function Sheet({ kind, seen }: { readonly kind: Kind; readonly seen: RecordSeen }) {
  const { title, state, parties } = partsOf(kind, seen);
  return (
    <article className="object">
      <TitleBlock
        label={kind.label}
        title={title}
        id={seen.id}
        state={state}
        parties={parties}
        next={nextStep(kind.path, seen.value)}
      />
      <div className="object-main">
        <Facts kind={kind} seen={seen} />
        <Evidence indexes={[seen.entry]} />
        <History id={seen.id} />
      </div>
      <RecordActions kind={kind.path} seen={seen} />
    </article>
  );
}

function Facts({ kind, seen }: { readonly kind: Kind; readonly seen: RecordSeen }) {
  const { facts, unit } = partsOf(kind, seen);
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{recordTexts.facts}</h2>
      <dl className="facts">
        {facts.map(([name, schema]) => (
          <div key={name}>
            <dt>{fieldLabel(name)}</dt>
            <dd>
              <FieldValue
                contract={kind.contract.name}
                name={name}
                schema={schema}
                value={seen.value[name]}
                unit={unit}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
