// What a machine signed of a build: which program it was permitted and which one its log names, when, what it counted, what
// its log lacks.

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Build } from '#sdk/index.ts';
import { grouped, money } from '../../parts/amount.ts';
import { recordPath } from '../../parts/paths.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { shortId } from '../../parts/shorten.ts';
import { exactTime } from '../../parts/time.ts';
import { FINDING_WORDS, productionTexts, STOPPING } from '../../texts/production.ts';
import { spanWords } from './axis.ts';

/** The facts, and what was found in them. */
export function BuildFacts({ build }: { readonly build: Build }) {
  return (
    <section className="panel" aria-labelledby="build">
      <h2 id="build">{productionTexts.build}</h2>
      <Findings build={build} />
      <dl className="facts">
        {factsOf(build).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Findings({ build }: { readonly build: Build }) {
  if (build.findings.length === 0) {
    return (
      <p className="verdict verdict-good">
        <strong>
          <span aria-hidden="true">●</span> {productionTexts.noFindings}
        </strong>
      </p>
    );
  }
  return (
    <ul className="plain production-findings">
      {build.findings.map((finding) => (
        <li key={finding} className={STOPPING.has(finding) ? 'state-bad' : 'state-decide'}>
          <span aria-hidden="true">{STOPPING.has(finding) ? '✕' : '◆'}</span> {FINDING_WORDS[finding]}{' '}
          <span className="soft">{STOPPING.has(finding) ? productionTexts.stops : productionTexts.shown}</span>
        </li>
      ))}
    </ul>
  );
}

function factsOf(build: Build): readonly (readonly [name: string, value: ReactNode])[] {
  const { unreadable, holds, startedMs, endedMs, partCounts, permit, royaltyCents, unit } = build;
  const { first, last } = partCounts;
  const lines = unreadable.count === 0 ? '' : ` ${productionTexts.atLines(unreadable.firstLines.join(', '))}`;
  return [
    [productionTexts.program, <Programs key="programs" build={build} />],
    [
      productionTexts.times,
      <span key="times" className="mono number">
        {exactTime(startedMs)} … {exactTime(endedMs)} ({spanWords(endedMs - startedMs)})
      </span>,
    ],
    [
      productionTexts.partCounts,
      first === undefined || last === undefined ? productionTexts.none : productionTexts.partCount(first, last),
    ],
    [productionTexts.gapsName, <Gaps key="gaps" build={build} />],
    [productionTexts.holds, grouped(holds)],
    [productionTexts.unreadable, `${grouped(unreadable.count)}${lines}`],
    [
      productionTexts.log,
      <span key="log">
        {productionTexts.logLines(build.logLines)} <ShortId id={build.logRoot} />
      </span>,
    ],
    [productionTexts.materials, <Materials key="materials" build={build} />],
    [
      productionTexts.permit,
      permit === undefined ? (
        productionTexts.ownDesign
      ) : (
        <Link key="permit" className="mono" to={recordPath('designs/permit', permit)}>
          {shortId(permit)}
        </Link>
      ),
    ],
    [
      productionTexts.royalty,
      <span key="royalty" className="mono number">
        {money(royaltyCents, unit)}
      </span>,
    ],
  ];
}

function Programs({ build: { program, loggedNames, programVerdict } }: { readonly build: Build }) {
  const isGood = programVerdict === 'matches';
  return (
    <>
      <p>
        {productionTexts.permitted}: <span className="mono">{program.name}</span> <ShortId id={program.commitment} />
      </p>
      <p>
        {productionTexts.logged}: <span className="mono">{loggedNames.join(', ') || productionTexts.none}</span>
      </p>
      <p className={isGood ? 'state-good' : 'state-bad'}>
        <span aria-hidden="true">{isGood ? '●' : '✕'}</span> {productionTexts.verdicts[programVerdict]}
      </p>
    </>
  );
}

function Gaps({ build: { gaps } }: { readonly build: Build }) {
  return (
    <>
      <p>{productionTexts.gaps(gaps.count, spanWords(gaps.limitMs))}</p>
      {gaps.first.map(({ line, lengthMs }) => (
        <p key={line}>{productionTexts.gapAtLine(spanWords(lengthMs), line)}</p>
      ))}
    </>
  );
}

function Materials({ build: { materials } }: { readonly build: Build }) {
  if (materials.length === 0) return productionTexts.none;
  return materials.map(({ lot, quantity }) => (
    <p key={lot}>
      <span className="mono number">{grouped(quantity)}</span> ×{' '}
      <Link className="mono" to={recordPath('items/item', lot)}>
        {shortId(lot)}
      </Link>
    </p>
  ));
}
