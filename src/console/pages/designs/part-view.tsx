// The drawn part with what one does to it: turning, zooming, a cut by a slider.

import { useComputedColorScheme } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { designTexts } from '../../texts/designs.ts';
import { boxWords, millimetres } from './model.ts';
import type { ModelRead } from './model-messages.ts';
import type { CutAxis, Viewer } from './viewer.ts';

const AXES: readonly CutAxis[] = ['x', 'y', 'z'];
const WHOLE = 100;

const KEYS: { readonly [key: string]: (viewer: Viewer) => void } = {
  ArrowLeft: (viewer) => viewer.turn(-1, 0),
  ArrowRight: (viewer) => viewer.turn(1, 0),
  ArrowUp: (viewer) => viewer.turn(0, 1),
  ArrowDown: (viewer) => viewer.turn(0, -1),
  '+': (viewer) => viewer.zoom(1),
  '=': (viewer) => viewer.zoom(1),
  '-': (viewer) => viewer.zoom(-1),
  Home: (viewer) => viewer.home(),
};

/** The view. */
export function PartView({ read }: { readonly read: ModelRead }) {
  const { host, overlay, viewer, isBlind } = useViewer(read);
  const onKey = (event: KeyboardEvent): void => {
    const act = KEYS[event.key];
    if (act === undefined || viewer === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(viewer);
  };
  if (isBlind) return <p className="notice">{designTexts.noWebgl}</p>;
  return (
    <>
      <div
        ref={host}
        className="designs-view"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is turned by keys.
        tabIndex={0}
        role="img"
        aria-label={designTexts.view(boxWords(read.boxMicrometres) ?? '')}
        onKeyDown={onKey}
      >
        {read.boxMicrometres.map((edge, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the three edges of a box, in their order.
            key={i}
            className="designs-edge mono"
            ref={(element) => {
              if (element !== null) overlay.current.edges[i] = element;
            }}
          >
            {`${millimetres(edge)} mm`}
          </span>
        ))}
        <span className="designs-scale">
          <span
            className="designs-scale-text mono"
            ref={(element) => {
              if (element !== null) overlay.current.barText = element;
            }}
          />
          <span
            className="designs-scale-bar"
            ref={(element) => {
              if (element !== null) overlay.current.bar = element;
            }}
          />
        </span>
      </div>
      <Cut viewer={viewer} read={read} />
      <p className="soft small">{designTexts.viewKeys}</p>
    </>
  );
}

function Cut({ viewer, read }: { readonly viewer: Viewer | undefined; readonly read: ModelRead }) {
  const [axis, setAxis] = useState<CutAxis>('x');
  const [at, setAt] = useState(WHOLE);
  useEffect(() => viewer?.cut(axis, at / WHOLE), [viewer, axis, at]);
  const whole = (): void => {
    setAt(WHOLE);
    viewer?.home();
  };
  const edge = read.boxMicrometres[AXES.indexOf(axis)] ?? 0;
  return (
    <fieldset className="designs-cut" aria-label={designTexts.section}>
      <span>{designTexts.section}</span>
      {AXES.map((one) => (
        <button
          type="button"
          key={one}
          className={one === axis ? 'chip chip-on' : 'chip'}
          aria-pressed={one === axis}
          aria-label={designTexts.sectionAt(one)}
          onClick={() => setAxis(one)}
        >
          {one}
        </button>
      ))}
      <input
        type="range"
        min={0}
        max={WHOLE}
        value={at}
        aria-label={designTexts.sectionAt(axis)}
        onChange={({ currentTarget }) => setAt(Number(currentTarget.value))}
      />
      <span className="mono number">
        {at === WHOLE ? designTexts.noSection : `${millimetres(Math.round((edge * at) / WHOLE))} mm`}
      </span>
      <button type="button" className="as-link" onClick={whole}>
        {designTexts.home}
      </button>
    </fieldset>
  );
}

/** The viewer of a model, loaded when it is needed and closed with the page. */
function useViewer(read: ModelRead) {
  const host = useRef<HTMLDivElement>(null);
  const overlay = useRef<{ edges: HTMLElement[]; bar?: HTMLElement; barText?: HTMLElement }>({ edges: [] });
  const [viewer, setViewer] = useState<Viewer>();
  const [isBlind, setIsBlind] = useState(false);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  useEffect(() => {
    let opened: Viewer | undefined;
    let isGone = false;
    const open = async (): Promise<void> => {
      const module = await import('./viewer.ts');
      const { edges, bar, barText } = overlay.current;
      if (isGone || host.current === null || bar === undefined || barText === undefined) return;
      try {
        opened = new module.Viewer(host.current, { edges, bar, barText }, read.meshes);
        setViewer(opened);
      } catch {
        // Three gives no code for it: the only thing that its constructor needs is WebGL.
        setIsBlind(true);
      }
    };
    void open();
    return () => {
      isGone = true;
      opened?.close();
      setViewer(undefined);
    };
  }, [read]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the scheme.
  useEffect(() => viewer?.recolour(), [viewer, scheme]);
  return { host, overlay, viewer, isBlind };
}
