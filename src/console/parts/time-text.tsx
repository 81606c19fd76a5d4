// A time: relative to the node's clock, exact with its zone on hover and focus.

import { Tooltip } from '@mantine/core';
import { useSession } from '../session/session-context.tsx';
import { exactTime, relativeTime } from './time.ts';

/** A point in time. @param timeMs since 1970 */
export function TimeText({ timeMs }: { readonly timeMs: number }) {
  const { transport } = useSession();
  const isSayable = timeMs <= 8_640_000_000_000_000;
  return (
    <Tooltip label={exactTime(timeMs)} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time is for the keyboard, too. */}
      <time className="time" tabIndex={0} {...(isSayable ? { dateTime: new Date(timeMs).toISOString() } : {})}>
        {relativeTime(timeMs, transport.nowMs())}
      </time>
    </Tooltip>
  );
}
