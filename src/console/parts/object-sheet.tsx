// What the pages of single records have in common: the way back, the record or why there is none, and around the main
// content evidence, history and actions.

import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { recordQuery } from '../data/queries.ts';
import { useSession } from '../session/session-context.tsx';
import { recordTexts } from '../texts/records.ts';
import { Evidence } from './evidence.tsx';
import { History } from './history.tsx';
import { fieldsPath, listPath } from './paths.ts';
import { Problem } from './problem.tsx';
import { RecordActions } from './record-actions.tsx';

type RecordAtProps = {
  /** `contract/record` */
  readonly kind: string;
  /** What the list that it is in is called. */
  readonly list: string;
  children(seen: RecordSeen): ReactNode;
};

/** Reads the record that the address names, for its page. */
export function RecordAt({ kind, list, children }: RecordAtProps) {
  // Ids with slashes stand at the end of an address of their own kind.
  const { '*': rest = '', id = rest } = useParams();
  const { transport } = useSession();
  const { data, error, refetch } = useQuery(recordQuery(transport, kind, id));
  return (
    <>
      <p className="crumbs small">
        <Link to={listPath(kind)}>{list}</Link>
      </p>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? null : <Fragment key={data.id}>{children(data)}</Fragment>}
    </>
  );
}

type ObjectSheetProps = {
  readonly kind: string;
  readonly seen: RecordSeen;
  /** The title block, and what stands under it across the page. */
  readonly title: ReactNode;
  /** More records that are part of what is shown. */
  readonly evidence?: readonly number[];
  fits?(action: string): boolean;
  /** What is offered before the actions. */
  readonly offers?: ReactNode;
  readonly children: ReactNode;
};

/** The page of a record. */
export function ObjectSheet({ kind, seen, title, evidence = [], fits, offers, children }: ObjectSheetProps) {
  return (
    <article className="object">
      <div className="object-head">{title}</div>
      <div className="object-main">
        {children}
        <Evidence indexes={[...new Set([seen.entry, ...evidence])].sort((a, b) => b - a)} />
        <History id={seen.id} />
      </div>
      <RecordActions
        kind={kind}
        seen={seen}
        {...(fits === undefined ? {} : { fits })}
        foot={<Link to={fieldsPath(kind, seen.id)}>{recordTexts.everyField}</Link>}
      >
        {offers}
      </RecordActions>
    </article>
  );
}
