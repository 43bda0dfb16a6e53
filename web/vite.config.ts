import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = process.env.API_URL ?? 'http://localhost:5000';

/** In development `npm run dev` serves the pages and hands what isn't the site's to the API. */
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '^/(?!$|app($|/)|src/|assets/|node_modules/|@|favicon.svg|robots.txt|index.html)': API,
    },
  },
});
