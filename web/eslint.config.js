import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig([
  globalIgnores(['dist', 'coverage', 'src/api/schema.d.ts']),
  js.configs.recommended,
  ts.configs.strict,
  hooks.configs.flat.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', 250],
      'no-console': 'error',
      // Plain text and nothing else may be shown, and nothing private may be kept.
      'no-restricted-properties': ['error', { property: 'dangerouslySetInnerHTML' }],
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'Only src/session/storage.ts keeps anything.' },
        { name: 'sessionStorage', message: 'Only src/session/storage.ts keeps anything.' },
        { name: 'fetch', message: 'Ask through src/api.' },
      ],
    },
  },
  { files: ['src/testing/**', '**/*.test.*'], rules: { 'no-restricted-globals': 'off' } },
]);
