import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { applyPreferences } from './preferences/preferences';
import { guardDrafts } from './session/drafts';
import { followOtherTabs, start } from './session/session';
import './style/base.css';

applyPreferences();
guardDrafts();
followOtherTabs();
void start();

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
