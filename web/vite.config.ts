import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

const API = process.env.API_URL ?? 'http://localhost:5000';

/** The packages that every page needs, and the rooms of the site that the first ones are made of. */
const BASE = new RegExp(
  [
    'node_modules/(react|scheduler|wouter|regexparam|@tanstack|openapi-fetch|use-sync|lucide)',
    'src/(ui|api|session|i18n|preferences|store|app|help|time/(formats|zone|now)|shared/(texts|people|requests|sessions|Name|all)\\.)',
    'src/pages/(front/LogIn|front/texts|messages/unread|requests/waiting|home)',
  ].join('|'),
);

/** In development `npm run dev` serves the pages and hands what isn't the site's to the API. */
export default defineConfig({
  plugins: [
    react(),
    // For `make run`; CloudFront compresses by itself.
    compression({
      include: /\.(js|css|svg)$/,
      threshold: 1000,
      algorithms: [defineAlgorithm('gzip', { level: 9 }), 'brotliCompress'],
    }),
  ],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs comes in one piece: it compresses better, and is asked for once.
        codeSplitting: {
          groups: [{ name: 'base', test: BASE }],
        },
      },
    },
  },
  server: {
    proxy: {
      '^/(?!$|\\?|app($|[/?])|src/|assets/|node_modules/|@|favicon.svg|robots.txt|index.html)': API,
    },
  },
});
