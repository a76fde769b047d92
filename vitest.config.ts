import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'server',
          environment: 'node',
          include: [
            'packages/shared/src/**/*.test.ts',
            'apps/server/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      {
        extends: './apps/desktop/vite.config.ts',
        test: { name: 'desktop', environment: 'jsdom', root: 'apps/desktop', include: ['src/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
