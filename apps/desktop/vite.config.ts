import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const server = process.env.CORDBOARD_URL ?? 'http://127.0.0.1:8080';

/** The agent app always, the customer page when its entry is there. */
function pages(): Record<string, string> {
  const agent = { index: `${root}index.html` };
  const customer = `${root}customer.html`;
  return existsSync(customer) ? { ...agent, customer } : agent;
}

export default defineConfig({
  root,
  plugins: [react(), tailwindcss()],
  server: {
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
      '/sip': { target: server, ws: true },
    },
  },
  build: {
    outDir: `${root}dist`,
    emptyOutDir: true,
    target: 'es2023',
    rollupOptions: { input: pages() },
  },
});
