// The frame of every page: rail, top, and the page itself. On a phone the rail slides in.

import { ActionIcon, Burger, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, Outlet } from 'react-router';
import { LiveProvider, useLive } from '../live/live-context.tsx';
import { useSession } from '../session/session-context.tsx';
import { frameTexts } from '../texts/frame.ts';
import { Notifications } from './notifications.tsx';
import { Rail } from './rail.tsx';
import { SearchBox } from './search-box.tsx';
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
        <Outlet />
      </main>
    </LiveProvider>
  );
}

function Connection() {
  const { isConnected } = useLive();
  return isConnected ? (
    <span className="live soft small">
      <span aria-hidden="true">●</span> {frameTexts.live}
    </span>
  ) : (
    <span className="live live-off small" role="status">
      <span aria-hidden="true">○</span> {frameTexts.offline}
    </span>
  );
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
