// The console's start in a browser.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme/fonts.css';
import '@mantine/core/styles.css';
import './theme/tokens.css';
import './theme/layout.css';
import './theme/parts.css';
import { App } from './app.tsx';

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
