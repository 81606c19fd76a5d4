// The console: its look, its queries, its session, its pages.

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { isFault } from '#sdk/index.ts';
import { router } from './routes.tsx';
import { SessionProvider } from './session/session-context.tsx';
import { theme } from './theme/theme.ts';

/** The SDK tries again by itself where that helps: a Fault is its last word. */
const queries = new QueryClient({
  defaultOptions: {
    // Whether this computer is online says nothing of a node on it, and what is signed must not wait and go off later.
    queries: { retry: (failures, error) => !isFault(error) && failures < 1, staleTime: 30_000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** The console. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      // Both would put style elements into the page; what they say stands in theme.css.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <RouterProvider router={router} />
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
