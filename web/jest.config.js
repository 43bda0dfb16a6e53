const SWC = {
  jsc: {
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic' } },
    target: 'es2022',
  },
  module: { type: 'commonjs' },
};

/** Packages that come as ES modules alone. */
const MODULES = ['wouter', 'regexparam', 'd3-[a-z-]+', 'internmap', '@internationalized'];

/** Component and logic tests. What needs the real app runs in tests/site, in a real browser. */
export default {
  testEnvironment: 'jest-fixed-jsdom',
  roots: ['<rootDir>/src'],
  transform: { '\\.(ts|tsx|js|mjs)$': ['@swc/jest', SWC] },
  transformIgnorePatterns: [`/node_modules/(?!(${MODULES.join('|')})/)`],
  moduleNameMapper: { '\\.css$': 'identity-obj-proxy' },
  testTimeout: 30_000,
  collectCoverageFrom: ['src/**/*.{ts,tsx}', '!src/testing/**', '!src/**/*.d.ts', '!src/main.tsx'],
  coverageReporters: ['text-summary'],
  coverageThreshold: { global: { statements: 90, lines: 90 } },
  setupFilesAfterEnv: ['<rootDir>/src/testing/setup.ts'],
};
