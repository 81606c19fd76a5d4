// The inspection of an order: its units with what came of each, and one strip per characteristic with all of them.

import { Link, useParams } from 'react-router';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Evidence } from '../../parts/evidence.tsx';
import { History } from '../../parts/history.tsx';
import { fieldsPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { RecordActions } from '../../parts/record-actions.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Table } from '../../parts/table.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { inspectionTexts } from '../../texts/inspections.ts';
import { recordTexts } from '../../texts/records.ts';
import { stripsOf, type UnitName, unitsOf } from './model.ts';
import { Notes } from './notes.tsx';
import { type OrderRead, useInspection } from './read.ts';
import { Reasons } from './reasons.tsx';
import { Strips } from './strips.tsx';
import './page.css';

/** The page. */
export function Component() {
  const { order = '' } = useParams();
  const read = useInspection(order);
  return (
    <>
      <p className="crumbs small">
        <Link to="/inspections">{inspectionTexts.title}</Link>
      </p>
      {read.error === null ? null : <Problem error={read.error} />}
      <Order key={order} order={order} read={read} />
    </>
  );
}

function Order({ order, read }: { readonly order: string; readonly read: OrderRead }) {
  const { inspection, scope, scopeSeen, isReading } = read;
  const units = unitsOf(inspection);
  if (isReading) return null;
  if (scope === undefined && units.size === 0) {
    return <EmptyState title={recordTexts.noneYet('inspections')} teaches={inspectionTexts.unseen} />;
  }
  const { seller, buyer } = scope?.laboratories ?? {};
  return (
    <article className="object">
      <TitleBlock
        label={inspectionTexts.ofOrder}
        title={undefined}
        id={order}
        state={undefined}
        parties={[
          ...(scope === undefined ? [] : [['buyer', scope.buyer] as const, ['seller', scope.seller] as const]),
          ...(seller === undefined ? [] : [[`measures ${inspectionTexts.for.seller}`, seller] as const]),
          ...(buyer === undefined ? [] : [[`measures ${inspectionTexts.for.buyer}`, buyer] as const]),
        ]}
        next={undefined}
      >
        <div className="cell">
          <span className="cell-name">{inspectionTexts.order}</span>
          <Link to={recordPath('procurement/order', order)}>{inspectionTexts.openOrder}</Link>
        </div>
      </TitleBlock>
      <div className="object-main">
        <Units read={read} units={units} />
        <Notes read={read} />
        <Strips strips={stripsOf(inspection)} units={units} />
        <Evidence indexes={agreedIn(read)} />
        <History id={order} />
      </div>
      {scopeSeen === undefined ? null : (
        <RecordActions
          kind="inspection/scope"
          seen={scopeSeen}
          foot={<Link to={fieldsPath('inspection/scope', order)}>{inspectionTexts.everyField}</Link>}
        />
      )}
    </article>
  );
}

/** The statements that fixed what is measured; each unit's page has those of its values. */
function agreedIn({ scopeSeen, mappingSeen, inspection, entries }: OrderRead): readonly number[] {
  const programmes = inspection.programmes.map(({ id }) => entries.get(`programme ${id}`));
  return [...new Set([mappingSeen?.entry, ...programmes, scopeSeen?.entry].flatMap((index) => index ?? []))];
}

type UnitsProps = { readonly read: OrderRead; readonly units: ReadonlyMap<string, UnitName> };

function Units({ read: { inspection }, units }: UnitsProps) {
  const reviews = new Map(inspection.reviews.map((review) => [review.id, review]));
  return (
    <section className="panel" aria-labelledby="units">
      <h2 id="units">{inspectionTexts.units}</h2>
      <Table
        rows={[...units].map(([item, { name }]) => ({ item, name, review: reviews.get(item) }))}
        keyOf={({ item }) => item}
        columns={[
          {
            label: inspectionTexts.unit,
            draw: ({ item, name }) => (
              <Link className="mono" to={recordPath('inspection/review', item)}>
                {name}
              </Link>
            ),
          },
          {
            label: inspectionTexts.state,
            draw: ({ review }) =>
              review === undefined ? (
                <span className="soft">{inspectionTexts.notReviewed}</span>
              ) : (
                <StateWord state={review.state} />
              ),
          },
          {
            label: inspectionTexts.reasons,
            isWide: true,
            look: 'small',
            draw: ({ review }) => (review === undefined ? null : <Reasons review={review} />),
          },
          { label: inspectionTexts.outside, isFigure: true, draw: ({ review }) => review?.outside },
        ]}
      />
    </section>
  );
}
