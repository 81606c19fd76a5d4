// What Mantine's components are told; colours, fonts and sizes stand in tokens.css, since the policy lets no style element in.

import { createTheme, Loader, Tooltip } from '@mantine/core';

/** The theme. */
export const theme = createTheme({
  primaryColor: 'blue',
  cursorType: 'pointer',
  defaultRadius: 'sm',
  respectReducedMotion: true,
  components: {
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 200, withArrow: false, position: 'bottom-start' } }),
    Loader: Loader.extend({ defaultProps: { type: 'oval' } }),
  },
});
