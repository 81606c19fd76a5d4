// The frame of every page: rail, top, and the page itself. On a phone the rail slides in.

import { ActionIcon, Burger, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, Outlet } from 'react-router';
import { LiveProvider, useLive } from '../live/live-context.tsx';
import { useSession } from '../session/session-context.tsx';
import { frameTexts } from '../texts/frame.ts';
import { Arrival } from './arrival.tsx';
import { Notifications } from './notifications.tsx';
import { Rail } from './rail.tsx';
import { SearchBox } from './search-box.tsx';
import { Unanswered } from './unanswered.tsx';
import { WhoAmI } from './who-am-i.tsx';

/** The frame. */
export function Frame() {
  const { node } = useSession();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <LiveProvider>
      <a className="skip" href="#page">
        {frameTexts.skip}
      </a>
      <header className="top">
        <Burger
          className="phone-only"
          size="sm"
          opened={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          aria-label={isOpen ? frameTexts.closeMenu : frameTexts.openMenu}
        />
        <Link className="product" to="/">
          {frameTexts.product}
        </Link>
        <span className="top-ledger soft small">{node.name}</span>
        <SearchBox />
        <Connection />
        <Notifications />
        <Colours />
        <WhoAmI />
      </header>
      <div className={isOpen ? 'rail rail-open' : 'rail'}>
        <Rail onChoose={() => setIsOpen(false)} />
      </div>
      <main id="page" className="page" tabIndex={-1}>
        {node.role === 'replica' ? <p className="notice">{frameTexts.replicaOf}</p> : null}
        <Elsewhere />
        <Unanswered />
        <Outlet />
      </main>
      <Arrival />
    </LiveProvider>
  );
}

function Connection() {
  const { isConnected, lostMs } = useLive();
  return (
    <span className={isConnected ? 'live soft small' : 'live live-off small'} role="status">
      <span aria-hidden="true">{isConnected ? '●' : '○'}</span>{' '}
      {isConnected || lostMs === undefined ? frameTexts.live : frameTexts.offline(clockTime(lostMs))}
    </span>
  );
}

/** As whom another tab acts, and the way to act so here. */
function Elsewhere() {
  const { elsewhere, identity, actAs } = useSession();
  if (elsewhere === undefined || elsewhere.kind === 'visitor') return null;
  const here = identity.kind === 'visitor' ? frameTexts.visitor : identity.actor;
  return (
    <div className="notice" role="status">
      {frameTexts.elsewhere(elsewhere.actor, here)}{' '}
      <button type="button" className="as-link" onClick={() => actAs(elsewhere)}>
        {frameTexts.actSoHere(elsewhere.actor)}
      </button>
    </div>
  );
}

function clockTime(timeMs: number): string {
  return new Date(timeMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

function Colours() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const other = scheme === 'light' ? 'dark' : 'light';
  return (
    <ActionIcon
      variant="subtle"
      size="lg"
      onClick={() => setColorScheme(other)}
      aria-label={`${frameTexts.colours}: ${frameTexts[other]}`}
    >
      {scheme === 'light' ? <IconMoon size={18} stroke={1.6} /> : <IconSun size={18} stroke={1.6} />}
    </ActionIcon>
  );
}
