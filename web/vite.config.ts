import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

const API = process.env.API_URL ?? 'http://localhost:5000';

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
          groups: [
            {
              name: 'base',
              test: /node_modules\/(react|scheduler|wouter|regexparam|@tanstack|openapi-fetch|use-sync|lucide)|src\/(ui|api|session|i18n|preferences|store|app)/,
            },
          ],
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
