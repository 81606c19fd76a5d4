// Any record: title block, facts, evidence, history, and what one can do, each derived from the contract's interface.

import { useParams } from 'react-router';
import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { type Kind, kindOf } from '../../data/kinds.ts';
import { nextStep } from '../../data/next-steps.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Evidence } from '../../parts/evidence.tsx';
import { FieldValue } from '../../parts/field-value.tsx';
import { History } from '../../parts/history.tsx';
import { RecordAt } from '../../parts/object-sheet.tsx';
import { RecordActions } from '../../parts/record-actions.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { recordTexts } from '../../texts/records.ts';
import { partsOf } from './model.ts';

/** The page. */
export function Component() {
  const { contract = '', record = '' } = useParams();
  const kind = kindOf(`${contract}/${record}`);
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <RecordAt key={kind.path} kind={kind.path} list={kind.plural}>
      {(seen) => <Sheet kind={kind} seen={seen} />}
    </RecordAt>
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
